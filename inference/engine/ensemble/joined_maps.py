"""Heatmaps of several networks on one grid, in logit units: what each says of a place of the film."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Placement
from inference.imaging.heat_on_film import to_film

Floats = NDArray[np.float32]


def on_grid(values: Floats, place: Placement, grid: tuple[int, int], onto: Placement) -> Floats:
    """A heatmap (h, w) on the ``grid`` (rows, columns) of another input, whose placement of the film is ``onto``.

    Values are scaled by the areas of cells, so that what they add up to stays, but for what lies beyond the other
    input; a map that is there already is itself.
    """
    if place == onto and values.shape == grid:
        return values
    across, left = _along(place.scale_x, place.offset_x, onto.scale_x, onto.offset_x, onto.input_shape[1], grid[1])
    down, top = _along(place.scale_y, place.offset_y, onto.scale_y, onto.offset_y, onto.input_shape[0], grid[0])
    lying = Placement(across, down, left, top, place.input_shape)
    rows, columns = values.shape
    area = (across * columns / place.input_shape[1]) * (down * rows / place.input_shape[0])
    return to_film(values, lying, grid) * np.float32(area)


def _along(
    scale: float, offset: float, onto_scale: float, onto_offset: float, extent: int, cells: int
) -> tuple[float, float]:
    """How a cell of the grid, as if it were a pixel of a film, lies on the network's own input along one axis."""
    cell = extent / cells / onto_scale  # pixels of the film
    return cell * scale, offset - onto_offset / onto_scale * scale
