"""Air in the pleural space: pneumothorax from a sliver to complete, the supine deep sulcus, and tension."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from inference.engine.anatomy.geometry import Mask
from inference.engine.anatomy.shapes import Plane, places
from inference.recipes.phantom.canvas import step
from inference.recipes.simulate.canvas import (
    Canvas,
    Simulated,
    blurred,
    canvas,
    clipped,
    soft,
    warped,
    warped_mask,
    wave,
)
from inference.recipes.simulate.texture import without_vessels
from inference.recipes.simulate.wall import Wall, wall

_KINDS = {"apical": (0.22, 0.16), "lateral": (0.60, 0.22), "broad": (0.40, 0.42), "deep sulcus": (1.0, 0.24)}
_ODDS = (0.42, 0.24, 0.22, 0.12)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Gap:
    """Where air lies: ``air`` 0..1, ``inside`` the distance in pixels from the lung's new edge, into the lung."""

    air: Plane
    inside: Plane
    widest_mm: float


def thickness_mm(severity: float) -> float:
    """The widest place between wall and lung: slivers of 4 to 12 mm up to 0.5, then to 75 mm."""
    thin, thick = min(severity, 0.5) * 2, max(severity - 0.5, 0) * 2
    return float(4 + 8 * thin + 63 * thick**1.3)


def pneumothorax(on: Canvas, side: str, severity: float, random: np.random.Generator) -> Simulated:
    """Air along the wall: apical, lateral or over both, or in the deep sulcus of a patient who lies."""
    kind = str(random.choice(list(_KINDS), p=_ODDS))
    if kind == "deep sulcus":
        on = _deepened(on, side, 6 + 16 * severity)
    where = wall(on.thorax, side, medial=0.3 if severity > 0.7 and kind == "broad" else 0.16)
    gap = _gap(on, side, where, kind, thickness_mm(severity), random)
    film = _simulated(on, side, gap, where, random, lined=random.random() > (0.7 if kind == "deep sulcus" else 0.18))
    return Simulated(film, _mask(on, side, gap), side, severity, f"{kind} pneumothorax, {gap.widest_mm:.0f} mm")


def tension(on: Canvas, side: str, severity: float, random: np.random.Generator) -> Simulated:
    """A large pneumothorax that pushes the mediastinum away, the diaphragm down and the ribs apart."""
    push = (20 + 22 * severity) * random.uniform(0.85, 1.15)
    moved = _pushed(on, side, push, 8 + 16 * severity)
    where = wall(moved.thorax, side, medial=0.3)
    widest = thickness_mm(0.72 + 0.28 * severity)
    gap = _gap(moved, side, where, "broad", widest, random)
    film = _simulated(moved, side, gap, where, random, lined=random.random() > 0.1)
    said = f"tension pneumothorax, {gap.widest_mm:.0f} mm, mediastinum pushed by {push:.0f} mm"
    return Simulated(film, _mask(moved, side, gap), side, severity, said)


def _gap(on: Canvas, side: str, where: Wall, kind: str, widest_mm: float, random: np.random.Generator) -> _Gap:
    """The air between wall and lung: widest at the kind's place, with a slightly wavy edge."""
    centre, spread = _KINDS[kind]
    centre, spread = centre + random.normal(0, 0.04), spread * (1 + max(widest_mm - 12, 0) / 40)
    along = np.linspace(0, 1, 256)
    shape = np.exp(-(((along - centre) / spread) ** 2)) * (1 + 0.12 * wave(random, 256, 7))
    shape *= 1 - (1 - np.clip(along / 0.3, 0, 1)) ** 2 * np.clip((widest_mm - 25) / 30, 0, 0.85)  # held by the hilum
    widest = on.mm(widest_mm) * (1.5 if kind == "deep sulcus" else 1.0)
    thick = np.interp(where.along, along, shape) * widest
    thick = blurred(thick.astype(np.float32), max(1.0, 0.15 * widest))
    # smoothed, for a lung has no corners
    inside = blurred((where.distance - thick).astype(np.float32), max(1.0, 0.1 * widest, 0.22 * widest - on.mm(3)))
    room = soft(on.thorax.lungs[side], on.mm(0.8))
    edge = on.mm(0.9) if kind != "deep sulcus" else on.mm(9)
    thin = step(thick - on.mm(1.2), on.mm(1.2))
    air = step(-inside, max(edge, 1.0)) * room * thin
    return _Gap(np.asarray(air, np.float32), inside, widest_mm)


def _mask(on: Canvas, side: str, gap: _Gap) -> Mask:
    return (gap.air > 0.4) & on.thorax.lungs[side]


