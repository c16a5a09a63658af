"""Fitting the outline of one lung: rays from a point inside it, and the cheapest closed path over their edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from inference.engine.anatomy.shapes import HEARTS, Plane, Points, outline

Box = NDArray[np.float64]

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


def fit(film: Plane, wanted: Sequence[tuple[str, Box]], prior: float = _PRIOR) -> list[Contour]:
    """The outlines near the usual ones of (side, box) on a film of local contrast; a box is x, y, width, height."""
    rays = [_rays(film, side, box) for side, box in wanted]
    cost = -_edges(np.stack([ray.seen for ray in rays])) + prior * np.log(_RATIOS[_LOW:_HIGH]) ** 2
    paths = _cheapest(cost)
    return [_contour(*found) for found in zip(rays, cost, paths, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Rays:
    """Rays from ``centre``: their ``direction`` (rays, 2), the ``usual`` radii, and the film as ``seen`` along them."""

    centre: NDArray[np.float64]
    direction: NDArray[np.float64]
    usual: NDArray[np.float64]
    seen: NDArray[np.float64]


def _rays(film: Plane, side: str, box: Box) -> _Rays:
    centre = np.array(HEARTS[side]) * box[2:] + box[:2]
    angles = np.linspace(-np.pi, np.pi, RAYS, endpoint=False)
    usual = _radii(outline(side, box) - centre, angles)
    direction = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    at = (centre + direction[:, None] * (usual[:, None] * _RATIOS)[..., None]).astype(np.float32)
    seen = cv2.remap(film, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return _Rays(centre, direction, usual, np.asarray(seen, np.float64))


def _contour(rays: _Rays, cost: NDArray[np.float64], path: NDArray[np.intp]) -> Contour:
    radii = rays.usual * _smooth(_RATIOS[_LOW:_HIGH][path])
    points = rays.centre + rays.direction * radii[:, None]
    return Contour(points, float(-cost[np.arange(RAYS), path].mean()))


def _radii(points: Points, angles: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the outline lies in each direction."""
    turn = np.arctan2(points[:, 1], points[:, 0])
    order = np.argsort(turn)
    return np.asarray(np.interp(angles, turn[order], np.hypot(*points[order].T), period=2 * np.pi), np.float64)


def _edges(seen: NDArray[np.float64]) -> NDArray[np.float64]:
    """Brighter outside than inside, around each place of each ray of each outline (outlines, rays, places)."""
    total = np.cumsum(np.pad(seen, ((0, 0), (0, 0), (1, 0))), axis=2)
    at = np.arange(_LOW, _HIGH)
    outside = (total[..., at + _OUTSIDE] - total[..., at]) / _OUTSIDE
    inside = (total[..., at] - total[..., at - _INSIDE]) / _INSIDE
    return np.asarray(outside - inside, np.float64)


def _cheapest(cost: NDArray[np.float64]) -> NDArray[np.intp]:
    """For each cost (paths, rays, places) the closed path with at most two steps between neighbours.

    Dynamic programming, once and a half around, so that the ends meet.
    """
    twice = np.concatenate([cost, cost], axis=1)
    steps = np.arange(-2, 3)
    bend = (_BEND * steps**2)[:, None, None]
    padded = np.full((len(cost), twice.shape[2] + 4), 1e9)  # the best so far between two walls
    best = padded[:, 2:-2]
    near = sliding_window_view(padded, twice.shape[2], axis=1).transpose(1, 0, 2)
    best[:] = twice[:, 0]
    chosen = np.zeros((twice.shape[1], *best.shape), np.intp)
    for ray in range(1, twice.shape[1]):
        options = near + bend
        chosen[ray] = options.argmin(axis=0)
        best[:] = options.min(axis=0) + twice[:, ray]
    came = np.clip(np.arange(twice.shape[2]) + steps[chosen], 0, twice.shape[2] - 1).transpose(1, 0, 2)
    return _traced(came, best.argmin(axis=1))


def _traced(came: NDArray[np.intp], last: NDArray[np.intp]) -> NDArray[np.intp]:
    """The paths back from their last places; of the two times around, the middle one."""
    path = np.zeros(came.shape[:2], np.intp)
    path[:, -1] = last
    every = np.arange(len(came))
    for ray in range(came.shape[1] - 1, 0, -1):
        path[:, ray - 1] = came[every, ray, path[:, ray]]
    rays = came.shape[1] // 2
    half = rays // 2
    return np.concatenate([path[:, rays : rays + half], path[:, half:rays]], axis=1)


def _smooth(ratios: NDArray[np.float64]) -> NDArray[np.float64]:
    kernel = np.array([1, 2, 3, 2, 1]) / 9
    return np.asarray(np.convolve(np.pad(ratios, 2, mode="wrap"), kernel, mode="valid"), np.float64)
