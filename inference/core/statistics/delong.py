"""Areas under ROC curves with DeLong's variance, and the difference of two that were read on the same films."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inference.core.statistics.metrics import Floats, Truth, auc
from inference.core.statistics.small_samples import Z, auc_interval

_NOTHING = 1e-12
FEW = 10  # films of a kind; with fewer DeLong's variance is not to be relied on


@dataclass(frozen=True, slots=True)
class Area:
    """An area under the ROC curve with its 95 % interval, and how many films of each kind it rests on.

    ``variance`` is DeLong's. ``newcombe`` says that the interval is Newcombe's: with fewer than ``FEW`` films of a
    kind, or where every pair is in order, DeLong's would claim too much.
    """

    value: float
    low: float
    high: float
    variance: float
    positives: int
    negatives: int
    newcombe: bool


@dataclass(frozen=True, slots=True)
class AreaDifference:
    """The area of one reading less that of another on the same films, with its 95 % interval and two-sided p.

    The last three are not-a-number with fewer than ``FEW`` films of a kind, and where the readings order all pairs
    alike.
    """

    value: float
    low: float = float("nan")
    high: float = float("nan")
    p: float = float("nan")


def delong_area(scores: Floats, truth: Truth) -> Area | None:
    """The area of scores (higher: more likely positive); None without two films of each kind.

    Source: DeLong, DeLong and Clarke-Pearson, Biometrics 1988; the interval is taken on the scale of log-odds (Pepe,
    The Statistical Evaluation of Medical Tests, 2003, 5.2.5), where it covers as it promises near 1 too. Simulated with
    30 and 100 films and areas of 0.5 to 0.96: 94 to 97 %; Newcombe's with 10 films: 94 to 96 %.
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if positives < 2 or negatives < 2:
        return None
    value = auc(scores, truth)
    variance = float(_covariance(np.stack([scores]), truth)[0, 0])
    newcombe = min(positives, negatives) < FEW or variance <= _NOTHING or not 0 < value < 1
    low, high = auc_interval(value, positives, negatives) if newcombe else _by_log_odds(value, variance)
    return Area(value, low, high, variance, positives, negatives, newcombe)


def delong_difference(one: Floats, other: Floats, truth: Truth) -> AreaDifference | None:
    """How much larger the area of ``one`` is than that of ``other``, on the same films; None without two of each kind.

    Source: as :func:`delong_area`, with the covariance of both areas and the normal distribution. Simulated with 100
    films it covers 94 to 96 %; with 30 films 95 %, but 90 % where both areas are above 0.9.
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if positives < 2 or negatives < 2:
        return None
    value = auc(one, truth) - auc(other, truth)
    variance = difference_variance(one, other, truth)
    if min(positives, negatives) < FEW or variance <= _NOTHING:
        return AreaDifference(value)
    error = math.sqrt(variance)
    p = math.erfc(abs(value) / error / math.sqrt(2))
    return AreaDifference(value, max(-1.0, value - Z * error), min(1.0, value + Z * error), p)


def difference_variance(one: Floats, other: Floats, truth: Truth) -> float:
    """DeLong's variance of the difference of two areas on the same films."""
    covariance = _covariance(np.stack([one, other]), truth)
    return max(0.0, float(covariance[0, 0] + covariance[1, 1] - 2 * covariance[0, 1]))


def _by_log_odds(value: float, variance: float) -> tuple[float, float]:
    middle, half = math.log(value / (1 - value)), Z * math.sqrt(variance) / (value * (1 - value))
    return 1 / (1 + math.exp(half - middle)), 1 / (1 + math.exp(-half - middle))


def _covariance(readings: Floats, truth: Truth) -> Floats:
    """The covariance (readings, readings) of areas, from the placement of each film among those of the other kind."""
    of_positives = np.stack([_placements(scores[truth], scores[~truth]) for scores in readings])
    of_negatives = np.stack([1 - _placements(scores[~truth], scores[truth]) for scores in readings])
    return _covariance_of_means(of_positives) + _covariance_of_means(of_negatives)


def _covariance_of_means(values: Floats) -> Floats:
    """The covariance of the means of rows; by einsum, for threads of BLAS cost more than products of a few films."""
    apart, count = values - values.mean(axis=1, keepdims=True), values.shape[1]
    return np.asarray(np.einsum("ik,jk->ij", apart, apart) / (count - 1) / count)


def _placements(these: Floats, others: Floats) -> Floats:
    """Of each score the share of the others that lie below it, ties counted half."""
    ordered = np.sort(others)
    below, through = np.searchsorted(ordered, these, "left"), np.searchsorted(ordered, these, "right")
    return np.asarray((below + through) / 2 / len(others), np.float64)