def _simulated(on: Canvas, side: str, gap: _Gap, where: Wall, random: np.random.Generator, *, lined: bool) -> Plane:
    """The film with the vessels gone where the air is, a fine line at the lung's edge, and a denser lung."""
    reach = float(np.clip(0.7 * gap.widest_mm, 7, 22))
    flat = without_vessels(on.film, on.thorax.pitch, reach)
    film = on.film + gap.air * (flat - on.film) * random.uniform(0.85, 1.0)
    film = film - gap.air * on.contrast * random.uniform(0.04, 0.13)
    fallen = np.clip((gap.widest_mm - 12) / 60, 0, 1)
    depth = on.mm(14 + 50 * fallen)
    lung = soft(on.thorax.lungs[side], on.mm(2)) * step(gap.inside, on.mm(1.5))
    lung = lung * np.exp(-np.clip(gap.inside, 0, None) / depth)
    near = step(on.mm(60) - where.distance, on.mm(50)) if fallen == 0 else 1.0
    film = film + lung * near * on.contrast * random.uniform(0.01, 0.06)
    film = film + lung * 0.5 * fallen * np.clip(on.tissue - film, 0, None)
    if lined:
        film = film + _line(on, side, gap, where, random)
    return clipped(film)


def _line(on: Canvas, side: str, gap: _Gap, where: Wall, random: np.random.Generator) -> Plane:
    """The visceral pleura, seen where the ray grazes it: under a millimetre wide, fading and coming back."""
    width = max(on.mm(random.uniform(0.35, 0.6)), 0.55)
    strength = np.clip(0.62 + 0.5 * wave(random, 256, 9), 0.08, 1.0)
    varied = np.interp(where.along, np.linspace(0, 1, 256), strength)
    shown = np.exp(-0.5 * (gap.inside / width) ** 2) * soft(on.thorax.lungs[side], on.mm(0.6))
    thick = step(where.distance - on.mm(2.0), on.mm(1.5))
    return np.asarray(shown * varied * thick * on.contrast * random.uniform(0.10, 0.24), np.float32)


def _deepened(on: Canvas, side: str, depth_mm: float) -> Canvas:
    """The costophrenic angle drawn down, as air in front of a lying patient's diaphragm does."""
    points = on.thorax.outlines[side]
    corner = points[int(np.argmax(points[:, 1] + 0.5 * on.thorax.sign(side) * points[:, 0]))]
    y, x = places(on.film.shape)
    near = np.exp(-(((x - corner[0]) / on.mm(24)) ** 2) - ((y - corner[1]) / on.mm(42)) ** 2)
    return _moved(on, np.zeros_like(near), near * on.mm(depth_mm))


def _pushed(on: Canvas, side: str, push_mm: float, drop_mm: float) -> Canvas:
    """Mediastinum away from the side, its dome down, its ribs apart, all by one smooth warp."""
    thorax, sign = on.thorax, on.thorax.sign(side)
    y, x = places(on.film.shape)
    first, last = thorax.rows(side)
    t = (y - first) / max(last - first, 1)
    reach = np.where((x - thorax.middle[:, None]) * sign > 0, on.mm(75), on.mm(88))
    beside = (x - thorax.middle[:, None]) / reach
    across = -sign * on.mm(push_mm) * np.exp(-(np.abs(beside) ** 2.4)) * step(t - 0.35, 0.9)
    lateral = step(beside * sign - 0.3, 0.8)
    down = lateral * (on.mm(drop_mm) * step(t - 0.75, 0.6) * step(1.5 - t, 0.6) - on.mm(3) * step(0.45 - t, 0.6))
    down = down * step(1.45 - beside * sign, 0.5)
    return _moved(on, across.astype(np.float32), down.astype(np.float32))


def _moved(on: Canvas, across: Plane, down: Plane) -> Canvas:
    """The canvas with film and lungs moved; outlines follow their points."""
    at = {side: np.round(points).astype(int) for side, points in on.thorax.outlines.items()}
    rows, columns = (size - 1 for size in on.film.shape)
    outlines = {}
    for side, points in on.thorax.outlines.items():
        y, x = np.clip(at[side][:, 1], 0, rows), np.clip(at[side][:, 0], 0, columns)
        outlines[side] = points + np.stack([across[y, x], down[y, x]], axis=1)
    lungs = {side: warped_mask(mask, across, down) for side, mask in on.thorax.lungs.items()}
    thorax = replace(on.thorax, lungs=lungs, outlines=outlines)
    return canvas(clipped(warped(on.film, across, down)), thorax)
