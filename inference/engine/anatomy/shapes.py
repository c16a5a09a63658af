"""The usual outline of two lungs in a box from wall to wall and from tip to angle: where a search starts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Plane = NDArray[np.float32]

RIGHT: Points = np.array([(0.30, 0.00), (0.375, 0.06), (0.405, 0.20), (0.40, 0.35), (0.40, 0.50), (0.385, 0.62),
                          (0.37, 0.72), (0.375, 0.80), (0.30, 0.775), (0.20, 0.775), (0.12, 0.82), (0.05, 0.90),
                          (0.015, 0.97), (0.0, 0.85), (0.015, 0.65), (0.04, 0.45), (0.08, 0.28), (0.14, 0.13),
                          (0.21, 0.04)])  # fmt: skip
LEFT: Points = np.array([(0.70, 0.00), (0.625, 0.06), (0.60, 0.18), (0.625, 0.26), (0.625, 0.36), (0.64, 0.47),
                         (0.68, 0.58), (0.735, 0.70), (0.765, 0.80), (0.83, 0.80), (0.90, 0.84), (0.95, 0.91),
                         (0.985, 0.98), (1.0, 0.87), (0.985, 0.65), (0.96, 0.45), (0.92, 0.28), (0.86, 0.13),
                         (0.79, 0.04)])  # fmt: skip
OUTLINES = {"right": RIGHT, "left": LEFT}  # of the patient: the right lung lies at the left of the film
HEARTS = {"right": (0.21, 0.53), "left": (0.80, 0.50)}  # a point well inside each lung that sees all of its outline
_RING = 0.09


def places(shape: tuple[int, ...]) -> tuple[Plane, Plane]:
    """Row and column of every pixel."""
    y, x = np.indices(shape)
    return y.astype(np.float32), x.astype(np.float32)


def spline(knots: Sequence[tuple[float, float]] | Points, samples: int = 24, *, closed: bool = False) -> Points:
    """A Catmull-Rom curve through the knots, shape (n, 2); ``samples`` points per span."""
    p = np.asarray(knots, dtype=np.float64)
    p = np.vstack([p[-1:], p, p[:2]]) if closed else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    t = np.linspace(0, 1, samples, endpoint=False)[None, :, None]
    a, b, c, d = (p[i : len(p) - 3 + i, None, :] for i in range(4))
    spans = 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
    curve = spans.reshape(-1, 2)
    return curve if closed else np.vstack([curve, p[-2]])


def outline(side: str, box: NDArray[np.float64]) -> Points:
    """The usual outline in pixels (n, 2) as x, y; ``box`` is x, y, width, height."""
    return np.asarray(_smooth(side) * box[2:] + box[:2], np.float64)


@cache
def _smooth(side: str) -> Points:
    return spline(OUTLINES[side], 6, closed=True)


def filled(shape: tuple[int, int], points: Points) -> NDArray[np.uint8]:
    """A closed outline as a mask of 0 and 1."""
    canvas = np.zeros(shape, np.uint8)
    fixed = np.round(points * 16).astype(np.int32)
    cv2.fillPoly(canvas, [fixed], 1, shift=4)
    return canvas


def template(width: int, height: int) -> Plane:
    """What two lungs look like: -1 inside, + around them, 0 elsewhere; zero in sum, of unit length."""
    pad = max(2, round(_RING * width))
    box = np.array([pad, pad, width, height], np.float64)
    shape = (height + 2 * pad, width + 2 * pad)
    lungs = filled(shape, outline("right", box)) | filled(shape, outline("left", box))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * pad + 1, 2 * pad + 1))
    around = cv2.dilate(lungs, disc) - cv2.dilate(lungs, np.ones((3, 3), np.uint8))
    plane = around / max(around.sum(), 1) - lungs / max(lungs.sum(), 1)
    return np.asarray(plane / np.linalg.norm(plane), np.float32)
