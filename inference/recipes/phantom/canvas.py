"""A film plane in millimetres, and the curves and ramps that everything on it is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy.shapes import spline

Plane = NDArray[np.float32]
Values = NDArray[np.floating[Any]]
Mask = NDArray[np.bool_]
Points = NDArray[np.float64]

FILM_WIDTH_MM = 358.0
FILM_HEIGHT_MM = 430.0


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Grid:
    """Pixel centres in mm from the film's middle: ``x`` (1, columns) to the patient's left, ``y`` (rows, 1) down.

    A part of a film is a grid too, so that small things are drawn on small planes.
    """

    x: Plane
    y: Plane
    pitch: float

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return int(self.y.shape[0]), int(self.x.shape[1])

    def zeros(self) -> Plane:
        """An empty plane."""
        return np.zeros(self.shape, np.float32)

    def pixels(self, points: Points) -> Points:
        """Points in mm, shape (n, 2) as x, y, in pixel coordinates (centre of the first pixel at 0)."""
        return np.asarray((points - np.array([self.x[0, 0], self.y[0, 0]])) / self.pitch, np.float64)

    def part(self, low: Points, high: Points, margin: float = 3.0) -> tuple[slice, slice]:
        """Rows and columns that hold the box from ``low`` to ``high`` (x, y in mm) and a margin; may be empty."""
        first = np.floor(self.pixels(low - margin)).astype(int)
        last = np.ceil(self.pixels(high + margin)).astype(int) + 1
        (x0, y0), (x1, y1) = (np.clip(corner, 0, self.shape[::-1]) for corner in (first, last))
        return slice(int(y0), int(y1)), slice(int(x0), int(x1))

    def crop(self, rows: slice, columns: slice) -> Grid:
        """The grid of a part."""
        return Grid(self.x[:, columns], self.y[rows], self.pitch)


def grid(rows: int, columns: int, off_centre: tuple[float, float] = (0.0, 0.0)) -> Grid:
    """The plane of a film that shows at least 358 x 430 mm; ``off_centre`` (x, y) in mm is where its origin lies."""
    pitch = max(FILM_WIDTH_MM / columns, FILM_HEIGHT_MM / rows)
    x = (np.arange(columns, dtype=np.float32) - (columns - 1) / 2) * pitch - off_centre[0]
    y = (np.arange(rows, dtype=np.float32) - (rows - 1) / 2) * pitch - off_centre[1]
    return Grid(x[None, :].astype(np.float32), y[:, None].astype(np.float32), pitch)


def profile(at: Values, knots: Sequence[tuple[float, float]]) -> Plane:
    """A smooth function given by (argument, value) knots, read at every element of ``at``; the ends are held."""
    curve = spline(knots)
    return np.interp(at, curve[:, 0], curve[:, 1]).astype(np.float32)


def step(value: Values, width: float) -> Plane:
    """0 below, 1 above, smooth (cubic) over ``width`` around zero."""
    t = np.clip(value / width + 0.5, 0, 1)
    return np.asarray(t * t * (3 - 2 * t), dtype=np.float32)


def half_chord(u: Values) -> Plane:
    """Half the chord of a unit circle at distance ``u`` from its centre, 0 outside."""
    return np.asarray(np.sqrt(np.clip(1 - u * u, 0, 1)), np.float32)
