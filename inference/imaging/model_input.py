"""From display values to the model's input exactly as the pack says; ``heat_on_film`` leads back.

Continuous coordinates put 0 at the outer edge of the first pixel, so pixel ``i`` has its centre at ``i + 0.5``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Placement
from inference.core.errors import EmptyFilm
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import film_display

Floats = NDArray[np.float32]
_EXTREMES: WeakKeyDictionary[Radiograph, tuple[float, float]] = WeakKeyDictionary()
MILDEST = 0.1  # pixels: a Gaussian below it changes nothing


class Fit(StrEnum):
    """How a film of any shape fills the input: whole with black bars, stretched, or its middle alone."""

    LETTERBOX = "letterbox"
    STRETCH = "stretch"
    CROP = "crop"


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
    values, extremes = film_display(film, check_film_content(film))
    return _prepared(values, _checked(*extremes, film.source), spec, film.pixel_aspect)


def prepare(
    values: Floats, spec: InputSpec, *, pixel_aspect: float = 1.0, source: Path | str = ""
) -> tuple[Floats, Placement]:
    """The network's input for display values (0..1, 2-D): float32 (rows, columns, channels), and where the film lies.

    ``pixel_aspect`` is the height of a film pixel over its width. Raises ``EmptyFilm`` with ``source``.
    """
    return _prepared(values, check_content(values, source), spec, pixel_aspect)


def _prepared(
    values: Floats, extremes: tuple[float, float], spec: InputSpec, pixel_aspect: float
) -> tuple[Floats, Placement]:
    rows, columns = int(values.shape[0]), int(values.shape[1])
    place = placement((rows, columns), spec, pixel_aspect)
    if spec.fit is Fit.CROP:
        values = _middle(values, place)
    content = _resampled(values, _content_shape(place, (int(values.shape[0]), int(values.shape[1]))), spec)
    return _framed(_normalised(content, spec, extremes), place, spec), place


def check_film_content(film: Radiograph) -> tuple[float, float]:
    """As :func:`check_content` of a film's pixels, which are looked through once."""
    found = _EXTREMES.get(film)
    if found is None:
        found = _EXTREMES[film] = check_content(film.pixels, film.source)
    return found


def check_content(values: Floats, source: Path | str = "") -> tuple[float, float]:
    """Least and greatest value; raises ``EmptyFilm`` when they are equal or any value is not a finite number."""
    if values.ndim != 2 or values.size == 0:
        raise EmptyFilm(source, "The film has no pixels.")
    return _checked(float(values.min()), float(values.max()), source)


def _checked(low: float, high: float, source: Path | str) -> tuple[float, float]:
    if not (math.isfinite(low) and math.isfinite(high)):
        raise EmptyFilm(source, "Some pixels are not numbers.")
    if low == high:
        raise EmptyFilm(source, "All pixels have the same value.")
    return low, high


def placement(film_shape: tuple[int, int], spec: InputSpec, pixel_aspect: float = 1.0) -> Placement:
    """Where a film of (rows, columns) lies in the input; scales are exact for the whole number of pixels it covers.

    Of a film that is cropped a whole number of pixels lies on the input, and the rest beyond its edges.
    """
    rows, columns = film_shape
    if spec.fit is Fit.CROP:
        return _cropped(film_shape, spec, pixel_aspect)
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


def _cropped(film_shape: tuple[int, int], spec: InputSpec, pixel_aspect: float) -> Placement:
    rows, columns = film_shape
    ratio = spec.rows / spec.columns / pixel_aspect  # rows of the film for each column
    wide = _whole(min(columns, rows / ratio), columns)
    high = _whole(min(rows, columns * ratio), rows)
    scale_x, scale_y = spec.columns / wide, spec.rows / high
    return Placement(
        scale_x=scale_x,
        scale_y=scale_y,
        offset_x=-(columns // 2 - wide // 2) * scale_x,
        offset_y=-(rows // 2 - high // 2) * scale_y,
        input_shape=(spec.rows, spec.columns),
    )


def _middle(values: Floats, place: Placement) -> Floats:
    """The part of a film that lies on the input."""
    top, left = round(-place.offset_y / place.scale_y), round(-place.offset_x / place.scale_x)
    high, wide = (round(place.input_shape[0] / place.scale_y), round(place.input_shape[1] / place.scale_x))
    return values[top : top + high, left : left + wide]


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
    top, left = (0, 0) if spec.fit is Fit.CROP else (int(place.offset_y), int(place.offset_x))
    frame[top : top + content.shape[0], left : left + content.shape[1]] = content[:, :, None]
    return frame
