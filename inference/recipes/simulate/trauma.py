"""What lies on films of the injured: a spine board with holes and rods, straps and clasps, leads with snaps, a collar.

No film with them teaches the bundled pack; they say whether it tells films unlike those it knows.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np

from inference.engine.anatomy.shapes import Plane
from inference.recipes.simulate.distract import stroke
from inference.recipes.simulate.hospital import Rng

_HOLE = (0.016, 0.05)  # half axes of a grip hole, shares of the film's width and height


def on_a_board(film: Plane, random: Rng) -> Plane:
    """A copy of a film (float32, 0..1) taken through a spine board, with straps and leads, paler and grainier."""
    result = np.asarray(film, np.float32) + _board(film, random)
    for _ in range(int(random.integers(1, 4))):
        result = _strap(result, random)
    for _ in range(int(random.integers(3, 6))):
        result = _lead(result, random)
    if random.random() < 0.6:
        result = result + _collar(film, random)
    pale = np.clip(result, 0, 1) * random.uniform(0.6, 0.9) + random.uniform(0, 0.15)
    grain = random.normal(0, random.uniform(0.005, 0.03), film.shape)
    return np.asarray(np.clip(pale + grain, 0, 1), np.float32)


def _board(film: Plane, random: Rng) -> Plane:
    """A slab from top to bottom: brighter within, brighter still at its edges, darker in its holes."""
    rows, columns = film.shape
    edges = columns * random.uniform((0.02, 0.85), (0.15, 0.98))
    slab = np.zeros(film.shape, np.float32)
    slab[:, int(edges[0]) : int(edges[1])] = random.uniform(0.03, 0.10)
    for x in edges:
        slab += _upright(film, x, random.uniform(2, 5), random.uniform(-8, 8)) * random.uniform(0.1, 0.3)
    for place in _holes(edges, rows, columns, random):
        slab += _hole(film, place, random)
    if random.random() < 0.5:
        for x in columns * random.uniform(0.3, 0.7, 2):
            slab += _upright(film, x, random.uniform(6, 14)) * random.uniform(0.04, 0.12)
    return slab


def _holes(
    edges: np.ndarray[tuple[int, ...], np.dtype[np.float64]], rows: int, columns: int, random: Rng
) -> Iterator[tuple[float, float]]:
    pitch = rows * random.uniform(0.16, 0.28)
    for y in np.arange(random.uniform(0, pitch), rows, pitch):
        yield float(edges[0] + 0.05 * columns), float(y)
        yield float(edges[1] - 0.05 * columns), float(y)


def _hole(film: Plane, place: tuple[float, float], random: Rng) -> Plane:
    axes = tuple(
        max(1, int(share * side * random.uniform(0.8, 1.2)))
        for share, side in zip(_HOLE, film.shape[::-1], strict=True)
    )
    inside, rim = np.zeros(film.shape, np.uint8), np.zeros(film.shape, np.uint8)
    centre = (int(place[0]), int(place[1]))
    cv2.ellipse(inside, centre, axes, 0, 0, 360, 255, -1, cv2.LINE_AA)
    cv2.ellipse(rim, centre, axes, 0, 0, 360, 255, 2, cv2.LINE_AA)
    soft = cv2.GaussianBlur(inside, (0, 0), 1.2)
    return np.asarray((rim * random.uniform(0.1, 0.25) - soft * random.uniform(0.06, 0.15)) / 255, np.float32)


def _strap(film: Plane, random: Rng) -> Plane:
    """A band across the film, and the frame of its clasp."""
    rows, columns = film.shape
    y, slope = rows * random.uniform(0.15, 0.95), rows * random.uniform(-0.1, 0.1)
    band = stroke(film.shape, np.array([(0.0, y), (columns, y + slope)]), rows * random.uniform(0.03, 0.06))
    result = np.asarray(film + band * random.uniform(0.03, 0.08), np.float32)
    x, size = columns * random.uniform(0.2, 0.8), rows * random.uniform(0.03, 0.06, 2)
    corners = (int(x), int(y - size[1] / 2)), (int(x + size[0]), int(y + size[1] / 2))
    cv2.rectangle(result, *corners, float(random.uniform(0.85, 1)), int(random.integers(2, 6)))
    return result


def _lead(film: Plane, random: Rng) -> Plane:
    """A wire from a snap on the chest to beyond the film's edge."""
    rows, columns = film.shape
    snap = np.array([columns * random.uniform(0.15, 0.85), rows * random.uniform(0.1, 0.8)])
    end = np.array([columns * random.choice((-0.05, 1.05)), rows * random.uniform(0, 1)])
    bend, t = (snap + end) / 2 + random.normal(0, 0.12, 2) * columns, np.linspace(0, 1, 40)[:, None]
    path = (1 - t) ** 2 * snap + 2 * t * (1 - t) * bend + t * t * end
    result = np.asarray(
        film + stroke(film.shape, path, random.uniform(1.2, 2.5)) * random.uniform(0.25, 0.5), np.float32
    )
    centre = (int(snap[0]), int(snap[1]))
    radius = max(1, int(columns * random.uniform(0.008, 0.014)))
    cv2.circle(result, centre, radius, float(random.uniform(0.85, 1)), -1, cv2.LINE_AA)
    cv2.circle(result, centre, max(2, int(columns * 0.022)), float(random.uniform(0.6, 0.8)), 1, cv2.LINE_AA)
    return result


def _collar(film: Plane, random: Rng) -> Plane:
    """The lower rim of a collar around the neck."""
    rows, columns = film.shape
    rim = np.zeros(film.shape, np.uint8)
    centre = (columns // 2, int(rows * random.uniform(0.0, 0.08)))
    axes = (int(0.2 * columns), int(0.07 * rows))
    cv2.ellipse(rim, centre, axes, 0, 0, 180, 255, int(random.integers(4, 10)), cv2.LINE_AA)
    return np.asarray(rim / 255 * random.uniform(0.1, 0.3), np.float32)


def _upright(film: Plane, x: float, width: float, lean: float = 0.0) -> Plane:
    """A straight line from the film's top to its bottom."""
    return stroke(film.shape, np.array([(x, 0.0), (x + lean, float(film.shape[0]))]), width)
