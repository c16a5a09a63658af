"""What bedsides, other machines and other hospitals do to a film that stays a right one: tone, veils, devices, frames.

Every function takes a film (float32, 0..1, bones bright, any size) and gives a copy of the same shape. Nothing is
moved, so masks of the film stay true.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from inference.engine.anatomy.shapes import Plane, places, spline
from inference.recipes.simulate.distract import borders, clothing, drain, electrodes, fold, letters, line, stroke

Rng = np.random.Generator
Change = Callable[[Plane, Rng], Plane]


def changed(film: Plane, random: Rng, strength: float = 1.0) -> Plane:
    """A film as a hospital might send it: processed, veiled, with devices, framed, each by chance.

    ``strength`` 1 is what intensive care does, 0 nothing.
    """
    result = np.asarray(film, np.float32)
    for stage, odds in ((OPAQUE, 0.35), (TONES, 0.7), (DEVICES, 0.65), (FRAMES, 0.5)):
        while random.random() < odds * strength:
            result = np.clip(stage[random.integers(len(stage))](result, random), 0, 1).astype(np.float32)
            odds *= 0.6
    return result


def faded(film: Plane, random: Rng) -> Plane:
    """Low contrast, around any grey."""
    span = random.uniform(0.15, 0.6)
    return np.asarray(random.uniform(0, 1 - span) + span * film, np.float32)


def sharpened(film: Plane, random: Rng) -> Plane:
    """Edges enhanced at any scale, from fine lines to halos around the mediastinum."""
    sigma = max(film.shape) * float(np.exp(random.uniform(np.log(0.004), np.log(0.08))))
    return np.asarray(film + random.uniform(0.5, 2.5) * (film - cv2.GaussianBlur(film, (0, 0), sigma)), np.float32)


def equalised(film: Plane, random: Rng) -> Plane:
    """Local contrast, as machines that show lung and mediastinum at once make it."""
    tiles = int(random.integers(2, 9))
    method = cv2.createCLAHE(float(random.uniform(1.5, 6)), (tiles, tiles))
    return np.asarray(method.apply(np.rint(film * 255).astype(np.uint8)), np.float32) / np.float32(255)


def windowed(film: Plane, random: Rng) -> Plane:
    """A narrow window: black lungs, or a white mediastinum, or both; or a curve of another machine."""
    low, high = np.percentile(film, (random.uniform(0, 20), random.uniform(75, 100)))
    spread = np.clip((film - low) / max(float(high - low), 0.05), 0, 1)
    return np.asarray(spread ** np.exp(random.uniform(-0.7, 0.7)), np.float32)


def grainy(film: Plane, random: Rng) -> Plane:
    """Too few rays, or a soft copy of a film."""
    noise = random.uniform(0.01, 0.08) * random.standard_normal(film.shape)
    softened = cv2.GaussianBlur(film, (0, 0), max(film.shape) * random.uniform(0.001, 0.008))
    return np.asarray((film if random.random() < 0.5 else softened) + noise, np.float32)


def shaded(film: Plane, random: Rng) -> Plane:
    """Uneven rays: one edge brighter than the other, as by a tilted grid or a mattress."""
    y, x = _unit(film)
    angle = random.uniform(0, 2 * np.pi)
    ramp = np.cos(angle) * x + np.sin(angle) * y
    return np.asarray(film + random.uniform(0.05, 0.35) * ramp, np.float32)


def opaque_side(film: Plane, random: Rng) -> Plane:
    """One side white, wholly or from below: fluid, collapse, a lung that was taken out."""
    y, x = _unit(film)
    side, edge, level = random.choice((-1.0, 1.0)), random.uniform(-0.1, 0.3), random.choice((-1.5, -0.5, 0.0, 0.3))
    cover = _step(side * x - edge, random.uniform(0.03, 0.2)) * _step(y - level - 0.3 * side * x, 0.15)
    return _whiter(film, cover, random)


def opaque_both(film: Plane, random: Rng) -> Plane:
    """Both lungs white, evenly or in clouds: oedema, lungs of shock, pneumonia."""
    clouds = cv2.resize(
        random.uniform(0, 1, (5, 5)).astype(np.float32), film.shape[::-1], interpolation=cv2.INTER_CUBIC
    )
    low = _step(_unit(film)[0] - random.uniform(-1.0, 0.3), 0.5)
    cover = np.clip(random.uniform(0.4, 1.0) * (1 - random.uniform(0, 0.8) * clouds), 0, 1) * low
    return _whiter(film, np.asarray(cover, np.float32), random)


def pacemaker(film: Plane, random: Rng) -> Plane:
    """A box below a clavicle, and one to three leads to the heart, some with the thick coil of a defibrillator."""
    side, unit = random.choice((-1.0, 1.0)), max(film.shape)
    place = np.array([0.5 + side * random.uniform(0.18, 0.36), random.uniform(0.12, 0.32)])
    stencil = np.zeros(film.shape, np.uint8)
    axes = tuple(int(unit * size) for size in random.uniform(0.03, 0.08, 2))
    cv2.ellipse(stencil, _pixel(film, place), axes, random.uniform(0, 180), 0, 360, 255, -1)
    result = film + (random.uniform(0.8, 1.0) - film) * (stencil > 0) * random.uniform(0.6, 1.0)
    for _ in range(int(random.integers(1, 4))):
        tip = (random.uniform(0.45, 0.65), random.uniform(0.5, 0.75))
        path = [tuple(place), (0.5 + 0.06 * side, random.uniform(0.2, 0.35)), (0.46, 0.45), tip]
        result = result + _lead(film, path, random.uniform(0.004, 0.012)) * random.uniform(0.3, 0.8)
    return np.asarray(result, np.float32)


def cables(film: Plane, random: Rng) -> Plane:
    """Wires and tubes that cross the film on their way elsewhere, one to eight, the thick ones faint."""
    result = film
    for _ in range(int(random.integers(1, 9))):
        path, width = random.uniform(-0.1, 1.1, (3, 2)), float(np.exp(random.uniform(np.log(0.002), np.log(0.015))))
        result = result + _lead(film, path, width) * random.uniform(0.1, 0.4 + 0.002 / width)
    return np.asarray(result, np.float32)


def plates(film: Plane, random: Rng) -> Plane:
    """One to three pads, buckles, boxes or prostheses of any size up to a hand's, that let few rays through."""
    result = film
    for _ in range(int(random.integers(1, 4))):
        size = random.uniform(0.03, 0.25, 2) * film.shape
        box = cv2.boxPoints((_pixel(film, random.uniform(0.05, 0.95, 2)), tuple(size), random.uniform(0, 90)))
        stencil = np.zeros(film.shape, np.uint8)
        cv2.fillPoly(stencil, [np.round(box).astype(np.int32)], 255, cv2.LINE_AA)
        cover = np.asarray(stencil, np.float32) / 255 * random.uniform(0.1, 0.9)
        result = np.asarray(result + (random.uniform(0.6, 1.0) - result) * cover, np.float32)
    return np.asarray(result, np.float32)


