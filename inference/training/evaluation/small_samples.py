"""Intervals that stay honest for few films: a bootstrap of figures that never fail is a point, and claims certainty."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inference.training.evaluation.metrics import Interval

Z = 1.959963984540054  # 95 %, two-sided
_STEPS = 60


def wilson(share: float, count: int) -> tuple[float, float]:
    """The score interval of a share of ``count`` (Wilson, J Am Stat Assoc 1927)."""
    middle, square = share + Z**2 / (2 * count), Z**2 / count
    half = Z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def auc_interval(area: float, positives: int, negatives: int) -> tuple[float, float]:
    """The score interval of an area under the ROC curve, at 1 too (Newcombe, Stat Med 2006, method 5)."""
    pairs, typical = positives * negatives, (positives + negatives) / 2 - 1

    def beyond(theta: float) -> bool:
        variance = theta * (1 - theta) * (1 + typical * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / pairs
        return abs(area - theta) > Z * math.sqrt(variance)

    return _edge(area, 0.0, beyond), _edge(area, 1.0, beyond)


def held_wide(found: Interval, low_high: tuple[float, float]) -> Interval:
    """A bootstrap's interval, no narrower than the one that holds for few films."""
    low, high = low_high
    return Interval(found.value, min(found.low, low), max(found.high, high), found.spread)


def patients_with(patients: NDArray[np.str_], chosen: NDArray[np.bool_]) -> int:
    """How many patients have a chosen film: films of one patient are no independent evidence."""
    return len(np.unique(patients[chosen]))


def _edge(inside: float, outside: float, beyond: Callable[[float], bool]) -> float:
    """Where it starts to be too far, between a place that is not and one that may be."""
    if inside == outside:
        return outside
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if beyond(middle) else (middle, outside)
    return inside
