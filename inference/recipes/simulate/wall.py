"""The chest wall beside one lung: how far every pixel lies from it, and beside which part of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy import Thorax
from inference.engine.anatomy.shapes import Plane, Points

_MEDIAL_SHARE = 0.16


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Wall:
    """``distance`` in pixels from the wall; ``along`` 0 (medial, below the tip) .. 1 (costophrenic angle)."""

    distance: Plane
    along: Plane


def wall(thorax: Thorax, side: str, medial: float = _MEDIAL_SHARE) -> Wall:
    """The wall of one side: medial of the lung's tip (``medial`` of its height), over the tip, down to the angle."""
    path = wall_path(thorax, side, medial)
    paper = np.full(thorax.shape, 255, np.uint8)
    cv2.polylines(paper, [np.round(path).astype(np.int32)], isClosed=False, color=0)
    distance, labels = cv2.distanceTransformWithLabels(
        paper, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    places = np.zeros(int(labels.max()) + 1, np.float32)
    rows, columns = np.nonzero(paper == 0)
    places[labels[rows, columns]] = _along(path, np.stack([columns, rows], axis=1).astype(np.float64))
    along = cv2.GaussianBlur(places[labels], (0, 0), max(1.0, thorax.mm(6)))
    return Wall(np.asarray(distance, np.float32), np.asarray(along, np.float32))


def wall_path(thorax: Thorax, side: str, medial: float = _MEDIAL_SHARE) -> Points:
    """The outline from the medial side of the tip to the costophrenic angle, (n, 2) as x, y."""
    points, sign = thorax.outlines[side], thorax.sign(side)
    tip = int(points[:, 1].argmin())
    turned = np.roll(points, -tip, axis=0)
    if sign * (turned[len(turned) // 4, 0] - turned[-len(turned) // 4, 0]) < 0:
        turned = np.roll(turned[::-1], 1, axis=0)  # so that it starts towards the side of the chest
    height = np.ptp(points[:, 1])
    lateral = turned[: len(turned) * 2 // 3]
    end = int(np.argmax(lateral[:, 1] + 0.5 * sign * lateral[:, 0]))
    inner = turned[len(turned) // 2 :]
    inner = inner[inner[:, 1] < turned[0, 1] + medial * height]
    return np.vstack([inner, turned[: end + 1]])


def _along(path: Points, at: NDArray[np.float64]) -> NDArray[np.float32]:
    length = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    nearest = np.hypot(at[:, None, 0] - path[None, :, 0], at[:, None, 1] - path[None, :, 1]).argmin(axis=1)
    return np.asarray(length[nearest] / max(length[-1], 1e-6), np.float32)
