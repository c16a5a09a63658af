"""How far two groups of films are apart, with an interval: shares by Newcombe, values by the area under the ROC curve.

Both are 0 where the groups are alike, and lie between -1 and 1. The interval is one of 99 % of all ``tests`` together
(Bonferroni). Sources: Newcombe, Interval estimation for the difference between independent proportions, Stat Med 1998,
method 10; Newcombe, Stat Med 2006 (areas).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics.metrics import auc
from inference.core.statistics.small_samples import auc_interval, wilson

ERROR = 0.01


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference and its interval: the later group less the earlier."""

    value: float
    low: float
    high: float

    @property
    def sure(self) -> bool:
        """Whether the groups differ more than chance makes them."""
        return self.least > 0

    @property
    def least(self) -> float:
        """How large the difference is at least, by its interval; 0 where there may be none."""
        return max(self.low, -self.high, 0.0)


def of_shares(earlier: tuple[int, int], later: tuple[int, int], tests: int = 1) -> Difference:
    """The difference of two shares, each a count and of how many."""
    (one, few), (other, many), z = earlier, later, _z(tests)
    first, second = one / few, other / many
    low, high = wilson(first, few, z), wilson(second, many, z)
    down = math.hypot(second - high[0], low[1] - first)
    up = math.hypot(high[1] - second, first - low[0])
    return Difference(second - first, second - first - down, second - first + up)


def of_values(
    earlier: Sequence[float] | NDArray[np.float64], later: Sequence[float] | NDArray[np.float64], tests: int = 1
) -> Difference:
    """Twice the area under the ROC curve less 1: how much oftener a later value is above an earlier than below."""
    values = np.concatenate([earlier, later]).astype(np.float64)
    truth = np.concatenate([np.zeros(len(earlier), bool), np.ones(len(later), bool)])
    area = auc(values, truth)
    low, high = auc_interval(area, len(later), len(earlier), _z(tests))
    return Difference(2 * area - 1, 2 * low - 1, 2 * high - 1)


def _z(tests: int) -> float:
    return NormalDist().inv_cdf(1.0 - ERROR / (2 * tests))
