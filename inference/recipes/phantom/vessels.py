"""Branching lung vessels, grown from the hila generation by generation, drawn as round tubes of blood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.recipes.phantom.anatomy import Anatomy
from inference.recipes.phantom.brushes import tubes
from inference.recipes.phantom.canvas import Grid, Plane, Points

_GENERATIONS = 11


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Buds:
    """Growing ends: positions (n, 3) in mm, unit directions (n, 3), radii and lengths in mm."""

    position: Points
    heading: Points
    radius: Points
    length: Points


def hila(person: Anatomy, sign: int) -> Points:
    """Where the vessels of one side start, (n, 3): arteries and veins to upper, middle and lower lung."""
    y = person.apex + (104 if sign < 0 else 95)
    x = sign * (41 if sign < 0 else 45) + person.shift * 0.9
    offsets = [(0, -8, 0), (4, 2, -8), (2, 4, 8), (-3, 14, 14), (3, -4, 14), (6, 12, -10), (2, -10, -8), (5, 18, 6)]
    return np.array([(x + sign * dx, y + dy, dz) for dx, dy, dz in offsets], np.float64)


def lung_vessels(on: Grid, person: Anatomy, sign: int, rng: np.random.Generator) -> Plane:
    """Chord of blood in mm in all vessels of one lung, before what lies outside the lung is cut away."""
    roots = hila(person, sign)
    ways = [(0.35, -1, 0.1), (0.35, 1.0, -0.3), (0.95, 0.2, 0.5), (0.3, 0.9, 0.35), (0.8, -0.5, 0.3),
            (0.8, 0.65, -0.5), (0.12, -1, -0.4), (0.65, 0.8, 0.3)]  # fmt: skip
    headings = _unit(np.array(ways, np.float64) * [sign, 1, 1] + rng.normal(0, 0.08, (len(ways), 3)))
    radii = np.array([3.8, 7.2, 3.9, 5.2, 3.4, 4.6, 2.8, 4.4]) * rng.uniform(0.9, 1.15, len(ways))
    buds = _Buds(roots, headings, radii, np.array([15.0, 22, 14, 16, 14, 18, 16, 16]))
    pieces = []
    for generation in range(_GENERATIONS):
        points, tips = _grow(buds, rng, max(0.3, 0.6 * on.pitch))
        pieces.append(points)
        buds = _fork(tips, generation, rng)
    flat, lengths, width = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return tubes(on, flat, lengths, width)


def hilum(on: Grid, person: Anatomy, sign: int, rng: np.random.Generator) -> Plane:
    """Soft tissue at the root of the lung, lymph nodes and vessels seen end-on, as a chord in mm."""
    centre = hila(person, sign)[:4, :2].mean(axis=0)
    spread = np.array([8.0, 17.0])
    haze = np.exp(-0.5 * (((on.x - centre[0]) / 20) ** 2 + ((on.y - centre[1] - 8) / 38) ** 2))
    points = centre + rng.normal(0, 1, (30, 2)) * spread
    radii = rng.uniform(0.8, 2.4, len(points))
    return np.asarray(9.0 * haze, np.float32) + tubes(on, points, 1.6 * radii, radii)


def _unit(vectors: Points) -> Points:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float64)


def _grow(buds: _Buds, rng: np.random.Generator, spacing: float) -> tuple[tuple[Points, Points, Points], _Buds]:
    """Each bud grows one slightly bent stretch; returns its points on the film, lengths, radii, and the new ends."""
    count = len(buds.radius)
    bend = rng.normal(0, 0.13, (count, 3))
    samples = np.maximum(2, int(np.ceil(buds.length.max() / spacing)))
    s = (np.arange(samples) + 0.5) / samples
    run = s[None, :, None] * buds.length[:, None, None]
    track = buds.position[:, None] + run * (buds.heading[:, None] + s[None, :, None] * bend[:, None])
    thin = buds.radius[:, None] * (1 - 0.14 * s[None, :])
    flat = np.hypot(*np.moveaxis(np.diff(track, axis=1, append=2 * track[:, -1:] - track[:, -2:-1]), 2, 0)[:2])
    tips = _Buds(track[:, -1], _unit(buds.heading + 1.6 * bend), thin[:, -1], buds.length)
    return (track[..., :2].reshape(-1, 2), flat.ravel(), thin.ravel()), tips


def _fork(tips: _Buds, generation: int, rng: np.random.Generator) -> _Buds:
    """Every end splits in two unequal branches (Murray's law: the cubes of the radii add up)."""
    count = len(tips.radius)
    share = rng.uniform(0.5, 0.86, count)
    spin = _unit(np.cross(tips.heading, rng.normal(0, 1, (count, 3))))
    angle = rng.uniform(0.3, 0.85, count)
    major = _unit(tips.heading + (spin.T * angle * (1 - share) * 0.6).T)
    minor = _unit(tips.heading - (spin.T * angle * (0.5 + share)).T)
    shrink = np.array([[0.96], [0.8]]) * rng.uniform(0.7, 1.25, (2, count))
    radius = np.concatenate([tips.radius * share ** (1 / 3), tips.radius * (1 - share) ** (1 / 3)])
    length = np.concatenate([tips.length * shrink[0], tips.length * shrink[1]])
    return _Buds(np.vstack([tips.position] * 2), np.vstack([major, minor]), radius, length)
