"""The report part, looked at when all is decided: areas, false alarms, places, groups, and what is unlike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.statistics import metrics
from inference.core.statistics.metrics import Interval
from inference.core.statistics.small_samples import auc_interval, held_wide, patients_with, wilson
from inference.recipes.bundled_pack.decisions import Decision, known, normals
from inference.recipes.bundled_pack.known_films import ANATOMY_SET, BOX_NAMES, SIDE, KnownFilm
from inference.recipes.bundled_pack.network_outputs import Seen
from inference.recipes.bundled_pack.synthetic import SyntheticFilms
from inference.recipes.bundled_pack.targets import KEYS
from inference.training.data.films import display
from inference.training.evaluation import localisation

Truth = NDArray[np.bool_]
GRID = 128
ROUNDS = 1000
JUDGED = {
    "pleural_effusion": ("Effusion",),
    "pneumothorax": ("Pneumothorax",),
    "pericardial_effusion": ("Cardiomegaly",),
    "rib_fracture": ("Fracture",),
}
OLD = 60  # years


@dataclass(frozen=True, slots=True)
class Areas:
    """How well a score ranks films that ``judge`` (experts, or reports) knows: counts, areas, the point's rates."""

    key: str
    label: str
    judge: str
    positives: int
    negatives: int
    normals: int
    against_all: Interval
    against_normals: Interval
    sensitivity: Interval
    specificity: Interval


@dataclass(frozen=True, slots=True)
class Alarms:
    """Shares of films called in a group: by finding in their order, and with any; ``unlike`` beyond what is known."""

    group: str
    films: int
    by_finding: tuple[Interval, ...]
    any_finding: Interval
    unlike: Interval


@dataclass(frozen=True, slots=True)
class Places:
    """Where a finding's heat lies: films, hottest point within 4 % of the place, share of heat inside; by chance."""

    key: str
    where: str
    films: int
    hits: Interval
    hits_by_chance: float
    inside: float
    inside_by_chance: float


def areas(films: Sequence[KnownFilm], seen: Seen, decisions: Sequence[Decision], judge: str) -> tuple[Areas, ...]:
    """The areas of all findings that ``judge`` ("experts" or "reports") knows of."""
    clear = np.array([film.normal for film in films])
    patients = np.array([film.patient for film in films])
    found = []
    for key, (label,) in JUDGED.items():
        if judge == "experts":
            read, truth = known(films, label)
        else:
            read = np.array([film.text is not None and label != "Fracture" for film in films])
            truth = np.array([label in (film.text or ()) for film in films])
        if not (read & truth).any():
            continue
        output = KEYS.index(key)
        scores = seen.logits[:, output].astype(np.float64)
        found.append(_areas(key, label, judge, scores, truth, read, clear, patients, decisions[output]))
    return tuple(found)


def _areas(
    key: str, label: str, judge: str, scores: NDArray[np.float64], truth: Truth, read: Truth, clear: Truth,
    patients: NDArray[np.str_], decision: Decision,
) -> Areas:  # fmt: skip
    called = decision.called(scores)
    found, cleared = np.flatnonzero(read & truth), np.flatnonzero(read & ~truth)
    plain = read & (truth | clear)
    return Areas(
        key=key,
        label=label,
        judge=judge,
        positives=int((read & truth).sum()),
        negatives=int((read & ~truth).sum()),
        normals=int((plain & ~truth).sum()),
        against_all=_area(scores[read], truth[read], patients[read]),
        against_normals=_area(scores[plain], truth[plain], patients[plain]),
        sensitivity=share(called[found], patients[found]),
        specificity=share(~called[cleared], patients[cleared]),
    )


def _area(scores: NDArray[np.float64], truth: Truth, patients: NDArray[np.str_]) -> Interval:
    found = metrics.bootstrap(metrics.auc, scores, truth, patients, rounds=ROUNDS)
    return held_wide(found, auc_interval(found.value, patients_with(patients, truth), patients_with(patients, ~truth)))


def share(of: Truth, patients: NDArray[np.str_]) -> Interval:
    """A share of films with its interval, no narrower than Wilson's over as many patients."""
    if not len(of):
        return Interval(float("nan"), 0.0, 1.0)
    found = localisation.mean_interval(of.astype(float).tolist(), patients.tolist(), rounds=ROUNDS)
    return held_wide(found, wilson(found.value, len(np.unique(patients))))


def alarms(group: str, seen: Seen, patients: NDArray[np.str_], decisions: Sequence[Decision], unlike: Truth) -> Alarms:
    """How often films of a group are called, and found unlike."""
    called = np.stack([one.called(seen.logits[:, n].astype(np.float64)) for n, one in enumerate(decisions)], axis=1)
    return Alarms(
        group,
        len(called),
        tuple(share(called[:, number], patients) for number in range(len(decisions))),
        share(np.asarray(called.any(axis=1)), patients),
        share(unlike, patients),
    )


