"""What each finding changes: the person (shift, domes, rib gaps) and what fills the pleural space."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from inference.core import findings
from inference.core.findings import Finding
from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.cage import Side, build_side
from inference.recipes.phantom.canvas import Grid, Plane, Values, half_chord
from inference.recipes.phantom.ribs import Break


@dataclass(frozen=True, slots=True)
class Plan:
    """How a finding alters the film of a person.

    ``sign`` is the side (-1 right, 1 left); ``fluid`` and ``collapse`` are 0..1 of that side's pleural space,
    ``apical`` is 0 (air along the side) .. 1 (air over the tip); ``fluid_density`` is relative to water; ``swell`` and
    ``widen`` are those of `middle.build_middle`, ``lean`` that of `middle.airway`; ``breaks`` are by number of the rib.
    """

    sign: int = 0
    fluid: float = 0.0
    fluid_density: float = 1.0
    collapse: float = 0.0
    apical: float = 0.5
    swell: float = 0.0
    widen: float = 0.0
    lean: float = 0.0
    breaks: dict[int, Break] = field(default_factory=dict)


def plan(finding: Finding | None, sign: int, severity: float, rng: np.random.Generator) -> Plan:
    """The plan for a finding of a severity 0..1 on a side."""
    s = float(np.clip(severity, 0.02, 1))
    apical = float(rng.uniform())
    plans = {
        findings.PLEURAL_EFFUSION: Plan(sign, fluid=s),
        findings.HEMOTHORAX: Plan(sign, fluid=min(1.0, s + 0.1), fluid_density=1.06, breaks=_breaks(s * 0.7, rng)),
        findings.PNEUMOTHORAX: Plan(sign, collapse=0.85 * s, apical=apical),
        findings.TENSION_PNEUMOTHORAX: Plan(sign, collapse=0.75 + 0.25 * s, apical=apical),
        findings.PERICARDIAL_EFFUSION: Plan(swell=0.25 + 0.75 * s),
        findings.MEDIASTINUM_ABNORMALITY: Plan(widen=0.35 + 0.65 * s, lean=9 * s),
        findings.RIB_FRACTURE: Plan(sign, breaks=_breaks(s, rng)),
    }
    return Plan() if finding is None else plans[finding]


def _breaks(severity: float, rng: np.random.Generator) -> dict[int, Break]:
    """One to four neighbouring ribs broken at the side of the chest, with step-offs growing with severity, in mm."""
    count = 1 + int(severity * 3.2)
    first = int(rng.integers(4, 9 - count // 2))
    where = rng.uniform(0.5, 0.78)
    step_off = (1.5 + 4.5 * severity) * rng.choice([-1, 1])
    return {
        first + i: Break(float(where + rng.normal(0, 0.02)), float(step_off * rng.uniform(0.6, 1.2)))
        for i in range(count)
    }


def alter(person: Anatomy, finding: Finding | None, sign: int, severity: float) -> Anatomy:
    """The person with what a finding pushes aside: mediastinum, dome, ribs."""
    if finding is findings.TENSION_PNEUMOTHORAX:
        push = 14 + 20 * severity
        low = tuple(d + (20 if s == sign else -3) * severity for d, s in zip(person.domes, (-1, 1), strict=True))
        spread = tuple(0.07 * severity if s == sign else -0.02 for s in (-1, 1))
        return replace(person, shift=-sign * push, domes=(low[0], low[1]), spread=(spread[0], spread[1]))
    if finding in (findings.PLEURAL_EFFUSION, findings.HEMOTHORAX) and severity > 0.7:
        return replace(person, shift=-sign * 30 * (severity - 0.7))
    return person


def fluid(on: Grid, person: Anatomy, side: Side, amount: float) -> Plane:
    """Chord of fluid in an upright pleural space in mm: a level that climbs along the chest wall (the meniscus)."""
    u = side.x / side.wall
    level = person.floor - 22 - 165 * amount
    climb = (30 + 34 * amount) * np.clip(u, 0, 1) ** 4 + 14 * amount * np.clip(1 - u / 0.35, 0, 1)
    wave = 0.04 * side.wall * np.sin(5 * u + 30 * amount)
    depth = on.y - (level - climb + wave)
    share = 0.72 * _ramp(depth / (20 + 12 * amount)) + 0.28 * _ramp((depth + 26) / 60)
    return np.asarray(side.cavity * share, np.float32)


def _ramp(value: Values) -> Plane:
    t = np.clip(value, 0, 1)
    return np.asarray(1 - (1 - t) ** 2, np.float32)


def collapsed(on: Grid, person: Anatomy, side: Side, amount: float, apical: float) -> Side:
    """The lung that has fallen away from the chest wall, as a smaller half of a chest on the same dome."""
    far = max(amount - 0.6, 0.0)
    narrow = 0.97 - 0.32 * amount * (1.3 - 0.6 * apical) - 0.5 * far
    small = replace(
        person,
        apex=person.apex + 5 + 6 * apical + (30 + 44 * apical) * amount + 60 * far,
        width=person.width * narrow,
        depth=person.depth * (1 - 0.16 * amount - 0.5 * far),
    )
    return build_side(on, small, side.sign, side.dome)


def pleural_line(side: Side, thickness: float = 0.5) -> Plane:
    """Chord of the visceral pleura, seen where the ray grazes it, in mm."""
    deep = 2 * side.half_depth.max(axis=1, keepdims=True)
    edge = half_chord(side.x / (side.wall + thickness)) - half_chord(side.x / side.wall)
    return np.asarray(deep * edge * (side.gate > 0.5), np.float32)
