"""Exact intervals of shares, against published ones."""

from __future__ import annotations

import pytest

from inference.core.statistics.small_samples import clopper_pearson


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(0, 10, 0.0, 0.3085), (5, 10, 0.1871, 0.8129), (10, 10, 0.6915, 1.0), (1, 500, 0.00005, 0.0111)],
)
def test_an_interval_is_that_of_clopper_and_pearson(count: int, of: int, low: float, high: float) -> None:
    assert clopper_pearson(count / of, of) == pytest.approx((low, high), abs=1e-4)
