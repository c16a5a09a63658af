"""Calibration by a rising line, and when it is to be preferred to Platt's two numbers.

Source: Zadrozny and Elkan, Transforming classifier scores into accurate probability estimates, KDD 2002.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics.metrics import Floats, PlattCalibration, Truth, fit_platt

ENOUGH = 200  # films with and without a finding, below which a line follows chance
FOLDS = 5


@dataclass(frozen=True, slots=True)
class IsotonicCalibration:
    """A line through points: ``x`` are raw scores (0..1, rising), ``y`` probabilities that do not fall."""

    x: tuple[float, ...]
    y: tuple[float, ...]

    def __call__(self, log_odds: Floats) -> Floats:
        """Calibrated probabilities for log-odds."""
        return np.interp(_scores(log_odds), self.x, self.y)


class CalibrationFit(Protocol):
    """A way to fit_platt."""

    def __call__(self, log_odds: Floats, truth: Truth, *, prevalence: float) -> PlattCalibration | IsotonicCalibration:
        """The calibration of these films, as if ``prevalence`` of them were positive."""


def choose_calibration(
    log_odds: Floats, truth: Truth, patients: NDArray[np.str_], *, prevalence: float
) -> PlattCalibration | IsotonicCalibration:
    """Platt's calibration, or the rising line where there are films enough and it foretells films left out better."""
    if min(int(truth.sum()), int((~truth).sum())) < ENOUGH:
        return fit_platt(log_odds, truth, prevalence=prevalence)
    _, number = np.unique(patients, return_inverse=True)
    fold = number % FOLDS
    fittings: tuple[CalibrationFit, ...] = (fit_platt, fit_isotonic)
    losses = [0.0 for _ in fittings]
    for left_out in range(FOLDS):
        here, there = fold != left_out, fold == left_out
        if truth[here].all() or not truth[here].any():
            return fit_platt(log_odds, truth, prevalence=prevalence)
        for place, fitting in enumerate(fittings):
            made = fitting(log_odds[here], truth[here], prevalence=prevalence)
            losses[place] += _loss(made(log_odds[there]), truth[there], weights(truth, prevalence)[there])
    return fittings[int(np.argmin(losses))](log_odds, truth, prevalence=prevalence)


def fit_isotonic(log_odds: Floats, truth: Truth, *, prevalence: float) -> IsotonicCalibration:
    """The rising line of least squares, as if ``prevalence`` of the films were positive (pool adjacent violators).

    Targets are softened as Platt did, so that the ends are never certain.
    """
    positives, negatives = int(truth.sum()), int((~truth).sum())
    target = np.where(truth, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    weight, scores = weights(truth, prevalence), _scores(log_odds)
    blocks: list[tuple[float, float, float]] = []  # weight, sum of scores, sum of targets
    for level in np.unique(scores):
        same = scores == level
        whole = float(weight[same].sum())
        blocks.append((whole, whole * float(level), float((weight * target)[same].sum())))
        while len(blocks) > 1 and blocks[-2][2] / blocks[-2][0] >= blocks[-1][2] / blocks[-1][0]:
            last, before = blocks.pop(), blocks.pop()
            blocks.append((last[0] + before[0], last[1] + before[1], last[2] + before[2]))
    points = [(x / whole, y / whole) for whole, x, y in blocks]
    if len(points) == 1:  # nothing rises: one probability for every score
        points = [(0.0, points[0][1]), (1.0, points[0][1])]
    x, y = zip(*points, strict=True)
    return IsotonicCalibration(tuple(x), tuple(y))


def weights(truth: Truth, prevalence: float) -> Floats:
    """Weights that make positives this share of the whole."""
    positives = int(truth.sum())
    return np.where(truth, prevalence / positives, (1 - prevalence) / (len(truth) - positives))


def _scores(log_odds: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -500, 500))))


def _loss(probabilities: Floats, truth: Truth, weight: Floats) -> float:
    safe = np.clip(probabilities, 1e-6, 1 - 1e-6)
    return float(-(weight * np.where(truth, np.log(safe), np.log(1 - safe))).sum())
