"""The rising line: by hand, as the engine draws it, and only where films are enough and it helps."""

from __future__ import annotations

import numpy as np
import pytest

from inference.core.calibration import Isotonic, sigmoid
from inference.core.statistics.metrics import PlattCalibration
from inference.training.evaluation.isotonic import ENOUGH, IsotonicCalibration, choose_calibration, fit_isotonic


def sample(count: int, seed: int = 0) -> tuple[np.ndarray[tuple[int], np.dtype[np.float64]], ...]:
    """Log-odds whose true probability is a step, which two numbers cannot follow; truth; patients."""
    rng = np.random.default_rng(seed)
    odds = rng.uniform(-4, 4, count)
    return odds, np.where(np.abs(odds) < 2, 0.5, np.where(odds > 0, 0.97, 0.03))


def test_neighbours_in_the_wrong_order_are_pooled() -> None:
    made = fit_isotonic(np.array([-2.0, -1.0, 1.0, 2.0]), np.array([False, True, False, True]), prevalence=0.5)
    middle = (sigmoid(-1.0) + sigmoid(1.0)) / 2
    assert made.x == pytest.approx((sigmoid(-2.0), middle, sigmoid(2.0)))
    assert made.y == pytest.approx((0.25, 0.5, 0.75))


def test_scores_that_run_the_wrong_way_give_one_probability() -> None:
    made = fit_isotonic(np.array([2.0, -2.0]), np.array([False, True]), prevalence=0.5)
    assert made.x == (0.0, 1.0)
    assert made.y == pytest.approx((0.5, 0.5))


def test_the_engine_draws_the_same_line() -> None:
    odds, share = sample(500)
    made = fit_isotonic(odds, np.random.default_rng(1).random(500) < share, prevalence=0.5)
    engine = Isotonic(made.x, made.y)
    assert all(b > a for a, b in zip(made.x, made.x[1:], strict=False))
    tried = np.linspace(-6, 6, 50)
    assert made(tried) == pytest.approx([engine.probability(float(value)) for value in tried])


def test_few_films_get_two_numbers_and_many_get_what_foretells_better() -> None:
    rng = np.random.default_rng(2)
    odds, share = sample(8 * ENOUGH)
    truth, patients = rng.random(len(odds)) < share, np.arange(len(odds)).astype(str)
    few = slice(0, ENOUGH)
    assert isinstance(choose_calibration(odds[few], truth[few], patients[few], prevalence=0.5), PlattCalibration)
    assert isinstance(choose_calibration(odds, truth, patients, prevalence=0.5), IsotonicCalibration)
    plain = rng.random(len(odds)) < 1 / (1 + np.exp(-odds))
    assert isinstance(choose_calibration(odds, plain, patients, prevalence=0.5), PlattCalibration)
