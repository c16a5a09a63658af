"""Whether heatmaps lie on the findings: hit rate of the hottest cell, overlap of what is outlined, and chance for both.

A *hit*: the centre of the hottest cell lies within ``REACH`` of the film's width of the finding. The *overlap* is the
intersection over union of the mask and the part of the map above ``HOT`` of its greatest value. *Chance*: what the maps
of other films with the same finding would have got. Source of both: Saporta et al., CheXlocalize, Nature MI 2022.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.statistics.metrics import Interval

Floats = NDArray[np.float32]
Truth = NDArray[np.bool_]
Point = tuple[float, float]  # row and column as shares of the film's height and width

REACH = 0.04
HOT = 0.5
COLUMNS = 128  # of the grid on which masks and maps meet; its pixels are square
OTHERS = 20  # films whose maps make the chance of one film


@dataclass(frozen=True, slots=True, eq=False)
class MapOnMask:
    """One film's map and mask on the same grid (rows, columns) of square pixels that covers the film.

    ``peak`` is the centre of the hottest cell, None where nothing in the map speaks for the finding; ``heat`` is in
    any unit; ``mask`` is the share of each pixel that the finding covers, 0..1.
    """

    peak: Point | None
    heat: Floats
    mask: Floats


@dataclass(frozen=True, slots=True)
class LocalisationMetrics:
    """Of one finding's films: how many, hit rate and mean overlap with 95 % intervals, and the chance of both.

    Chance is not-a-number for a single film.
    """

    films: int
    hits: Interval
    hit_chance: float
    overlap: Interval
    overlap_chance: float


def localisation_metrics(
    items: Sequence[MapOnMask], patients: Sequence[str], *, rounds: int = 1000
) -> LocalisationMetrics:
    """The figures of some films, at least one; intervals by bootstrap over their patients."""
    nears = [near_to(item.mask) for item in items]
    hits = [hit(item.peak, near) for item, near in zip(items, nears, strict=True)]
    overlaps = [overlap(item.heat, item.mask) for item in items]
    pairs = [(one, other) for one in range(len(items)) for other in _others(one, len(items))]
    return LocalisationMetrics(
        films=len(items),
        hits=mean_interval(hits, patients, rounds=rounds),
        hit_chance=_mean([hit(items[other].peak, nears[one]) for one, other in pairs]),
        overlap=mean_interval(overlaps, patients, rounds=rounds),
        overlap_chance=_mean([overlap(items[other].heat, items[one].mask) for one, other in pairs]),
    )


def peak_of(heat: Floats) -> Point | None:
    """The centre of the hottest cell of a map (rows, columns) that covers the film; None where nothing is above 0."""
    if not (heat > 0).any():
        return None
    row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    return (float(row) + 0.5) / heat.shape[0], (float(column) + 0.5) / heat.shape[1]


def near_to(mask: Floats, reach: float = REACH) -> Truth:
    """The pixels within ``reach`` of the mask's width from what it covers; none where it covers nothing."""
    free = (mask == 0).astype(np.uint8)
    if free.all():
        return np.zeros(mask.shape, dtype=np.bool_)
    distance = cv2.distanceTransform(free, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= reach * mask.shape[1])


def hit(peak: Point | None, near: Truth) -> bool:
    """Whether a peak falls on one of these pixels; a peak beyond the film counts at its edge."""
    if peak is None:
        return False
    row, column = (min(max(int(at * size), 0), size - 1) for at, size in zip(peak, near.shape, strict=True))
    return bool(near[row, column])


def overlap(heat: Floats, mask: Floats, hot: float = HOT) -> float:
    """Intersection over union of a mask and the part of a map above ``hot`` of its greatest value; 0 without any."""
    full = cv2.resize(np.maximum(heat, 0), mask.shape[::-1], interpolation=cv2.INTER_LINEAR)
    top = float(full.max())
    hottest = full > hot * top if top > 0 else np.zeros(mask.shape, dtype=np.bool_)
    there = mask > 0.5 if (mask > 0.5).any() else mask > 0
    union = int((hottest | there).sum())
    return float((hottest & there).sum() / union) if union else 0.0


def mean_interval(values: Sequence[float], groups: Sequence[str], *, rounds: int = 1000, seed: int = 0) -> Interval:
    """A mean with its 95 % percentile interval over resampled groups (patients: their films stay together)."""
    rng = np.random.default_rng(seed)
    _, group = np.unique(np.array(groups), return_inverse=True)
    sums = np.bincount(group, weights=np.asarray(values, dtype=np.float64))
    counts = np.bincount(group)
    drawn = rng.integers(0, len(sums), (rounds, len(sums)))
    means = sums[drawn].sum(axis=1) / counts[drawn].sum(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return Interval(_mean(values), float(low), float(high))


def _others(one: int, count: int) -> list[int]:
    """The next films after one, around the end."""
    return [(one + step) % count for step in range(1, min(count, OTHERS + 1))]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
