"""Pictures that are no chest film, drawn by procedure: hands, heads, bones, slices, text, textures, noise."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from inference.recipes.film_check.brushes import (
    SIDE,
    Floats,
    backdrop,
    box,
    ellipse,
    exposed,
    finger,
    grained,
    line,
    mesh,
    plane,
    spectral,
    spine,
    unit,
)

Scene = Callable[[np.random.Generator], Floats]


def noise(rng: np.random.Generator) -> Floats:
    """A field of 1/f noise of a random exponent: from grain to clouds and landscapes."""
    return unit(spectral(rng, rng.uniform(0.0, 2.2)))


def gradient(rng: np.random.Generator) -> Floats:
    """A smooth ramp or a vignette with faint grain, as of a detector exposed without a patient."""
    y, x = mesh()
    angle = rng.uniform(0, 2 * np.pi)
    ramp = np.cos(angle) * x + np.sin(angle) * y
    bowl = np.hypot(x - rng.uniform(-0.6, 0.6), y - rng.uniform(-0.6, 0.6)) ** rng.uniform(0.7, 3)
    share = rng.random()
    return unit(share * ramp + (1 - share) * bowl + rng.uniform(0, 0.15) * rng.standard_normal(x.shape))


def text_page(rng: np.random.Generator) -> Floats:
    """A page of writing, dark on light or light on dark, or a window of a program."""
    page = np.full((SIDE, SIDE), rng.uniform(0.75, 1), np.float32)
    for row in range(rng.integers(3, 14), SIDE, rng.integers(4, 12)):
        start, stop = rng.integers(2, 20), rng.integers(40, SIDE)
        for column in range(start, stop, 3):
            if rng.random() < 0.8:
                page[row : row + rng.integers(1, 4), column : column + rng.integers(1, 4)] = rng.uniform(0, 0.3)
    for _ in range(rng.integers(0, 3)):
        box(page, rng)
    return page if rng.random() < 0.6 else 1 - page


def tiles(rng: np.random.Generator) -> Floats:
    """Stripes, a checkerboard or bricks, in any direction."""
    y, x = mesh()
    angle, pitch = rng.uniform(0, np.pi), rng.uniform(4, 20)
    u, v = np.cos(angle) * x + np.sin(angle) * y, np.cos(angle) * y - np.sin(angle) * x
    waves = np.sin(pitch * u) * (np.sin(pitch * v) if rng.random() < 0.5 else 1)
    return unit(np.tanh(waves * rng.uniform(0.5, 6)) + rng.uniform(0, 0.6) * spectral(rng, 1.0))


def clutter(rng: np.random.Generator) -> Floats:
    """Overlapping boxes and ellipses of all shades: a room, a street, a still life."""
    scene = backdrop(rng, rng.uniform(0.1, 0.9))
    for _ in range(rng.integers(4, 30)):
        if rng.random() < 0.5:
            box(scene, rng)
        else:
            ellipse(scene, rng.uniform(0, SIDE, 2), rng.uniform(2, 30, 2), rng.uniform(0, 180), rng.random())
    return grained(cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.4, 2)), rng)


def hand(rng: np.random.Generator) -> Floats:
    """A hand or a foot: five rays of soft tissue with bones and joints in them, from a palm."""
    soft, bone = plane(), plane()
    root = np.array([SIDE * rng.uniform(0.4, 0.6), SIDE * rng.uniform(0.6, 0.75)])
    spread, reach = rng.uniform(0.25, 0.45), SIDE * rng.uniform(0.5, 0.65)
    for ray, length in zip(range(-2, 3), (0.62, 0.9, 1.0, 0.92, 0.75), strict=True):
        angle = spread * ray + rng.normal(0, 0.05)
        finger(soft, bone, root + np.array([ray * SIDE * 0.05, 0]), angle, reach * length, rng)
    line(soft, root, root + np.array([0, SIDE * 0.5]), 0.4, int(SIDE * rng.uniform(0.16, 0.26)))
    for side in (-1, 1):
        line(bone, root + np.array([side * 5, 8]), root + np.array([side * 5, SIDE * 0.5]), 0.5, 7)
    return exposed(soft, bone, rng)


def head(rng: np.random.Generator) -> Floats:
    """A skull from the front or the side: a bright rim, orbits, a jaw, a neck."""
    soft, bone = plane(), plane()
    centre = SIDE * np.array([rng.uniform(0.42, 0.58), rng.uniform(0.36, 0.48)])
    size = SIDE * np.array([rng.uniform(0.26, 0.36), rng.uniform(0.3, 0.38)])
    ellipse(soft, centre, size * 1.08, 0, 0.5)
    ellipse(bone, centre, size, 0, 0.75)
    ellipse(bone, centre, size * 0.9, 0, rng.uniform(0.3, 0.5))
    for side in (-1, 1):
        ellipse(bone, centre + size * (side * 0.38, 0.45), size * (0.24, 0.18), 0, rng.uniform(0.05, 0.25))
    ellipse(bone, centre + size * (rng.uniform(-0.4, 0.4), 0.95), size * (0.55, 0.35), 0, 0.6)
    line(soft, centre + size * (0, 0.8), (centre[0], SIDE + 10), 0.4, int(size[0]))
    spine(bone, centre[0], centre[1] + size[1], rng)
    return exposed(soft, bone, rng)


def limb(rng: np.random.Generator) -> Floats:
    """Long bones with a joint between, in soft tissue: an arm, a knee, a thigh."""
    soft, bone = plane(), plane()
    middle = SIDE * rng.uniform(0.35, 0.65, 2)
    angle, bend = rng.uniform(0, np.pi), rng.normal(0, 0.4)
    wide, shafts = SIDE * rng.uniform(0.06, 0.16), rng.integers(1, 3)
    for turn in (angle, angle + np.pi + bend):
        along = np.array([np.cos(turn), np.sin(turn)])
        line(soft, middle, middle + along * SIDE * 1.5, 0.45, int(wide * rng.uniform(1.8, 3.4)))
        for shaft in range(shafts):
            aside = np.array([-along[1], along[0]]) * wide * 0.8 * (shaft - (shafts - 1) / 2)
            line(bone, middle + aside, middle + aside + along * SIDE * 1.5, 0.8, int(wide * 0.7))
            line(bone, middle + aside + along * 8, middle + aside + along * SIDE * 1.5, 0.55, int(wide * 0.35))
        ellipse(bone, middle + along * wide * 0.7, (wide * 0.9, wide * 0.7), np.degrees(turn), 0.7)
    return exposed(soft, bone, rng)


def slice_of_ct(rng: np.random.Generator) -> Floats:
    """A slice through a trunk or a head on black: body rim, organs, vertebra, perhaps two lungs."""
    scene = plane()
    centre, size = SIDE * rng.uniform(0.44, 0.56, 2), SIDE * np.array([rng.uniform(0.34, 0.48), rng.uniform(0.24, 0.4)])
    ellipse(scene, centre, size, 0, rng.uniform(0.3, 0.6))
    ellipse(scene, centre, size * 0.93, 0, rng.uniform(0.4, 0.65))
    for side in (-1, 1):
        shade = rng.uniform(0.0, 0.2) if rng.random() < 0.4 else rng.uniform(0.45, 0.75)
        ellipse(
            scene, centre + size * (side * 0.45, rng.uniform(-0.2, 0.1)), size * rng.uniform(0.25, 0.45, 2), 0, shade
        )
    for _ in range(rng.integers(2, 9)):
        place, extent = size * rng.uniform(-0.5, 0.5, 2), size * rng.uniform(0.05, 0.25, 2)
        ellipse(scene, centre + place, extent, rng.uniform(0, 180), rng.uniform(0.3, 0.8))
    ellipse(scene, centre + size * (0, 0.62), size * (0.14, 0.18), 0, 1.0)
    return grained(cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.5, 1.2)), rng)


def abdomen(rng: np.random.Generator) -> Floats:
    """A trunk without lungs: spine down the middle, iliac wings below, patches of bowel gas."""
    soft, bone = plane(), plane()
    soft += 0.55
    for edge in (0, SIDE):
        ellipse(soft, (edge, SIDE * rng.uniform(0.3, 0.6)), (SIDE * rng.uniform(0.0, 0.14), SIDE * 0.6), 0, 0.1)
    for _ in range(rng.integers(3, 14)):
        ellipse(
            soft, SIDE * rng.uniform(0.15, 0.85, 2), rng.uniform(2, 11, 2), rng.uniform(0, 180), rng.uniform(0.2, 0.4)
        )
    middle = SIDE * rng.uniform(0.46, 0.54)
    spine(bone, middle, -5, rng)
    for side in (-1, 1):
        ellipse(bone, (middle + side * SIDE * 0.26, SIDE * rng.uniform(0.75, 0.95)), SIDE * np.array([0.2, 0.14]),
                 side * rng.uniform(20, 50), 0.45)  # fmt: skip
        line(bone, (middle + side * 8, 6), (middle + side * SIDE * 0.4, SIDE * rng.uniform(0.12, 0.3)), 0.3, 3)
    return exposed(soft, bone, rng)


def pelvis(rng: np.random.Generator) -> Floats:
    """Iliac wings, a ring with holes in it, and two femora."""
    soft, bone = plane(), plane()
    soft += 0.4
    middle = SIDE * np.array([rng.uniform(0.45, 0.55), rng.uniform(0.4, 0.55)])
    for side in (-1, 1):
        wing = middle + SIDE * np.array([side * 0.24, -0.12])
        ellipse(bone, wing, SIDE * np.array([0.2, 0.13]), side * 40, 0.7)
        ellipse(bone, middle + SIDE * np.array([side * 0.12, 0.2]), SIDE * np.array([0.12, 0.12]), 0, 0.65)
        ellipse(bone, middle + SIDE * np.array([side * 0.12, 0.21]), SIDE * np.array([0.06, 0.07]), 0, 0.05)
        joint = middle + SIDE * np.array([side * 0.33, 0.14])
        ellipse(bone, joint, (8, 8), 0, 0.85)
        line(bone, joint, joint + SIDE * np.array([side * 0.08, 0.6]), 0.75, 8)
    spine(bone, middle[0], -10, rng, middle[1])
    return exposed(soft, bone, rng)


def patchwork(rng: np.random.Generator) -> Floats:
    """Areas of any shape, each of a shade and grain of its own, and some boxes: what a camera sees, roughly."""
    y, x = mesh()
    scene = rng.uniform(0, 1) + rng.uniform(0, 0.25) * spectral(rng, rng.uniform(0.2, 2))
    for _ in range(int(rng.integers(1, 5))):
        angle = rng.uniform(0, 2 * np.pi)
        slope = (np.cos(angle) * x + np.sin(angle) * y) * rng.uniform(0, 2)
        where = spectral(rng, rng.uniform(1.2, 2.5)) * rng.uniform(0.1, 0.8) + slope > rng.uniform(-0.6, 0.6)
        shade = rng.uniform(0, 1) + rng.uniform(-0.3, 0.3) * y
        scene = np.where(where, shade + rng.uniform(0, 0.25) * spectral(rng, rng.uniform(0.2, 2)), scene)
    made = np.clip(scene, -0.2, 1.2).astype(np.float32)
    for _ in range(int(rng.integers(0, 4))):
        box(made, rng)
    return unit(made)


def landscape(rng: np.random.Generator) -> Floats:
    """A sky, a skyline and ground, as in a photograph."""
    y, _ = mesh()
    line = rng.uniform(-0.4, 0.5) + rng.uniform(0.02, 0.25) * spectral(rng, 1.6)[0]
    sky = rng.uniform(0.6, 1) - rng.uniform(0, 0.3) * (y + 1) + 0.06 * spectral(rng, 1.6)
    ground = rng.uniform(0.1, 0.5) + rng.uniform(0.05, 0.2) * spectral(rng, rng.uniform(0.4, 1.4))
    scene = np.where(y < line[None], sky, ground).astype(np.float32)
    for _ in range(rng.integers(0, 5)):
        box(scene, rng)
    return unit(scene)


def branches(rng: np.random.Generator) -> Floats:
    """A bare tree, a root or vessels: lines that fork and grow thinner, on a cloudy ground."""
    scene = backdrop(rng, rng.uniform(0.4, 0.9))
    shade = float(rng.uniform(0, 0.3))
    tips = [(SIDE * np.array([rng.uniform(0.3, 0.7), 1.0]), rng.normal(0, 0.2), SIDE * 0.3, 8.0)]
    while tips:
        place, angle, length, wide = tips.pop()
        end = place + length * np.array([np.sin(angle), -np.cos(angle)])
        line(scene, place, end, shade, int(wide))
        if wide > 1:
            for side in (-1, 1):
                bend = angle + side * rng.uniform(0.2, 0.8)
                tips.append((end, bend, length * rng.uniform(0.6, 0.9), wide * rng.uniform(0.5, 0.75)))
    return grained(scene, rng)


SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (noise, gradient, text_page, tiles, clutter, patchwork, hand, head, limb, slice_of_ct, abdomen)
}
UNSEEN: dict[str, Scene] = {"pelvis": pelvis, "landscape": landscape, "branches": branches}
