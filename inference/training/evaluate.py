"""What a trained network is worth on films it has not seen: figures, operating point and calibration per finding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.training import figures
from inference.training.figures import Interval, Platt

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
REFERENCE_PREVALENCE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What one output said about the validation films: logits, truth, which are wholly normal, and whose they are.

    ``hottest`` is the greatest cell of each film's Grad-CAM map, in logit units; ``traits`` are view, sex and age.
    """

    key: str
    log_odds: Floats
    truth: Truth
    normal: Truth
    patients: NDArray[np.str_]
    hottest: Floats
    view: NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One finding's figures: counts, areas under the ROC curve with intervals, and what the pack needs.

    ``auc`` is against every other film, ``auc_normal`` against films without any finding; ``by_view`` holds AUC,
    positives and negatives within PA and within AP; ``view_auc`` is the chance that an AP negative scores above a PA
    negative (0.5: the score does not know the view).
    """

    key: str
    positives: int
    negatives: int
    normals: int
    auc: Interval
    auc_normal: Interval
    by_view: dict[str, tuple[float, int, int]]
    view_auc: float
    calibration: Platt
    operating_point: float
    grey_band: tuple[float, float]
    sensitivity: Interval
    specificity: Interval
    heat_full_scale: float


def assess(evidence: Evidence, *, rounds: int = 1000, seed: int = 0) -> Assessment:
    """All figures of one finding.

    The calibration is stated for a prevalence of one half; the operating point is Youden's; the grey band is the middle
    half of the operating points that resampled patients give. Operating point, calibration and their sensitivity and
    specificity come from the same films, so the latter flatter.
    """
    truth, patients = evidence.truth, evidence.patients
    against = truth | evidence.normal
    calibration = figures.calibrate(evidence.log_odds, truth, prevalence=REFERENCE_PREVALENCE)
    probabilities = calibration(evidence.log_odds)
    points = figures.bootstrap(figures.youden_point, probabilities, truth, patients, rounds=rounds, seed=seed)
    point = points.value

    def interval(figure: figures.Figure, scores: Floats, kept: Truth) -> Interval:
        return figures.bootstrap(figure, scores[kept], truth[kept], patients[kept], rounds=rounds, seed=seed)

    everyone = np.ones_like(truth)
    return Assessment(
        key=evidence.key,
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        normals=int((evidence.normal & ~truth).sum()),
        auc=interval(figures.auc, evidence.log_odds, everyone),
        auc_normal=interval(figures.auc, evidence.log_odds, against),
        by_view={view: _within(evidence, view) for view in ("PA", "AP")},
        view_auc=figures.auc(evidence.log_odds[~truth], evidence.view[~truth] == "AP"),
        calibration=calibration,
        operating_point=point,
        grey_band=_band(points),
        sensitivity=interval(lambda p, t: figures.sensitivity(p, t, point), probabilities, everyone),
        specificity=interval(lambda p, t: figures.specificity(p, t, point), probabilities, everyone),
        heat_full_scale=float(np.percentile(evidence.hottest[truth], 95)),
    )


def predictive_values(sensitivity: float, specificity: float, prevalence: float) -> tuple[float, float]:
    """Positive and negative predictive value at a prevalence (Bayes); not-a-number where nothing is called so."""
    hits, false_alarms = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    rightly_clear, misses = specificity * (1 - prevalence), (1 - sensitivity) * prevalence
    return _share(hits, false_alarms), _share(rightly_clear, misses)


def _share(part: float, rest: float) -> float:
    return part / (part + rest) if part + rest else float("nan")


def _within(evidence: Evidence, view: str) -> tuple[float, int, int]:
    kept = evidence.view == view
    truth = evidence.truth[kept]
    return figures.auc(evidence.log_odds[kept], truth), int(truth.sum()), int((~truth).sum())


def _band(points: Interval) -> tuple[float, float]:
    low, high = np.percentile(points.spread, (25, 75))
    return min(float(low), points.value), max(float(high), points.value)
