"""Log-odds become probabilities, probabilities become words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inference.core.analysis import ScoreState
from inference.core.calibration import Isotonic, Temperature, sigmoid, state_of


def test_temperature_one_leaves_the_score() -> None:
    assert Temperature().probability(0.0) == 0.5
    assert Temperature().probability(2.0) == pytest.approx(1 / (1 + math.exp(-2)))


def test_temperature_divides_then_bias_shifts() -> None:
    assert Temperature(2.0, -1.0).probability(4.0) == pytest.approx(sigmoid(1.0))


def test_isotonic_is_linear_between_points_and_clamps_outside() -> None:
    line = Isotonic((0.25, 0.5, 0.75), (0.0, 0.5, 0.6))
    assert line.probability(math.log(0.375 / 0.625)) == pytest.approx(0.25)
    assert line.probability(-100.0) == 0.0
    assert line.probability(100.0) == 0.6


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_calibration_never_falls(one: float, other: float) -> None:
    for calibration in (Temperature(3.0, 1.0), Isotonic((0.0, 0.5, 1.0), (0.1, 0.2, 0.9))):
        low, high = calibration.probability(min(one, other)), calibration.probability(max(one, other))
        assert 0.0 <= low <= high <= 1.0


@pytest.mark.parametrize(
    ("probability", "state"),
    [
        (0.1, ScoreState.BELOW),
        (0.3, ScoreState.NOT_SURE),
        (0.5, ScoreState.NOT_SURE),
        (0.51, ScoreState.ABOVE),
    ],
)
def test_the_grey_band_is_inclusive(probability: float, state: ScoreState) -> None:
    assert state_of(probability, 0.4, (0.3, 0.5)) is state


def test_without_a_band_the_operating_point_counts_as_above() -> None:
    assert state_of(0.4, 0.4, None) is ScoreState.ABOVE
