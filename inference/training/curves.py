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


def average_precision(scores: Floats, truth: Truth) -> float:
    """The area under precision against recall as a sum of steps; not-a-number without a positive."""
    if not truth.any():
        return float("nan")
    curve = precision_recall(scores, truth)
    return float((np.diff(np.append(0.0, curve.x)) * curve.y).sum())


def reliability(probabilities: Floats, truth: Truth, bins: int = 5) -> Curve:
    """Mean probability (x) and share of positives (y) in groups of about equal size, in order of probability."""
    order = np.argsort(probabilities, kind="stable")
    groups = [group for group in np.array_split(order, bins) if len(group)]
    means = np.array([probabilities[group].mean() for group in groups])
    return Curve(means, np.array([truth[group].mean() for group in groups]))


def expected_calibration_error(probabilities: Floats, truth: Truth, bins: int = 5) -> float:
    """Mean distance between probability and share of positives over such groups. Source: Naeini et al., AAAI 2015."""
    groups = np.array_split(np.argsort(probabilities, kind="stable"), bins)
    gaps = [abs(probabilities[group].mean() - truth[group].mean()) * len(group) for group in groups if len(group)]
    return float(sum(gaps) / len(probabilities))


def _called(scores: Floats, truth: Truth) -> tuple[Floats, Floats]:
    """Positives and negatives at or above each distinct score, from the highest down."""
    levels = np.unique(scores)[::-1]
    positive, negative = np.sort(scores[truth]), np.sort(scores[~truth])
    hits = len(positive) - np.searchsorted(positive, levels, side="left")
    alarms = len(negative) - np.searchsorted(negative, levels, side="left")
    return hits.astype(np.float64), alarms.astype(np.float64)
