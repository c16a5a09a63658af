"""How heat meets a reader's region: by hand on small maps, whatever the shape of the film."""

from __future__ import annotations

import numpy as np
import pytest

from inference.core.analysis import Heatmap, Placement
from inference.core.film import read_only
from inference.core.findings import PNEUMOTHORAX
from inference.imaging.heat_in_region import heat_at_tip, heat_in_region

PACK = "a" * 64


def heatmap(*hot: tuple[int, int], weak: tuple[int, int] | None = None, full_scale: float = 1.0) -> Heatmap:
    """A map of 8 x 8 blocks of four cells, so that what is hot has steep borders."""
    values = np.full((8, 8), -1.0, np.float32)
    for row, column in hot:
        values[row, column] = 1.0
    if weak is not None:
        values[weak] = 0.4
    return Heatmap(PNEUMOTHORAX, read_only(np.kron(values, np.ones((32, 32), np.float32))), full_scale)


def box(left: float, top: float, right: float, bottom: float) -> list[tuple[float, float]]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def place(rows: int, columns: int) -> Placement:
    return Placement(256 / columns, 256 / rows, 0.0, 0.0, (256, 256))


@pytest.mark.parametrize("shape", [(800, 800), (1600, 800), (400, 1000), (3000, 2400)])
def test_overlap_and_coverage_by_hand(shape: tuple[int, int]) -> None:
    rows, columns = shape
    two = heatmap((2, 3), (2, 4))
    region = box(columns * 4 / 8, rows * 2 / 8, columns * 6 / 8, rows * 3 / 8)  # one hot block, and one that is not
    found = heat_in_region(region, two, place(*shape), shape, PACK)
    assert found.overlap == pytest.approx(1 / 3, abs=0.03)
    assert found.coverage == pytest.approx(1 / 2, abs=0.03)
    assert found.pack == PACK


def test_the_hottest_point_lies_inside_or_outside() -> None:
    hot = heatmap((2, 3), weak=(6, 6))
    inside = heat_in_region(box(300, 200, 400, 300), hot, place(800, 800), (800, 800), PACK)
    outside = heat_in_region(box(600, 600, 700, 700), hot, place(800, 800), (800, 800), PACK)
    assert (inside.hit, outside.hit) == (True, False)
    assert outside.coverage == 0.0


def test_weak_heat_is_not_hot_and_an_empty_map_hits_nothing() -> None:
    weak = heat_in_region(box(0, 0, 800, 800), heatmap((2, 3), full_scale=4.0), place(800, 800), (800, 800), PACK)
    assert (weak.hit, weak.overlap) == (True, 0.0)
    empty = heat_in_region(box(0, 0, 800, 800), heatmap(), place(800, 800), (800, 800), PACK)
    assert (empty.hit, empty.overlap, empty.coverage) == (False, 0.0, 0.0)


def test_a_region_outside_the_film_meets_nothing() -> None:
    found = heat_in_region(box(-300, -300, -100, -100), heatmap((0, 0)), place(800, 800), (800, 800), PACK)
    assert (found.hit, found.overlap, found.coverage) == (False, 0.0, 0.0)


def test_an_arrow_leads_to_heat_or_not() -> None:
    hot = heatmap((2, 3))
    assert heat_at_tip((350, 250), hot, place(800, 800), PACK).hit
    assert not heat_at_tip((650, 250), hot, place(800, 800), PACK).hit
    assert heat_at_tip((350, 250), hot, place(800, 800), PACK).overlap is None
