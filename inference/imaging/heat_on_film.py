"""From heatmaps, whose cells tile the model's input, back to film pixels.

Continuous coordinates put 0 at the outer edge of the first pixel, so pixel ``i`` has its centre at ``i + 0.5``.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Placement

Floats = NDArray[np.float32]
BEYOND = 1e-6  # pixels of the input: what rounding may put a film's own border past its edge


def placement_on(place: Placement, film_shape: tuple[int, int], shape: tuple[int, int]) -> Placement:
    """Where a copy of the film lies that was brought from ``film_shape`` to ``shape`` (rows, columns)."""
    scales = (place.scale_y * film_shape[0] / shape[0], place.scale_x * film_shape[1] / shape[1])
    return replace(place, scale_y=scales[0], scale_x=scales[1])


def to_film(values: Floats, place: Placement, film_shape: tuple[int, int]) -> Floats:
    """A heatmap (h, w) whose cells tile the model input, bilinear at every film pixel: float32 of ``film_shape``.

    Half-pixel centres; beyond the outermost cell centres the border repeats, and beyond the input there is nothing.
    """
    found: Floats = planes_on_film(values[None], place, film_shape)[0]
    return found


def planes_on_film(planes: Floats, place: Placement, film_shape: tuple[int, int]) -> Floats:
    """Several of them (n, h, w) as :func:`to_film` brings each to the film: float32 (n, rows, columns)."""
    _, high, wide = planes.shape
    down = _interpolation(high, film_shape[0], place.scale_y, place.offset_y, place.input_shape[0])
    across = _interpolation(wide, film_shape[1], place.scale_x, place.offset_x, place.input_shape[1])
    # Two small products are exact; cv2.warpAffine rounds source positions to 1/32 cell, several film pixels.
    found = np.empty((len(planes), *film_shape), np.float32)
    for plane, on_film in zip(planes, found, strict=True):
        np.matmul(down, plane.astype(np.float32, copy=False) @ across.T, out=on_film)
    return found


def cells_on_film(values: Floats, place: Placement, film_shape: tuple[int, int]) -> Floats:
    """A heatmap (h, w) whose cells tile the model input, at every film pixel that of its cell: of ``film_shape``.

    Beyond the input there is nothing.
    """
    rows = _cell_of_each(values.shape[0], film_shape[0], place.scale_y, place.offset_y, place.input_shape[0])
    columns = _cell_of_each(values.shape[1], film_shape[1], place.scale_x, place.offset_x, place.input_shape[1])
    down = _on_input(film_shape[0], place.scale_y, place.offset_y, place.input_shape[0])
    across = _on_input(film_shape[1], place.scale_x, place.offset_x, place.input_shape[1])
    seen = down[:, None] & across[None]
    return np.where(seen, values[rows[:, None], columns[None]], 0.0).astype(np.float32)


def heat_at(values: Floats, place: Placement, row: float, column: float) -> float:
    """A heatmap (h, w) at one film point in continuous coordinates, as :func:`to_film` has it at pixel centres."""
    at = (row * place.scale_y + place.offset_y, column * place.scale_x + place.offset_x)
    if not all(-BEYOND <= here <= extent + BEYOND for here, extent in zip(at, place.input_shape, strict=True)):
        return 0.0
    down = _position(row * place.scale_y + place.offset_y, values.shape[0], place.input_shape[0])
    across = _position(column * place.scale_x + place.offset_x, values.shape[1], place.input_shape[1])
    top, left = min(int(down), values.shape[0] - 2), min(int(across), values.shape[1] - 2)
    y, x = down - max(top, 0), across - max(left, 0)
    cells = values[max(top, 0) : top + 2, max(left, 0) : left + 2]
    weights = np.outer((1 - y, y)[: cells.shape[0]], (1 - x, x)[: cells.shape[1]])
    return float((cells * weights).sum())


def cell_at(row: float, column: float, place: Placement, grid: tuple[int, int]) -> tuple[int, int]:
    """The heatmap cell (row, column) under a film point in continuous coordinates; the nearest one outside the film."""
    y = (row * place.scale_y + place.offset_y) * grid[0] / place.input_shape[0]
    x = (column * place.scale_x + place.offset_x) * grid[1] / place.input_shape[1]
    return min(max(int(y), 0), grid[0] - 1), min(max(int(x), 0), grid[1] - 1)


def film_point(cell: tuple[float, float], place: Placement, grid: tuple[int, int]) -> tuple[float, float]:
    """The film point (row, column) at the centre of a heatmap cell, in continuous film coordinates."""
    y = (cell[0] + 0.5) * place.input_shape[0] / grid[0]
    x = (cell[1] + 0.5) * place.input_shape[1] / grid[1]
    return (y - place.offset_y) / place.scale_y, (x - place.offset_x) / place.scale_x


def _position(at: float, cells: int, extent: int) -> float:
    """A place in the input as a place between cell centres, 0 to ``cells`` - 1."""
    return min(max(at * cells / extent - 0.5, 0.0), cells - 1.0)


def _cell_of_each(cells: int, size: int, scale: float, offset: float, extent: int) -> NDArray[np.int64]:
    """The cell in which the centre of each of ``size`` film pixels lies."""
    return np.clip(((np.arange(size) + 0.5) * scale + offset) * cells / extent, 0, cells - 1).astype(np.int64)


def _interpolation(cells: int, size: int, scale: float, offset: float, extent: int) -> Floats:
    """Weights (size, cells) that read a row of ``cells`` linearly at the centres of ``size`` film pixels."""
    centres = ((np.arange(size) + 0.5) * scale + offset) * (cells / extent) - 0.5
    seen = _on_input(size, scale, offset, extent)
    centres = np.clip(centres, 0.0, cells - 1.0)
    first = np.minimum(centres.astype(np.int64), max(cells - 2, 0))
    share = centres - first
    weights = np.zeros((size, cells), dtype=np.float32)
    weights[np.arange(size), np.minimum(first + 1, cells - 1)] = share
    weights[np.arange(size), first] = 1.0 - share
    weights[~seen] = 0.0
    return weights


def _on_input(size: int, scale: float, offset: float, extent: int) -> NDArray[np.bool_]:
    """Which of ``size`` film pixels have their centre on the input."""
    centres = (np.arange(size) + 0.5) * scale + offset
    return np.asarray((centres > -BEYOND) & (centres < extent + BEYOND))