def collimated(film: Plane, random: Rng) -> Plane:
    """Wide blank borders, straight or askew, up to a fifth of the film each: no ray came there."""
    rows, columns = film.shape
    cut = random.uniform(0, 0.2, 4) * (random.random(4) < 0.6)
    left, right, top, bottom = cut[0] * columns, (1 - cut[1]) * columns, cut[2] * rows, (1 - cut[3]) * rows
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)])
    corners += random.normal(0, 0.02, (4, 2)) * max(film.shape) * (random.random() < 0.5)
    stencil = np.zeros(film.shape, np.uint8)
    cv2.fillPoly(stencil, [np.round(corners).astype(np.int32)], 1)
    return np.where(stencil > 0, film, np.float32(random.choice((0.0, 0.0, 0.1, 1.0)))).astype(np.float32)


def written(film: Plane, random: Rng) -> Plane:
    """Words and a bar of burnt-in text, black or white, some large."""
    result = np.asarray(film, np.float32).copy()
    for _ in range(int(random.integers(1, 6))):
        stencil = np.zeros(film.shape, np.uint8)
        size = random.uniform(0.5, 2.2) * max(film.shape) / 512
        word = ("PORTABLE", "R", "L", "AP SUPINE", "07:45", "ICU BED 4", "110 kV 2 mAs")[random.integers(7)]
        place = _pixel(film, random.uniform((0.0, 0.05), (0.8, 1.0)))
        cv2.putText(stencil, word, place, cv2.FONT_HERSHEY_SIMPLEX, size, 255, max(1, round(2 * size)), cv2.LINE_AA)
        result += (float(random.choice((1.0, 0.95, 0.0))) - result) * (stencil / np.float32(255))
    return result


TONES: tuple[Change, ...] = (faded, sharpened, sharpened, equalised, windowed, grainy, shaded)
OPAQUE: tuple[Change, ...] = (opaque_side, opaque_side, opaque_both)
DEVICES: tuple[Change, ...] = (drain, line, electrodes, fold, clothing,
                               pacemaker, cables, plates)  # fmt: skip
FRAMES: tuple[Change, ...] = (letters, borders, collimated, written)


def _unit(film: Plane) -> tuple[Plane, Plane]:
    """Rows and columns from -1 to 1."""
    y, x = places(film.shape)
    return 2 * y / max(film.shape[0] - 1, 1) - 1, 2 * x / max(film.shape[1] - 1, 1) - 1


def _step(values: Plane, wide: float) -> Plane:
    return np.asarray(1 / (1 + np.exp(-np.clip(values / wide * 4, -30, 30))), np.float32)


def _whiter(film: Plane, cover: Plane, random: Rng) -> Plane:
    """The film hidden under a bright veil where ``cover`` says, its grain and ribs hardly seen."""
    shade = float(np.percentile(film[::4, ::4], random.uniform(60, 97)))
    hidden = cover * random.uniform(0.6, 0.98)
    return np.asarray(film * (1 - hidden) + hidden * np.maximum(film, shade), np.float32)


def _pixel(film: Plane, place: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> tuple[int, int]:
    """A place of shares of width and height as a pixel."""
    return int(place[0] * film.shape[1]), int(place[1] * film.shape[0])


def _lead(film: Plane, path: object, width: float) -> Plane:
    """A smooth line through places, ``width`` of the film's longer side, 0..1, drawn with subpixels."""
    points = spline(np.asarray(path, np.float64), 16) * np.array(film.shape[::-1])
    return stroke(film.shape, points, width * max(film.shape))
