"""Ribs as flat curved rods on the wall of the cage, in mm of dense bone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.cage import Side
from inference.recipes.phantom.canvas import Grid, Mask, Plane, Values, half_chord, step

SPONGY = 0.22  # density of spongy bone against cortex
_RIBS, _JOINED, _FLOATING = 12, 7, 11  # how many; the last with a part in front; the first that ends in the flank
_THICK = 8.0  # of a rib, outwards from the pleura, in mm


@dataclass(frozen=True, slots=True)
class Break:
    """A broken rib: ``turn`` 0 (spine) .. 1 (side of the chest), ``step_off`` and ``gap`` in mm."""

    turn: float
    step_off: float
    gap: float = 1.6


Breaks = Mapping[int, Break]


def ribs(on: Grid, person: Anatomy, side: Side, breaks: Breaks) -> Plane:
    """All ribs of one side, front and back parts."""
    total = on.zeros()
    for rib in range(1, _RIBS + 1):
        rows = _rows(on, person, side, rib)
        part, near = on.crop(rows, slice(None)), side.crop(rows)
        total[rows] += _posterior(part, person, near, rib, breaks.get(rib))
        if rib <= _JOINED:
            total[rows] += _anterior(part, person, near, rib)
    return total + _rim(side, person)


def _rim(side: Side, person: Anatomy) -> Plane:
    """The bright line of the chest wall, where many ribs lie behind one another."""
    rim = np.minimum(_shell(side, 0, _THICK) * 0.10 + _shell(side, _THICK - 1, _THICK) * 0.25, 4.0)
    rim = rim * step(side.wall + _THICK - 0.6 - side.x, 1.2)
    return np.asarray(rim * step(_turn(side) - 0.8, 0.2) * person.mineral * (side.wall > 40), np.float32)


def break_mask(on: Grid, person: Anatomy, side: Side, breaks: Breaks, radius: float = 9.0) -> Mask:
    """Discs of ``radius`` mm around every break."""
    mask = np.zeros(on.shape, bool)
    turn = _turn(side)
    for rib, broken in breaks.items():
        along = (turn - broken.turn) * np.pi / 2 * side.wall * 0.8
        offset = on.y - _centre(person, side, rib, turn)
        across = np.asarray(side.x - side.wall * np.sin(broken.turn * np.pi / 2), np.float32)
        mask |= (np.hypot(np.minimum(np.abs(along), np.abs(across)), offset) < radius) & (side.x > 0)
    return mask


def _top(person: Anatomy, side: Side, rib: int) -> float:
    """Height of the rib's head."""
    gap = (person.floor - person.apex) / 10.2 * (1 + person.spread[0 if side.sign < 0 else 1])
    return person.apex - 7 + gap * (rib - 1) * (0.82 + 0.018 * rib) + person.rib_offsets[rib - 1]


def _rows(on: Grid, person: Anatomy, side: Side, rib: int) -> slice:
    top = _top(person, side, rib)
    corners = np.array([[0.0, top - 20.0], [0.0, top + 190.0]])
    return on.part(corners[0], corners[1])[0]


def _turn(side: Side) -> Plane:
    return np.asarray(np.arcsin(np.clip(side.x / (side.wall + _THICK), 0, 1)) / (np.pi / 2), np.float32)


def _drop(rib: int, turn: Values) -> Plane:
    """How far a rib has fallen below its head at ``turn`` 0 (spine) .. 1 (side), in mm."""
    steep = 36 + 5.0 * min(rib, 8)
    rise = 6 * np.sin(np.clip(turn, 0, 0.6) / 0.6 * np.pi)
    return np.asarray(steep * np.clip((turn - 0.15) / 0.85, 0, None) ** 1.5 - rise, np.float32)


def _centre(person: Anatomy, side: Side, rib: int, turn: Values) -> Plane:
    return np.asarray(_top(person, side, rib) + _drop(rib, turn), np.float32)


def _shell(side: Side, inner: float, outer: float) -> Plane:
    """Front-to-back chord of a layer of one wall of the cage, from ``inner`` to ``outer`` mm outside the pleura."""
    deep = 0.62 * side.wall
    far = (deep + outer) * half_chord(side.x / (side.wall + outer))
    return np.asarray(far - (deep + inner) * half_chord(side.x / (side.wall + inner)), np.float32)


def _band(offset: Values, half: float, side: Side, mineral: float) -> Plane:
    """Bone of a flat rod seen from the front; ``offset`` from its middle line downwards and half its height in mm."""
    across = np.asarray(offset / half, np.float32)
    inside = step(1 - np.abs(across), 0.14)
    edge = np.exp(-(((np.abs(across) - 0.84) / 0.16) ** 2))
    lower = 1 + 0.45 * np.clip(across, -0.6, 1)
    body = _shell(side, 0, _THICK) * SPONGY * 0.6 + _shell(side, 0, 0.9) + _shell(side, _THICK - 0.9, _THICK)
    body = np.minimum(body, 7.0) * step(side.wall + _THICK - 0.6 - side.x, 1.2)
    return np.asarray(inside * mineral * body * (0.95 + 0.25 * edge * lower), np.float32)


def _posterior(on: Grid, person: Anatomy, side: Side, rib: int, broken: Break | None) -> Plane:
    turn = _turn(side)
    half = 5.6 + 0.24 * min(rib, 7) - 0.5 * max(rib - 9, 0)
    centre = _centre(person, side, rib, turn)
    gap = np.ones((1, 1), np.float32)
    if broken is not None:
        along = (turn - broken.turn) * np.pi / 2 * side.wall * 0.8  # mm along the rib, nearly
        slant = np.asarray(along + 0.35 * (on.y - centre), np.float32)
        centre = np.asarray(centre + broken.step_off * step(slant, 0.8), np.float32)
        gap = step(np.abs(slant) - broken.gap / 2, 0.8)
    band = _band(on.y - centre, half, side, person.mineral * (0.7 if rib < 10 else 0.42))
    end = step(0.66 - turn + 0.004 * (on.y - centre), 0.14) if rib >= _FLOATING else np.ones((1, 1), np.float32)
    return np.asarray(band * gap * end * step(side.x - 16, 6.0), np.float32)


def _anterior(on: Grid, person: Anatomy, side: Side, rib: int) -> Plane:
    front = 1 - _turn(side)
    half = 5.2 + 0.32 * min(rib, 6)
    centre = _centre(person, side, rib, np.ones((1, 1), np.float32)) + (78 - 3 * rib) * front**1.1
    end = (0.30 + 0.052 * rib) * person.width + 0.4 * (on.y - centre)
    thrown = side.sign * person.rotation * 0.6
    fade = step(side.x - thrown - end, 11.0)
    fade = fade * (0.3 + 0.3 * np.clip(1 - 2.5 * front, 0, 1))
    return np.asarray(_band(on.y - centre, half, side, person.mineral) * fade, np.float32)
