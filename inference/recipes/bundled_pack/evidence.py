"""What the shipped network says of the films put aside: real ones, and simulated ones where no real film has it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec, prepare
from inference.recipes.bundled_pack import labels, network_outputs, proof, sanity_checks
from inference.recipes.bundled_pack.data import Films
from inference.recipes.bundled_pack.labels import KEYS, MAY_HIDE, OF_NIH
from inference.recipes.bundled_pack.validation_metrics import (
    BundledMetrics,
    ValidationScores,
    bundled_metrics,
)
from inference.recipes.simulate.distract import drain, line
from inference.training.data import films
from inference.training.data.films import Stack, display
from inference.training.evaluation import metrics
from inference.training.evaluation.localisation import LocalisationMetrics
from inference.training.evaluation.metrics import Interval

Floats = NDArray[np.float32]
REAL_KEYS = frozenset(OF_NIH.values())
TESTED = 40  # positives whose heatmaps are tested


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What a network said of some films: logits (n, k) as they are, unframed, drained; maps (n, h, w, k)."""

    logits: Floats
    unframed: Floats
    drained: Floats
    maps: Floats

    def __getitem__(self, chosen: Any) -> Seen:
        return Seen(self.logits[chosen], self.unframed[chosen], self.drained[chosen], self.maps[chosen])

    def and_then(self, other: Seen) -> Seen:
        """These films, then the other ones."""
        names = ("logits", "unframed", "drained", "maps")
        return Seen(*(np.concatenate([getattr(self, name), getattr(other, name)]) for name in names))


@dataclass(frozen=True, slots=True)
class Proven:
    """One finding: the figures that go into the pack, where heatmaps lie, and the area on simulated films alone."""

    metrics: BundledMetrics
    place: LocalisationMetrics
    simulated_auc: Interval


@dataclass(frozen=True, slots=True, eq=False)
class _Case:
    """A network (outputs by ``KEYS``) with the films it is measured on."""

    model: Any
    films: Films
    spec: InputSpec
    real: Seen
    indices: NDArray[np.int64]


def proven(model: Any, films_: Films, spec: InputSpec, *, rounds: int = 1000) -> tuple[Proven, ...]:
    """All seven findings of a network with outputs by ``KEYS``, measured on the validation side."""
    indices = films_.real.indices(films_.real.split.validation)
    case = _Case(model, films_, spec, _seen(model, films_.real.stack, indices, spec), indices)
    return tuple(_proven(case, key, rounds) for key in KEYS)


def cardiomegaly(model: Any, films_: Films, spec: InputSpec) -> Interval:
    """The area of the auxiliary label nearest to the heart's silhouette, of the network before pruning."""
    part = films_.real.validation()
    inputs = films.inputs_of(films_.real.stack, films_.real.indices(films_.real.split.validation), spec)
    scores = network_outputs.logits_of(model, inputs, mirror=spec.flip_average)[:, labels.NAMES.index("Cardiomegaly")]
    truth = part.column("Cardiomegaly") == 1
    return metrics.bootstrap(metrics.auc, scores.astype(np.float64), truth, np.array(part.patients()))


def drained(stack: Stack, indices: NDArray[np.int64], spec: InputSpec, seed: int = 0) -> Floats:
    """The network's inputs for films with a drain and a line drawn on each."""
    random = np.random.default_rng(seed)
    films_ = (np.clip(line(drain(display(stack[index]), random), random), 0.0, 1.0) for index in indices)
    return np.stack([prepare(film, spec)[0] for film in films_])


def _seen(model: Any, stack: Stack, indices: NDArray[np.int64], spec: InputSpec) -> Seen:
    mirror = spec.flip_average
    inputs = films.inputs_of(stack, indices, spec)
    logits, maps = network_outputs.logits_and_maps(model, inputs, mirror=mirror)
    unframed = network_outputs.logits_of(model, sanity_checks.without_frame(inputs), mirror=mirror)
    return Seen(logits, unframed, network_outputs.logits_of(model, drained(stack, indices, spec), mirror=mirror), maps)


def _proven(case: _Case, key: str, rounds: int) -> Proven:
    simulated, output = case.films.validation, KEYS.index(key)
    chosen = np.flatnonzero(simulated.keys == key)
    seen = _seen(case.model, simulated.stack, chosen, case.spec)
    shown = _simulated_evidence(case, key, chosen, seen)
    patients = shown.patients[: len(chosen)].tolist()
    place = proof.localisation_metrics(seen.maps[..., output], simulated.masks[chosen], patients, rounds=rounds)
    on_real = _real_evidence(case, key) if key in REAL_KEYS else shown
    scores, groups = shown.log_odds, shown.patients
    area = metrics.bootstrap(metrics.auc, scores, shown.truth, groups, rounds=rounds)
    return Proven(bundled_metrics(on_real, rounds=rounds), place, area)


def _real_evidence(case: _Case, key: str) -> ValidationScores:
    table = case.films.real.validation()
    truth = table.column(labels.NIH_NAME[key]) == 1
    return _evidence(case, key, case.real, np.arange(len(truth)), truth, case.films.real.stack, case.indices)


def _simulated_evidence(case: _Case, key: str, chosen: NDArray[np.int64], seen: Seen) -> ValidationScores:
    """SyntheticFilms films of a finding against the real films that hardly have it."""
    table, simulated = case.films.real.validation(), case.films.validation
    hiding = MAY_HIDE.get(key, frozenset({labels.NIH_NAME.get(key, "")}))
    clear = np.flatnonzero([not hiding & labels.stated(film, table.names) for film in table.films])
    on = np.array([int(np.flatnonzero(case.indices == base)[0]) for base in simulated.bases[chosen]])
    truth = np.concatenate([np.ones(len(chosen), bool), np.zeros(len(clear), bool)])
    both = seen.and_then(case.real[clear])
    found = _evidence(case, key, both, np.concatenate([on, clear]), truth, simulated.stack, chosen)
    return replace(found, synthetic=True, normal=found.normal & ~truth)


def _evidence(
    case: _Case, key: str, seen: Seen, rows: NDArray[np.int64], truth: NDArray[np.bool_], stack: Stack,
    places: NDArray[np.int64],
) -> ValidationScores:  # fmt: skip
    """``rows`` are the validation films that the seen ones are or lie on; ``places`` where they are in ``stack``."""
    table, output = case.films.real.validation(), KEYS.index(key)
    kept = [table.films[row] for row in rows]
    positives = np.flatnonzero(truth)[:TESTED]
    inputs = films.inputs_of(stack, places[positives], case.spec)
    return ValidationScores(
        key=key,
        log_odds=seen.logits[:, output].astype(np.float64),
        truth=truth,
        normal=np.array([film.normal for film in kept]),
        patients=np.array([film.patient for film in kept]),
        hottest=seen.maps[..., output].max(axis=(1, 2)).astype(np.float64),
        view=np.array([film.traits.get("view", "") for film in kept]),
        unframed=seen.unframed[:, output].astype(np.float64),
        faithfulness=_faithfulness(case, output, inputs, seen.maps[positives][..., output]),
        drained=seen.drained[:, output].astype(np.float64),
    )


def _faithfulness(case: _Case, output: int, inputs: Floats, maps: Floats) -> sanity_checks.Faithfulness:
    def score(shown: Floats) -> NDArray[np.float64]:
        return network_outputs.logits_of(case.model, shown, mirror=case.spec.flip_average)[:, output].astype(np.float64)

    return sanity_checks.faithfulness(inputs, maps, score, size=inputs.shape[1] // 5)
