"""One synthetic person: the numbers that make this thorax differ from the next, drawn from a seed, in mm."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Chance:
    """Independent random streams by name, so that a finding on one part never changes another part of the person."""

    seed: int

    def of(self, name: str, number: int = 0) -> np.random.Generator:
        """A fresh generator, the same for the same seed, name and number."""
        return np.random.default_rng([self.seed, zlib.crc32(name.encode()), number + 1])


@dataclass(frozen=True, slots=True)
class Anatomy:
    """Sizes and positions in mm on the film plane (x to the patient's left, y down, 0 in the film's middle).

    ``width`` is the half-width of the rib cage inside, ``depth`` the half-depth of the lungs, ``body`` the half-depth
    of the trunk, ``apex`` and ``floor`` the heights of lung tips and costophrenic angles, ``domes`` the heights of
    the right and left dome, ``rotation`` how far anterior parts are thrown to the patient's left, ``shift`` how far
    the mediastinum lies off its place, ``heart`` and ``knob`` scale their silhouettes, ``spread`` widens the rib gaps
    on the (right, left) side. ``mineral`` scales all bone, ``shoulder_lift`` moves the shoulders down,
    ``off_centre`` is where on the film the middle lies.
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
    muscle: float
    mineral: float
    shoulder_lift: float
    rib_offsets: tuple[float, ...]
    off_centre: tuple[float, float]
    shift: float = 0.0
    spread: tuple[float, float] = (0.0, 0.0)


def sample(rng: np.random.Generator) -> Anatomy:
    """A person by chance: sex, size, fat, inspiration, slight rotation and tilt."""
    female = bool(rng.random() < 0.5)
    size = np.clip(rng.normal(0.96 if female else 1.03, 0.025), 0.92, 1.08)
    fat = rng.uniform(14, 30)
    apex = -158 * size + rng.normal(0, 4) + 4
    floor = 124 * size + rng.normal(0, 8)
    right_dome = floor - rng.uniform(42, 54)
    return Anatomy(
        female=female,
        width=float(143 * size + rng.normal(0, 3)),
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
        lung_density=float(rng.uniform(0.19, 0.26)),
        muscle=float(rng.uniform(8, 18) if female else rng.uniform(14, 30)),
        mineral=float(rng.uniform(0.85, 1.2)),
        off_centre=(float(rng.normal(0, 5)), float(rng.normal(0, 5))),
        shoulder_lift=float(rng.normal(0, 6)),
        rib_offsets=tuple(float(x) for x in rng.normal(0, 1.0, 12)),
    )
