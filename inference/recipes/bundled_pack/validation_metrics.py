"""What a trained network is worth on films it has not seen: figures, operating point and calibration per finding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack.sanity_checks import Faithfulness
from inference.training.evaluation import metrics
from inference.training.evaluation.metrics import Interval, PlattCalibration

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
REFERENCE_PREVALENCE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class ValidationScores:
    """What one output said about the validation films: logits, truth, which are wholly normal, and whose they are.

    ``hottest`` is the greatest cell of each film's Grad-CAM map, in logit units; ``unframed`` are the logits of
    the films with their frames blanked, ``drained`` with drains and lines drawn on them (negatives alone are used);
    ``faithfulness`` was measured on the positives. ``synthetic`` says that the positives are simulated, not real.
    """

    key: str
    log_odds: Floats
    truth: Truth
    normal: Truth
    patients: NDArray[np.str_]
    hottest: Floats
    view: NDArray[np.str_]
    unframed: Floats
    faithfulness: Faithfulness
    drained: Floats | None = None
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class BundledMetrics:
    """One finding's figures: counts, areas under the ROC curve with intervals, and what the pack needs.

    ``auc`` is against every other film, ``auc_normal`` against films without any finding; ``by_view`` holds AUC,
    positives and negatives within PA and within AP; ``view_auc`` is the chance that an AP negative scores above a PA
    negative (0.5: the score does not know the view); ``auc_unframed`` is ``auc`` with the frames blanked,
    ``auc_drained`` with drains and lines drawn on the negatives.
    """

    key: str
    positives: int
    negatives: int
    normals: int
    auc: Interval
    auc_normal: Interval
    auc_unframed: Interval
    by_view: dict[str, tuple[float, int, int]]
    view_auc: float
    calibration: PlattCalibration
    operating_point: float
    grey_band: tuple[float, float]
    sensitivity: Interval
    specificity: Interval
    heat_full_scale: float
    faithfulness: Faithfulness
    auc_drained: Interval | None = None
    synthetic: bool = False


def bundled_metrics(scores: ValidationScores, *, rounds: int = 1000, seed: int = 0) -> BundledMetrics:
    """All figures of one finding.

    The calibration is stated for a prevalence of one half; the operating point is Youden's. For simulated findings the
    point leaves nine of ten real negatives below it, the scale is no probability (``negatives_index``). The grey
    band is the middle 80 % of the points that resampled patients give. All three come from these films: they flatter.
    """
    truth = scores.truth
    sample = _Sample(truth, scores.patients, rounds, seed)
    calibration = (
        negatives_index(scores.log_odds, truth)
        if scores.synthetic
        else metrics.fit_platt(scores.log_odds, truth, prevalence=REFERENCE_PREVALENCE)
    )
    probabilities = calibration(scores.log_odds)
    rule = clear_point if scores.synthetic else metrics.youden_point
    points = sample.interval(rule, probabilities)
    point = points.value
    return BundledMetrics(
        key=scores.key,
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        normals=int((scores.normal & ~truth).sum()),
        auc=sample.interval(metrics.auc, scores.log_odds),
        auc_normal=sample.interval(metrics.auc, scores.log_odds, truth | scores.normal),
        auc_unframed=sample.interval(metrics.auc, scores.unframed),
        by_view={view: _within(scores, view) for view in ("PA", "AP")},
        view_auc=metrics.auc(scores.log_odds[~truth], scores.view[~truth] == "AP"),
        calibration=calibration,
        operating_point=point,
        grey_band=_band(points),
        sensitivity=sample.interval(lambda p, t: metrics.sensitivity(p, t, point), probabilities),
        specificity=sample.interval(lambda p, t: metrics.specificity(p, t, point), probabilities),
        heat_full_scale=float(np.percentile(scores.hottest[truth], 95)),
        faithfulness=scores.faithfulness,
        auc_drained=_drained(scores, sample),
        synthetic=scores.synthetic,
    )


def _drained(scores: ValidationScores, sample: _Sample) -> Interval | None:
    if scores.drained is None:
        return None
    return sample.interval(metrics.auc, np.where(scores.truth, scores.log_odds, scores.drained))


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """The films that intervals are drawn from."""

    truth: Truth
    patients: NDArray[np.str_]
    rounds: int
    seed: int

    def interval(self, metric: metrics.Metric, values: Floats, kept: Truth | None = None) -> Interval:
        """A figure of all films or the ``kept`` ones, with its interval over patients."""
        kept = np.ones_like(self.truth) if kept is None else kept
        return metrics.bootstrap(
            metric, values[kept], self.truth[kept], self.patients[kept], rounds=self.rounds, seed=self.seed
        )


def negatives_index(log_odds: Floats, truth: Truth) -> PlattCalibration:
    """A scale for findings without real positives, no probability: one half where nine of ten negatives stay below.

    Its unit is the spread of the negatives, so that it is as steep as the negatives allow to say.
    """
    negatives = log_odds[~truth]
    spread = max(float(negatives.std()), 1e-3)
    return PlattCalibration(spread, -clear_point(log_odds, truth) / spread)


def clear_point(probabilities: Floats, truth: Truth, share: float = 0.9) -> float:
    """The threshold that leaves this share of the negatives below it: for findings without real positives."""
    return float(np.quantile(probabilities[~truth], share))


def _within(scores: ValidationScores, view: str) -> tuple[float, int, int]:
    kept = scores.view == view
    truth = scores.truth[kept]
    return metrics.auc(scores.log_odds[kept], truth), int(truth.sum()), int((~truth).sum())


def _band(points: Interval) -> tuple[float, float]:
    low, high = np.percentile(points.spread, (10, 90))
    return min(float(low), points.value), max(float(high), points.value)
