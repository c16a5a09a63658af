"""Broken ribs, simulated on the film's own ribs at its own resolution."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from inference.engine.anatomy.geometry import Mask
from inference.engine.anatomy.shapes import Plane, places
from inference.recipes.phantom.canvas import step
from inference.recipes.simulate.canvas import Canvas, Simulated, clipped, sampled, soft, warped

_HALF_MM = 5.6
_MASK_MM = 9.0
_REACH_MM = 26.0
_STEEPEST = 0.87  # sine of the angle of a rib against the horizontal
_CLEAREST = 120


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the middle line of a rib: pixels, and the rib's direction outwards along (across, down)."""

    x: float
    y: float
    across: float
    down: float


def rib_fracture(on: Canvas, side: str, severity: float, random: np.random.Generator) -> Simulated | None:
    """One to four neighbouring ribs broken at the side of the chest; None where no rib is clear enough."""
    spots = _chosen(find_spots(on, side), 1 + int(severity * 3.2), on, random)
    if not spots:
        return None
    film, mask = on.film, np.zeros(on.film.shape, bool)
    healed = random.random() < 0.2
    y, x = places(on.film.shape)
    step_off = (1.3 + 5.0 * severity) * random.choice((-1, 1))
    for spot in spots:
        film = _broken(on, film, spot, step_off * random.uniform(0.7, 1.2), random, healed=healed)
        mask |= np.hypot(x - spot.x, y - spot.y) < on.mm(_MASK_MM)
    said = f"{len(spots)} rib fracture(s), " + ("healing" if healed else f"step of {abs(step_off):.1f} mm")
    return Simulated(clipped(film), mask, side, severity, said)


def find_spots(on: Canvas, side: str) -> list[Spot]:
    """The clearest places on ribs of one side, best first: bright bands as wide as a rib, in its lateral half."""
    base = np.asarray(cv2.GaussianBlur(on.film, (0, 0), on.mm(3.2)), np.float32)
    xx, yy, xy = (cv2.GaussianBlur(cv2.Sobel(base, cv2.CV_32F, *order, ksize=3), (0, 0), on.mm(1.6))
                  for order in ((2, 0), (0, 2), (1, 1)))  # fmt: skip
    root = np.sqrt(((xx - yy) / 2) ** 2 + xy**2)
    bright = np.asarray(-((xx + yy) / 2 - root), np.float32)
    angle = 0.5 * np.arctan2(2 * xy, xx - yy)  # along the rib, where brightness bends least
    peak = bright >= cv2.dilate(bright, np.ones((2 * round(on.mm(3)) + 1, 1), np.uint8)) - 1e-9
    wanted = peak & _lateral(on, side) & _rib_like(bright, on, side) & (np.abs(np.sin(angle)) < _STEEPEST)
    rows, columns = np.nonzero(wanted & _goes_on(on, bright, angle))
    order = np.argsort(-bright[rows, columns])[:_CLEAREST]
    return [_spot(on, side, float(x), float(y), float(angle[int(y), int(x)]))
            for y, x in zip(rows[order], columns[order], strict=True)]  # fmt: skip


def _goes_on(on: Canvas, bright: Plane, angle: Plane) -> Mask:
    """Where the band is nearly as bright a little further along on both sides: a rib, not a vessel's crossing."""
    y, x = places(bright.shape)
    across, down = np.cos(angle), np.sin(angle)
    ends = [sampled(bright, x + on.mm(far) * across, y + on.mm(far) * down) for far in (-10, -5, 5, 10)]
    return np.asarray(np.minimum.reduce(ends) > 0.5 * bright, bool)


def _rib_like(bright: Plane, on: Canvas, side: str) -> Mask:
    """As bright a band as ribs are: clearly one, but not metal."""
    low, high = np.percentile(bright[on.thorax.lungs[side]], (84, 96))
    return np.asarray((bright > low) & (bright < 1.1 * high), bool)


def _spot(on: Canvas, side: str, x: float, y: float, angle: float) -> Spot:
    sign = on.thorax.sign(side)
    turn = 1.0 if np.cos(angle) * sign > 0 else -1.0
    return Spot(x, y, float(turn * np.cos(angle)), float(turn * np.sin(angle)))


