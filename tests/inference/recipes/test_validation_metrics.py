"""What the bundled pack says of its findings: points in their bands, known views, an index without positives."""

from __future__ import annotations

import numpy as np
import pytest

from inference.recipes.bundled_pack.sanity_checks import Faithfulness
from inference.recipes.bundled_pack.validation_metrics import ValidationScores, bundled_metrics, negatives_index
from inference.training.evaluation import metrics
from inference.training.evaluation.metrics import Interval
from tests.inference.training.test_metrics import noisy


def scores_by_view(scores: metrics.Floats, truth: metrics.Truth, view: list[str]) -> ValidationScores:
    patients = np.arange(len(scores)).astype(str)
    hottest = np.where(truth, 1.0, 0.1)
    faithful = Faithfulness(1, Interval(1.0, 0.5, 1.5), Interval(0.1, 0.0, 0.2), 1.0)
    return ValidationScores("pneumothorax", scores, truth, ~truth, patients, hottest, np.array(view), -scores, faithful)


def test_the_metrics_keep_the_point_inside_its_band_and_counts_right() -> None:
    scores, truth = noisy()
    found = bundled_metrics(scores_by_view(scores, truth, ["PA", "AP"] * 200), rounds=100)
    assert found.grey_band[0] <= found.operating_point <= found.grey_band[1]
    assert (found.positives, found.negatives) == (int(truth.sum()), int((~truth).sum()))
    assert found.heat_full_scale == 1.0
    assert found.auc_unframed.value == pytest.approx(1 - found.auc.value)
    assert sum(yes for _, yes, _ in found.by_view.values()) == found.positives


def test_a_score_that_knows_the_view_is_shown_to_know_it() -> None:
    truth = np.tile([True, False], 100)
    view = np.repeat(["AP", "PA"], 100)
    scores = np.where(view == "AP", 1.0, 0.0) + np.random.default_rng(0).normal(0, 0.1, 200)
    found = bundled_metrics(scores_by_view(scores, truth, view.tolist()), rounds=20)
    assert found.view_auc == 1.0
    assert found.auc.value == pytest.approx(0.5, abs=0.1)


def test_the_index_of_a_finding_without_real_positives_is_one_half_where_nine_of_ten_negatives_stay_below() -> None:
    scores = np.random.default_rng(0).normal(-4.0, 2.0, 500)
    truth = np.zeros(500, dtype=bool)
    truth[:100] = True
    scale = negatives_index(scores, truth)
    assert (scale(scores[~truth]) < 0.5).mean() == pytest.approx(0.9, abs=0.01)
    assert scale.temperature == pytest.approx(scores[~truth].std())
