"""Metrics of scores: area under the ROC curve, its interval, operating point, calibration.

By NumPy alone: scikit-learn and SciPy would be 150 MB for six short functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
Metric = Callable[[Floats, Truth], float]


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its bootstrap percentile interval; ``spread`` are the bootstrap's own values, sorted."""

    value: float
    low: float
    high: float
    spread: tuple[float, ...] = ()


def auc(scores: Floats, truth: Truth) -> float:
    """The chance that a positive scores above a negative, ties counted half; not-a-number without both kinds.

    Source: Hanley and McNeil, Radiology 1982 (the Mann-Whitney statistic).
    """
    positives = int(truth.sum())
    negatives = len(truth) - positives
    if not positives or not negatives:
        return float("nan")
    _, where, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]
    return float((ranks[truth].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def sensitivity(probabilities: Floats, truth: Truth, point: float) -> float:
    """The share of positives at or above the operating point."""
    return float((probabilities[truth] >= point).mean())


def specificity(probabilities: Floats, truth: Truth, point: float) -> float:
    """The share of negatives below the operating point."""
    return float((probabilities[~truth] < point).mean())


def youden_point(probabilities: Floats, truth: Truth) -> float:
    """The threshold with the greatest sensitivity + specificity - 1, halfway between the two scores around it.

    Source: Youden, Index for rating diagnostic tests, Cancer 1950.
    """
    levels = np.unique(probabilities)
    points = (levels[:-1] + levels[1:]) / 2
    if not len(points):
        return float(levels[0])
    positive, negative = np.sort(probabilities[truth]), np.sort(probabilities[~truth])
    found = 1.0 - np.searchsorted(positive, points) / len(positive)
    cleared = np.searchsorted(negative, points) / len(negative)
    return float(points[int(np.argmax(found + cleared))])


def predictive_values(sensitivity: float, specificity: float, prevalence: float) -> tuple[float, float]:
    """Positive and negative predictive value at a prevalence (Bayes); not-a-number where nothing is called so."""
    hits, false_alarms = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    rightly_clear, misses = specificity * (1 - prevalence), (1 - sensitivity) * prevalence
    return _share(hits, false_alarms), _share(rightly_clear, misses)


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else float("nan")


def bootstrap(
    metric: Metric,
    scores: Floats,
    truth: Truth,
    groups: NDArray[np.str_],
    *,
    rounds: int = 1000,
    seed: int = 0,
) -> Interval:
    """A figure with its 95 % percentile interval over resampled ``groups`` (patients: their films stay together).

    Rounds without both kinds of film are left out. Source: Efron and Tibshirani, An Introduction to the Bootstrap,
    1993.
    """
    rng = np.random.default_rng(seed)
    _, group = np.unique(groups, return_inverse=True)
    members = [np.flatnonzero(group == number) for number in range(group.max() + 1)]
    values = []
    for _ in range(rounds):
        drawn = np.concatenate([members[number] for number in rng.integers(0, len(members), len(members))])
        if truth[drawn].any() and not truth[drawn].all():
            values.append(metric(scores[drawn], truth[drawn]))
    low, high = np.percentile(values, (2.5, 97.5))
    return Interval(metric(scores, truth), float(low), float(high), tuple(sorted(values)))


@dataclass(frozen=True, slots=True)
class PlattCalibration:
    """Platt's two numbers: ``sigmoid(log_odds / temperature + bias)``."""

    temperature: float = 1.0
    bias: float = 0.0

    def __call__(self, log_odds: Floats) -> Floats:
        """Calibrated probabilities for log-odds."""
        return np.asarray(1.0 / (1.0 + np.exp(-(log_odds / self.temperature + self.bias))))


def fit_platt(log_odds: Floats, truth: Truth, *, prevalence: float | None = None) -> PlattCalibration:
    """Temperature and bias of least cross-entropy, as if ``prevalence`` of the films were positive.

    Without a prevalence the films count as they are. Targets are softened as Platt did, so that separable scores stay
    finite; scores that run the wrong way are flattened, never turned around. Source: Platt 1999; Guo et al., ICML 2017.
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    share = positives / len(truth) if prevalence is None else prevalence
    weight = np.where(truth, share / positives, (1 - share) / negatives)
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    middle, spread = float(log_odds.mean()), max(float(log_odds.std()), 1e-9)
    slope, shift = _logistic_fit((log_odds - middle) / spread, weight, target)
    slope = max(slope, 0.01) / spread
    return PlattCalibration(1.0 / slope, shift - slope * middle)


def _logistic_fit(scores: Floats, weight: Floats, target: Floats, rounds: int = 100) -> tuple[float, float]:
    """Slope and shift of the logistic curve through weighted targets: Newton's steps, halved until they help."""
    design = np.stack([scores, np.ones_like(scores)], axis=1)

    def loss(at: Floats) -> float:
        line = design @ at
        return float((weight * (np.logaddexp(0.0, line) - target * line)).sum())

    best = np.zeros(2)
    for _ in range(rounds):
        probability = 1.0 / (1.0 + np.exp(-np.clip(design @ best, -500, 500)))
        gradient = design.T @ (weight * (probability - target))
        curvature = (design.T * (weight * probability * (1 - probability))) @ design + 1e-9 * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        while loss(best - step) > loss(best) and np.abs(step).max() > 1e-12:
            step = step / 2
        best = best - step
    return float(best[0]), float(best[1])
