"""From display values to the model's input exactly as the pack says, and back from heatmaps to film pixels.

Continuous coordinates put 0 at the outer edge of the first pixel, so pixel ``i`` has its centre at ``i + 0.5``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Placement
from inference.core.errors import EmptyFilm
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import display_values

Floats = NDArray[np.float32]
MILDEST = 0.1  # pixels: a Gaussian below it changes nothing


class Fit(StrEnum):
    """How a film of any shape fills the input: whole with black bars, or stretched."""

    LETTERBOX = "letterbox"
    STRETCH = "stretch"


class Resize(StrEnum):
    """How pixels are resampled: ``area`` means when shrinking (linear when growing), ``linear`` means always.

    ``gaussian`` brings films of any number of pixels to one softness, see :func:`_softened`.
    """

    AREA = "area"
    LINEAR = "linear"
    GAUSSIAN = "gaussian"


class Normalise(StrEnum):
    """What 0..1 is before it is mapped to the pack's range: the film's extremes, its percentiles, or fixed values."""

    MINMAX = "minmax"
    PERCENTILE = "percentile"
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class InputSpec:
    """What the network takes.

    ``low`` and ``high`` are percentiles (0..100, of the resized film without its bars) for ``percentile`` and display
    values (0..1) for ``fixed``; ``range`` is what they map to, clipped; bars are filled with ``range[0]``.
    ``flip_average`` asks for the mean over the film and its mirror image. ``softness`` is the standard deviation, in
    pixels of the input, that ``gaussian`` resampling leaves in all (the film's own pixels included).
    """

    rows: int
    columns: int
    channels: int = 1
    fit: Fit = Fit.LETTERBOX
    resize: Resize = Resize.AREA
    normalise: Normalise = Normalise.PERCENTILE
    low: float = 1.0
    high: float = 99.0
    range: tuple[float, float] = (-1.0, 1.0)
    flip_average: bool = False
    softness: float = 0.7


def model_input(film: Radiograph, spec: InputSpec) -> tuple[Floats, Placement]:
    """The network's input for a film in its default display: float32 (rows, columns, channels), and where it lies.

    Raises ``EmptyFilm`` for constant or not-a-number pixels.
    """
    check_content(film.pixels, film.source)
    return prepare(display_values(film), spec, pixel_aspect=film.pixel_aspect, source=film.source)


def prepare(
    values: Floats, spec: InputSpec, *, pixel_aspect: float = 1.0, source: Path | str = ""
) -> tuple[Floats, Placement]:
    """The network's input for display values (0..1, 2-D): float32 (rows, columns, channels), and where the film lies.

    ``pixel_aspect`` is the height of a film pixel over its width. Raises ``EmptyFilm`` with ``source``.
    """
    extremes = check_content(values, source)
    rows, columns = int(values.shape[0]), int(values.shape[1])
    place = placement((rows, columns), spec, pixel_aspect)
    content = _resampled(values, _content_shape(place, (rows, columns)), spec)
    return _framed(_normalised(content, spec, extremes), place, spec), place


def check_content(values: Floats, source: Path | str = "") -> tuple[float, float]:
    """Least and greatest value; raises ``EmptyFilm`` when they are equal or any value is not a finite number."""
    if values.ndim != 2 or values.size == 0:
        raise EmptyFilm(source, "The film has no pixels.")
    low, high = float(values.min()), float(values.max())
    if not (math.isfinite(low) and math.isfinite(high)):
        raise EmptyFilm(source, "Some pixels are not numbers.")
    if low == high:
        raise EmptyFilm(source, "All pixels have the same value.")
    return low, high


def placement(film_shape: tuple[int, int], spec: InputSpec, pixel_aspect: float = 1.0) -> Placement:
    """Where a film of (rows, columns) lies in the input; scales are exact for the whole number of pixels it covers."""
    rows, columns = film_shape
    inside = (spec.rows, spec.columns)
    if spec.fit is Fit.LETTERBOX:
        height = rows * pixel_aspect
        scale = min(spec.rows / height, spec.columns / columns)
        inside = (_whole(height * scale, spec.rows), _whole(columns * scale, spec.columns))
    return Placement(
        scale_x=inside[1] / columns,
        scale_y=inside[0] / rows,
        offset_x=float((spec.columns - inside[1]) // 2),
        offset_y=float((spec.rows - inside[0]) // 2),
        input_shape=(spec.rows, spec.columns),
    )


def placement_on(place: Placement, film_shape: tuple[int, int], shape: tuple[int, int]) -> Placement:
    """Where a copy of the film lies that was brought from ``film_shape`` to ``shape`` (rows, columns)."""
    scales = (place.scale_y * film_shape[0] / shape[0], place.scale_x * film_shape[1] / shape[1])
    return replace(place, scale_y=scales[0], scale_x=scales[1])


def to_film(values: Floats, place: Placement, film_shape: tuple[int, int]) -> Floats:
    """A heatmap (h, w) whose cells tile the model input, bilinear at every film pixel: float32 of ``film_shape``.

    Half-pixel centres; beyond the outermost cell centres the border repeats.
    """
    down = _interpolation(values.shape[0], film_shape[0], place.scale_y, place.offset_y, place.input_shape[0])
    across = _interpolation(values.shape[1], film_shape[1], place.scale_x, place.offset_x, place.input_shape[1])
    # Two small products are exact; cv2.warpAffine rounds source positions to 1/32 cell, several film pixels. They are
    # OpenCV's, since NumPy's threads wait for each other at work, ten times as long where the engine is busy.
    nothing = np.zeros((0, 0), np.float32)
    rows = cv2.gemm(values.astype(np.float32, copy=False), across, 1.0, nothing, 0.0, flags=cv2.GEMM_2_T)
    return np.asarray(cv2.gemm(down, rows, 1.0, nothing, 0.0), dtype=np.float32)


def cells_on_film(values: Floats, place: Placement, film_shape: tuple[int, int]) -> Floats:
    """A heatmap (h, w) whose cells tile the model input, at every film pixel that of its cell: of ``film_shape``."""
    rows = _cell_of_each(values.shape[0], film_shape[0], place.scale_y, place.offset_y, place.input_shape[0])
    columns = _cell_of_each(values.shape[1], film_shape[1], place.scale_x, place.offset_x, place.input_shape[1])
    return np.asarray(values[rows[:, None], columns[None]], dtype=np.float32)


def heat_at(values: Floats, place: Placement, row: float, column: float) -> float:
    """A heatmap (h, w) at one film point in continuous coordinates, as :func:`to_film` has it at pixel centres."""
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


def _whole(size: float, limit: int) -> int:
    return min(max(round(size), 1), limit)


def _content_shape(place: Placement, film_shape: tuple[int, int]) -> tuple[int, int]:
    return round(film_shape[0] * place.scale_y), round(film_shape[1] * place.scale_x)


def _resampled(values: Floats, shape: tuple[int, int], spec: InputSpec) -> Floats:
    """Resampled to ``shape`` by the pack's rule."""
    if spec.resize is Resize.GAUSSIAN:
        return _softened(values, shape, spec.softness)
    return _resized(values, shape, spec.resize)


def _softened(values: Floats, shape: tuple[int, int], softness: float) -> Floats:
    """Resampled to ``shape`` at one softness, however many pixels the film came with.

    On a grid of twice the shape the variance that the film's pixels and the resampling left is made up to that of
    ``softness`` by a Gaussian; only a film of fewer pixels than about half the shape stays softer.
    """
    grid = (2 * shape[0], 2 * shape[1])
    down, across = (
        math.sqrt(max((2 * softness) ** 2 - _variance(many / own), MILDEST**2))
        for many, own in zip(grid, values.shape, strict=True)
    )
    fine = cv2.GaussianBlur(_resized(values, grid, Resize.AREA), (0, 0), sigmaX=across, sigmaY=down)
    return _resized(np.asarray(fine, np.float32).reshape(grid), shape, Resize.AREA)


def _variance(pitch: float) -> float:
    """What a film's own pixel, ``pitch`` wide, and its resampling to pixels of 1 blur: variance along one axis.

    A box of width w has w^2 / 12, and linear interpolation between pixels of width w about w^2 / 6.
    """
    return pitch**2 / 12 + (1 / 12 if pitch <= 1 else pitch**2 / 6)


def _resized(values: Floats, shape: tuple[int, int], rule: Resize) -> Floats:
    """Resampled to ``shape``: each axis by area when it shrinks and linearly when it grows, or linearly throughout."""
    shrunk = (min(values.shape[0], shape[0]), min(values.shape[1], shape[1])) if rule is Resize.AREA else values.shape
    return _scaled(_scaled(values, (shrunk[0], shrunk[1]), cv2.INTER_AREA), shape, cv2.INTER_LINEAR)


def _scaled(values: Floats, shape: tuple[int, int], how: int) -> Floats:
    if values.shape == shape:
        return values
    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=how), dtype=np.float32).reshape(shape)


