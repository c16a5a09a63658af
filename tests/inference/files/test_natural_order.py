"""Names in the order in which people count."""

from __future__ import annotations

from inference.files.natural_order import natural_order


def test_natural_order_counts() -> None:
    assert sorted(["b10", "b9", "B1", "a"], key=natural_order) == ["a", "B1", "b9", "b10"]
