"""Branching lung vessels, grown from the hila generation by generation, drawn as round tubes of blood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inference.training.phantom.anatomy import Anatomy
from inference.training.phantom.canvas import Grid, Plane, Points, tubes

_GENERATIONS = 10
_STEPS = 7


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Buds:
    """Growing ends: positions (n, 3) in mm, unit directions (n, 3), radii and lengths in mm."""

    position: Points
    heading: Points
    radius: Points
    length: Points


def hila(person: Anatomy, sign: int) -> Points:
    """Where arteries and veins of one side start, (n, 3): upper, lower and middle roots."""
    y = person.apex + (104 if sign < 0 else 96)
    x = sign * (31 if sign < 0 else 36) + person.shift * 0.9
    return np.array([(x, y - 6, 0), (x + sign * 3, y + 4, -8), (x, y + 6, 8), (x - sign * 4, y + 16, 14),
                     (x + sign * 2, y - 2, 14)], np.float64)  # fmt: skip


def lung_vessels(on: Grid, person: Anatomy, sign: int, rng: np.random.Generator) -> Plane:
    """Chord of blood in mm in all vessels of one lung, before what lies outside the lung is cut away."""
    roots = hila(person, sign)
    headings = _unit(np.array([(0.32 * sign, -1, 0.1), (0.42 * sign, 1.0, -0.35), (0.9 * sign, 0.25, 0.6),
                               (0.35 * sign, 0.9, 0.3), (0.75 * sign, -0.55, 0.3)], np.float64))  # fmt: skip
    radii = np.array([4.6, 6.6, 3.9, 4.6, 3.8]) * rng.uniform(0.9, 1.1, 5)
    buds = _Buds(roots, headings, radii, np.array([24.0, 34, 20, 24, 22]))
    pieces = []
    for generation in range(_GENERATIONS):
        points, tips = _grow(buds, rng)
        pieces.append(points)
        buds = _fork(tips, generation, rng)
    flat, lengths, width = (np.concatenate(part) for part in zip(*pieces, strict=True))
    return tubes(on, flat, lengths, width)


def _unit(vectors: Points) -> Points:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float64)


def _grow(buds: _Buds, rng: np.random.Generator) -> tuple[tuple[Points, Points, Points], _Buds]:
    """Each bud grows one slightly bent stretch; returns its points on the film, lengths, radii, and the new ends."""
    count = len(buds.radius)
    bend = rng.normal(0, 0.16, (count, 3))
    samples = np.maximum(2, int(np.ceil(buds.length.max() / 0.22)))
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
    share = rng.uniform(0.5, 0.82, count)
    spin = _unit(np.cross(tips.heading, rng.normal(0, 1, (count, 3))))
    angle = rng.uniform(0.3, 0.62, count) * (1.0 if generation else 0.8)
    major = _unit(tips.heading + (spin.T * angle * (1 - share)).T)
    minor = _unit(tips.heading - (spin.T * angle * (0.5 + share)).T)
    shrink = (0.83 if generation > 1 else 0.78) * rng.uniform(0.8, 1.15, (2, count))
    radius = np.concatenate([tips.radius * share ** (1 / 3), tips.radius * (1 - share) ** (1 / 3)])
    length = np.concatenate([tips.length * shrink[0], tips.length * shrink[1]])
    return _Buds(np.vstack([tips.position] * 2), np.vstack([major, minor]), radius, length)
