"""What an order statistic of normal films promises: the operating point that few normals can carry.

With ``count`` normals in order of score, the share of all normals at or below the ``rank``-th of them has the
distribution Beta(rank, count + 1 - rank), whatever the scores are distributed as. Source: Wilks, Determination of
sample sizes for setting tolerance limits, Annals of Mathematical Statistics 1941.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics.metrics import Floats

MASS = 0.9  # of the interval that is said of an operating point
_STEPS = 60


def rank_for(count: int, false_calls: float) -> int:
    """The rank among ``count`` normals above which calls are expected on no more than this share of normals."""
    return math.ceil((1.0 - false_calls) * (count + 1) - 1e-9)


def normals_needed(false_calls: float) -> int:
    """How many normals there must be at least for so small a share of false calls."""
    return math.ceil((1.0 - false_calls) / false_calls - 1e-9)


def cleared_interval(rank: int, count: int, mass: float = MASS) -> tuple[float, float]:
    """The central interval of the share of all normals at or below the ``rank``-th of ``count``."""
    tail = (1.0 - mass) / 2
    return _quantile(rank, count, tail), _quantile(rank, count, 1.0 - tail)


def cleared_mean(rank: int, count: int) -> float:
    """The expected share of all normals at or below the ``rank``-th of ``count``."""
    return rank / (count + 1)


def _quantile(rank: int, count: int, chance: float) -> float:
    """Where the distribution function of Beta(rank, count + 1 - rank) is ``chance``."""
    ways = _log_ways(count)
    low, high = 0.0, 1.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_least(rank, count, middle, ways) < chance else (low, middle)
    return (low + high) / 2


def _at_least(least: int, count: int, share: float, log_ways: Floats) -> float:
    """The chance of at least ``least`` of ``count``, each with the chance ``share`` strictly between 0 and 1."""
    k = np.arange(least, count + 1)
    return float(np.exp(log_ways[least:] + k * math.log(share) + (count - k) * math.log1p(-share)).sum())


def _log_ways(count: int) -> NDArray[np.float64]:
    """The logarithms of the binomial coefficients of ``count``, shape (count + 1,)."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, count + 1)))])
    return np.asarray(logs[-1] - logs - logs[::-1])
