"""One synthetic person: the numbers that make this thorax differ from the next, drawn from a seed, in mm."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Sizes and positions in mm on the film plane (x to the patient's left, y down, 0 in the film's middle).

    ``width`` is the half-width of the rib cage inside, ``depth`` the half-depth of the lungs, ``body`` the half-depth
    of the trunk, ``apex`` and ``floor`` the heights of lung tips and costophrenic angles, ``domes`` the heights of
    the right and left dome, ``rotation`` how far anterior parts are thrown to the patient's left, ``shift`` how far
    the mediastinum lies off its place, ``heart`` and ``knob`` scale their silhouettes, ``spread`` widens the rib gaps
    on the (right, left) side.
    """

    female: bool
    width: float
    depth: float
    body: float
    fat: float
    apex: float
    floor: float
    domes: tuple[float, float]
    rotation: float
    tilt: float
    heart: float
    knob: float
    breast: float
    lung_density: float
    shift: float = 0.0
    spread: tuple[float, float] = (0.0, 0.0)


def sample(rng: np.random.Generator) -> Anatomy:
    """A person by chance: sex, size, fat, inspiration, slight rotation and tilt."""
    female = bool(rng.random() < 0.5)
    size = np.clip(rng.normal(0.96 if female else 1.03, 0.025), 0.92, 1.08)
    fat = rng.uniform(14, 30)
    apex = -158 * size + rng.normal(0, 4) + 4
    floor = 112 * size + rng.normal(0, 8)
    right_dome = floor - rng.uniform(44, 54)
    return Anatomy(
        female=female,
        width=float(138 * size + rng.normal(0, 3)),
        depth=float(rng.uniform(76, 86) * size),
        body=float((96 + 0.5 * fat) * size + rng.normal(0, 3)),
        fat=float(fat),
        apex=float(apex),
        floor=float(floor),
        domes=(float(right_dome), float(right_dome + rng.uniform(6, 16))),
        rotation=float(rng.normal(0, 3)),
        tilt=float(rng.normal(0, 0.8)),
        heart=float(rng.normal(0.98, 0.05)),
        knob=float(rng.uniform(0.75, 1.2)),
        breast=float(rng.uniform(20, 45)) if female else 0.0,
        lung_density=float(rng.uniform(0.2, 0.27)),
    )
