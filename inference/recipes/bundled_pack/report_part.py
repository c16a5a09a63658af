"""Everything that is measured on the report part, by one call: what the card says, unchanged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.statistics import metrics
from inference.core.statistics.metrics import Interval
from inference.imaging.model_input import prepare
from inference.recipes.bundled_pack import judging, robustness
from inference.recipes.bundled_pack.decisions import PROVEN, Decision
from inference.recipes.bundled_pack.familiar import FamiliarFilms
from inference.recipes.bundled_pack.judging import Alarms, Areas, Places
from inference.recipes.bundled_pack.known_films import REPORT, SECOND, KnownFilm
from inference.recipes.bundled_pack.learning import Material
from inference.recipes.bundled_pack.network_outputs import Seen, Watched
from inference.recipes.bundled_pack.robustness import SizeMoves
from inference.recipes.bundled_pack.sanity_checks import Faithfulness, faithfulness
from inference.recipes.bundled_pack.targets import KEYS
from inference.recipes.simulate import hospital
from inference.recipes.simulate.trauma import on_a_board
from inference.training.data.films import Stack, display

NATIVE = "native"
SIMULATED = {
    "simulated bedside films": robustness.with_devices,
    "simulated films of other hospitals": hospital.changed,
    "simulated trauma films, on a board": on_a_board,
}
SIZED, FEW = 100, 40  # films drawn at all sizes, and films for the slow checks


@dataclass(frozen=True, slots=True)
class Told:
    """How well painted films are told from real ones of the same part without the finding."""

    key: str
    films: int
    area: Interval


@dataclass(frozen=True, slots=True)
class Shortcut:
    """The area as it is, with frames blanked, and with drains and lines drawn on the negatives; AP against PA."""

    key: str
    as_is: float
    unframed: float
    drained: float
    view: float


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """The figures of the report part."""

    areas: tuple[Areas, ...]
    alarms: tuple[Alarms, ...]
    places: tuple[Places, ...]
    told: tuple[Told, ...]
    groups: dict[str, list[tuple[str, int, int, float]]]
    shortcuts: tuple[Shortcut, ...]
    sizes: SizeMoves
    spreads: tuple[tuple[str, float, float], ...]
    faithful: dict[str, Faithfulness]
    sanity: list[tuple[str, float]]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """The report part as a network sees it."""

    model: Any
    watched: Watched
    decisions: Sequence[Decision]
    films: list[KnownFilm]
    stack: Stack
    seen: Seen

    @property
    def patients(self) -> NDArray[np.str_]:
        """Whose films they are."""
        return np.array([film.patient for film in self.films])


def measured(
    model: Any, watched: Watched, material: Material, decisions: Sequence[Decision], familiar: FamiliarFilms,
    shared: Path,
) -> Findings:  # fmt: skip
    """All figures; ``shared`` holds the films at native size besides."""
    chosen = material.indices(REPORT)
    stack = np.ascontiguousarray(material.stack[chosen])
    films = [material.films[index] for index in chosen]
    part = _Part(model, watched, decisions, films, stack, watched.films(display(film) for film in stack))
    simulated = material.simulated[REPORT]
    drawn = watched.films(display(film) for film in simulated.stack)
    below = [material.films[base].patient for base in simulated.bases]
    reports, experts = (judging.areas(films, part.seen, decisions, judge) for judge in ("reports", "experts"))
    return Findings(
        areas=(*experts, *reports),
        alarms=_alarms(part, familiar, shared),
        places=(*judging.box_places(films, part.seen), *judging.simulated_places(simulated, drawn, below)),
        told=tuple(_told(part, key, drawn[simulated.keys == key]) for key in KEYS),
        groups={key: judging.by_group(films, part.seen, key, label) for key, label in PROVEN.items()},
        shortcuts=_shortcuts(part),
        sizes=robustness.size_moves(watched, _originals(part, shared), decisions),
        spreads=_spreads(part),
        faithful={key: _faithful(part, key, label) for key, label in PROVEN.items()},
        sanity=robustness.shuffled_likeness(model, watched, _inputs(part, np.arange(16))),
    )


def _alarms(part: _Part, familiar: FamiliarFilms, shared: Path) -> tuple[Alarms, ...]:
    return tuple(
        judging.alarms(name, seen, patients, part.decisions, familiar.unlike(seen.known))
        for name, seen, patients in _groups(part, shared)
    )


def _groups(part: _Part, shared: Path) -> Iterator[tuple[str, Seen, NDArray[np.str_]]]:
    """The groups whose alarms are counted: as they are, at native size, and changed by simulation."""
    for name, kept in judging.groups(part.films).items():
        yield name, part.seen[kept], part.patients[kept]
    native = [(film, _native(film, shared)) for film in part.films if film.normal and _native(film, shared).is_file()]
    at_size = part.watched.films(display(_grey(path)) for _, path in native)
    yield "NIH, normal, at 1,024 pixels", at_size, np.array([film.patient for film, _ in native])
    for name, change in SIMULATED.items():
        yield name, part.watched.films(robustness.changed(part.stack, change)), part.patients


def _told(part: _Part, key: str, drawn: Seen) -> Told:
    output = KEYS.index(key)
    label = judging.JUDGED.get(key, ("",))[0]
    clear = np.array([not film.experts.get(label, label in (film.text or ())) for film in part.films])
    scores = np.concatenate([drawn.logits[:, output], part.seen.logits[clear, output]]).astype(np.float64)
    truth = np.arange(len(scores)) < len(drawn.logits)
    groups = np.concatenate([[f"drawn {n}" for n in range(len(drawn.logits))], part.patients[clear]])
    return Told(key, len(drawn.logits), metrics.bootstrap(metrics.auc, scores, truth, groups, rounds=judging.ROUNDS))


def _shortcuts(part: _Part) -> tuple[Shortcut, ...]:
    framed = part.watched.films(robustness.without_frame(display(film)) for film in part.stack)
    drained = part.watched.films(robustness.changed(part.stack, robustness.with_drain))
    view = np.array([film.view for film in part.films])
    found = []
    for key, label in PROVEN.items():
        output = KEYS.index(key)
        truth = np.array([film.experts.get(label, label in (film.text or ())) for film in part.films])
        read = np.array([label in film.experts or film.text is not None for film in part.films])
        scores, bare, drawn = (one.logits[:, output].astype(np.float64) for one in (part.seen, framed, drained))
        negatives = read & ~truth & np.isin(view, ("PA", "AP"))
        found.append(
            Shortcut(
                key,
                metrics.auc(scores[read], truth[read]),
                metrics.auc(bare[read], truth[read]),
                metrics.auc(np.where(truth, scores, drawn)[read], truth[read]),
                metrics.auc(scores[negatives], view[negatives] == "AP"),
            )
        )
    return tuple(found)


def _spreads(part: _Part) -> tuple[tuple[str, float, float], ...]:
    found = robustness.spreads(part.watched, part.stack[:FEW], part.decisions)
    return tuple(
        (key, float(np.median(found[:, n])), float(np.percentile(found[:, n], 95))) for n, key in enumerate(KEYS)
    )


def _faithful(part: _Part, key: str, label: str) -> Faithfulness:
    output = KEYS.index(key)
    truth = np.flatnonzero([bool(film.experts.get(label)) for film in part.films])[:FEW]

    def score(inputs: NDArray[np.float32]) -> NDArray[np.float64]:
        return part.watched.inputs(inputs).logits[:, output].astype(np.float64)

    inputs = np.stack(_inputs(part, truth))
    return faithfulness(inputs, part.seen.maps[truth][..., output], score, size=inputs.shape[1] // 5)


def _inputs(part: _Part, chosen: NDArray[np.int64]) -> list[NDArray[np.float32]]:
    return [prepare(display(part.stack[n]), part.watched.spec)[0] for n in chosen]


def _originals(part: _Part, shared: Path) -> list[Stack]:
    """Films of 1,024 pixels first, then others as they are."""
    native = [_grey(_native(film, shared)) for film in part.films if _native(film, shared).is_file()]
    return [*native, *part.stack][:SIZED]


def _native(film: KnownFilm, shared: Path) -> Path:
    return shared / SECOND / NATIVE / Path(film.file).name


def _grey(path: Path) -> Stack:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_GRAYSCALE), np.uint8)
