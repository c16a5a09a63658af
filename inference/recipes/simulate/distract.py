"""Things that lie on films of the well and the ill alike, so that none of them stands for a finding."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from inference.engine.anatomy.shapes import Plane, Points, spline
from inference.recipes.phantom.canvas import step
from inference.recipes.simulate.canvas import blurred, clipped

_FILM_MM = 360.0
_WORDS = ("L", "R", "PORTABLE", "AP", "ERECT", "SUPINE", "PA", "SEMI", "L AP", "UPRIGHT")


def distract(film: Plane, random: np.random.Generator) -> Plane:
    """A copy of a film (float32, 0..1) with one to four things on it that mean nothing."""
    result = np.asarray(film, np.float32).copy()
    names = list(_THINGS)
    odds = np.array([weight for _, weight in _THINGS.values()])
    for name in random.choice(names, size=int(random.integers(1, 5)), replace=False, p=odds / odds.sum()):
        result = _THINGS[str(name)][0](result, random)
    return clipped(result)


def drain(film: Plane, random: np.random.Generator) -> Plane:
    """A chest drain: two fine walls, a stripe that stops X-rays with a gap in it, from one side upwards or down."""
    side = random.choice((-1.0, 1.0))
    start = (0.5 + side * random.uniform(0.36, 0.5), random.uniform(0.5, 0.9))
    end = (0.5 + side * random.uniform(0.08, 0.3), random.uniform(0.12, 0.75))
    bend = (0.5 + side * random.uniform(0.22, 0.36), 0.5 * (start[1] + end[1]) + random.uniform(-0.12, 0.12))
    path = spline([start, bend, end], 40) * np.array(film.shape[::-1])
    width, gain = random.uniform(4, 9) / _FILM_MM * max(film.shape), _gain(film)
    tube = stroke(film.shape, path, width) - 0.75 * stroke(film.shape, path, max(width - 1.6, 0.6))
    stripe = stroke(film.shape, _beside(path, 0.25 * width), max(0.18 * width, 0.7))
    hole = int(random.uniform(0.7, 0.9) * len(path))
    stripe = stripe * (1 - stroke(film.shape, path[hole : hole + 5], width))
    return np.asarray(
        film + gain * (random.uniform(0.12, 0.25) * tube + random.uniform(0.4, 0.75) * stripe), np.float32
    )


def line(film: Plane, random: np.random.Generator) -> Plane:
    """A central line, a tube of the stomach or windpipe: fine and bright, from the neck or an arm towards the heart."""
    kind = random.integers(3)
    side = random.choice((-1.0, 1.0))
    starts = ((0.5 + 0.1 * side, -0.02), (0.5 + 0.5 * side, random.uniform(0.12, 0.3)), (0.5, -0.02))
    ends = ((0.46, random.uniform(0.35, 0.52)), (0.46, random.uniform(0.35, 0.5)), (0.53, random.uniform(0.3, 0.95)))
    start, end = starts[kind], ends[kind]
    middle = (0.48 + 0.08 * side * random.uniform(0, 1), 0.2 + random.uniform(-0.05, 0.03))
    path = spline([start, middle, end], 40) * np.array(film.shape[::-1])
    shown = stroke(film.shape, path, random.uniform(0.9, 2.0) / _FILM_MM * max(film.shape))
    return np.asarray(film + _gain(film) * random.uniform(0.15, 0.38) * shown, np.float32)


def electrodes(film: Plane, random: np.random.Generator) -> Plane:
    """ECG electrodes, two to five: a faint disc, a bright snap, and a wire that leaves the film."""
    unit, gain = max(film.shape) / _FILM_MM, _gain(film)
    result = film
    for _ in range(int(random.integers(2, 6))):
        place = random.uniform((0.12, 0.15), (0.88, 0.85)) * np.array(film.shape[::-1])
        spot = np.stack([place, place + 0.1])
        away = np.array([random.choice((-0.05, 1.05)), random.uniform(0, 1.0)]) * np.array(film.shape[::-1])
        bend = 0.5 * (place + away) + random.normal(0, 30 * unit, 2)
        wire = stroke(film.shape, spline(np.stack([place, bend, away]), 30), random.uniform(0.8, 1.5) * unit)
        disc = stroke(film.shape, spot, random.uniform(9, 18) * unit)
        snap = stroke(film.shape, spot, random.uniform(4, 7) * unit)
        result = result + gain * (0.2 * wire + 0.10 * disc + random.uniform(0.3, 0.8) * snap)
    return np.asarray(result, np.float32)


def letters(film: Plane, random: np.random.Generator) -> Plane:
    """Letters at an edge, of lead or burnt in, some turned."""
    stencil = np.zeros(film.shape, np.uint8)
    size = random.uniform(0.45, 1.3) * max(film.shape) / 512
    row = int(film.shape[0] * random.choice((random.uniform(0.04, 0.25), random.uniform(0.85, 0.97))))
    column = int(film.shape[1] * random.choice((random.uniform(0.01, 0.15), random.uniform(0.72, 0.92))))
    thick = max(1, round(2 * size))
    cv2.putText(
        stencil, str(random.choice(_WORDS)), (column, row), cv2.FONT_HERSHEY_SIMPLEX, size, 255, thick, cv2.LINE_AA
    )
    turn = cv2.getRotationMatrix2D((column, row), float(random.normal(0, 6)), 1.0)
    cover = np.asarray(cv2.warpAffine(stencil, turn, film.shape[::-1]), np.float32) / 255
    return np.asarray(film + cover * (random.uniform(0.8, 1.0) - film), np.float32)


def clothing(film: Plane, random: np.random.Generator) -> Plane:
    """Buttons in a row, or a chain around the neck."""
    unit, gain = max(film.shape) / _FILM_MM, _gain(film)
    if random.random() < 0.5:
        x, first = random.uniform(0.3, 0.7) * film.shape[1], random.uniform(0.2, 0.4) * film.shape[0]
        places = [np.array([x + random.normal(0, 2 * unit), first + n * 55 * unit]) for n in range(4)]
        rings = [stroke(film.shape, np.stack([p, p + 0.1]), 10 * unit) for p in places]
        holes = [stroke(film.shape, np.stack([p, p + 0.1]), 4 * unit) for p in places]
        return np.asarray(film + 0.22 * gain * (np.maximum.reduce(rings) - 0.6 * np.maximum.reduce(holes)), np.float32)
    low = random.uniform(0.16, 0.34)
    path = spline([(0.36, -0.02), (0.41, 0.5 * low), (0.5, low), (0.59, 0.5 * low), (0.64, -0.02)], 30)
    beads = path[:: int(random.integers(1, 4))] * np.array(film.shape[::-1])
    chain = np.zeros(film.shape, np.float32)
    for bead in beads:
        cv2.circle(chain, (round(bead[0]), round(bead[1])), max(1, round(1.1 * unit)), 1.0, -1, cv2.LINE_AA)
    return np.asarray(film + random.uniform(0.3, 0.7) * gain * chain, np.float32)


def fold(film: Plane, random: np.random.Generator) -> Plane:
    """A fold of skin or sheet: a long edge, brighter on one side and fading away from it; no line, unlike a pleura."""
    side = random.choice((-1.0, 1.0))
    top = (0.5 + side * random.uniform(0.1, 0.4), random.uniform(-0.1, 0.3))
    low = (0.5 + side * random.uniform(0.15, 0.45), random.uniform(0.5, 1.1))
    middle = (0.5 * (top[0] + low[0]) + random.uniform(-0.05, 0.05), 0.5 * (top[1] + low[1]))
    path = spline([top, middle, low], 40) * np.array(film.shape[::-1])
    rows = np.arange(film.shape[0], dtype=np.float32)
    across = np.interp(rows, path[:, 1], path[:, 0])[:, None] - np.arange(film.shape[1], dtype=np.float32)[None]
    across = across * random.choice((-1.0, 1.0))
    unit = max(film.shape) / _FILM_MM
    shade = step(across, 1.5 * unit) * np.exp(-np.clip(across, 0, None) / (random.uniform(8, 25) * unit))
    ends = step(rows - path[0, 1], 30 * unit) * step(path[-1, 1] - rows, 30 * unit)
    return np.asarray(film + _gain(film) * random.uniform(0.05, 0.14) * shade * ends[:, None], np.float32)


def borders(film: Plane, random: np.random.Generator) -> Plane:
    """Blank strips at the edges, black or white, where the beam was cut or the film was turned."""
    result = film.copy()
    rows, columns = film.shape
    shade = float(random.choice((0.0, 0.0, 0.0, 0.0, 0.0, 1.0)))
    wide = random.integers(0, max(2, max(film.shape) // 14), 4) * random.integers(0, 2, 4)
    result[: wide[0]] = shade
    result[rows - wide[1] :] = shade
    result[:, : wide[2]] = shade
    result[:, columns - wide[3] :] = shade
    return result


def _gain(film: Plane) -> float:
    low, high = np.percentile(film[:: max(1, film.shape[0] // 64)], (10, 90))
    return float(max(high - low, 0.1))


def stroke(shape: tuple[int, ...], path: Points, width: float) -> Plane:
    """A line of a width in pixels along a path, 0..1, drawn with subpixels."""
    canvas = np.zeros((int(shape[0]), int(shape[1])), np.uint8)
    points = np.round(path * 16).astype(np.int32)
    cv2.polylines(canvas, [points], False, 255, max(1, round(width)), cv2.LINE_AA, shift=4)
    return blurred(np.asarray(canvas * (min(1.0, width) / 255), np.float32), 0.5)


def _beside(path: Points, offset: float) -> Points:
    direction = np.gradient(path, axis=0)
    length = np.maximum(np.hypot(direction[:, 0], direction[:, 1]), 1e-6)[:, None]
    return np.asarray(path + offset * np.stack([-direction[:, 1], direction[:, 0]], axis=1) / length, np.float64)


_THINGS: dict[str, tuple[Callable[[Plane, np.random.Generator], Plane], float]] = {
    "drain": (drain, 1.0),
    "line": (line, 1.0),
    "electrodes": (electrodes, 1.0),
    "letters": (letters, 1.4),
    "clothing": (clothing, 0.6),
    "fold": (fold, 0.9),
    "borders": (borders, 1.0),
}
