"""Puts a person together, adds a finding, and takes the film."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.findings import Finding
from inference.training.phantom import bones, cage, lesions, physics, soft, vessels
from inference.training.phantom.anatomy import Anatomy, sample
from inference.training.phantom.canvas import Grid, Mask, Plane, field, grid
from inference.training.phantom.lesions import Plan


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Phantom:
    """A synthetic film: ``pixels`` uint16 (rows, columns) of 12 bits, bones bright, and masks by name."""

    pixels: NDArray[np.uint16]
    masks: dict[str, Mask]
    female: bool
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
    """A film of a synthetic chest.

    ``side`` is "left" or "right" (of the patient), by chance when None; ``severity`` is 0..1.
    """
    on = grid(rows, columns)
    rng = np.random.default_rng(seed)
    person = sample(rng)
    sign = int(rng.choice(cage.SIDES)) if side is None else _SIGNS[side]
    plan = lesions.plan(finding, sign, severity, rng)
    scene = _project(on, lesions.alter(person, finding, sign, severity), plan, rng)
    film = physics.develop(on, physics.expose(on, scene.water, scene.bone, rng), rng)
    if finding is not None:
        scene.masks[finding.key] = _finding_mask(on, person, plan, scene.masks)
    return Phantom(physics.stamp(on, film, "R", -1), scene.masks, person.female, on.pitch)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Scene:
    water: Plane
    bone: Plane
    masks: dict[str, Mask]


_SIGNS = {"right": -1, "left": 1}
_NAMES = {-1: "right", 1: "left"}


def _finding_mask(on: Grid, person: Anatomy, plan: Plan, masks: dict[str, Mask]) -> Mask:
    """The mask of the finding itself, from the parts that were drawn."""
    if plan.swell:
        return masks["heart"] & (soft.middle(on, person).heart_cover < 0.5)
    if plan.widen:
        return masks["vessels"] & (soft.middle(on, person).vessel_cover < 0.5)
    if plan.fluid or plan.collapse:
        return masks["pleural_space"]
    return masks["breaks"]


def _project(on: Grid, person: Anatomy, plan: Plan, rng: np.random.Generator) -> _Scene:
    middle = soft.middle(on, person, plan.swell, plan.widen)
    water = soft.trunk(on, person) - soft.airway(on, person, plan.lean) - soft.bowel_gas(on, person, rng)
    if person.female:
        water = water + soft.breasts(on, person, rng)
    scene = _Scene(water, bones.spine(on, person, rng), {"heart": middle.heart_cover > 0.5})
    scene.masks["vessels"] = middle.vessel_cover > 0.5
    grain = field(on, rng, 3.2, 3)
    for sign in cage.SIDES:
        _half(on, person, sign, plan, np.hypot(middle.heart, middle.vessels), grain, scene, rng)
    scene.water[:] += 1.0 * field(on, rng, 9.0, 3) * np.clip(scene.water / 60, 0, 1)
    np.maximum(scene.water, 0, out=scene.water)
    return scene


def _half(
    on: Grid, person: Anatomy, sign: int, plan: Plan, solid: Plane, grain: Plane, scene: _Scene,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Adds one half of the chest to the scene, in place."""
    ill = plan.sign == sign
    side = cage.build_side(on, person, sign)
    room = np.maximum(side.cavity - solid, 0)
    lung, tissue = room, person.lung_density * (1 + 0.05 * grain)
    blood = vessels.lung_vessels(on, person, sign, rng)
    if ill and plan.collapse:
        inner = lesions.collapsed(on, person, sign, plan.collapse)
        lung = np.minimum(np.maximum(inner.cavity - solid, 0), room)
        scene.masks["pleural_space"] = (room > 6) & (lung < 0.5)
        tissue = tissue * (1 + 0.5 * plan.collapse)
        scene.water[:] += lesions.pleural_line(inner) * np.clip(room / 20, 0, 1)
    if ill and plan.fluid:
        wet = lesions.fluid(on, person, side, plan.fluid)
        lung = np.maximum(room - wet, 0)
        scene.masks["pleural_space"] = (wet > 8) & (room > 8)
        room = lung
        scene.water[:] += wet * (plan.fluid_density - 1)
    scene.water[:] += lung * tissue - room + np.minimum(blood, 16.0) * np.clip(lung / 25, 0, 1)
    breaks = plan.breaks if ill else {}
    scene.bone[:] += bones.ribs(on, person, side, breaks) + bones.shoulder(on, person, side, rng)
    scene.masks[f"{_NAMES[sign]}_lung"] = lung > 8
