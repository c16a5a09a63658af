"""Putting the lower end of a lung's outline on the diaphragm: the contour sometimes stops at a rib above it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy.shapes import Plane, Points, filled

_REACH = 0.34  # of the lung's height: how far below the outline the dome may lie
_BETTER = 1.0


def lowered(film: Plane, points: Points) -> Points:
    """The outline with its lower part moved down to the clearest horizontal edge; ``film`` is not evened."""
    height = float(np.ptp(points[:, 1]))
    moves = np.arange(0.0, _REACH * height, 1.0)
    steps = _steps(film, points, moves, max(2, round(0.05 * height)))
    best = int(np.argmax(steps * np.exp(-moves / (1.5 * height))))
    stay = float(steps[: max(1, round(0.03 * height))].max())
    if steps[best] < _BETTER * max(stay, 0.004):
        return points
    depth = (points[:, 1] - points[:, 1].min()) / height
    t = np.clip((depth - 0.45) / 0.3, 0, 1)
    return np.stack([points[:, 0], points[:, 1] + moves[best] * t * t * (3 - 2 * t)], axis=1)


def _steps(film: Plane, points: Points, moves: NDArray[np.float64], window: int) -> NDArray[np.float64]:
    """How much brighter it is below than above the dome moved down by each of ``moves``."""
    columns, rows = _dome(film.shape, points)
    soft = cv2.blur(film, (2 * window + 1, window))
    at = np.clip(rows + moves[:, None], 0, film.shape[0] - 1)
    below, above = (np.clip(at + s * (0.6 * window + 1), 0, film.shape[0] - 1).astype(int) for s in (1, -1))
    return np.asarray(np.mean(soft[below, columns] - soft[above, columns], axis=1), np.float64)


def _dome(shape: tuple[int, ...], points: Points) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Columns of the inner part of a lung, and its lowest row at each."""
    mask = filled((int(shape[0]), int(shape[1])), points)
    low, high = points[:, 0].min(), points[:, 0].max()
    wanted = np.arange(int(low + 0.25 * (high - low)), int(high - 0.25 * (high - low)))
    columns = wanted[(wanted >= 0) & (wanted < shape[1])]
    columns = columns[mask[:, columns].any(axis=0)]
    return columns, np.asarray(shape[0] - 1 - mask[::-1, columns].argmax(axis=0))
