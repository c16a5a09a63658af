"""The chest wall, the domes of the diaphragm and the air between them, all as formulas over the film plane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.canvas import Grid, Plane, half_chord, profile, step

SIDES = (-1, 1)  # the patient's right lies at the left of the film

_WALL = ((-0.06, 0.24), (-0.02, 0.33), (0.0, 0.39), (0.03, 0.5), (0.07, 0.595), (0.145, 0.71), (0.295, 0.81),
         (0.485, 0.885), (0.68, 0.945), (0.85, 0.985), (1.0, 1.0), (1.2, 0.98), (1.5, 0.93))  # fmt: skip
_MEDIAL = ((-0.1, 0.42), (0.0, 0.34), (0.03, 0.24), (0.07, 0.17), (0.15, 0.13), (0.3, 0.11), (1.0, 0.10))
_DOME = ((0.0, 0.16), (0.15, 0.09), (0.3, 0.02), (0.45, -0.01), (0.6, 0.06), (0.75, 0.26), (0.88, 0.58), (0.96, 0.85),
         (1.0, 1.0), (1.1, 1.2))  # fmt: skip
_DEPTH = ((0.0, 0.30), (0.05, 0.45), (0.12, 0.62), (0.25, 0.82), (0.45, 0.97), (0.75, 1.06), (1.2, 1.02))
_POSTERIOR_FALL = 0.0030  # how fast the dome falls backwards, 1/mm
_ANTERIOR_FALL = 0.0008


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Side:
    """One half of the chest on the film plane.

    ``x`` is the distance from the midline towards this side, ``wall`` the inner half-width of the cage at each row,
    ``half_depth`` half the front-to-back depth of the cavity at each pixel, ``dome`` the height of the diaphragm,
    ``cavity`` the chord of the pleural cavity, ``gate`` 0..1 where lung may be (not in the mediastinum).
    """

    sign: int
    x: Plane
    wall: Plane
    half_depth: Plane
    dome: Plane
    cavity: Plane
    gate: Plane

    def crop(self, rows: slice) -> Side:
        """Some rows of this side."""
        planes = (self.x, self.wall, self.half_depth, self.dome, self.cavity, self.gate)
        return Side(self.sign, *(plane[rows] for plane in planes))


def height(on: Grid, person: Anatomy) -> Plane:
    """0 at the lung tips, 1 at the costophrenic angles, along the rows."""
    return np.asarray((on.y - person.apex) / (person.floor - person.apex), np.float32)


def build_side(on: Grid, person: Anatomy, sign: int, dome: Plane | None = None) -> Side:
    """The half of the chest with ``sign`` -1 (right) or 1 (left), on its own dome or a given one."""
    t = height(on, person)
    tilted = on.x - np.float32(person.tilt * 0.012) * on.y
    x = np.asarray(sign * tilted, np.float32)
    wall = profile(t, _WALL) * np.float32(person.width)
    u = x / wall
    half_depth = profile(t, _DEPTH) * np.float32(person.depth) * half_chord(u) ** np.float32(0.78)
    dome = _dome_height(u, person, sign) if dome is None else dome
    gate = step(x - profile(t, _MEDIAL) * np.float32(person.width) - 4, 24.0) * (t > -0.01)
    cavity = _above_dome(on, half_depth, dome) * gate
    return Side(sign, x, wall, half_depth, dome, np.asarray(cavity, np.float32), np.asarray(gate, np.float32))


def _dome_height(u: Plane, person: Anatomy, sign: int) -> Plane:
    top = person.domes[0 if sign < 0 else 1]
    return np.asarray(top + profile(u, _DOME) * (person.floor - top), np.float32)


def _above_dome(on: Grid, half_depth: Plane, dome: Plane) -> Plane:
    """Chord of the cavity outside the dome, which falls steeply behind its top and gently before it."""
    below = np.clip(on.y - dome, 0, None)
    behind = half_depth - np.minimum(np.sqrt(below / _POSTERIOR_FALL), half_depth)
    before = half_depth - np.minimum(np.sqrt(below / _ANTERIOR_FALL), half_depth)
    return np.asarray(behind + before, np.float32)
