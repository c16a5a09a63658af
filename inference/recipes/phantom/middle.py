"""What lies between the lungs, in mm of water: heart, great vessels, trachea and main bronchi."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.engine.anatomy.shapes import spline
from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.brushes import blur, fill, inflate, tube
from inference.recipes.phantom.canvas import Grid, Plane, Points, step


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Middle:
    """What lies between the lungs: ``heart`` and ``vessels`` are chords in mm, ``covers`` their silhouettes 0..1."""

    heart: Plane
    vessels: Plane
    heart_cover: Plane
    vessel_cover: Plane


def build_middle(on: Grid, person: Anatomy, swell: float = 0.0, widen: float = 0.0) -> Middle:
    """Heart and great vessels; ``swell`` 0..1 rounds the heart by fluid, ``widen`` 0..1 the upper mediastinum."""
    heart = fill(on, _heart_outline(person, swell))
    vessels = fill(on, _vessel_outline(person, widen))
    body = inflate(on, heart, 58.0, 6.0) * np.float32(146 * person.heart)
    stem = blur(inflate(on, vessels, 32.0, 4.0) * np.float32(132 + 20 * widen), 0.9, on.pitch)
    return Middle(body, np.asarray(stem, np.float32), heart, vessels)


def _heart_outline(person: Anatomy, swell: float) -> Points:
    base, size = person.domes[1], person.heart * (person.width / 138)
    plain = np.array([(-4, -122), (-22, -104), (-29, -84), (-37, -60), (-42, -36), (-41, -14), (-37, 8), (-20, 24),
                      (22, 30), (54, 28), (78, 18), (84, 2), (79, -20), (66, -48), (51, -74), (39, -96), (33, -114),
                      (22, -126)], np.float64)  # fmt: skip
    globe = np.array([(-8, -118), (-33, -101), (-54, -82), (-70, -58), (-78, -32), (-76, -8), (-60, 12), (-16, 24),
                      (26, 26), (66, 24), (96, 12), (108, -10), (106, -36), (92, -62), (68, -86), (46, -104),
                      (34, -115), (22, -122)], np.float64)  # fmt: skip
    knots = (plain + swell * (globe - plain)) * size
    return spline(knots + np.array([person.shift + 0.8 * person.rotation, base]), 10, closed=True)


def _vessel_outline(person: Anatomy, widen: float) -> Points:
    top, k, w = person.apex, person.knob, 22 * widen
    base = person.domes[1] - 20
    left = [(36, top - 12), (27 + w, top + 10), (22 + w, top + 28), (21 + 1.3 * w, top + 42),
            (21 + 13 * k + 1.2 * w, top + 54),
            (22 + 15 * k + w, top + 66), (20 + 11 * k + 0.9 * w, top + 80), (27 + 0.7 * w, top + 90),
            (33 + 0.5 * w, top + 101), (34, top + 113), (28, base - 50), (14, base)]  # fmt: skip
    right = [(-10, base), (-17, base - 60), (-26 - 0.4 * w, top + 115), (-28 - 0.9 * w, top + 90),
             (-25.5 - 1.2 * w, top + 70),
             (-23 - 1.4 * w, top + 52), (-24 - 1.3 * w, top + 30), (-29 - w, top + 8), (-38, top - 12)]  # fmt: skip
    knots = np.array(left + right, np.float64)
    knots[:, 0] += person.shift * np.clip((knots[:, 1] - top) / 60, 0.2, 1) + 0.5 * person.rotation
    return spline(knots, 10, closed=True)


def airway(on: Grid, person: Anatomy, lean: float = 0.0) -> Plane:
    """Air in trachea and main bronchi as a chord in mm; ``lean`` pushes the lower trachea sideways."""
    top = person.apex
    split = np.array([3 * -1.0 + person.shift * 0.8 + lean, top + 86])
    wind = np.array(
        [(0.5, top - 80), (0.5, top - 40), (0.3 * lean, top), (-1 + 0.4 * person.shift + lean, top + 45), split]
    )
    wind[:, 0] += 0.5 * person.rotation
    right = split + np.array([(0, 0), (-17, 18), (-28, 33), (-36, 50)])
    left = split + np.array([(0, 0), (22, 16), (38, 24), (50, 38)])
    air = tube(on, spline(wind), 9 + 0.5 * np.sin(np.linspace(0, 9, 97))) * step(on.y - (top - 68), 12.0)
    for bronchus in (right, left):
        air += tube(on, spline(bronchus), np.linspace(6.2, 3.0, 73))
    return blur(np.minimum(air * 1.15, 21.0), 0.8, on.pitch)
