"""Figures of few films: no interval is a point, and none is narrower than the score intervals."""

from __future__ import annotations

import pytest

from inference.core.statistics.metrics import Interval
from inference.core.statistics.small_samples import auc_interval, clopper_pearson, held_wide, wilson


def test_a_share_of_all_films_is_not_certain() -> None:
    assert wilson(1.0, 12) == pytest.approx((0.7575, 1.0), abs=1e-3)
    assert wilson(0.0, 12) == pytest.approx((0.0, 0.2425), abs=1e-3)
    assert wilson(0.5, 20) == pytest.approx((0.2993, 0.7007), abs=1e-3)


@pytest.mark.parametrize(
    ("hits", "count", "low", "high"),
    [
        (0, 10, 0.0, 0.3085),
        (10, 10, 0.6915, 1.0),
        (5, 10, 0.1871, 0.8129),
        (1, 3, 0.0084, 0.9057),
        (81, 263, 0.2527, 0.3676),
    ],
)
def test_the_exact_interval_of_a_share(hits: int, count: int, low: float, high: float) -> None:
    assert clopper_pearson(hits / count, count) == pytest.approx((low, high), abs=2e-4)


def test_a_share_between_two_counts_has_the_wider_interval() -> None:
    low, high = clopper_pearson(0.55, 10)
    assert low == pytest.approx(clopper_pearson(0.5, 10)[0])
    assert high == pytest.approx(clopper_pearson(0.6, 10)[1])


def test_an_area_of_one_is_not_certain() -> None:
    low, high = auc_interval(1.0, 6, 6)
    assert high == 1.0
    assert 0.5 < low < 0.85
    assert auc_interval(1.0, 600, 600)[0] > 0.99
    low, high = auc_interval(0.8, 50, 50)
    assert low < 0.72 < 0.8 < 0.86 < high


def test_an_interval_is_only_ever_widened() -> None:
    assert held_wide(Interval(1.0, 1.0, 1.0), (0.7, 1.0)) == Interval(1.0, 0.7, 1.0)
    assert held_wide(Interval(0.5, 0.1, 0.9), (0.3, 0.7)) == Interval(0.5, 0.1, 0.9)
