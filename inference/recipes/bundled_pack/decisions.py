"""What is decided on the choosing part: calibration, operating points for people, grey bands, the heat's full scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics import metrics
from inference.core.statistics.metrics import PlattCalibration
from inference.recipes.bundled_pack.known_films import ANATOMY_SET, KnownFilm
from inference.recipes.bundled_pack.network_outputs import Seen
from inference.recipes.bundled_pack.targets import KEYS, USUAL

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
PREVALENCE = 0.1  # for which probabilities are stated
PROVEN = {"pneumothorax": "Pneumothorax", "pleural_effusion": "Effusion"}  # by the names experts used
NORMALS_CALLED = {"pneumothorax": 0.07, "pleural_effusion": 0.08}  # shares of normal films called
ANYONE_CALLED = 0.012  # share of all films called where nothing is proven on real films
ROUNDS = 1000
BAND = (10, 90)  # percentiles of the points that resampled patients give


@dataclass(frozen=True, slots=True)
class Decision:
    """What the pack says of a finding; ``index`` where its scale is no probability."""

    key: str
    calibration: PlattCalibration
    operating_point: float
    grey_band: tuple[float, float]
    heat_full_scale: float
    index: bool

    def called(self, logits: Floats) -> Truth:
        """Which logits are called."""
        return np.asarray(self.calibration(logits) >= self.operating_point)


def decide(films: Sequence[KnownFilm], seen: Seen) -> tuple[Decision, ...]:
    """The decisions for all findings from the choosing films and what the network says of them."""
    logits = seen.logits.astype(np.float64)
    patients = np.array([film.patient for film in films])
    clear = normals(films)
    found = []
    for number, key in enumerate(KEYS):
        scores, hottest = logits[:, number], seen.maps[..., number].max(axis=(1, 2))
        if key in PROVEN:
            found.append(_proven(key, films, scores, clear, patients, hottest))
        else:
            found.append(_index(key, scores, patients, hottest))
    return tuple(found)


def normals(films: Sequence[KnownFilm]) -> Truth:
    """Which films are normal: by experts or reports, or of the other hospital with a heart of usual size."""
    return np.array([film.normal or (film.source == ANATOMY_SET and (film.ctr or 1) < USUAL) for film in films])


def known(films: Sequence[KnownFilm], name: str) -> tuple[Truth, Truth]:
    """Which films experts read for a finding, and which of all films they found it on."""
    return (
        np.array([name in film.experts for film in films]),
        np.array([bool(film.experts.get(name)) for film in films]),
    )


def _proven(
    key: str, films: Sequence[KnownFilm], scores: Floats, clear: Truth, patients: NDArray[np.str_], hottest: Floats
) -> Decision:
    """A probability fitted to the experts' labels, called where few normal films are."""
    read, truth = known(films, PROVEN[key])
    calibration = metrics.fit_platt(scores[read], truth[read], prevalence=PREVALENCE)
    share = 1 - NORMALS_CALLED[key]
    points = _points(calibration(scores[clear]), patients[clear], share)
    called = truth & (calibration(scores) >= points[0])
    return Decision(key, calibration, points[0], points[1], _full_scale(hottest, called), index=False)


def _index(key: str, scores: Floats, patients: NDArray[np.str_], hottest: Floats) -> Decision:
    """A scale whose half is where hardly any real film is called, its unit the spread of real films."""
    point = float(np.quantile(scores, 1 - ANYONE_CALLED))
    spread = max(float(scores.std()), 1e-3)
    calibration = PlattCalibration(spread, -point / spread)
    _, band = _points(calibration(scores), patients, 1 - ANYONE_CALLED)
    full = _full_scale(hottest, scores >= np.quantile(scores, 0.95))
    return Decision(key, calibration, 0.5, (min(band[0], 0.5), max(band[1], 0.5)), full, index=True)


def _points(probabilities: Floats, patients: NDArray[np.str_], share: float) -> tuple[float, tuple[float, float]]:
    """Where this share of the films stays below, and where it lies for resampled patients."""
    random = np.random.default_rng(0)
    _, group = np.unique(patients, return_inverse=True)
    members = [np.flatnonzero(group == number) for number in range(group.max() + 1)]
    drawn = []
    for _ in range(ROUNDS):
        chosen = np.concatenate([members[number] for number in random.integers(0, len(members), len(members))])
        drawn.append(float(np.quantile(probabilities[chosen], share)))
    low, high = np.percentile(drawn, BAND)
    point = float(np.quantile(probabilities, share))
    return point, (min(float(low), point), max(float(high), point))


def _full_scale(hottest: Floats, called: Truth) -> float:
    return max(float(np.percentile(hottest[called] if called.any() else hottest, 95)), 1e-3)
