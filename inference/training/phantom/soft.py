"""Soft parts as mm of water: trunk, shoulders, breasts, heart and great vessels, airway, bowel gas."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.training.phantom.anatomy import Anatomy
from inference.training.phantom.cage import height
from inference.training.phantom.canvas import (
    Grid,
    Plane,
    Points,
    blur,
    field,
    fill,
    half_chord,
    inflate,
    profile,
    spline,
    step,
    tube,
)  # fmt: skip

_TRUNK = ((-0.3, 0.46), (-0.18, 0.44), (-0.08, 0.62), (0.0, 0.9), (0.08, 1.0), (0.25, 1.02), (0.5, 1.04), (0.8, 1.03),
          (1.1, 1.0), (1.6, 0.99))  # fmt: skip
_TRUNK_DEPTH = ((-0.4, 0.52), (-0.2, 0.5), (-0.08, 0.5), (0.0, 0.54), (0.1, 0.66), (0.25, 0.8), (0.5, 0.94),
                (0.8, 1.02), (1.1, 1.06), (1.6, 1.06))  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Middle:
    """What lies between the lungs: ``heart`` and ``vessels`` are chords in mm, ``covers`` their silhouettes 0..1."""

    heart: Plane
    vessels: Plane
    heart_cover: Plane
    vessel_cover: Plane


def trunk(on: Grid, person: Anatomy) -> Plane:
    """Water in the trunk, neck, shoulders and arms as if the body were solid."""
    t = height(on, person)
    half = profile(t, _TRUNK) * np.float32(person.width + person.fat * 0.9)
    body = 2 * person.body * profile(t, _TRUNK_DEPTH) * half_chord(on.x / half) ** np.float32(0.8)
    limbs = inflate(on, fill(on, _shoulder_outline(person)), 56.0, 9.0) * np.float32(1.3 * person.body)
    thick = np.maximum(body, limbs) + 14 * np.log1p(np.exp(-np.abs(body - limbs) / 14)) * np.minimum(limbs / 30, 1)
    return blur(np.asarray(thick, np.float32), 1.2, on.pitch)


def _shoulder_outline(person: Anatomy) -> Points:
    w, y = person.width / 138, person.apex
    right = [(0, -90), (47, -90), (49, -62), (58, -40), (84, -22), (124, -14), (160, -12), (190, 6), (214, 50),
             (226, 120), (236, 230), (196, 230), (182, 150), (166, 112), (156, 106), (148, 125),
             (138, 200), (130, 420), (0, 420)]  # fmt: skip
    half = np.array([(px * w, y + py) for px, py in right])
    return spline(np.vstack([half, half[-2:0:-1] * [-1, 1]]), 10, closed=True)


def breasts(on: Grid, person: Anatomy, rng: np.random.Generator) -> Plane:
    """Breast shadows with their lower fold; empty for men."""
    total = on.zeros()
    for sign in (-1, 1):
        x, y = sign * (0.62 * person.width + rng.normal(0, 3)), person.floor - 62 + rng.normal(0, 5)
        wide, tall = 0.47 * person.width, 58 + 0.5 * person.breast
        across, down = (on.x - x) / wide, (on.y - y) / np.where(on.y > y, 0.62 * tall, 1.5 * tall)
        r = np.sqrt(across**2 + down**2)
        total += person.breast * half_chord(r) ** np.where(on.y > y, np.float32(1.1), np.float32(3.0))
    return blur(np.asarray(total, np.float32), 1.5, on.pitch)


def middle(on: Grid, person: Anatomy, swell: float = 0.0, widen: float = 0.0) -> Middle:
    """Heart and great vessels; ``swell`` 0..1 rounds the heart by fluid, ``widen`` 0..1 the upper mediastinum."""
    heart = fill(on, _heart_outline(person, swell))
    vessels = fill(on, _vessel_outline(person, widen))
    body = inflate(on, heart, 52.0, 6.0) * np.float32(104 * person.heart)
    stem = inflate(on, vessels, 15.0, 3.0) * np.float32(105 + 20 * widen)
    return Middle(body, np.asarray(stem, np.float32), heart, vessels)


def _heart_outline(person: Anatomy, swell: float) -> Points:
    base, size = person.domes[1], person.heart * (person.width / 138)
    plain = np.array([(-6, -122), (-27, -104), (-34, -84), (-43, -60), (-47, -36), (-44, -14), (-34, 4), (-10, 18),
                      (22, 22), (54, 18), (78, 6), (84, -8), (79, -28), (66, -54), (51, -78), (39, -98), (33, -114),
                      (22, -126)], np.float64)  # fmt: skip
    globe = np.array([(-8, -118), (-33, -101), (-54, -82), (-70, -58), (-78, -32), (-76, -8), (-60, 12), (-16, 24),
                      (26, 26), (66, 24), (96, 12), (108, -10), (106, -36), (92, -62), (68, -86), (46, -104),
                      (34, -115), (22, -122)], np.float64)  # fmt: skip
    knots = (plain + swell * (globe - plain)) * size
    return spline(knots + np.array([person.shift + 0.8 * person.rotation, base]), 10, closed=True)


def _vessel_outline(person: Anatomy, widen: float) -> Points:
    top, k, w = person.apex, person.knob, 22 * widen
    base = person.domes[1] - 20
    left = [(16 + 0.7 * w, top - 20), (19 + w, top + 20), (21 + 1.3 * w, top + 42), (21 + 13 * k + 1.2 * w, top + 54),
            (22 + 15 * k + w, top + 66), (20 + 11 * k + 0.9 * w, top + 80), (27 + 0.7 * w, top + 90),
            (33 + 0.5 * w, top + 101), (34, top + 113), (30, base - 50), (18, base)]  # fmt: skip
    right = [(-14, base), (-20, base - 60), (-24 - 0.4 * w, top + 110), (-25 - 0.9 * w, top + 80),
             (-24 - 1.4 * w, top + 55), (-23 - 1.3 * w, top + 30), (-19 - w, top), (-17, top - 20)]  # fmt: skip
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
    air = tube(on, spline(wind), np.linspace(8.2, 8.0, 97)) * step(on.y - (top - 68), 12.0)
    for bronchus in (right, left):
        air += tube(on, spline(bronchus), np.linspace(6.2, 3.0, 73))
    return np.asarray(np.minimum(air, 16.0), np.float32)


def bowel_gas(on: Grid, person: Anatomy, rng: np.random.Generator) -> Plane:
    """Air in stomach (with its flat level) and colon, as a chord in mm."""
    x, y = 0.5 * person.width + rng.normal(0, 8), person.domes[1] + rng.uniform(15, 22)
    wide, tall = rng.uniform(20, 34), rng.uniform(9, 13)
    r = np.hypot((on.x - x) / wide, (on.y - y) / tall)
    level = y + rng.uniform(0.1, 0.7) * tall
    stomach = 42 * half_chord(np.asarray(r, np.float32)) * step(level - on.y, 1.2)
    blobs = field(on, rng, 17.0, 2) + 0.6 * field(on, rng, 45.0)
    below = step(on.y - (person.domes[1] + 45), 30.0) * step(110 - np.abs(on.x), 40.0)
    colon = 24 * half_chord(1 - np.clip((blobs - 1.5) / 1.2, 0, 1)) * below
    return blur(np.asarray(stomach + colon, np.float32), 0.7, on.pitch)
