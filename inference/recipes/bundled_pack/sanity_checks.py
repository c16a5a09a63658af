"""A sanity check of what a score rests on: films with the hottest region taken away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.statistics.metrics import Interval

Floats = NDArray[np.float32]
Scorer = Callable[[Floats], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Faithfulness:
    """Mean fall of the logit when the hottest region goes, and when a random one of the same size does.

    ``beaten`` is the share of films in which the hottest region mattered more than the random regions' mean.
    """

    films: int
    hottest: Interval
    random: Interval
    beaten: float


def without_region(film: Floats, centre: tuple[int, int], size: int) -> Floats:
    """A film (rows, columns, channels) with a square replaced by a smooth continuation of its surroundings."""
    result = film.copy()
    top, left = (int(np.clip(at - size // 2, 0, film.shape[axis] - size)) for axis, at in enumerate(centre))
    window = np.s_[top : top + size, left : left + size]
    for channel in range(film.shape[2]):
        result[..., channel][window] = _continued(film[..., channel], top, left, size)
    return result


def faithfulness(
    inputs: Floats, maps: Floats, scorer: Scorer, *, size: int, draws: int = 4, seed: int = 0
) -> Faithfulness:
    """How much more the hottest region of each map (n, h, w) matters to the logit than random regions of ``size``.

    Source of the idea: Petsiuk et al., RISE, BMVC 2018 (deletion).
    """
    rng = np.random.default_rng(seed)
    cell = np.array(inputs.shape[1:3]) / np.array(maps.shape[1:3])
    before = scorer(inputs)
    peaks = [np.unravel_index(int(one.argmax()), one.shape) for one in maps]
    centres = [((row + 0.5) * cell[0], (column + 0.5) * cell[1]) for row, column in peaks]
    hottest = before - scorer(_holed(inputs, centres, size))
    falls = []
    for _ in range(draws):
        anywhere = rng.uniform(size / 2, np.array(inputs.shape[1:3]) - size / 2, (len(inputs), 2))
        falls.append(before - scorer(_holed(inputs, anywhere.tolist(), size)))
    random = np.mean(falls, axis=0)
    return Faithfulness(len(inputs), _mean(hottest, seed), _mean(random, seed), float((hottest > random).mean()))


def _holed(inputs: Floats, centres: list[tuple[float, float]], size: int) -> Floats:
    pairs = zip(inputs, centres, strict=True)
    return np.stack([without_region(film, (int(at[0]), int(at[1])), size) for film, at in pairs])


def _continued(plane: Floats, top: int, left: int, size: int) -> Floats:
    """The plane's values around a square, blended across it by distance to each side."""
    rows, columns = plane.shape
    above, below = plane[max(top - 1, 0), left : left + size], plane[min(top + size, rows - 1), left : left + size]
    before, after = plane[top : top + size, max(left - 1, 0)], plane[top : top + size, min(left + size, columns - 1)]
    share = (np.arange(size, dtype=np.float32) + 1) / (size + 1)
    down = above * (1 - share[:, None]) + below * share[:, None]
    across = before[:, None] * (1 - share) + after[:, None] * share
    return np.asarray(cv2.GaussianBlur((down + across) / 2, (0, 0), size / 16), dtype=np.float32)


def _mean(values: NDArray[np.float64], seed: int, rounds: int = 1000) -> Interval:
    rng = np.random.default_rng(seed)
    means = values[rng.integers(0, len(values), (rounds, len(values)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return Interval(float(values.mean()), float(low), float(high))
