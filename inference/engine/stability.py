"""How steady probabilities are: their spread over ten small views of a film that no reader would read otherwise."""

from __future__ import annotations

import hashlib
import statistics
from collections.abc import Iterator
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import Finding
from inference.engine.faithfulness import Scorer

Floats = NDArray[np.float32]
SHIFTS = ((0.02, 0.0), (-0.02, 0.0), (0.0, 0.02), (0.0, -0.02))  # of height and width
SCALES = (0.97, 1.03)
CONTRASTS = (0.9, 1.1)  # about the mean
NOISE = 0.01  # standard deviation, of the film's range of values
SEEDS = (0, 1)


@dataclass(frozen=True, slots=True)
class Stability:
    """One finding's ``probability`` of a film, and those of its small views."""

    finding: Finding
    probability: float
    views: tuple[float, ...]

    @property
    def deviation(self) -> float:
        """The standard deviation over film and views."""
        return statistics.pstdev((self.probability, *self.views))

    @property
    def low_high(self) -> tuple[float, float]:
        """The least and the greatest of all."""
        return min(self.probability, *self.views), max(self.probability, *self.views)


def stability(scorer: Scorer, film: Radiograph, *, token: CancelToken) -> tuple[Stability, ...]:
    """The spread of each finding's probability; eleven forwards. Raises as the scorer does."""
    own = scorer.probabilities(film, token)
    views = [scorer.probabilities(view, token) for view in small_views(film)]
    return tuple(Stability(finding, value, tuple(view[finding] for view in views)) for finding, value in own.items())


def small_views(film: Radiograph) -> Iterator[Radiograph]:
    """The film shifted, scaled, with less and more contrast, and with noise: the same ten each time."""
    for down, across in SHIFTS:
        yield _view(film, _moved(film.pixels, 1.0, down * film.shape[0], across * film.shape[1]))
    for scale in SCALES:
        yield _view(film, _moved(film.pixels, scale, 0.0, 0.0))
    mean = np.float32(film.pixels.mean(dtype=np.float64))
    for contrast in CONTRASTS:
        yield _view(film, mean + np.float32(contrast) * (film.pixels - mean))
    for seed in SEEDS:
        noise = np.random.default_rng(seed).standard_normal(film.shape, dtype=np.float32)
        yield _view(film, film.pixels + np.float32(NOISE) * np.ptp(film.pixels) * noise)


def _moved(pixels: Floats, scale: float, down: float, across: float) -> Floats:
    """Scaled about the middle, then moved; the border repeats."""
    rows, columns = pixels.shape
    middle = (1 - scale) * (columns - 1) / 2 + across, (1 - scale) * (rows - 1) / 2 + down
    matrix = np.array([[scale, 0, middle[0]], [0, scale, middle[1]]], np.float64)
    moved = cv2.warpAffine(pixels, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _view(film: Radiograph, pixels: Floats) -> Radiograph:
    values = np.clip(pixels, film.pixels.min(), film.pixels.max()).astype(np.float32, copy=False)
    digest = hashlib.sha256(film.film_hash.encode() + values.tobytes()).hexdigest()
    return replace(film, pixels=read_only(values), film_hash=digest)
