"""The exact interval of a share; source: Clopper and Pearson, Biometrika 26 (1934) 404."""

from __future__ import annotations

from collections.abc import Callable
from math import lgamma, log

import numpy as np

_TAIL = 0.025
_HALVINGS = 40


def exact(count: int, of: int) -> tuple[float, float]:
    """The 95 % interval of ``count`` in ``of`` trials, as shares."""
    low = 0.0 if count == 0 else _root(lambda share: 1 - _at_most(count - 1, of, share) < _TAIL)
    high = 1.0 if count == of else _root(lambda share: _at_most(count, of, share) > _TAIL)
    return low, high


def _root(before: Callable[[float], bool]) -> float:
    """The share up to which ``before`` holds."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if before(middle) else (low, middle)
    return (low + high) / 2


def _at_most(count: int, of: int, share: float) -> float:
    """The chance of at most ``count`` in ``of`` trials."""
    ways = [lgamma(of + 1) - lgamma(k + 1) - lgamma(of - k + 1) for k in range(count + 1)]
    k = np.arange(count + 1)
    return float(np.exp(np.array(ways) + k * log(share) + (of - k) * np.log1p(-share)).sum())
