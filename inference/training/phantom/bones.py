"""Bones of the chest as mm of dense bone: ribs, spine, clavicles, shoulder blades, upper arms."""

from __future__ import annotations

import numpy as np

from inference.training.phantom.anatomy import Anatomy
from inference.training.phantom.cage import Side
from inference.training.phantom.canvas import Grid, Plane, Points, Values, blur, fill, half_chord, spline, step, tube

_TRABECULAR = 0.22  # density of spongy bone against cortex
_RIBS = 10


def hollow(on: Grid, curve: Points, radius: float | Points, cortex: float = 1.2) -> Plane:
    """Bone in a long bone along a curve: cortex of ``cortex`` mm around spongy bone."""
    outer = np.asarray(radius, np.float64)
    inner = tube(on, curve, np.maximum(outer - cortex, 0.3))
    return np.asarray(tube(on, curve, outer) - (1 - _TRABECULAR) * inner, np.float32)


def plate(on: Grid, outline: Points, thickness: float, rim: float, rim_width: float = 1.6) -> Plane:
    """Bone in a flat bone: a plate of ``thickness`` mm with a rim of ``rim`` mm more."""
    cover = fill(on, outline)
    inner = blur(cover, rim_width, on.pitch)
    return np.asarray(cover * (thickness + rim * np.clip(2 - 2 * inner, 0, 1)), np.float32)


def ribs(on: Grid, person: Anatomy, side: Side, breaks: dict[int, tuple[float, float]]) -> Plane:
    """All ribs of one side; ``breaks`` gives per rib (position 0..1 along the posterior arc, step-off in mm)."""
    total = on.zeros()
    spread = 1 + person.spread[0 if side.sign < 0 else 1]
    gap = (person.floor - person.apex) / 10.2 * spread
    for rib in range(1, _RIBS + 1):
        top = person.apex - 7 + gap * (rib - 1) * (0.82 + 0.018 * rib)
        total += _posterior(on, side, rib, top, breaks.get(rib))
        if rib <= 7:
            total += _anterior(on, person, side, rib, top)
    return total


def _drop(rib: int, turn: Plane) -> Plane:
    """How far a rib has fallen below its head, by ``turn`` 0 (spine) .. 1 (side) .. 2 (breastbone), in mm."""
    steep = 26 + 5.5 * min(rib, 9)
    rise = 5 * np.sin(np.clip(turn, 0, 0.5) * 2 * np.pi)
    return np.asarray(steep * np.clip(turn - 0.12, 0, None) ** 1.35 - rise, np.float32)


def _shell(side: Side, thickness: float) -> Plane:
    """Front-to-back chord of one wall of the cage, per pixel, for a wall of ``thickness`` mm."""
    outer, inner, deep = side.wall + thickness / 2, side.wall - thickness / 2, 0.62 * side.wall
    far = (deep + thickness / 2) * half_chord(side.x / outer)
    return np.asarray(far - (deep - thickness / 2) * half_chord(side.x / inner), np.float32)


def _band(offset: Values, half: float, side: Side, mineral: float) -> Plane:
    """Bone of a flat curved rod seen from the front: ``offset`` is the height above its middle, ``half`` half its height."""
    across = np.asarray(offset / half, np.float32)
    inside = step(1 - np.abs(across), 0.16)
    edge = np.exp(-(((np.abs(across) - 0.86) / 0.15) ** 2)) * np.float32(1.0)
    lower = 1 + 0.35 * np.clip(across, 0, 1)
    body = _shell(side, 7.0) * _TRABECULAR + _shell(side, 1.4)
    within = step(side.wall + 3.5 - side.x, 1.0)
    return np.asarray(inside * within * mineral * (body * 0.8 + edge * lower * (0.9 + 0.2 * body)), np.float32)


def _turn(side: Side) -> Plane:
    return np.asarray(np.arcsin(np.clip(side.x / (side.wall + 3.5), 0, 1)) / (np.pi / 2), np.float32)


def _posterior(on: Grid, side: Side, rib: int, top: float, broken: tuple[float, float] | None) -> Plane:
    turn = _turn(side)
    half = 4.6 + 0.28 * min(rib, 7)
    centre = top + _drop(rib, turn)
    gap = np.float32(1)
    if broken is not None:
        beyond = turn - broken[0]
        centre = centre + broken[1] * step(beyond, 0.004)
        gap = 1 - np.exp(-((beyond / 0.009) ** 2)).astype(np.float32)
    band = _band(on.y - centre, half, side, 1.0)
    return np.asarray(band * gap * step(side.x - 17, 6.0), np.float32)


