"""Curves about scores: ROC, precision against recall, calibration; points only, drawing is elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Points of a curve, x rising."""

    x: Floats
    y: Floats


def roc(scores: Floats, truth: Truth) -> Curve:
    """Share of negatives called positive (x) and of positives called so (y), from no call to all, a point per score."""
    hits, alarms = _called(scores, truth)
    return Curve(np.append(0.0, alarms / max(int((~truth).sum()), 1)), np.append(0.0, hits / max(int(truth.sum()), 1)))


def precision_recall(scores: Floats, truth: Truth) -> Curve:
    """Share of positives found (x) and of calls that are right (y), a point per score."""
    hits, alarms = _called(scores, truth)
    return Curve(hits / max(int(truth.sum()), 1), hits / (hits + alarms))


def roc_point(scores: Floats, truth: Truth, threshold: float) -> tuple[float, float] | None:
    """Where a threshold lies on the ROC curve; None for films of one kind."""
    called = scores >= threshold
    if truth.all() or not truth.any():
        return None
    return float(called[~truth].mean()), float(called[truth].mean())


def precision_recall_point(scores: Floats, truth: Truth, threshold: float) -> tuple[float, float] | None:
    """Where a threshold lies on the curve of precision against recall; None without a positive or a call."""
    called = scores >= threshold
    if not truth.any() or not called.any():
        return None
    return float(called[truth].mean()), float(truth[called].mean())


def average_precision(scores: Floats, truth: Truth) -> float:
    """The area under precision against recall as a sum of steps; not-a-number without a positive."""
    if not truth.any():
        return float("nan")
    curve = precision_recall(scores, truth)
    return float((np.diff(np.append(0.0, curve.x)) * curve.y).sum())


def reliability(probabilities: Floats, truth: Truth, bins: int = 5, *, prevalence: float | None = None) -> Curve:
    """Mean probability (x) and share of positives (y) in groups of about equal size, in order of probability.

    With ``prevalence`` the films are weighed as if that share of them were positive, which is what a calibration stated
    for another prevalence than the films' must be held against.
    """
    weight = _weights(truth, prevalence)
    groups = _groups(probabilities, bins)
    means = [np.average(probabilities[group], weights=weight[group]) for group in groups]
    shares = [np.average(truth[group], weights=weight[group]) for group in groups]
    return Curve(np.array(means), np.array(shares))


def expected_calibration_error(
    probabilities: Floats, truth: Truth, bins: int = 5, *, prevalence: float | None = None
) -> float:
    """Mean distance between probability and share of positives over such groups. Source: Naeini et al., AAAI 2015."""
    curve = reliability(probabilities, truth, bins, prevalence=prevalence)
    weight = _weights(truth, prevalence)
    sizes = np.array([weight[group].sum() for group in _groups(probabilities, bins)])
    return float((np.abs(curve.x - curve.y) * sizes).sum() / sizes.sum())


def _groups(probabilities: Floats, bins: int) -> list[NDArray[np.int64]]:
    return [group for group in np.array_split(np.argsort(probabilities, kind="stable"), bins) if len(group)]


def _weights(truth: Truth, prevalence: float | None) -> Floats:
    """Equal weights, or those that make positives this share of the whole (where there are both kinds)."""
    positives, negatives = int(truth.sum()), int((~truth).sum())
    if prevalence is None or not positives or not negatives:
        return np.ones(len(truth))
    return np.where(truth, prevalence / positives, (1 - prevalence) / negatives)


def _called(scores: Floats, truth: Truth) -> tuple[Floats, Floats]:
    """Positives and negatives at or above each distinct score, from the highest down."""
    levels = np.unique(scores)[::-1]
    positive, negative = np.sort(scores[truth]), np.sort(scores[~truth])
    hits = len(positive) - np.searchsorted(positive, levels, side="left")
    alarms = len(negative) - np.searchsorted(negative, levels, side="left")
    return hits.astype(np.float64), alarms.astype(np.float64)
