"""Taking vessels out of a lung while its ribs and its grain stay."""

from __future__ import annotations

import cv2
import numpy as np

from inference.engine.anatomy.shapes import Plane, places


def without_vessels(film: Plane, pitch: float, reach_mm: float) -> Plane:
    """The film smoothed along its ribs over ``reach_mm`` each way: what runs across them, and specks, goes.

    The finest grain is left as it is, so that the place does not look simulated.
    """
    base = np.asarray(cv2.GaussianBlur(film, (0, 0), 0.7), np.float32)
    across, down = _directions(base, 5.0 / pitch)
    y, x = places(film.shape)
    count = max(3, round(reach_mm / 1.4))
    total, weights = np.zeros(film.shape, np.float32), 0.0
    for number in range(-count, count + 1):
        reach = np.float32(number * reach_mm / count / pitch)
        weight = float(np.exp(-2 * (number / count) ** 2))
        at = (x + reach * across, y + reach * down)
        seen = cv2.remap(base, *at, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        total += np.asarray(weight * seen, np.float32)
        weights += weight
    return np.asarray(total / weights + (film - base), np.float32)


def _directions(film: Plane, sigma: float) -> tuple[Plane, Plane]:
    """The direction of ribs at each pixel: that of least change, weighed over ``sigma`` and never too steep."""
    dx, dy = (cv2.Scharr(film, cv2.CV_32F, *order) for order in ((1, 0), (0, 1)))
    xx, yy, xy = (cv2.GaussianBlur(plane, (0, 0), sigma) for plane in (dx * dx, dy * dy, dx * dy))
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    angle = (angle + np.pi / 2) % np.pi - np.pi / 2
    angle = np.clip(angle, -1.1, 1.1)
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)
