"""Outlines of heatmaps: along the cells, around holes, on the film, and drawn with gaps that tell findings apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from inference.core.analysis import Heatmap, Placement
from inference.core.film import read_only
from inference.core.findings import FINDINGS, PNEUMOTHORAX, TENSION_PNEUMOTHORAX
from inference.imaging.heatmap_contours import Dash, outline_of, stroke_of
from inference.report.page.contour_drawing import with_outlines
from inference.report.page.film.report import film_report
from inference.report.page.options import ReportOptions
from tests.builders import phantom, radiograph
from tests.fakes import analysis_of

CELL = 10


def heatmap(hot: NDArray[np.bool_]) -> Heatmap:
    return Heatmap(PNEUMOTHORAX, read_only(hot.astype(np.float32)), 1.0)


def inside(loops: tuple[tuple[tuple[float, float], ...], ...], shape: tuple[int, int]) -> NDArray[np.bool_]:
    """Which cells lie inside: an odd number of upright borders lies to their left."""
    crossed = np.zeros(shape, int)
    for loop in loops:
        for (ax, ay), (bx, by) in zip(loop, (*loop[1:], loop[0]), strict=True):
            assert (ax == bx) != (ay == by)
            if ax == bx:
                top, bottom = sorted((round(ay / CELL), round(by / CELL)))
                crossed[top:bottom, round(ax / CELL) :] += 1
    return np.asarray(crossed % 2 == 1)


@given(arrays(np.bool_, st.tuples(st.integers(1, 7), st.integers(1, 7))))
def test_the_cells_inside_an_outline_are_the_hot_ones(hot: NDArray[np.bool_]) -> None:
    rows, columns = hot.shape
    place = Placement(1.0, 1.0, 0.0, 0.0, (rows * CELL, columns * CELL))
    loops = outline_of(heatmap(hot), place, (rows * CELL, columns * CELL))
    assert np.array_equal(inside(loops, hot.shape), hot)


def test_an_outline_ends_at_the_film_and_leaves_out_what_lies_beyond_it() -> None:
    hot = np.zeros((4, 8), bool)
    hot[1:3, :3] = hot[0, 7] = True
    place = Placement(1.0, 1.0, 15.0, 0.0, (40, 80))  # the film is 50 wide: its left edge lies in the second cell
    (loop,) = outline_of(heatmap(hot), place, (40, 50))
    assert set(loop) == {(0.0, 10.0), (15.0, 10.0), (15.0, 30.0), (0.0, 30.0)}


def test_every_finding_has_a_line_of_its_own() -> None:
    assert len({stroke_of(finding.key) for finding in FINDINGS}) == len(FINDINGS)


@pytest.mark.parametrize("finding", [PNEUMOTHORAX, TENSION_PNEUMOTHORAX])
def test_a_dashed_line_has_gaps(finding: object) -> None:
    film = radiograph(phantom(400, 960))
    made = analysis_of(film)
    hot = np.zeros((4, 4), bool)
    hot[1:3, 1:3] = True
    results = tuple(
        replace(result, heatmap=heatmap(hot)) if result.finding == finding else replace(result, heatmap=None)
        for result in made.results
    )
    analysis = replace(made, results=results)
    key = next(result.finding.key for result in results if result.heatmap is not None)
    drawn = with_outlines(np.zeros(film.shape, np.uint8), analysis, [key])
    top = drawn[98:103, 250:700].max(axis=(0, 2)) > 0
    gaps = 1 - top.mean()
    assert (gaps > 0.2) == (stroke_of(key).dash is not Dash.SOLID)
    assert not isinstance(Dash.SOLID.value, tuple)  # an empty one is lost in Python 3.11.2
    legend = film_report(film, analysis, ReportOptions(keys=[key], outlined=True))
    assert any("cell or more" in getattr(item, "text", "") for item in legend.pages[0].items)
