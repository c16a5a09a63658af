"""Display shutters: which part of a film is meant to be seen, DICOM PS3.3 C.7.6.11 and C.7.6.15 (bitmap)."""

from __future__ import annotations

import math

import cv2
import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.reading.dicom.elements import codes, numbers

_EDGES = (
    "ShutterUpperHorizontalEdge",
    "ShutterLowerHorizontalEdge",
    "ShutterLeftVerticalEdge",
    "ShutterRightVerticalEdge",
)
_MOST_VERTICES = 10_000
_FAR = 1 << 20  # pixels: no legal shutter reaches further


def read_shutter(
    data: Dataset, shape: tuple[int, int], bitmap: NDArray[np.bool_] | None = None
) -> NDArray[np.bool_] | None:
    """Where a film of ``shape`` (rows, columns) is shown, read-only; None for all of it.

    ``bitmap``: the overlay that serves as a shutter, of the film's shape, true where it hides the film. Several
    shutters leave what all of them leave. A malformed one, or one that leaves nothing, is not applied.
    """
    kinds = codes(data, "ShutterShape")
    if not kinds:
        return None
    opening = np.ones(shape, dtype=np.uint8)
    for kind in kinds:
        part = _drawn(bitmap) if kind == "BITMAP" else _opening(data, kind, shape)
        if part is not None:
            opening &= part
    if opening.all() or not opening.any():
        return None
    shown = opening.astype(np.bool_)
    shown.flags.writeable = False
    return shown


def _drawn(bitmap: NDArray[np.bool_] | None) -> NDArray[np.uint8] | None:
    return None if bitmap is None else (~bitmap).astype(np.uint8)


def _opening(data: Dataset, kind: str, shape: tuple[int, int]) -> NDArray[np.uint8] | None:
    if kind == "RECTANGULAR":
        return _rectangle(data, shape)
    if kind == "CIRCULAR":
        return _circle(data, shape)
    return _polygon(data, shape) if kind == "POLYGONAL" else None


def _rectangle(data: Dataset, shape: tuple[int, int]) -> NDArray[np.uint8] | None:
    edges = [edge for keyword in _EDGES for edge in _whole(data, keyword)[:1]]
    if len(edges) < len(_EDGES):
        return None
    top, bottom, left, right = edges
    opening = np.zeros(shape, dtype=np.uint8)
    opening[max(top - 1, 0) : max(bottom, 0), max(left - 1, 0) : max(right, 0)] = 1
    return opening


def _circle(data: Dataset, shape: tuple[int, int]) -> NDArray[np.uint8] | None:
    center, radius = _whole(data, "CenterOfCircularShutter"), _whole(data, "RadiusOfCircularShutter")
    if len(center) < 2 or not radius or radius[0] <= 0:
        return None
    y, x = np.ogrid[1 : shape[0] + 1, 1 : shape[1] + 1]
    inside: NDArray[np.uint8] = ((y - center[0]) ** 2 + (x - center[1]) ** 2 <= radius[0] ** 2).astype(np.uint8)
    return inside


def _polygon(data: Dataset, shape: tuple[int, int]) -> NDArray[np.uint8] | None:
    points = _whole(data, "VerticesOfThePolygonalShutter")[: 2 * _MOST_VERTICES]
    if len(points) < 6 or len(points) % 2:
        return None
    vertices = np.array(points, dtype=np.int32).reshape(-1, 2)[:, ::-1] - 1  # column and row, counted from 0
    opening = np.zeros(shape, dtype=np.uint8)
    cv2.fillPoly(opening, [np.ascontiguousarray(vertices)], (1,))
    return opening


def _whole(data: Dataset, keyword: str) -> list[int]:
    """The values of an element as whole numbers; none where one of them is not finite or absurd."""
    values = numbers(data, keyword)
    return [int(value) for value in values] if all(math.isfinite(v) and abs(v) < _FAR for v in values) else []
