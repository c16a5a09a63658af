"""The trunk as if it were solid, in mm of water: torso, neck, shoulders, arms, breasts; and the gas in the bowel."""

from __future__ import annotations

import numpy as np

from inference.engine.anatomy.shapes import spline
from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.brushes import blur, field, fill, inflate
from inference.recipes.phantom.cage import height
from inference.recipes.phantom.canvas import Grid, Plane, Points, half_chord, profile, step

_TRUNK = ((-0.3, 0.44), (-0.18, 0.42), (-0.08, 0.6), (0.0, 0.84), (0.08, 0.93), (0.25, 0.95), (0.5, 0.97), (0.8, 1.02),
          (1.1, 1.0), (1.6, 0.98))  # fmt: skip
_TRUNK_DEPTH = ((-0.4, 0.62), (-0.2, 0.55), (-0.08, 0.5), (0.0, 0.5), (0.1, 0.58), (0.25, 0.76), (0.5, 0.92),
                (0.8, 0.98), (1.1, 1.02), (1.6, 1.04))  # fmt: skip


def trunk(on: Grid, person: Anatomy) -> Plane:
    """Water in the trunk, neck, shoulders and arms as if the body were solid."""
    t = height(on, person)
    half = profile(t, _TRUNK) * np.float32(person.width + person.fat * 1.05 + 11)
    body = 2 * person.body * profile(t, _TRUNK_DEPTH) * half_chord(on.x / half) ** np.float32(0.5)
    limbs = inflate(on, fill(on, _shoulder_outline(person)), 56.0, 9.0) * np.float32(1.3 * person.body)
    thick = np.maximum(body, limbs) + 14 * np.log1p(np.exp(-np.abs(body - limbs) / 14)) * np.minimum(limbs / 30, 1)
    return blur(np.asarray(thick, np.float32), 1.2, on.pitch) + _muscles(on, person)


def _muscles(on: Grid, person: Anatomy) -> Plane:
    """Pectoral and shoulder blade muscles, thicker than the smooth trunk below them."""
    w, y = person.width / 143, person.apex
    chest = [(30, 42), (70, 34), (120, 34), (152, 70), (147, 110), (118, 128), (80, 132), (48, 122), (32, 90)]
    blade = [(98, 30), (130, 20), (158, 40), (160, 90), (150, 140), (118, 138), (104, 100)]
    total = on.zeros()
    for sign in (-1, 1):
        for outline, thick, soft in ((chest, 0.55 * person.muscle, 7.0), (blade, 0.7 * person.muscle, 5.0)):
            points = np.array([(sign * px * w, y + py) for px, py in outline])
            total += thick * blur(fill(on, spline(points, 10, closed=True)), soft, on.pitch)
    return total


def _shoulder_outline(person: Anatomy) -> Points:
    w, y = person.width / 138, person.apex
    right = [(0, -90), (47, -90), (49, -62), (58, -40), (84, -22), (124, -14), (160, -12), (190, 6), (224, 44),
             (258, 116), (300, 230), (258, 230), (222, 154), (186, 112), (160, 102), (148, 125),
             (138, 200), (130, 420), (0, 420)]  # fmt: skip
    half = np.array([(px * w, y + py) for px, py in right])
    return spline(np.vstack([half, half[-2:0:-1] * [-1, 1]]), 10, closed=True)


def breasts(on: Grid, person: Anatomy, rng: np.random.Generator) -> Plane:
    """Breast shadows with their lower fold; empty for men."""
    total = on.zeros()
    if not person.female:
        return total
    for sign in (-1, 1):
        x, y = sign * (0.62 * person.width + rng.normal(0, 3)), person.floor - 62 + rng.normal(0, 5)
        wide, tall = 0.47 * person.width, 58 + 0.5 * person.breast
        across, down = (on.x - x) / wide, (on.y - y) / np.where(on.y > y, 0.62 * tall, 1.5 * tall)
        r = np.sqrt(across**2 + down**2)
        total += person.breast * half_chord(r) ** (0.7 + 2.3 * step(y - on.y, 50.0))
    return blur(np.asarray(total, np.float32), 1.5, on.pitch)


def bowel_gas(on: Grid, person: Anatomy, rng: np.random.Generator) -> Plane:
    """Air in stomach (with its flat level) and colon, as a chord in mm."""
    x, y = 0.5 * person.width + rng.normal(0, 8), person.domes[1] + rng.uniform(15, 22)
    wide, tall = rng.uniform(20, 34), rng.uniform(9, 13)
    r = np.hypot((on.x - x) / wide, (on.y - y) / tall)
    level = y + rng.uniform(0.1, 0.7) * tall
    stomach = 42 * half_chord(np.asarray(r, np.float32)) * step(level - on.y, 1.2)
    blobs = field(on, rng, 17.0, 2) + 0.6 * field(on, rng, 45.0)
    below = step(on.y - (person.domes[1] + 45), 30.0) * step(110 - np.abs(on.x), 40.0)
    colon = 14 * half_chord(1 - np.clip((blobs - 1.5) / 1.2, 0, 1)) * below
    return blur(np.asarray(stomach + colon, np.float32), 0.7, on.pitch)