def _lateral(on: Canvas, side: str) -> Mask:
    medial, lateral = (border[:, None] for border in on.thorax.span(side))
    columns = np.arange(on.film.shape[1])[None]
    u = (columns - medial) / np.where(lateral == medial, 1, lateral - medial)
    first, last = on.thorax.rows(side)
    h = (np.arange(on.film.shape[0])[:, None] - first) / max(last - first, 1)
    return np.asarray((u > 0.5) & (u < 0.94) & (h > 0.14) & (h < 0.85), bool)


def _chosen(spots: list[Spot], count: int, on: Canvas, random: np.random.Generator) -> list[Spot]:
    """A first spot by chance, then its neighbours up and down, one rib apart."""
    if not spots:
        return []
    kept = [spots[int(random.integers(len(spots)))]]
    for spot in sorted(spots, key=lambda other: abs(other.y - kept[0].y)):
        apart = min(abs(spot.y - other.y) for other in kept)
        if len(kept) < count and on.mm(15) < apart < on.mm(42) and abs(spot.x - kept[0].x) < on.mm(22):
            kept.append(spot)
    return kept


def _broken(on: Canvas, film: Plane, spot: Spot, step_mm: float, random: np.random.Generator, *, healed: bool) -> Plane:
    """The film with one break: beyond it the rib is stepped off; a dark slit, bright ends, or callus."""
    reach = round(on.mm(_REACH_MM)) + 2
    top, left = max(round(spot.y) - reach, 0), max(round(spot.x) - reach, 0)
    part = film[top : round(spot.y) + reach + 1, left : round(spot.x) + reach + 1]
    grid_y, grid_x = places(part.shape)
    x, y = grid_x + np.float32(left - spot.x), grid_y + np.float32(top - spot.y)
    along, across = x * spot.across + y * spot.down, y * spot.across - x * spot.down
    slant = np.asarray(along + random.uniform(-0.6, 0.6) * across, np.float32)
    move = _displacement(on, slant, across, step_mm * (0.5 if healed else 1.0))
    moved = warped(part, -move * spot.down, move * spot.across)
    fresh = _slit(on, slant, across - 0.5 * move, random)
    tone = _callus(on, along, across, random) if healed else fresh
    result = film.copy()
    edge = soft_window(part.shape)
    new = np.where(move != 0, moved, part) + tone * on.contrast
    result[top : top + part.shape[0], left : left + part.shape[1]] = part + edge * (new - part)
    return result


def soft_window(shape: tuple[int, ...]) -> Plane:
    """1 inside, 0 on the border of a part, so that it is put back without a seam."""
    inner = np.zeros((int(shape[0]), int(shape[1])), bool)
    inner[3:-3, 3:-3] = True
    return soft(inner, 1.0) * inner


def _displacement(on: Canvas, slant: Plane, across: Plane, step_mm: float) -> Plane:
    """How far the rib's outer part is moved across itself: all at the break, back to nothing further out."""
    beyond = step(slant, max(on.mm(1.0), 1.0)) * np.exp(-((np.clip(slant, 0, None) / on.mm(13)) ** 2))
    band = step(on.mm(_HALF_MM + 4) - np.abs(across), on.mm(7))
    return np.asarray(on.mm(step_mm) * beyond * band, np.float32)


def _slit(on: Canvas, slant: Plane, across: Plane, random: np.random.Generator) -> Plane:
    """The break itself: a dark, ragged slit through the cortex, the ends beside it a little brighter."""
    band = step(on.mm(_HALF_MM + 0.8) - np.abs(across), on.mm(2))
    ragged = slant + on.mm(0.7) * np.sin(across / on.mm(1.7) + random.uniform(0, 6))
    width = max(on.mm(random.uniform(0.35, 0.8)), 0.5)
    dark = np.exp(-0.5 * (ragged / width) ** 2)
    ends = np.exp(-0.5 * ((np.abs(ragged) - 3 * width) / (1.2 * width)) ** 2)
    return np.asarray(band * (-random.uniform(0.10, 0.26) * dark + random.uniform(0.03, 0.12) * ends), np.float32)


def _callus(on: Canvas, along: Plane, across: Plane, random: np.random.Generator) -> Plane:
    """New bone: a spindle around the break, wider than the rib."""
    long, wide = on.mm(random.uniform(5, 9)), on.mm(random.uniform(5.5, 8))
    return np.asarray(random.uniform(0.12, 0.28) * np.exp(-((along / long) ** 2) - (across / wide) ** 2), np.float32)
