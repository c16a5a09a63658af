"""Fluid in the pleural space: effusion, and blood, which a film hardly tells from it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from inference.engine.anatomy.geometry import Mask
from inference.engine.anatomy.shapes import Plane
from inference.recipes.phantom.canvas import step
from inference.recipes.simulate import fracture
from inference.recipes.simulate.canvas import Canvas, Simulated, blurred, brightened, clipped, cloud, soft, wave
from inference.recipes.simulate.wall import wall

_KINDS = ("meniscus", "subpulmonic", "supine veil")
_ODDS = (0.62, 0.15, 0.23)
_SEEN = 0.05  # of the contrast between lung and tissue: what the mask asks for
_SHOWN = 0.32  # of the densest place


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Layer:
    """Fluid as opacity 0..1; ``keep`` is how much of the detail behind it still shows."""

    opacity: Plane
    keep: float


def effusion(on: Canvas, side: str, severity: float, random: np.random.Generator) -> Simulated:
    """A pleural effusion: a meniscus from a blunted angle up, under the lung, or as a veil of one who lies."""
    kind = str(random.choice(_KINDS, p=_ODDS))
    layer = _LAYERS[kind](on, side, severity, random)
    return _simulated(on, side, severity, layer, kind + " effusion", _tone(on, side) * random.uniform(0.95, 1.03))


def hemothorax(on: Canvas, side: str, severity: float, random: np.random.Generator) -> Simulated:
    """Blood: mostly a veil or a meniscus, denser, often with blood along the wall and broken ribs above."""
    kind = str(random.choice(("meniscus", "supine veil"), p=(0.55, 0.45)))
    layer = _LAYERS[kind](on, side, min(1.0, 0.1 + severity), random)
    opacity = np.clip(layer.opacity * 1.12, 0, 1)
    if random.random() < 0.6:
        opacity = np.maximum(opacity, _along_the_wall(on, side, severity, random))
    broken = None
    if random.random() < 0.6:
        broken = fracture.rib_fracture(on, side, severity * 0.7, random)
        on = replace(on, film=on.film if broken is None else broken.film)
    layer = _Layer(opacity.astype(np.float32), layer.keep * 0.8)
    said = f"{kind} hemothorax" + (" with " + broken.description if broken else "")
    return _simulated(on, side, severity, layer, said, _tone(on, side) * random.uniform(1.02, 1.12))


def _tone(on: Canvas, side: str) -> float:
    """The gray level of fluid: between that of the heart and that of the belly below the dome."""
    dome = on.thorax.dome(side)
    columns = np.flatnonzero(np.isfinite(dome))
    columns = columns[len(columns) // 3 : 2 * len(columns) // 3 + 1]
    rows = np.clip(dome[columns] + on.mm(18), 0, on.film.shape[0] - 1).astype(int)
    below = float(np.median(on.film[rows, columns]))
    return max(0.5 * (below + on.tissue), on.lung + 0.08)


def _simulated(on: Canvas, side: str, severity: float, layer: _Layer, said: str, target: float) -> Simulated:
    room = soft(_roomy(on, side), on.mm(1.2))
    alpha = np.asarray(layer.opacity * room, np.float32)
    film = brightened(on.film, alpha, _surrounding(on, target), layer.keep, on.mm(7))
    film = np.where(alpha > 0, film, on.film)
    seen = blurred((film - on.film).astype(np.float32), on.mm(4)) > _SEEN * on.contrast
    mask: Mask = (layer.opacity > _SHOWN * float(layer.opacity.max())) & (room > 0.5) & seen
    return Simulated(clipped(film), mask, side, severity, said)


def _surrounding(on: Canvas, target: float) -> Plane:
    """The level of fluid at every place: mostly that of the nearest tissue without air, so that no border shows."""
    lungs = on.thorax.lungs["right"] | on.thorax.lungs["left"]
    solid = (soft(lungs, on.mm(3)) < 0.1) & (on.film > on.lung + 0.3 * on.contrast)
    weight = blurred(solid.astype(np.float32), on.mm(16)) + np.float32(0.03)
    near = blurred(np.where(solid, on.film, 0).astype(np.float32), on.mm(16)) + np.float32(0.03 * target)
    return np.asarray(np.clip(0.75 * near / weight + 0.25 * target, 0, 1), np.float32)


def _floor(on: Canvas, side: str) -> float:
    """The lowest row where the lung beside the wall still holds air: where a small effusion gathers."""
    u = _across(on, side)
    band = on.thorax.lungs[side] & (u > 0.7) & (u < 0.96)
    dark = band & (blurred(on.film, on.mm(3)) < on.lung + 0.6 * on.contrast)
    rows = np.flatnonzero(dark.sum(axis=1) > 0.4 * np.maximum(band.sum(axis=1), 1))
    first, last = on.thorax.rows(side)
    return float(np.clip(rows[-1] if len(rows) else last, first + 0.6 * (last - first), last))


def _roomy(on: Canvas, side: str) -> Mask:
    """The lung with what its outline may have missed between it, the wall, and the diaphragm further down."""
    near = soft(on.thorax.lungs[side], on.mm(4)) > 0.12
    rows = np.arange(on.film.shape[0])[:, None]
    first, last = on.thorax.rows(side)
    near = np.where(rows > first + 0.2 * (last - first), near, on.thorax.lungs[side])
    reach = max(1, round(on.mm(22)))
    down = cv2.dilate(near.astype(np.uint8), np.ones((reach, 1), np.uint8), anchor=(0, reach - 1))
    return np.asarray(down > 0, bool)


def _across(on: Canvas, side: str) -> Plane:
    """0 at the medial border of the lung, 1 at the wall, at every pixel."""
    medial, lateral = (border[:, None] for border in on.thorax.span(side))
    columns = np.arange(on.film.shape[1], dtype=np.float32)[None]
    return np.asarray(np.clip((columns - medial) / np.where(lateral == medial, 1, lateral - medial), 0, 1), np.float32)


def _meniscus(on: Canvas, side: str, severity: float, random: np.random.Generator) -> _Layer:
    """A level that climbs along the wall, a little along the mediastinum, and lies lower between."""
    first = on.thorax.rows(side)[0]
    low = _floor(on, side)
    high = on.mm(7) + (0.74 * (low - first) - on.mm(7)) * severity**1.15
    u = _across_film(on, side)
    climb = on.mm(random.uniform(22, 38)) * (0.4 + 0.9 * severity)
    curve = 0.85 * climb * u**3.2 + 0.3 * climb * np.clip(1 - u / 0.4, 0, 1) ** 2 * min(1, 2 * severity)
    bumps = on.mm(2.5) * wave(random, on.film.shape[1], 9)[None]
    rows = np.arange(on.film.shape[0], dtype=np.float32)[:, None]
    depth = rows - (low - high - curve + bumps)
    softness = on.mm(random.uniform(9, 26))
    opacity = np.clip(1 - np.exp(-np.clip(depth, 0, None) / softness * 1.6), 0, 1) * 0.97
    veil = 0.14 * severity * step(depth + on.mm(45), on.mm(80))
    return _Layer(np.maximum(opacity, veil).astype(np.float32), random.uniform(0.35, 0.6))


def _across_film(on: Canvas, side: str) -> Plane:
    """0 at the column where the lung begins, 1 where its wall is widest, at every column."""
    points = on.thorax.outlines[side][:, 0]
    u = (np.arange(on.film.shape[1], dtype=np.float32) - points.min()) / max(np.ptp(points), 1)
    return np.asarray(np.clip(u if on.thorax.sign(side) > 0 else 1 - u, 0, 1)[None], np.float32)


def _subpulmonic(on: Canvas, side: str, severity: float, random: np.random.Generator) -> _Layer:
    """Fluid between lung and diaphragm: a dome that seems high, its top thrown to the side, the angle shallow."""
    first, last = on.thorax.rows(side)
    dome = on.thorax.dome(side)
    dome = np.where(dome > first + 0.55 * (last - first), dome, np.nan)  # beside the heart there is no dome
    held = np.interp(np.arange(len(dome)), np.flatnonzero(np.isfinite(dome)), dome[np.isfinite(dome)])
    u = _across_film(on, side)[0]
    top = random.uniform(0.6, 0.72)
    raised = on.mm(9 + 48 * severity) * np.exp(-(((u - top) / 0.42) ** 2))
    edge = np.asarray(held - raised + on.mm(1.2) * wave(random, len(held), 7), np.float32)
    smooth = np.convolve(np.pad(edge, 8, mode="edge"), np.ones(17) / 17, mode="valid")
    rows = np.arange(on.film.shape[0], dtype=np.float32)[:, None]
    return _Layer(step(rows - smooth[None], on.mm(random.uniform(2.5, 6))) * np.float32(0.95), 0.4)


def _veil(on: Canvas, side: str, severity: float, random: np.random.Generator) -> _Layer:
    """Fluid behind the lung of one who lies: a haze with vessels in it, denser downwards and beside the wall."""
    first, last = on.thorax.rows(side)
    h = np.clip((np.arange(on.film.shape[0])[:, None] - first) / max(last - first, 1), 0, 1)
    density = (0.22 + 0.5 * severity) * (0.3 + 0.7 * h ** random.uniform(0.7, 1.8))
    cap = 0.35 * severity * step(on.mm(7 + 9 * severity) - wall(on.thorax, side).distance, on.mm(6))
    uneven = 1 + 0.12 * cloud(random, (on.film.shape[0], on.film.shape[1]), 5)
    return _Layer(np.clip((density + cap) * uneven, 0, 0.95).astype(np.float32), random.uniform(0.75, 1.0))


def _along_the_wall(on: Canvas, side: str, severity: float, random: np.random.Generator) -> Plane:
    """Blood outside the pleura: a band along the wall or over the tip, with a convex edge."""
    where = wall(on.thorax, side)
    centre, spread = random.uniform(0.1, 0.7), random.uniform(0.12, 0.25)
    width = on.mm(4 + 12 * severity) * np.exp(-(((where.along - centre) / spread) ** 2))
    return np.asarray(0.6 * step(width - where.distance, on.mm(4)) * (width > on.mm(1.5)), np.float32)


_LAYERS = {"meniscus": _meniscus, "subpulmonic": _subpulmonic, "supine veil": _veil}
