"""Statistics of few own films: against published values and R, and by simulation of what they promise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from inference.core.statistics.small_samples import clopper_pearson, wilson
from inference.site.statistics import conformal
from inference.site.statistics.difference import of_shares, of_values
from inference.site.statistics.order import cleared_interval, normals_needed, rank_for

SIZES = (10, 30, 100)
ROUNDS = 20_000


def test_fifty_normals_leave_an_intended_ninety_between_83_and_96() -> None:
    rank = rank_for(50, 0.1)
    assert rank == 46
    assert cleared_interval(rank, 50) == pytest.approx((0.8262, 0.9596), abs=5e-4)  # R: qbeta(c(.05,.95), 46, 5)


@pytest.mark.parametrize(
    ("rank", "count", "low", "high"),
    [(10, 10, 0.7411, 0.9949), (1, 1, 0.05, 0.95), (5, 9, 0.2514, 0.7486), (190, 200, 0.9167, 0.9689)],
)
def test_order_statistics_have_the_quantiles_of_beta(rank: int, count: int, low: float, high: float) -> None:
    """As SciPy's ``beta.ppf`` gives them."""
    assert cleared_interval(rank, count) == pytest.approx((low, high), abs=5e-4)


def test_few_normals_cannot_carry_few_false_calls() -> None:
    assert (normals_needed(0.1), normals_needed(0.05), normals_needed(0.01)) == (9, 19, 99)
    assert rank_for(9, 0.1) == 9
    assert rank_for(8, 0.1) > 8


@pytest.mark.parametrize("count", SIZES)
def test_the_interval_of_an_operating_point_holds_nine_times_in_ten(count: int) -> None:
    """The true share of normals below the chosen one of ``count``, a uniform order statistic, is in the interval."""
    rng, rank = np.random.default_rng(0), rank_for(count, 0.1)
    truth = np.sort(rng.random((ROUNDS, count)), axis=1)[:, rank - 1]
    low, high = cleared_interval(rank, count)
    assert ((truth >= low) & (truth <= high)).mean() == pytest.approx(0.9, abs=0.01)
    assert 1 - truth.mean() == pytest.approx(0.1, abs=0.02)
    assert 1 - truth.mean() <= 0.1 + 0.002


@pytest.mark.parametrize("count", SIZES)
def test_wilson_covers_as_promised_over_all_shares(count: int) -> None:
    """Averaged over the share, for no interval of a count can hold at each: at n = 10 it is 0.952, at 100 0.950."""
    rng = np.random.default_rng(count)
    shares = rng.random(ROUNDS)
    hits = rng.binomial(count, shares)
    between = np.array([wilson(k / count, count) for k in range(count + 1)])
    covered = (between[hits, 0] <= shares) & (shares <= between[hits, 1])
    assert covered.mean() == pytest.approx(0.95, abs=0.02)


@pytest.mark.parametrize("count", SIZES)
def test_the_exact_interval_never_covers_less_than_promised(count: int) -> None:
    rng = np.random.default_rng(count)
    between = np.array([clopper_pearson(k / count, count) for k in range(count + 1)])
    for share in (0.02, 0.1, 0.5, 0.9):
        hits = rng.binomial(count, share, ROUNDS)
        assert ((between[hits, 0] <= share) & (share <= between[hits, 1])).mean() >= 0.945


Edge = Callable[[np.ndarray, float], float]


@pytest.mark.parametrize("count", SIZES)
@pytest.mark.parametrize("kind", ["present", "absent"])
def test_conformal_sets_hold_class_by_class(count: int, kind: str) -> None:
    """The class of a new film is in its set nine times in ten, whatever the other class is."""
    rng, error = np.random.default_rng(count), conformal.ERROR
    own, new = rng.normal(1, 2, (ROUNDS, count)), rng.normal(1, 2, ROUNDS)
    if kind == "present":
        rank = conformal.lowest_present(np.arange(1.0, count + 1), error)  # the ranks are their own scores
        held = new >= np.sort(own, axis=1)[:, int(rank) - 1]
    else:
        rank = conformal.highest_absent(np.arange(1.0, count + 1), error)
        held = new <= np.sort(own, axis=1)[:, int(rank) - 1]
    assert held.mean() == pytest.approx(1 - error, abs=0.02)


@pytest.mark.parametrize("count", SIZES)
def test_the_band_errs_on_no_more_of_either_class_than_promised(count: int) -> None:
    rng, wrong = np.random.default_rng(count), np.zeros(2)
    rounds = 1500
    for _ in range(rounds):
        normals, positives = rng.normal(0, 1, count), rng.normal(1, 1, count)
        found = conformal.band(normals, positives)
        assert found is not None
        wrong += (rng.normal(1, 1, 40) < found.low).mean(), (rng.normal(0, 1, 40) > found.high).mean()
    assert (wrong / rounds <= conformal.ERROR + 0.01).all()
    assert (wrong / rounds >= conformal.ERROR - 0.02).all()  # nor is more left open than must be


def test_nine_films_of_a_class_are_enough_for_ninety_per_cent() -> None:
    assert conformal.films_needed() == 9
    assert conformal.films_needed(0.05) == 19
    assert conformal.missing(30, 8) == (0, 1)
    scores = np.linspace(0, 1, 9)
    assert conformal.band(scores, scores[:8]) is None
    found = conformal.band(scores, scores)
    assert found is not None
    assert (found.low, found.high) == (0.0, 1.0)


def test_differences_are_those_of_newcombe() -> None:
    """As ``confint_proportions_2indep(method="newcomb", alpha=0.01)`` of statsmodels gives them; and with two tests."""
    found = of_shares((48, 80), (56, 70))
    assert (found.value, found.low, found.high) == pytest.approx((0.2, 0.0053709, 0.3718084), abs=1e-6)
    found = of_shares((3, 90), (9, 80))
    assert (found.low, found.high) == pytest.approx((-0.0296438, 0.2036949), abs=1e-6)
    assert of_shares((3, 90), (9, 80), tests=2).low < found.low


@pytest.mark.parametrize(
    ("hits", "count", "of_wilson", "exact"),
    [
        (8, 11, (0.4343547, 0.9025394), (0.3902574, 0.9397823)),
        (0, 12, (0.0, 0.2424940), (0.0, 0.2646485)),
        (3, 10, (0.1077913, 0.6032219), (0.0667395, 0.6524529)),
        (47, 50, (0.8378291, 0.9793850), (0.8345181, 0.9874514)),
    ],
)
def test_intervals_of_shares_are_those_of_statsmodels(
    hits: int, count: int, of_wilson: tuple[float, float], exact: tuple[float, float]
) -> None:
    assert wilson(hits / count, count) == pytest.approx(of_wilson, abs=1e-6)
    assert clopper_pearson(hits / count, count) == pytest.approx(exact, abs=1e-6)


def test_values_that_are_all_higher_are_apart_by_one() -> None:
    found = of_values([0.0] * 40, [1.0] * 40)
    assert found.value == 1.0
    assert found.least > 0.7
    assert of_values([0.0, 1.0] * 20, [0.0, 1.0] * 20).value == 0.0
