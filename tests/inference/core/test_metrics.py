"""Figures proved by hand: areas, operating points, calibration, intervals."""

from __future__ import annotations

import numpy as np
import pytest

from inference.core.statistics import metrics


def truth_of(*values: int) -> metrics.Truth:
    return np.array(values, dtype=bool)


def scores_of(*values: float) -> metrics.Floats:
    return np.array(values, dtype=np.float64)


def noisy(count: int = 400, share: float = 0.25, seed: int = 0) -> tuple[metrics.Floats, metrics.Truth]:
    rng = np.random.default_rng(seed)
    truth = rng.random(count) < share
    return rng.normal(np.where(truth, 1.5, -1.0), 1.0), truth


def test_auc_counts_pairs_in_order_and_ties_half() -> None:
    assert metrics.auc(scores_of(1, 2, 3, 4), truth_of(0, 0, 1, 1)) == 1.0
    assert metrics.auc(scores_of(4, 3, 2, 1), truth_of(0, 0, 1, 1)) == 0.0
    assert metrics.auc(scores_of(1, 2, 2, 3), truth_of(0, 1, 0, 1)) == pytest.approx(3.5 / 4)


def test_auc_without_both_kinds_is_no_number() -> None:
    assert np.isnan(metrics.auc(scores_of(1, 2), truth_of(1, 1)))


def test_youden_point_lies_between_separable_groups() -> None:
    point = metrics.youden_point(scores_of(0.1, 0.2, 0.6, 0.8), truth_of(0, 0, 1, 1))
    assert point == pytest.approx(0.4)
    assert metrics.sensitivity(scores_of(0.1, 0.2, 0.6, 0.8), truth_of(0, 0, 1, 1), point) == 1.0
    assert metrics.specificity(scores_of(0.1, 0.2, 0.6, 0.8), truth_of(0, 0, 1, 1), point) == 1.0


def test_youden_point_of_equal_scores_is_that_score() -> None:
    assert metrics.youden_point(scores_of(0.3, 0.3), truth_of(0, 1)) == 0.3


def test_calibrated_probabilities_average_to_the_prevalence() -> None:
    scores, truth = noisy()
    assert metrics.fit_platt(scores, truth)(scores).mean() == pytest.approx(truth.mean(), abs=0.01)


def test_calibration_for_half_the_films_weighs_both_kinds_alike() -> None:
    scores, truth = noisy()
    probabilities = metrics.fit_platt(scores, truth, prevalence=0.5)(scores)
    balanced = (probabilities[truth].mean() + probabilities[~truth].mean()) / 2
    assert balanced == pytest.approx(0.5, abs=0.01)


def test_calibration_of_separable_scores_stays_finite() -> None:
    platt = metrics.fit_platt(scores_of(-2, -1, 1, 2), truth_of(0, 0, 1, 1))
    assert 0 < platt.temperature < 100
    assert abs(platt.bias) < 1


def test_calibration_of_far_off_scores_is_found() -> None:
    scores, truth = noisy()
    platt = metrics.fit_platt(0.3 * scores - 8.0, truth, prevalence=0.5)
    expected = metrics.fit_platt(scores, truth, prevalence=0.5)
    assert platt(0.3 * scores - 8.0) == pytest.approx(expected(scores), abs=1e-6)


def test_calibration_never_turns_the_order_around() -> None:
    platt = metrics.fit_platt(scores_of(2, 1, -1, -2), truth_of(0, 0, 1, 1))
    assert platt.temperature > 0


def test_bootstrap_interval_holds_the_figure_and_repeats_by_seed() -> None:
    scores, truth = noisy()
    groups = np.arange(len(scores)).astype(str)
    first = metrics.bootstrap(metrics.auc, scores, truth, groups, rounds=200)
    assert first.low < first.value < first.high
    assert first == metrics.bootstrap(metrics.auc, scores, truth, groups, rounds=200)


def test_bootstrap_over_few_patients_is_wider_than_over_their_films() -> None:
    scores, truth = noisy(60)
    by_film = metrics.bootstrap(metrics.auc, scores, truth, np.arange(60).astype(str), rounds=200)
    scores, truth, patients = np.repeat(scores, 6), np.repeat(truth, 6), np.repeat(np.arange(60), 6).astype(str)
    by_patient = metrics.bootstrap(metrics.auc, scores, truth, patients, rounds=200)
    pretended = metrics.bootstrap(metrics.auc, scores, truth, np.arange(360).astype(str), rounds=200)
    assert by_patient.high - by_patient.low == pytest.approx(by_film.high - by_film.low, rel=0.2)
    assert by_patient.high - by_patient.low > 1.5 * (pretended.high - pretended.low)


def test_predictive_values_fall_with_prevalence() -> None:
    assert metrics.predictive_values(0.9, 0.9, 0.5) == pytest.approx((0.9, 0.9))
    assert metrics.predictive_values(0.9, 0.9, 0.01)[0] == pytest.approx(0.083, abs=0.001)


def test_predictive_value_of_no_calls_is_no_number() -> None:
    assert np.isnan(metrics.predictive_values(0.0, 1.0, 0.1)[0])
