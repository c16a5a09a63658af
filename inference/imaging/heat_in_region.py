"""How a heatmap meets a region that a reader drew for the same finding.

Source of the measures: Saporta et al., Benchmarking saliency methods for chest X-ray interpretation, Nature Machine
Intelligence 2022 (pointing game; intersection over union).
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Heatmap, Placement
from inference.core.annotation import HeatInRegion, Point
from inference.imaging.heat_on_film import film_point, heat_at, placement_on, to_film

GRID = 512  # cells of the grid, on its longer side, on which region and heat meet; it has the film's shape
HOT = 0.5  # of the full scale, from which on a place counts as hot
_FINE = 4  # bits of a fraction of a cell, for the corners of a region


def heat_in_region(
    border: Sequence[Point], heatmap: Heatmap, place: Placement, film_shape: tuple[int, int], pack: str
) -> HeatInRegion:
    """Hit, overlap and coverage of a region within a ``border`` (column, row in film pixels, three points or more)."""
    grid = _grid(film_shape)
    region = _filled(border, film_shape, grid)
    heat = to_film(heatmap.values, placement_on(place, film_shape, grid), grid)
    hot = heat >= HOT * heatmap.full_scale
    both, inside = int((hot & region).sum()), int(region.sum())
    hit = not heatmap.empty and bool(region[_hottest(heatmap, place, film_shape, grid)])
    either = int((hot | region).sum())
    return HeatInRegion(hit, both / either if either else 0.0, both / inside if inside else 0.0, pack)


def heat_at_tip(tip: Point, heatmap: Heatmap, place: Placement, pack: str) -> HeatInRegion:
    """Whether the place that an arrow leads to (column, row) is hot; no overlap, since it has no area."""
    return HeatInRegion(heat_at(heatmap.values, place, tip[1], tip[0]) >= HOT * heatmap.full_scale, None, None, pack)


def _hottest(heatmap: Heatmap, place: Placement, film_shape: tuple[int, int], grid: tuple[int, int]) -> tuple[int, int]:
    """The cell of the grid in which the middle of the hottest cell of a heatmap lies, or that nearest to it."""
    values = heatmap.values
    cells = (int(values.shape[0]), int(values.shape[1]))
    row, column = divmod(int(values.argmax()), cells[1])
    y, x = film_point((row, column), place, cells)
    at = (int(y * grid[0] / film_shape[0]), int(x * grid[1] / film_shape[1]))
    return min(max(at[0], 0), grid[0] - 1), min(max(at[1], 0), grid[1] - 1)


def _grid(shape: tuple[int, int]) -> tuple[int, int]:
    shrunk = min(1.0, GRID / max(shape))
    return max(1, round(shape[0] * shrunk)), max(1, round(shape[1] * shrunk))


def _filled(border: Sequence[Point], shape: tuple[int, int], grid: tuple[int, int]) -> NDArray[np.bool_]:
    """The cells of the grid inside a border."""
    scale = np.array([grid[1] / shape[1], grid[0] / shape[0]])
    corners = np.round((np.asarray(border, np.float64) * scale - 0.5) * (1 << _FINE)).astype(np.int32)
    mask = np.zeros(grid, np.uint8)
    cv2.fillPoly(mask, [corners], 1, shift=_FINE)
    return mask.astype(np.bool_)
