"""Puts a person together, adds a finding, and takes the film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.core.findings import Finding
from inference.recipes.phantom import lesions, physics
from inference.recipes.phantom.anatomy import Anatomy, Chance, sample
from inference.recipes.phantom.brushes import largest_parts
from inference.recipes.phantom.canvas import Grid, Mask, grid
from inference.recipes.phantom.lesions import Plan
from inference.recipes.phantom.middle import build_middle
from inference.recipes.phantom.scene import Scene, project

_SIGNS = {"right": -1, "left": 1}


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Phantom:
    """A synthetic film.

    ``pixels`` is uint16 (rows, columns), 12 bits, bones bright, the patient's right at the left of the film.
    ``masks`` are by name: "right_lung", "left_lung" (aerated), "heart", "mediastinum" (great vessels), and the key of
    the finding where there is one. ``side`` is "left", "right" or empty; ``pitch_mm`` the distance of pixels.
    """

    pixels: NDArray[np.uint16]
    masks: dict[str, Mask]
    female: bool
    side: str
    pitch_mm: float


def thorax(
    seed: int,
    finding: Finding | None = None,
    *,
    side: str | None = None,
    severity: float = 0.6,
    rows: int = 1536,
    columns: int = 1280,
) -> Phantom:
    """A film of a synthetic chest; the same arguments give the same bits.

    One seed is one person, whatever the finding, its side and its severity, so films of one seed are follow-ups.
    ``side`` is "left" or "right" (of the patient), by chance when None, and idle for findings of the middle;
    ``severity`` is 0 (barely) .. 1 (all). Raises ``ValueError`` for another side.
    """
    if side not in (None, *_SIGNS):
        raise ValueError(f'side is "left", "right" or None, not {side!r}')
    chance = Chance(seed)
    sign = int(chance.of("side").choice((-1, 1))) if side is None else _SIGNS[side]
    person, plan = sample(chance.of("person")), lesions.plan(finding, sign, severity, chance.of("plan"))
    on = grid(rows, columns, person.off_centre)
    scene = project(on, lesions.alter(person, finding, sign, severity), plan, chance)
    masks = dict(scene.organs)
    if finding is not None:
        masks[finding.key] = _finding_mask(on, person, plan, scene)
    shown = next((name for name, value in _SIGNS.items() if value == plan.sign), "")
    return Phantom(_take(on, scene, chance), masks, person.female, shown, on.pitch)


def _take(on: Grid, scene: Scene, chance: Chance) -> NDArray[np.uint16]:
    density = physics.expose(on, scene.water, scene.bone, chance.of("quanta"))
    film = physics.stamp(on, physics.develop(on, density, chance.of("tone")), chance.of("marker"))
    return physics.shutter(on, film, chance.of("shutter"))


def _finding_mask(on: Grid, person: Anatomy, plan: Plan, scene: Scene) -> Mask:
    """Where the finding itself is: extra fluid, air or widening, or the breaks."""
    if plan.swell:
        return largest_parts(scene.organs["heart"] & (build_middle(on, person).heart_cover < 0.5))
    if plan.widen:
        return largest_parts(scene.organs["mediastinum"] & (build_middle(on, person).vessel_cover < 0.5))
    if plan.fluid or plan.collapse:
        return largest_parts(scene.pleura)
    return scene.breaks
