"""Fitting the outline of one lung: rays from a point inside it, and the cheapest closed path over their edges."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.training.simulate.shapes import HEARTS, Plane, Points, outline

RAYS = 96
_RATIOS = np.arange(0.3, 1.7, 0.02)
_LOW, _HIGH = 10, 58  # the path may lie between ratios 0.5 and 1.46
_INSIDE, _OUTSIDE = 7, 5
_PRIOR = 1.0
_BEND = 0.05


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Contour:
    """A lung's outline: ``points`` (n, 2) as x, y in pixels; ``edge`` its mean step of local contrast
    (outside more), less what it strays from the usual."""

    points: Points
    edge: float


def fit(film: Plane, side: str, box: NDArray[np.float64], prior: float = _PRIOR) -> Contour:
    """The outline near the usual one in ``box`` (x, y, width, height) on a film of local contrast."""
    centre = np.array(HEARTS[side]) * box[2:] + box[:2]
    angles = np.linspace(-np.pi, np.pi, RAYS, endpoint=False)
    usual = _radii(outline(side, box) - centre, angles)
    direction = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    at = centre + direction[:, None] * (usual[:, None] * _RATIOS)[..., None]
    seen = cv2.remap(film, at[..., 0].astype(np.float32), at[..., 1].astype(np.float32), cv2.INTER_LINEAR,
                     borderMode=cv2.BORDER_REPLICATE)  # fmt: skip
    edges = _edges(np.asarray(seen, np.float64))
    cost = -edges + prior * np.log(_RATIOS[_LOW:_HIGH]) ** 2
    path = _cheapest(cost)
    radii = usual * _smooth(_RATIOS[_LOW:_HIGH][path])
    return Contour(centre + direction * radii[:, None], float(-cost[np.arange(RAYS), path].mean()))


def _radii(points: Points, angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the outline lies in each direction."""
    turn = np.arctan2(points[:, 1], points[:, 0])
    order = np.argsort(turn)
    return np.asarray(np.interp(angles, turn[order], np.hypot(*points[order].T), period=2 * np.pi), np.float64)


def _edges(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Brighter outside than inside, around each place of each ray."""
    total = np.cumsum(np.pad(seen, ((0, 0), (1, 0))), axis=1)
    at = np.arange(_LOW, _HIGH)
    outside = (total[:, at + _OUTSIDE] - total[:, at]) / _OUTSIDE
    inside = (total[:, at] - total[:, at - _INSIDE]) / _INSIDE
    return np.asarray(outside - inside, np.float64)


def _cheapest(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """The closed path with one place per ray and at most two steps between neighbours (dynamic programming)."""
    twice = np.vstack([cost, cost])
    steps = np.arange(-2, 3)
    best = twice[0].copy()
    came = np.zeros(twice.shape, np.intp)
    index = np.arange(cost.shape[1])
    for ray in range(1, len(twice)):
        padded = np.pad(best, 2, constant_values=np.inf)
        options = np.stack([padded[2 + s : 2 + s + len(best)] + _BEND * s * s for s in steps])
        choice = options.argmin(axis=0)
        came[ray] = np.clip(index + steps[choice], 0, len(best) - 1)
        best = options[choice, index] + twice[ray]
    path = np.zeros(len(twice), np.intp)
    path[-1] = int(best.argmin())
    for ray in range(len(twice) - 1, 0, -1):
        path[ray - 1] = came[ray, path[ray]]
    half = len(cost) // 2
    return np.concatenate([path[len(cost) : len(cost) + half], path[half : len(cost)]])


def _smooth(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    kernel = np.array([1, 2, 3, 2, 1]) / 9
    return np.asarray(np.convolve(np.pad(ratios, 2, mode="wrap"), kernel, mode="valid"), np.float64)
