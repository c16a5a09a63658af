"""Intervals that stay honest for few films: a bootstrap of figures that never fail is a point, and claims certainty."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics.metrics import Interval

Z = 1.959963984540054  # 95 %, two-sided
TAIL = 0.025  # beyond either end of an exact interval
_STEPS = 60
_ROUNDING = 1e-9


def wilson(share: float, count: int, z: float = Z) -> tuple[float, float]:
    """The score interval of a share of ``count`` (Wilson, J Am Stat Assoc 1927)."""
    middle, square = share + z**2 / (2 * count), z**2 / count
    half = z * math.sqrt(share * (1 - share) / count + square / (4 * count))
    return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


def clopper_pearson(share: float, count: int) -> tuple[float, float]:
    """The exact interval of a share of ``count`` (Clopper and Pearson, Biometrika 1934).

    Of a share between two counts, such as that of films over their patients, the wider of both.
    """
    fewer, more = math.floor(share * count + _ROUNDING), math.ceil(share * count - _ROUNDING)
    low = 0.0 if fewer == 0 else _edge(share, 0.0, lambda theta: _at_most(count - fewer, count, 1 - theta) < TAIL)
    high = 1.0 if more == count else _edge(share, 1.0, lambda theta: _at_most(more, count, theta) < TAIL)
    return low, high


def auc_interval(area: float, positives: int, negatives: int, z: float = Z) -> tuple[float, float]:
    """The score interval of an area under the ROC curve, at 1 too (Newcombe, Stat Med 2006, method 5)."""
    pairs, typical = positives * negatives, (positives + negatives) / 2 - 1

    def beyond(theta: float) -> bool:
        variance = theta * (1 - theta) * (1 + typical * ((1 - theta) / (2 - theta) + theta / (1 + theta))) / pairs
        return abs(area - theta) > z * math.sqrt(variance)

    return _edge(area, 0.0, beyond), _edge(area, 1.0, beyond)


def held_wide(found: Interval, low_high: tuple[float, float]) -> Interval:
    """A bootstrap's interval, no narrower than the one that holds for few films."""
    low, high = low_high
    return Interval(found.value, min(found.low, low), max(found.high, high), found.spread)


def patients_with(patients: NDArray[np.str_], chosen: NDArray[np.bool_]) -> int:
    """How many patients have a chosen film: films of one patient are no independent evidence."""
    return len(np.unique(patients[chosen]))


def _at_most(most: int, count: int, theta: float) -> float:
    """The probability of at most ``most`` of ``count``, each with probability ``theta`` between 0 and 1."""
    if theta <= 0 or most >= count:
        return 1.0
    if theta >= 1:
        return 0.0
    logs = (
        math.lgamma(count + 1)
        - math.lgamma(k + 1)
        - math.lgamma(count - k + 1)
        + k * math.log(theta)
        + (count - k) * math.log1p(-theta)
        for k in range(most + 1)
    )
    return math.fsum(map(math.exp, logs))


def _edge(inside: float, outside: float, beyond: Callable[[float], bool]) -> float:
    """Where it starts to be too far, between a place that is not and one that may be."""
    if inside == outside:
        return outside
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (inside, middle) if beyond(middle) else (middle, outside)
    return inside