def _normalised(content: Floats, spec: InputSpec, extremes: tuple[float, float]) -> Floats:
    """The content mapped so that low..high becomes the pack's range, clipped."""
    low, high = _limits(content, spec, extremes)
    if high <= low:  # nearly all pixels are equal: the extremes are what there is
        low, high = extremes
    start, end = spec.range
    unit = np.clip((content - np.float32(low)) * np.float32(1.0 / (high - low)), 0.0, 1.0)
    return np.asarray(unit * np.float32(end - start) + np.float32(start), dtype=np.float32)


def _limits(content: Floats, spec: InputSpec, extremes: tuple[float, float]) -> tuple[float, float]:
    if spec.normalise is Normalise.MINMAX:
        return extremes
    if spec.normalise is Normalise.FIXED:
        return spec.low, spec.high
    low, high = np.percentile(content, (spec.low, spec.high))
    return float(low), float(high)


def _framed(content: Floats, place: Placement, spec: InputSpec) -> Floats:
    """The content at its place in the input, the rest filled with the range's low end, in every channel."""
    frame = np.full((spec.rows, spec.columns, spec.channels), spec.range[0], dtype=np.float32)
    top, left = int(place.offset_y), int(place.offset_x)
    frame[top : top + content.shape[0], left : left + content.shape[1]] = content[:, :, None]
    return frame


def _position(at: float, cells: int, extent: int) -> float:
    """A place in the input as a place between cell centres, 0 to ``cells`` - 1."""
    return min(max(at * cells / extent - 0.5, 0.0), cells - 1.0)


def _cell_of_each(cells: int, size: int, scale: float, offset: float, extent: int) -> NDArray[np.int64]:
    """The cell in which the centre of each of ``size`` film pixels lies."""
    return np.clip(((np.arange(size) + 0.5) * scale + offset) * cells / extent, 0, cells - 1).astype(np.int64)


def _interpolation(cells: int, size: int, scale: float, offset: float, extent: int) -> Floats:
    """Weights (size, cells) that read a row of ``cells`` linearly at the centres of ``size`` film pixels."""
    centres = ((np.arange(size) + 0.5) * scale + offset) * (cells / extent) - 0.5
    centres = np.clip(centres, 0.0, cells - 1.0)
    first = np.minimum(centres.astype(np.int64), max(cells - 2, 0))
    share = centres - first
    weights = np.zeros((size, cells), dtype=np.float32)
    weights[np.arange(size), np.minimum(first + 1, cells - 1)] = share
    weights[np.arange(size), first] = 1.0 - share
    return weights
