"""Everything between the tube and the detector, added up: water, bone, and the masks of what was put there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.recipes.phantom import body, bones, cage, lesions, ribs, vessels
from inference.recipes.phantom.anatomy import Anatomy, Chance
from inference.recipes.phantom.brushes import field
from inference.recipes.phantom.cage import Side, height
from inference.recipes.phantom.canvas import Grid, Mask, Plane
from inference.recipes.phantom.lesions import Plan
from inference.recipes.phantom.middle import airway, build_middle

_AERATED_MM = 8.0
_NAMES = {-1: "right_lung", 1: "left_lung"}


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Scene:
    """What the beam meets: ``water`` and ``bone`` in mm; masks of organs, of the ill pleural space, of broken ribs."""

    water: Plane
    bone: Plane
    organs: dict[str, Mask]
    pleura: Mask
    breaks: Mask


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Pleura:
    """One pleural cavity: ``air`` is all that is not water, ``lung`` the aerated lung in it, ``more`` added water."""

    air: Plane
    lung: Plane
    density: float
    more: Plane
    mask: Mask


def project(on: Grid, person: Anatomy, plan: Plan, chance: Chance) -> Scene:
    """The chest of a person with the changes of a plan."""
    middle = build_middle(on, person, plan.swell, plan.widen)
    solid = np.hypot(middle.heart, middle.vessels)
    water = body.trunk(on, person) - airway(on, person, plan.lean) - body.bowel_gas(on, person, chance.of("bowel"))
    water += body.breasts(on, person, chance.of("breasts"))
    bone = bones.spine(on, person, chance.of("spine"))
    organs = {"heart": middle.heart_cover > 0.5, "mediastinum": middle.vessel_cover > 0.5}
    ill, breaks = np.zeros(on.shape, bool), np.zeros(on.shape, bool)
    for sign, name in _NAMES.items():
        side, mine = cage.build_side(on, person, sign), plan if plan.sign == sign else Plan()
        pleura = _pleura(on, person, side, mine, solid)
        water += _lung(on, person, sign, pleura, chance) - pleura.air + pleura.more
        bone += ribs.ribs(on, person, side, mine.breaks) + bones.shoulder(on, person, side, chance.of("shoulder", sign))
        breaks |= ribs.break_mask(on, person, side, mine.breaks)
        organs[name] = pleura.lung > _AERATED_MM
        ill |= pleura.mask
    uneven = field(on, chance.of("tissue"), 9.0, 3) + 1.6 * field(on, chance.of("fat"), 38.0, 2)
    water += uneven * np.clip(water / 60, 0, 1)
    return Scene(np.maximum(water, 0), bone, organs, ill, breaks)


def _pleura(on: Grid, person: Anatomy, side: Side, plan: Plan, solid: Plane) -> _Pleura:
    """What the pleural space of one side holds."""
    room = _beside(side.cavity, solid)
    if plan.collapse:
        return _with_air(on, person, side, plan, solid, room)
    if plan.fluid:
        wet = np.minimum(lesions.fluid(on, person, side, plan.fluid), room)
        lung, mask = room - wet, (wet > _AERATED_MM) & (wet > 0.3 * room)
        return _Pleura(
            lung, lung, person.lung_density * (1 + 0.4 * plan.fluid), np.float32(plan.fluid_density - 1) * wet, mask
        )
    return _Pleura(room, room, person.lung_density, on.zeros(), np.zeros(on.shape, bool))


def _beside(cavity: Plane, solid: Plane) -> Plane:
    """What heart and great vessels leave of a cavity along the ray; a little lung always curls round them."""
    left = cavity - solid
    return np.asarray(0.5 * (left + np.hypot(left, 24.0)) * cavity / (cavity + 6.0), np.float32)


def _with_air(on: Grid, person: Anatomy, side: Side, plan: Plan, solid: Plane, room: Plane) -> _Pleura:
    """A pleural space with air round the fallen lung, and the fine line of the lung's own pleura."""
    inner = lesions.collapsed(on, person, side, plan.collapse, plan.apical)
    lung = np.minimum(_beside(inner.cavity, solid), room)
    line = lesions.pleural_line(inner) * np.clip(room / 20, 0, 1)
    density = min(person.lung_density * (1 + 0.4 * plan.collapse + 6 * max(plan.collapse - 0.6, 0)), 0.9)
    mask = (room > 6) & (lung < 0.5) & (on.y < side.dome + 2)
    return _Pleura(room, lung, density, np.asarray(line, np.float32), mask)


def _lung(on: Grid, person: Anatomy, sign: int, pleura: _Pleura, chance: Chance) -> Plane:
    """Water in the lung itself: tissue, and vessels where there is room for them."""
    rng = chance.of("vessels", sign)
    blood = vessels.lung_vessels(on, person, sign, rng) + vessels.hilum(on, person, sign, rng)
    grain = 1 + 0.04 * field(on, chance.of("grain", sign), 3.2, 3) + 0.05 * field(on, chance.of("blood", sign), 42.0)
    grain += 0.2 * (height(on, person) - 0.5)  # upright, more blood below
    inside = np.clip(pleura.lung / 25, 0, 1)
    return np.asarray(pleura.lung * pleura.density * grain + np.minimum(1.3 * blood, 18.0) * inside, np.float32)
