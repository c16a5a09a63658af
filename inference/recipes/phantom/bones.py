"""Bones of the chest other than ribs, as mm of dense bone: spine, clavicles, shoulder blades, upper arms."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from inference.engine.anatomy.shapes import spline
from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.brushes import blur, fill, on_part, tube
from inference.recipes.phantom.cage import Side
from inference.recipes.phantom.canvas import Grid, Plane, Points
from inference.recipes.phantom.ribs import SPONGY

_CIRCLE = np.linspace(0, 2 * np.pi, 24, endpoint=False)
_NECK = 6  # vertebrae drawn as of the neck
Place = Callable[..., Points]


def hollow(on: Grid, curve: Points, radius: float | Points, cortex: float = 1.2) -> Plane:
    """Bone in a long bone along a curve: cortex of ``cortex`` mm around spongy bone."""
    outer = np.asarray(radius, np.float64)
    inner = tube(on, curve, np.maximum(outer - cortex, 0.3))
    return np.asarray(tube(on, curve, outer) - (1 - SPONGY) * inner, np.float32)


def plate(on: Grid, outline: Points, thickness: float, rim: float, rim_width: float = 1.6) -> Plane:
    """Bone in a flat bone: a plate of ``thickness`` mm with a rim of ``rim`` mm more, soft over ``rim_width`` mm."""

    def draw(part: Grid) -> Plane:
        cover = fill(part, outline)
        edge = np.clip(2 - 2 * blur(cover, rim_width, part.pitch), 0, 1)
        return np.asarray(blur(cover, 0.35, part.pitch) * (thickness + rim * edge), np.float32)

    return on_part(on, outline, 4 * rim_width + 2, draw)


def _ring(x: float, y: float, wide: float, tall: float) -> Points:
    return np.stack([x + wide * np.cos(_CIRCLE), y + tall * np.sin(_CIRCLE)], 1)


def spine(on: Grid, person: Anatomy, rng: np.random.Generator) -> Plane:
    """Vertebrae from the neck to the lumbar spine: bodies, pedicles, spinous and transverse processes."""
    total = on.zeros()
    y = person.apex - 84.0
    for level in range(23):
        tall = 12.0 + 0.3 * level if level < _NECK else 14.5 + 0.78 * (level - _NECK)
        half = 12.5 + 0.45 * level + rng.normal(0, 0.4)
        x = person.tilt * 0.012 * (y + tall / 2) + rng.normal(0, 0.5)
        corners = np.array([(x - 40, y - 10), (x + 40, y + tall + 16)])
        kind = _neck_vertebra if level < _NECK else _vertebra
        total += on_part(on, corners, 4, _drawn(kind, x, y, half, tall, person.rotation, rng.normal(0, 0.7, 6)))
        y += tall + (2.2 if level < _NECK else 3.0) + 0.12 * level
    return blur(total * np.float32(person.mineral), 0.8, on.pitch)


def _drawn(kind: Callable[..., Plane], *shape: object) -> Callable[[Grid], Plane]:
    return lambda part: kind(part, *shape)


def _neck_vertebra(on: Grid, x: float, y: float, half: float, tall: float, rotation: float, chance: Points) -> Plane:
    knots = [(x - half, y - 2), (x, y + 1), (x + half, y - 2), (x + 0.9 * half, y + tall), (x - 0.9 * half, y + tall)]
    total = plate(on, spline(knots, 8, closed=True), 2.0, 1.4, 1.6)
    for sign in (-1, 1):
        pillar = _ring(x + sign * (half + 6 + 0.5 * chance[0]), y + tall * 0.55, 6.5, 0.62 * tall)
        total += 0.6 * blur(plate(on, pillar, 1.6, 0.7, 2.2), 1.4, on.pitch)
    tip = _ring(x - 0.4 * rotation + chance[1], y + tall * 1.05, 2.0 + 0.2 * chance[2], 3.6)
    return np.asarray(total + plate(on, tip, 0.6, 1.8, 0.9), np.float32)


def _vertebra(on: Grid, x: float, y: float, half: float, tall: float, rotation: float, chance: Points) -> Plane:
    waist = half * 0.92
    knots = [(x - half, y), (x, y + 0.6), (x + half, y), (x + waist, y + tall / 2), (x + half, y + tall),
             (x, y + tall - 0.6), (x - half, y + tall), (x - waist, y + tall / 2)]  # fmt: skip
    total = plate(on, spline(knots, 6, closed=True), 2.2, 1.5, 1.4)
    back = x - 0.35 * rotation
    for sign in (-1, 1):
        pedicle = _ring(back + sign * half * 0.6, y + tall * 0.34 + chance[3], 2.9 + 0.2 * chance[0], 4.4)
        total += plate(on, pedicle, 0.3, 2.0, 0.9)
        wing = spline(
            [(back + sign * half * 0.7, y + tall * 0.4), (back + sign * (half + 11), y + tall * 0.1 + chance[5])]
        )
        total += hollow(on, wing, 3.8, 0.7) * 0.5
    lamina = _ring(back + chance[4], y + tall * 0.86, 0.62 * half, 0.24 * tall)
    tip = _ring(back + chance[1], y + tall * 1.05, 2.1 + 0.25 * chance[2], 5.0)
    return np.asarray(total + plate(on, lamina, 0.7, 0.5, 2.5) + plate(on, tip, 0.3, 2.6, 0.8), np.float32)


def shoulder(on: Grid, person: Anatomy, side: Side, rng: np.random.Generator) -> Plane:
    """Clavicle, shoulder blade and upper arm of one side."""
    s, w, top = float(side.sign), person.width / 138, person.apex
    lift = person.shoulder_lift + rng.normal(0, 1.5)

    def at(*points: tuple[float, float]) -> Points:
        return np.array([(s * px * w, top + py + lift * np.clip((px - 20) / 80, 0, 1)) for px, py in points])

    chance = rng.normal(0, 1, 4)
    total = _clavicle(on, at, person.rotation, chance) + _scapula(on, at, 2.5 * float(chance[2])) + _arm(on, at)
    return np.asarray(total * person.mineral, np.float32)


def _clavicle(on: Grid, at: Place, rotation: float, chance: Points) -> Plane:
    curve = at(
        (14, 40 + chance[0]), (22, 37), (42, 30), (68, 26), (94, 22 + chance[1]), (122, 12), (150, 7 + chance[1])
    )
    curve[:3, 0] += rotation
    width = np.interp(np.linspace(0, 1, 145), [0, 0.06, 0.16, 0.5, 0.8, 1], [8.6, 8.8, 7.0, 5.6, 6.0, 7.2])
    return np.asarray(hollow(on, spline(curve), width, 1.5) * 0.85, np.float32)


def _arm(on: Grid, at: Place) -> Plane:
    outline = at((140, 8), (152, -1), (168, -1), (181, 8), (187, 24), (188, 45), (201, 80), (222, 130), (258, 210),
                 (236, 210), (202, 136), (180, 84), (160, 54), (147, 42), (138, 26))  # fmt: skip
    return np.asarray(plate(on, spline(outline, 10, closed=True), 3.2, 3.2, 1.7), np.float32)


def _scapula(on: Grid, at: Place, shift: float) -> Plane:
    outline = at((102 + shift, 22), (110, 12), (122, 16), (132, 26), (139, 34), (136, 50), (130, 84), (123, 116),
                 (117, 130), (110, 126), (106, 106), (103 + shift, 70))  # fmt: skip
    total = plate(on, spline(outline, 12, closed=True), 1.5, 0.6, 2.2)
    edge = at((138, 44), (132, 78), (123, 116), (116, 128))
    total += hollow(on, spline(edge), np.linspace(5.5, 3.0, 73), 1.6) * 0.62
    crest = at((104 + shift, 38), (126, 24), (148, 8), (166, -6))
    total += hollow(on, spline(crest), np.linspace(3.6, 6.5, 73), 1.2) * 0.6
    beak = at((131, 26), (125, 15), (131, 9), (140, 15), (143, 22))
    total += hollow(on, spline(beak), 5.2, 1.2) * 0.7
    socket = spline(at((137, 14), (143, 22), (143, 40), (137, 50), (134, 34)), 10, closed=True)
    return np.asarray(total + plate(on, socket, 0.8, 2.6, 1.0), np.float32)
