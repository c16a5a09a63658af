"""One door to all simulators."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from inference.core import findings
from inference.core.findings import Finding
from inference.engine.anatomy import NoThorax, Thorax, find_thorax
from inference.engine.anatomy.shapes import Plane
from inference.recipes.simulate import air, fluid, fracture, heart
from inference.recipes.simulate.canvas import Canvas, Simulated, canvas

SIDES = ("right", "left")
Simulator = Callable[[Canvas, str, float, np.random.Generator], Simulated | None]
_SIDED: dict[Finding, Simulator] = {
    findings.PNEUMOTHORAX: air.pneumothorax,
    findings.TENSION_PNEUMOTHORAX: air.tension,
    findings.PLEURAL_EFFUSION: fluid.effusion,
    findings.HEMOTHORAX: fluid.hemothorax,
    findings.RIB_FRACTURE: fracture.rib_fracture,
}


def simulate(
    film: Plane,
    finding: Finding,
    random: np.random.Generator,
    *,
    side: str | None = None,
    severity: float | None = None,
    thorax: Thorax | None = None,
) -> Simulated:
    """The film (float32, 0..1, bones bright, any size) with a finding simulated on it, and the finding's exact mask.

    The same film and state of ``random`` give the same bits. ``side`` is the patient's "right" or "left", by chance
    when None; ``severity`` is 0..1, by chance when None, for pneumothorax a sliver more often than not. ``thorax``
    spares the search when the film's geometry is known. Raises NoThorax when there is nothing clear to paint on.
    """
    if side not in (None, *SIDES):
        raise ValueError(f'side is "right", "left" or None, not {side!r}')
    known = find_thorax(film) if thorax is None else thorax
    on = canvas(np.asarray(film, np.float32), known)
    by_chance = str(random.choice(SIDES))
    drawn = float(random.uniform()) if finding is not findings.PNEUMOTHORAX else _often_thin(random)
    amount = float(np.clip(drawn if severity is None else severity, 0, 1))
    simulated = _simulated(on, finding, random, side, by_chance, amount)
    if simulated is None or not simulated.mask.any():
        raise NoThorax(f"no place for a {finding.title.lower()}")
    return simulated


def _often_thin(random: np.random.Generator) -> float:
    return float(random.uniform(0, 0.5) if random.random() < 0.62 else random.uniform(0.5, 1))


def _simulated(
    on: Canvas, finding: Finding, random: np.random.Generator, side: str | None, by_chance: str, amount: float
) -> Simulated | None:
    if finding is findings.PERICARDIAL_EFFUSION:
        return heart.pericardial_effusion(on, amount, random)
    if finding is findings.MEDIASTINUM_ABNORMALITY:
        return heart.mediastinum(on, amount, random, side)
    return _SIDED[finding](on, side or by_chance, amount, random)
