"""Curves proved by hand, and plots that show them."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from inference.core.statistics import metrics
from inference.training.evaluation import curves, plots
from inference.training.evaluation.curves import Curve

SCORES = np.array([0.1, 0.4, 0.4, 0.8])
TRUTH = np.array([False, True, False, True])


def test_roc_runs_from_nothing_to_all_with_a_point_per_score() -> None:
    curve = curves.roc(SCORES, TRUTH)
    assert curve.x.tolist() == [0.0, 0.0, 0.5, 1.0]
    assert curve.y.tolist() == [0.0, 0.5, 1.0, 1.0]


def test_the_area_under_the_roc_curve_is_the_auc() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random(200) < 0.3
    scores = np.round(rng.normal(truth, 1.0), 1)
    curve = curves.roc(scores, truth)
    assert float(np.trapezoid(curve.y, curve.x)) == pytest.approx(metrics.auc(scores, truth))


def test_precision_falls_as_recall_rises() -> None:
    curve = curves.precision_recall(SCORES, TRUTH)
    assert curve.x.tolist() == [0.5, 1.0, 1.0]
    assert curve.y.tolist() == [1.0, pytest.approx(2 / 3), 0.5]
    assert curves.average_precision(SCORES, TRUTH) == pytest.approx(0.5 + 0.5 * 2 / 3)


def test_average_precision_without_a_positive_is_no_number() -> None:
    assert np.isnan(curves.average_precision(SCORES, np.zeros(4, bool)))


def test_honest_probabilities_lie_on_the_diagonal() -> None:
    rng = np.random.default_rng(0)
    probabilities = rng.random(4000)
    truth = rng.random(4000) < probabilities
    curve = curves.reliability(probabilities, truth)
    assert curve.y == pytest.approx(curve.x, abs=0.05)
    assert curves.expected_calibration_error(probabilities, truth) < 0.03
    assert curves.expected_calibration_error(probabilities**4, truth) > 0.2


def test_probabilities_stated_for_half_the_films_are_honest_when_weighed_so() -> None:
    rng = np.random.default_rng(0)
    truth = rng.random(20000) < 0.1
    scores = rng.normal(np.where(truth, 1.0, -1.0), 1.0)
    probabilities = metrics.fit_platt(scores, truth, prevalence=0.5)(scores)
    assert curves.expected_calibration_error(probabilities, truth) > 0.1
    assert curves.expected_calibration_error(probabilities, truth, prevalence=0.5) < 0.03


def test_a_plot_is_a_picture_with_a_line_from_corner_to_corner() -> None:
    line = Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]))
    png = plots.line_plot({"effusion": line}, plots.Axes("ROC", "false alarms", "found", diagonal=True), (300, 300))
    picture = np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)
    coloured = (picture[..., 2] - picture[..., 0]) > 80
    assert picture.shape == (300, 300, 3)
    assert coloured[200:, :120].any()
    assert coloured[:80, 240:].any()


def test_the_operating_point_lies_on_the_curves() -> None:
    scores, truth = np.array([0.1, 0.4, 0.6, 0.9]), np.array([False, True, False, True])
    assert curves.roc_point(scores, truth, 0.5) == (0.5, 0.5)
    assert curves.precision_recall_point(scores, truth, 0.5) == (0.5, 0.5)
    assert curves.roc_point(scores, truth, 0.0) == (1.0, 1.0)
    assert curves.precision_recall_point(scores, truth, 0.95) is None
    assert curves.roc_point(scores, np.ones(4, np.bool_), 0.5) is None


def test_a_point_is_ringed_in_the_colour_of_its_curve() -> None:
    line = {"one": Curve(np.array([0.0, 1.0]), np.array([0.0, 1.0]))}
    axes = plots.Axes("t", "x", "y")
    pictures = [plots.line_plot(line, axes, points=points) for points in (None, {"one": (0.5, 0.5)})]
    plain, ringed = (np.asarray(Image.open(io.BytesIO(picture)).convert("RGB")) for picture in pictures)
    rows, columns = np.nonzero((plain != ringed).any(axis=2))
    middle = (plots.TOP + 480 - plots.BOTTOM) / 2, (plots.LEFT + 480 - plots.RIGHT) / 2
    assert (rows.mean(), columns.mean()) == pytest.approx(middle, abs=1)
    assert (ringed[rows.min(), columns] == (0, 114, 178)).all(axis=1).any()
