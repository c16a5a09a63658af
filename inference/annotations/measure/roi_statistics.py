"""Which pixels lie in a region of interest, and what their modality values are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Radiograph

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Statistics:
    """Modality values of a region: ``deviation`` is that of the population; ``count`` pixels were looked at."""

    count: int
    mean: float
    deviation: float
    lowest: float
    highest: float


def region(annotation: Annotation, shape: tuple[int, int]) -> tuple[slice, slice, Mask]:
    """The pixels whose centres lie in a region: rows and columns of a box, and which of the box, bool (rows, columns).

    A region outside the film has an empty box.
    """
    across, down = zip(*annotation.points, strict=True)
    columns = _whole(min(across), max(across), shape[1])
    rows = _whole(min(down), max(down), shape[0])
    x = np.arange(columns.start, columns.stop) + 0.5
    y = np.arange(rows.start, rows.stop) + 0.5
    if annotation.kind is AnnotationKind.POLYGON:
        return rows, columns, _inside(annotation, x, y)
    if annotation.kind is AnnotationKind.ELLIPSE:
        half_x, half_y = (max(across) - min(across)) / 2, (max(down) - min(down)) / 2
        from_x = ((x - min(across)) / max(half_x, 1e-9) - 1) ** 2
        from_y = ((y - min(down)) / max(half_y, 1e-9) - 1) ** 2
        return rows, columns, np.asarray(from_y[:, None] + from_x[None, :] <= 1)
    return rows, columns, np.ones((y.size, x.size), np.bool_)


def statistics(annotation: Annotation, film: Radiograph) -> Statistics | None:
    """What the values of a region are; padding, not-a-numbers and what a shutter hides are left out; None for none."""
    rows, columns, mask = region(annotation, film.shape)
    part = film.pixels[rows, columns]
    mask = mask & np.isfinite(part)
    if film.padding is not None:
        mask &= (part < film.padding[0]) | (part > film.padding[1])
    if film.shutter is not None:
        mask &= film.shutter[rows, columns]
    chosen = mask.astype(np.uint8)
    count = cv2.countNonZero(chosen) if chosen.size else 0
    if count == 0:
        return None
    mean, deviation = (float(figure[0, 0]) for figure in cv2.meanStdDev(part, mask=chosen))
    lowest, highest, _, _ = cv2.minMaxLoc(part, mask=chosen)
    return Statistics(count, mean, deviation, lowest, highest)


def _whole(low: float, high: float, size: int) -> slice:
    """The pixels from 0 to ``size`` whose centres lie from ``low`` up to ``high``."""
    start = min(size, max(0, math.ceil(low - 0.5)))
    return slice(start, min(size, max(start, math.ceil(high - 0.5))))


def _inside(annotation: Annotation, x: NDArray[np.float64], y: NDArray[np.float64]) -> Mask:
    """Even-odd rule at the centres ``x`` across and ``y`` down: each edge turns over what lies right of it."""
    turns = np.zeros((y.size, x.size + 1), np.uint8)
    for (ax, ay), (bx, by) in zip(annotation.points, annotation.points[1:] + annotation.points[:1], strict=True):
        crossed = np.flatnonzero((ay <= y) != (by <= y))
        if crossed.size:
            meets = ax + (y[crossed] - ay) * (bx - ax) / (by - ay)
            turns[crossed, np.searchsorted(x, meets)] ^= 1
    return np.asarray(np.bitwise_xor.accumulate(turns[:, :-1], axis=1).astype(np.bool_))
