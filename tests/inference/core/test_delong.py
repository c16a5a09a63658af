"""DeLong's variance: against published output, the formula written out, and simulation."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inference.core.statistics.delong import delong_area, delong_difference, difference_variance
from inference.core.statistics.metrics import Floats, Truth
from inference.core.statistics.small_samples import Z
from tests.inference.core.van_dyke import RATINGS, TRUTH

VARIANCE, COVARIANCE = 0.0007921325, 0.0003420090  # "Error" and "Cov1" of MRMCaov's guide, DeLong's method
ROUNDS, CHANCE = 600, 0.0089  # simulated films of each kind of study, and the standard error of a share of 95 %
AREAS = (0.8970370, 0.9408374)  # of both treatments, mean over readers


def test_the_published_variances_of_ten_readings_come_out() -> None:
    found = [delong_area(reading, TRUTH) for pair in RATINGS for reading in pair]
    assert np.mean([area.variance for area in found if area is not None]) == pytest.approx(VARIANCE, abs=5e-11)


def test_the_published_areas_come_out() -> None:
    for treatment, published in enumerate(AREAS):
        found = [delong_area(pair[treatment], TRUTH) for pair in RATINGS]
        assert np.mean([area.value for area in found if area is not None]) == pytest.approx(published, abs=5e-8)


def test_the_published_covariance_of_paired_readings_comes_out() -> None:
    found = [difference_variance(one, other, TRUTH) for one, other in RATINGS]
    assert np.mean(found) == pytest.approx(2 * (VARIANCE - COVARIANCE), abs=2e-10)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.booleans()), min_size=6, max_size=24))
def test_the_variance_of_a_difference_is_that_of_the_formula_written_out(rated: list[tuple[int, int, bool]]) -> None:
    one, other = (np.array([float(row[place]) for row in rated]) for place in (0, 1))
    truth = np.array([row[2] for row in rated])
    if delong_difference(one, other, truth) is not None:
        assert difference_variance(one, other, truth) == pytest.approx(_written_out(one, other, truth), abs=1e-12)


def _written_out(one: Floats, other: Floats, truth: Truth) -> float:
    """The variance of a difference by its definition: pair by pair, then film by film."""

    def kernel(scores: Floats) -> Floats:
        sick, well = scores[truth][:, None], scores[~truth][None, :]
        return np.asarray((sick > well) + 0.5 * (sick == well))

    pairs = kernel(one) - kernel(other)
    sick, well = pairs.mean(axis=1), pairs.mean(axis=0)
    return float(sick.var(ddof=1) / len(sick) + well.var(ddof=1) / len(well))


def test_the_p_of_a_difference_is_that_of_its_interval() -> None:
    found = delong_difference(*RATINGS[0], TRUTH)
    assert found is not None
    z = found.value / ((found.high - found.low) / 2 / Z)
    assert found.p == pytest.approx(2 * NormalDist().cdf(-abs(z)))


def test_a_perfect_reading_has_an_interval_that_is_no_point() -> None:
    truth = np.arange(40) < 20
    found = delong_area(np.where(truth, 5.0, 1.0), truth)
    assert found is not None
    assert (found.value, found.high, found.newcombe) == (1.0, 1.0, True)
    assert 0.8 < found.low < 0.95


def test_with_few_films_a_difference_is_told_without_an_interval() -> None:
    scores, truth = np.array([1.0, 2, 3, 4, 5, 5]), np.array([False, False, True, False, True, True])
    found = delong_difference(scores, scores[::-1], truth)
    assert found is not None
    assert found.value > 0
    assert np.isnan([found.low, found.high, found.p]).all()


def test_an_area_needs_two_films_of_each_kind() -> None:
    assert delong_area(np.array([1.0, 2, 3]), np.array([False, False, True])) is None
    assert delong_difference(np.array([1.0, 2, 3]), np.array([1.0, 2, 3]), np.array([True, True, False])) is None


def test_two_equal_readings_differ_by_nothing() -> None:
    found = delong_difference(RATINGS[0][0], RATINGS[0][0], TRUTH)
    assert found is not None
    assert found.value == 0
    assert np.isnan(found.p)


@pytest.mark.parametrize("films", [10, 30, 100])
@pytest.mark.parametrize("apart", [0.5, 1.0, 1.8])
def test_the_interval_covers_as_it_promises(films: int, apart: float) -> None:
    rng, area, truth = np.random.default_rng(films), NormalDist().cdf(apart / 2**0.5), np.arange(films) < films // 2
    covered = 0
    for _ in range(ROUNDS):
        found = delong_area(np.asarray(rng.normal(size=films) + apart * truth, np.float64), truth)
        assert found is not None
        covered += found.low <= area <= found.high
    assert covered / ROUNDS == pytest.approx(0.95, abs=0.02 + 2 * CHANCE)