def _anterior(on: Grid, person: Anatomy, side: Side, rib: int, top: float) -> Plane:
    turn = 2 - _turn(side)
    half = 5.4 + 0.35 * min(rib, 6)
    centre = top + _drop(rib, np.minimum(turn, 1)) + (30 - 2.0 * rib) * (turn - 1) ** 1.2 + 4.0 * (turn - 1)
    end = (0.30 + 0.055 * rib) * person.width + 0.4 * (on.y - centre)
    thrown = side.sign * person.rotation * 0.6
    return np.asarray(_band(on.y - centre, half, side, 0.72) * step(side.x - thrown - end, 9.0), np.float32)


def spine(on: Grid, person: Anatomy, rng: np.random.Generator) -> Plane:
    """Vertebrae from the neck to the lumbar spine: bodies, pedicles, spinous and transverse processes."""
    total = on.zeros()
    y = person.apex - 74.0
    for level in range(19):
        body_height = 12.5 + 0.85 * level if level > 5 else 13.0 + 0.5 * level
        width = (13.5 if level < 5 else 14.0) + 0.42 * max(level - 4, 0) + rng.normal(0, 0.3)
        x = person.tilt * 0.012 * (y + body_height / 2) + rng.normal(0, 0.4)
        total += _vertebra(on, x, y, width, body_height, person.rotation)
        y += body_height + 3.0 + 0.12 * level
    return total


def _vertebra(on: Grid, x: float, y: float, half: float, tall: float, rotation: float) -> Plane:
    waist = half * 0.9
    knots = [(x - half, y), (x + half, y), (x + waist, y + tall / 2), (x + half, y + tall), (x - half, y + tall),
             (x - waist, y + tall / 2)]  # fmt: skip
    total = plate(on, spline(knots, 6, closed=True), 3.6, 1.5, 1.3)
    back = x - 0.35 * rotation
    for sign in (-1, 1):
        ring = [(back + sign * half * 0.62 + 3.2 * np.cos(a), y + tall * 0.36 + 4.6 * np.sin(a)) for a in _CIRCLE]
        total += plate(on, np.array(ring), 0.8, 4.0, 0.9)
        wing = spline([(back + sign * half * 0.7, y + tall * 0.4), (back + sign * (half + 13), y + tall * 0.18)])
        total += hollow(on, wing, 3.6, 0.8) * 0.55
    tip = [(back + 2.6 * np.cos(a), y + tall * 0.95 + 5.5 * np.sin(a)) for a in _CIRCLE]
    return np.asarray(total + plate(on, np.array(tip), 1.2, 4.0, 0.9), np.float32)


_CIRCLE = np.linspace(0, 2 * np.pi, 24, endpoint=False)


def shoulder(on: Grid, person: Anatomy, side: Side, rng: np.random.Generator) -> Plane:
    """Clavicle, shoulder blade and upper arm of one side."""
    s, w, top = float(side.sign), person.width / 138, person.apex
    jitter = rng.normal(0, 2.5, 4)
    thrown = person.rotation

    def at(*points: tuple[float, float]) -> Points:
        return np.array([(s * px * w, top + py) for px, py in points])

    inner = np.array([(thrown, 0.0)])
    clavicle = at((17, 40 + jitter[0]), (34, 34), (62, 24), (92, 18 + jitter[1]), (122, 8), (148, 2 + jitter[1]))
    clavicle[:3] += inner
    width = np.interp(np.linspace(0, 1, 121), [0, 0.1, 0.45, 0.8, 1], [8.2, 6.6, 5.2, 5.6, 6.6])
    total = hollow(on, spline(clavicle), width, 1.6) * 0.9
    total += _scapula(on, at, float(jitter[2]))
    arm = spline(at((163, 28), (176, 70), (190, 120), (200, 190)))
    total += hollow(on, arm, 11.0, 3.2) * 0.5
    head = at((159, 20))[0] + np.stack([23 * np.cos(_CIRCLE), 24 * np.sin(_CIRCLE)], 1)
    return np.asarray(total + plate(on, head, 6.0, 2.5, 1.5), np.float32)


def _scapula(on: Grid, at, shift: float) -> Plane:  # type: ignore[no-untyped-def]  # a local helper of `shoulder`
    outline = at((102 + shift, 20), (118, 14), (134, 24), (140, 34), (134, 52), (126, 84), (119, 118), (112, 128),
                 (107, 116), (104 + shift, 70))  # fmt: skip
    total = plate(on, spline(outline, 12, closed=True), 0.9, 1.3, 1.5)
    edge = spline(at((136, 40), (129, 78), (120, 116)))
    total += hollow(on, edge, 3.6, 1.3) * 0.6
    total += hollow(on, spline(at((104 + shift, 36), (128, 22), (150, 6), (164, -4))), 4.5, 1.1) * 0.55
    total += hollow(on, spline(at((128, 26), (124, 14), (132, 8), (140, 16))), 5.0, 1.2) * 0.5
    return np.asarray(total, np.float32)
