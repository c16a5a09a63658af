"""What a trained network is worth on films it has not seen: figures, operating point and calibration per finding."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.training.evaluation import figures
from inference.training.evaluation.figures import Interval, Platt
from inference.training.evaluation.probes import Faithfulness

Floats = NDArray[np.float64]
Truth = NDArray[np.bool_]
REFERENCE_PREVALENCE = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What one output said about the validation films: logits, truth, which are wholly normal, and whose they are.

    ``hottest`` is the greatest cell of each film's Grad-CAM map, in logit units; ``unframed`` are the logits of
    the films with their frames blanked, ``drained`` with drains and lines drawn on them (negatives alone are used);
    ``faithfulness`` was measured on the positives. ``painted`` says that the positives are painted, not real.
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
    painted: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
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
    calibration: Platt
    operating_point: float
    grey_band: tuple[float, float]
    sensitivity: Interval
    specificity: Interval
    heat_full_scale: float
    faithfulness: Faithfulness
    auc_drained: Interval | None = None
    painted: bool = False


def assess(evidence: Evidence, *, rounds: int = 1000, seed: int = 0) -> Assessment:
    """All figures of one finding.

    The calibration is stated for a prevalence of one half; the operating point is Youden's. For painted findings the
    point leaves nine of ten real negatives below it, and the scale is no probability (``figures.index``). The grey band
    is the middle 80 % of the points that resampled patients give. All three come from these films, so they flatter.
    """
    truth = evidence.truth
    sample = _Sample(truth, evidence.patients, rounds, seed)
    calibration = (
        figures.index(evidence.log_odds, truth)
        if evidence.painted
        else figures.calibrate(evidence.log_odds, truth, prevalence=REFERENCE_PREVALENCE)
    )
    probabilities = calibration(evidence.log_odds)
    rule = figures.clear_point if evidence.painted else figures.youden_point
    points = sample.interval(rule, probabilities)
    point = points.value
    return Assessment(
        key=evidence.key,
        positives=int(truth.sum()),
        negatives=int((~truth).sum()),
        normals=int((evidence.normal & ~truth).sum()),
        auc=sample.interval(figures.auc, evidence.log_odds),
        auc_normal=sample.interval(figures.auc, evidence.log_odds, truth | evidence.normal),
        auc_unframed=sample.interval(figures.auc, evidence.unframed),
        by_view={view: _within(evidence, view) for view in ("PA", "AP")},
        view_auc=figures.auc(evidence.log_odds[~truth], evidence.view[~truth] == "AP"),
        calibration=calibration,
        operating_point=point,
        grey_band=_band(points),
        sensitivity=sample.interval(lambda p, t: figures.sensitivity(p, t, point), probabilities),
        specificity=sample.interval(lambda p, t: figures.specificity(p, t, point), probabilities),
        heat_full_scale=float(np.percentile(evidence.hottest[truth], 95)),
        faithfulness=evidence.faithfulness,
        auc_drained=_drained(evidence, sample),
        painted=evidence.painted,
    )


def _drained(evidence: Evidence, sample: _Sample) -> Interval | None:
    if evidence.drained is None:
        return None
    return sample.interval(figures.auc, np.where(evidence.truth, evidence.log_odds, evidence.drained))


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """The films that intervals are drawn from."""

    truth: Truth
    patients: NDArray[np.str_]
    rounds: int
    seed: int

    def interval(self, figure: figures.Figure, scores: Floats, kept: Truth | None = None) -> Interval:
        """A figure of all films or the ``kept`` ones, with its interval over patients."""
        kept = np.ones_like(self.truth) if kept is None else kept
        return figures.bootstrap(
            figure, scores[kept], self.truth[kept], self.patients[kept], rounds=self.rounds, seed=self.seed
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
    low, high = np.percentile(points.spread, (10, 90))
    return min(float(low), points.value), max(float(high), points.value)
