"""The middle of the chest: a globular heart, a wide upper mediastinum, a mass, streaks of air."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from inference.engine.anatomy.geometry import Curve, Mask
from inference.engine.anatomy.shapes import Plane, places
from inference.recipes.phantom.canvas import step
from inference.recipes.simulate.canvas import Canvas, Simulated, brightened, clipped, warped, wave

_SIDES = (("right", -1), ("left", 1))
_LARGEST = 0.68  # of a lung's width, that the middle may take


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Swelling:
    """How far each border of the middle moves outwards at each row, in pixels, by side."""

    by_side: dict[str, Curve]


def pericardial_effusion(on: Canvas, severity: float, random: np.random.Generator) -> Simulated:
    """A heart widened to a globe over a narrow pedicle; its inside more even and a little denser."""
    t = _heights(on)
    swelling = {}
    for side, _ in _SIDES:
        most = (14 + 40 * severity) if side == "left" else (10 + 28 * severity)
        low = random.uniform(0.70, 0.80)
        shape = np.exp(-((np.clip(low - t, 0, None) / 0.25) ** 2) - (np.clip(t - low, 0, None) / 0.45) ** 2)
        swelling[side] = on.mm(most * random.uniform(0.9, 1.1)) * shape
    widened, inside = _widened(on, _Swelling(swelling))
    globe = inside * _between(t, 0.36, 1.15)[:, None]
    fading = step(t - 0.55, 0.45) * step(1.1 - t, 0.6)
    dense = on.contrast * (0.03 + 0.08 * severity) * cv2.GaussianBlur(inside, (0, 0), on.mm(5))
    film = widened + dense * inside * fading[:, None]
    mask: Mask = (globe > 0.5) & (_between(t, 0.42, 1.1) > 0.5)[:, None]
    return Simulated(clipped(film), mask, "", severity, f"globular heart, {100 * severity:.0f} %")


def mediastinum(on: Canvas, severity: float, random: np.random.Generator, side: str | None) -> Simulated:
    """A wide upper mediastinum, a mass at its border, or streaks of air along it."""
    kind = str(random.choice(("wide", "mass", "air"), p=(0.5, 0.3, 0.2)))
    if kind == "wide":
        return _wide(on, severity, random)
    chosen = side or str(random.choice(("right", "left")))
    return (_mass if kind == "mass" else _air)(on, severity, random, chosen)


def _heights(on: Canvas) -> Curve:
    """0 at the tips of the lungs, 1 at the middle of their domes, at every row."""
    first = max(on.thorax.rows(side)[0] for side, _ in _SIDES)
    domes = [float(np.nanpercentile(on.thorax.dome(side), 35)) for side, _ in _SIDES]
    t = (np.arange(on.film.shape[0]) - first) / max(float(np.mean(domes)) - first, 1)
    return np.asarray(t, np.float32)


def _between(t: Curve, low: float, high: float) -> Curve:
    return np.asarray(step(t - low, 0.16) * step(high - t, 0.1), np.float32)


def _widened(on: Canvas, swelling: _Swelling) -> tuple[Plane, Plane]:
    """The film with the borders of the middle moved outwards, and what lies between them now, 0..1.

    Between middle and border the film is stretched; from there to the wall it is pressed together.
    """
    columns = np.arange(on.film.shape[1], dtype=np.float32)[None]
    middle = on.thorax.middle[:, None]
    moved = np.zeros(on.film.shape, np.float32)
    inside = np.ones(on.film.shape, np.float32)
    for side, sign in _SIDES:
        border, wall = (_smooth(on, sign * (edge - on.thorax.middle))[:, None] for edge in _edges(on, side))
        border = np.maximum(border, on.mm(8))
        room = np.maximum(wall - border, on.mm(4))
        more = np.minimum(_smooth(on, swelling.by_side[side])[:, None], _LARGEST * room)
        x = sign * (columns - middle)
        within = more * np.clip(x / (border + more), 0, 1) ** 1.5
        beyond = more * np.clip((wall - x) / np.maximum(wall - border - more, 1), 0, 1)
        here = np.where(x < border + more, within, beyond) * (x > 0)
        moved += (sign * here).astype(np.float32)
        inside *= step(border + more - x, on.mm(3)) * 1.0
    return warped(on.film, moved, np.zeros_like(moved)), np.asarray(inside, np.float32)


def _edges(on: Canvas, side: str) -> tuple[Curve, Curve]:
    """Medial border of a lung, held below its dome, and lateral border."""
    return on.thorax.inner(side), on.thorax.span(side)[1]


def _smooth(on: Canvas, curve: Curve) -> Curve:
    plane = np.asarray(curve, np.float32)[:, None]
    return np.asarray(cv2.GaussianBlur(plane, (1, 0), sigmaX=0.1, sigmaY=on.mm(5)).ravel(), np.float32)


def _wide(on: Canvas, severity: float, random: np.random.Generator) -> Simulated:
    t = _heights(on)
    lean = random.uniform(0.7, 1.3)
    swelling = {}
    for side, _ in _SIDES:
        shape = step(t - 0.08, 0.3) * step(random.uniform(0.42, 0.55) - t, 0.5)
        most = (7 + 26 * severity) * (lean if side == "left" else 2 - lean)
        swelling[side] = on.mm(most) * shape * (1 + 0.15 * wave(random, len(t), 9))
    widened, inside = _widened(on, _Swelling({side: np.maximum(curve, 0) for side, curve in swelling.items()}))
    upper = inside * _between(t, 0.02, 0.55)[:, None]
    film = brightened(widened, np.asarray(upper * (0.12 + 0.3 * severity), np.float32), on.tissue, 0.7, on.mm(8))
    film = np.where(upper > 0, film, widened)
    mask: Mask = (upper > 0.5) & (_between(t, 0.05, 0.52) > 0.5)[:, None]
    return Simulated(clipped(film), mask, "", severity, f"wide upper mediastinum, {100 * severity:.0f} %")


def _mass(on: Canvas, severity: float, random: np.random.Generator, side: str) -> Simulated:
    """A rounded bulge with a sharp outer edge, wider at its base than it is deep."""
    t, sign = _heights(on), on.thorax.sign(side)
    row = int(np.argmin(np.abs(t - random.uniform(0.18, 0.58))))
    radius = on.mm(11 + 26 * severity)
    centre = float(on.thorax.span(side)[0][row]) - sign * radius * random.uniform(0.1, 0.4)
    y, x = places(on.film.shape)
    angle = np.arctan2(y - row, x - centre)
    lobes = 1 + 0.07 * np.sin(2 * angle + random.uniform(0, 6)) + 0.05 * np.sin(3 * angle + random.uniform(0, 6))
    far = np.hypot((x - centre) / lobes, (y - row) / (lobes * random.uniform(1.05, 1.4)))
    near = (x - on.thorax.middle[:, None]) * sign > 0
    ball = np.sqrt(np.clip(1 - (far / radius) ** 2, 0, 1))
    alpha = step(radius - far, on.mm(2.5)) * (0.34 + 0.36 * ball) * near
    film = brightened(on.film, np.asarray(alpha, np.float32), on.tissue, 0.55, on.mm(8))
    mask: Mask = (far < radius) & near
    return Simulated(clipped(np.where(alpha > 0, film, on.film)), mask, side, severity, "mediastinal mass")


def _air(on: Canvas, severity: float, random: np.random.Generator, side: str) -> Simulated:
    """Pneumomediastinum: dark streaks beside the mediastinum up to the neck, and its pleura as a fine line."""
    t, sign = _heights(on), on.thorax.sign(side)
    columns = np.arange(on.film.shape[1], dtype=np.float32)[None]
    border = _smooth(on, on.thorax.span(side)[0])
    film, seen = on.film.copy(), np.zeros(on.film.shape, np.float32)
    for number in range(2 + int(3 * severity)):
        offset = on.mm((-3.5 - 4.5 * number) if number else 1.5)
        track = border + sign * offset + on.mm(1.3) * wave(random, len(t), 11)
        run = _between(t, random.uniform(-0.3, 0.1), random.uniform(0.45, 0.9))
        width = max(on.mm(random.uniform(0.6, 1.0) + 0.7 * severity), 0.6)
        streak = np.exp(-0.5 * ((columns - track[:, None]) / width) ** 2)
        streak = streak * (run * np.clip(0.6 + 0.6 * wave(random, len(t), 9), 0, 1))[:, None]
        film = film - streak * on.contrast * (0.09 + 0.13 * severity)
        seen = np.maximum(seen, streak)
        if number == 0:
            line = np.exp(-0.5 * ((columns - track[:, None] - sign * (width * 2 + on.mm(0.7))) / on.mm(0.7)) ** 2)
            film = film + line * run[:, None] * on.contrast * 0.14
    mask = cv2.dilate((seen > 0.35).astype(np.uint8), np.ones((3, 3), np.uint8), iterations=max(1, round(on.mm(2)))) > 0
    return Simulated(clipped(film), mask, side, severity, "streaks of air beside the mediastinum")
