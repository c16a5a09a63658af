"""Brushes on the film plane: blur, filled outlines, rounded bodies, tubes, random fields."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from inference.recipes.phantom.canvas import (
    FILM_HEIGHT_MM,
    FILM_WIDTH_MM,
    Grid,
    Mask,
    Plane,
    Points,
    Values,
    half_chord,
    step,
)

_SUBPIXEL_BITS = 4
_RADIUS_STEP = 1.14


def on_part(on: Grid, points: Points, margin: float, draw: Callable[[Grid], Plane]) -> Plane:
    """What ``draw`` paints around ``points``, on a small plane for speed, put back where it belongs."""
    total = on.zeros()
    rows, columns = on.part(points.min(axis=0), points.max(axis=0), margin)
    if rows.stop > rows.start and columns.stop > columns.start:
        total[rows, columns] = draw(on.crop(rows, columns))
    return total


def blur(plane: Values, sigma_mm: float, pitch: float) -> Plane:
    """The plane under a Gaussian of ``sigma_mm``; wide ones are done on a smaller plane."""
    plane, sigma = np.asarray(plane, np.float32), sigma_mm / pitch
    if sigma < 0.2:
        return plane
    shrink = max(1, int(sigma / 4))
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma), np.float32)
    rows, columns = plane.shape
    small = cv2.resize(plane, (-(-columns // shrink), -(-rows // shrink)), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(soft, (columns, rows), interpolation=cv2.INTER_CUBIC), np.float32)


def fill(on: Grid, outline: Points) -> Plane:
    """How much of each pixel (0..1) the closed outline covers; ``outline`` in mm, shape (n, 2)."""
    canvas = np.zeros(on.shape, np.uint8)
    points = np.round(on.pixels(outline) * (1 << _SUBPIXEL_BITS)).astype(np.int32)
    cv2.fillPoly(canvas, [points], 255, lineType=cv2.LINE_AA, shift=_SUBPIXEL_BITS)
    return np.asarray(canvas, np.float32) / np.float32(255)


def inflate(on: Grid, cover: Plane, radius: float, softness: float = 4.0) -> Plane:
    """The rounded body (0..1 of its full depth) over a silhouette: steep at the border, flat ``radius`` mm inside."""
    inside = np.asarray(cover >= 0.5, np.uint8)
    distance = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE) * on.pitch
    depth = half_chord(1 - np.clip(np.asarray(distance, np.float32) / radius, 0, 1))
    interior = blur(depth, softness, on.pitch)
    deep = step(np.asarray(distance, np.float32) - 2 * softness, 2 * softness)
    return np.asarray((depth * (1 - deep) + interior * deep) * np.minimum(cover * 1.0, 1.0), np.float32)


def _disc(radius: float, pitch: float) -> Plane:
    """Coverage of a disc of ``radius`` mm on a pixel grid, antialiased."""
    half = int(np.ceil(radius / pitch)) + 1
    fine = (np.arange((2 * half + 1) * 8) + 0.5) / 8 - half - 0.5
    inside = (fine[:, None] ** 2 + fine[None, :] ** 2) * pitch**2 < radius**2
    return np.asarray(inside.reshape(2 * half + 1, 8, 2 * half + 1, 8).mean((1, 3)), np.float32)


def _deposit(on: Grid, points: Points, mass: Points) -> Plane:
    """Mass of each point shared bilinearly between its four pixels; what falls off the film is lost."""
    rows, columns = on.shape
    at = on.pixels(points)
    corner = np.floor(at).astype(np.int64)
    part = at - corner
    cells, shares = [], []
    for dx, dy in ((0, 0), (1, 0), (0, 1), (1, 1)):
        shares.append(mass * np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1]))
        x, y = np.clip(corner[:, 0] + dx, -1, columns) + 1, np.clip(corner[:, 1] + dy, -1, rows) + 1
        cells.append(y * (columns + 2) + x)
    total = np.bincount(np.concatenate(cells), np.concatenate(shares), (rows + 2) * (columns + 2))
    return np.asarray(total.reshape(rows + 2, columns + 2)[1:-1, 1:-1], np.float32)


def tubes(on: Grid, points: Points, lengths: Points, radii: Points) -> Plane:
    """Chord in mm through round tubes given as many points with their share of length and radius in mm.

    A line of points convolved with a disc of height 1 is the chord of a cylinder; crossing tubes add, as they do in
    projection. Shapes (n, 2), (n,), (n,).
    """
    total = on.zeros()
    bins = np.round(np.log(np.maximum(radii, 0.15)) / np.log(_RADIUS_STEP)).astype(int)
    for level in np.unique(bins):
        chosen = bins == level
        disc = _disc(float(_RADIUS_STEP**level), on.pitch)
        total += cv2.filter2D(
            _deposit(on, points[chosen], lengths[chosen]), cv2.CV_32F, disc, borderType=cv2.BORDER_CONSTANT
        )
    return np.asarray(total, np.float32)


def walk(curve: Points, radius: float | Points, spacing: float) -> tuple[Points, Points, Points]:
    """A curve cut into even steps for `tubes`: points, lengths, radii (given per curve point or as one number)."""
    lengths = np.hypot(*np.diff(curve, axis=0).T)
    along = np.concatenate([[0.0], np.cumsum(lengths)])
    steps = max(2, int(np.ceil(along[-1] / spacing)))
    at = (np.arange(steps) + 0.5) * along[-1] / steps
    points = np.stack([np.interp(at, along, curve[:, 0]), np.interp(at, along, curve[:, 1])], 1)
    width = np.interp(at, along, np.broadcast_to(np.asarray(radius, np.float64), along.shape))
    return points, np.full(steps, along[-1] / steps), width


def tube(on: Grid, curve: Points, radius: float | Points) -> Plane:
    """Chord in mm through one round tube along a curve in mm."""
    wide = float(np.max(radius))
    return on_part(on, curve, wide + 2, lambda part: tubes(part, *walk(curve, radius, on.pitch * 0.5)))


def field(on: Grid, rng: np.random.Generator, scale_mm: float, octaves: int = 1) -> Plane:
    """A smooth random field of mean 0 and deviation 1 with features of ``scale_mm``, halved per octave.

    The field belongs to the patient, not the pixels: its grain is drawn on a fixed grid in mm.
    """
    total = on.zeros()
    for octave in range(octaves):
        cell = scale_mm / 2**octave
        size = (int(FILM_WIDTH_MM * 1.6 / cell) + 4, int(FILM_HEIGHT_MM * 1.6 / cell) + 4)
        noise = rng.standard_normal(size[::-1]).astype(np.float32)
        turn = rng.uniform(0, np.pi)  # turned, or the lattice of the noise shows as horizontal and vertical threads
        x = np.asarray((np.cos(turn) * on.x + np.sin(turn) * on.y) / cell + size[0] / 2, np.float32)
        y = np.asarray((np.cos(turn) * on.y - np.sin(turn) * on.x) / cell + size[1] / 2, np.float32)
        layer = cv2.remap(noise, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_WRAP)
        total += np.asarray(layer, np.float32) * np.float32(0.6**octave)
    return np.asarray((total - total.mean()) / max(float(total.std()), 1e-6), np.float32)


def largest_parts(mask: Mask, share: float = 0.15) -> Mask:
    """The mask without specks: connected parts smaller than ``share`` of the largest are dropped."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask, np.uint8))
    areas = stats[:, cv2.CC_STAT_AREA].copy()
    areas[0] = 0
    return np.asarray((areas >= max(share * areas.max(), 1))[labels], np.bool_)