def groups(films: Sequence[KnownFilm]) -> dict[str, Truth]:
    """The groups whose alarms are counted."""
    source = np.array([film.source for film in films])
    nih = source != ANATOMY_SET
    clear = normals(films)
    return {
        "NIH, normal": nih & clear,
        "NIH, all": nih,
        "another hospital, heart of usual size": ~nih & clear,
        "another hospital, all": ~nih,
    }


def box_places(films: Sequence[KnownFilm], seen: Seen) -> tuple[Places, ...]:
    """Where heat lies on films with a radiologist's box."""
    found = []
    for name, key in BOX_NAMES.items():
        chosen = [n for n, film in enumerate(films) if any(box[0] == name for box in film.boxes)]
        if chosen:
            masks = [_boxed(films[n], name) for n in chosen]
            patients = [films[n].patient for n in chosen]
            found.append(_places(key, f"box: {name}", seen.maps[chosen][..., KEYS.index(key)], masks, patients))
    return tuple(found)


def simulated_places(simulated: SyntheticFilms, seen: Seen, patients: Sequence[str]) -> tuple[Places, ...]:
    """Where heat lies on films with a simulated finding; ``patients`` are those of the films below."""
    found = []
    for number, key in enumerate(KEYS):
        chosen = np.flatnonzero(simulated.keys == key)
        masks = [display(np.asarray(simulated.masks[n])) for n in chosen]
        whose = [patients[int(n)] for n in chosen]
        found.append(_places(key, "simulated", seen.maps[chosen][..., number], masks, whose))
    return tuple(found)


def _boxed(film: KnownFilm, name: str) -> NDArray[np.float32]:
    mask = np.zeros((GRID, GRID), np.float32)
    for label, left, top, width, height in film.boxes:
        if label == name:
            edges = [round(value * GRID / SIDE) for value in (top, top + height, left, left + width)]
            mask[edges[0] : max(edges[1], edges[0] + 1), edges[2] : max(edges[3], edges[2] + 1)] = 1.0
    return mask


def _places(
    key: str, where: str, maps: NDArray[np.float32], masks: Sequence[NDArray[np.float32]], patients: Sequence[str]
) -> Places:
    nears = [localisation.near_to(mask) for mask in masks]
    peaks = [localisation.peak_of(heat) for heat in maps]
    hits = np.array([localisation.hit(peak, near) for peak, near in zip(peaks, nears, strict=True)])
    others = [(n, (n + step) % len(masks)) for n in range(len(masks)) for step in range(1, min(len(masks), 20))]
    chance = [localisation.hit(peaks[other], nears[n]) for n, other in others]
    shares = [_inside(heat, mask) for heat, mask in zip(maps, masks, strict=True)]
    usual = [_inside(maps[other], masks[n]) for n, other in others]
    return Places(key, where, len(masks), share(hits, np.array(patients)), _mean(chance), _mean(shares), _mean(usual))


def _inside(heat: NDArray[np.float32], mask: NDArray[np.float32]) -> float:
    lit = np.maximum(cv2.resize(heat, mask.shape[::-1], interpolation=cv2.INTER_LINEAR), 0)
    return float((lit * mask).sum() / max(float(lit.sum()), 1e-9))


def by_group(films: Sequence[KnownFilm], seen: Seen, key: str, label: str) -> list[tuple[str, int, int, float]]:
    """The area by view, sex and age: (group, positives, negatives, area), by experts where they read, else mined."""
    truth = np.array([film.experts.get(label, label in (film.text or ())) for film in films])
    read = np.array([label in film.experts or film.text is not None for film in films])
    scores = seen.logits[:, KEYS.index(key)].astype(np.float64)
    asked: dict[str, Callable[[KnownFilm], bool]] = {
        "PA": lambda film: film.view == "PA",
        "AP": lambda film: film.view == "AP",
        "women": lambda film: film.sex == "F",
        "men": lambda film: film.sex == "M",
        f"below {OLD}": lambda film: film.age.isdigit() and int(film.age) < OLD,
        f"{OLD} and above": lambda film: film.age.isdigit() and int(film.age) >= OLD,
    }
    found = []
    for name, belongs in asked.items():
        kept = read & np.array([belongs(film) for film in films])
        found.append((name, int(truth[kept].sum()), int((~truth[kept]).sum()), metrics.auc(scores[kept], truth[kept])))
    return found


def _mean(values: Sequence[float] | Sequence[bool]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
