"""Brushes for the film check's simulated pictures: grain, shapes, bones, exposure; planes of SIDE x SIDE, 0..1."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float32]
SIDE = 96


def mesh() -> tuple[Floats, Floats]:
    """Rows and columns of the plane, each -1..1."""
    y, x = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j].astype(np.float32)
    return y, x


def plane() -> Floats:
    """An empty plane, float32 (SIDE, SIDE)."""
    return np.zeros((SIDE, SIDE), np.float32)


def unit(values: NDArray[np.floating[Any]]) -> Floats:
    """Values spread over 0..1."""
    low, high = float(values.min()), float(values.max())
    return np.asarray((values - low) / max(high - low, 1e-6), dtype=np.float32)


def backdrop(rng: np.random.Generator, level: float) -> Floats:
    """A cloudy ground around a grey level."""
    return np.asarray(np.clip(level + 0.15 * spectral(rng, 1.5), 0, 1), dtype=np.float32)


def grained(scene: NDArray[Any], rng: np.random.Generator) -> Floats:
    """A scene with fine and coarse grain over it, within 0..1."""
    grain = rng.uniform(0, 0.05) * rng.standard_normal(scene.shape) + rng.uniform(0, 0.08) * spectral(rng, 1.2)
    return np.asarray(np.clip(scene + grain, 0, 1), dtype=np.float32)


def exposed(soft: Floats, bone: Floats, rng: np.random.Generator) -> Floats:
    """Soft tissue and bone laid over each other as on a film, on a dark ground."""
    tissue = cv2.GaussianBlur(soft, (0, 0), rng.uniform(1, 3))
    film = rng.uniform(0.5, 1) * tissue + cv2.GaussianBlur(bone, (0, 0), rng.uniform(0.5, 1.2))
    return unit(grained(np.clip(film / 1.4, 0, 1).astype(np.float32), rng))


def ellipse(on: Floats, centre: ArrayLike, size: ArrayLike, degrees: float, shade: float) -> None:
    """A filled ellipse, in place; ``centre`` and ``size`` (half axes) as (x, y)."""
    x, y = (int(value) for value in np.asarray(centre, dtype=float))
    across, down = (max(int(value), 1) for value in np.asarray(size, dtype=float))
    cv2.ellipse(on, (x, y), (across, down), float(degrees), 0, 360, float(shade), -1, cv2.LINE_8)


def line(on: Floats, start: ArrayLike, stop: ArrayLike, shade: float, wide: int) -> None:
    """A thick line, in place; its ends as (x, y)."""
    ends = [tuple(int(value) for value in np.asarray(end, dtype=float)) for end in (start, stop)]
    cv2.line(on, ends[0], ends[1], float(shade), max(int(wide), 1))


def box(on: Floats, rng: np.random.Generator) -> None:
    """A box of a random place, size and shade, in place."""
    top, left = (int(value) for value in rng.integers(0, SIDE - 4, 2))
    down, across = (int(value) for value in rng.integers(3, SIDE // 2, 2))
    on[top : top + down, left : left + across] = rng.random()


def finger(soft: Floats, bone: Floats, root: Floats, angle: float, length: float, rng: np.random.Generator) -> None:
    """A ray of soft tissue with three or four bones in it, in place."""
    along = np.array([np.sin(angle), -np.cos(angle)])
    wide = rng.integers(8, 13)
    line(soft, root, root + along * length, 0.4, int(wide))
    for start, stop in ((0.0, 0.42), (0.46, 0.68), (0.71, 0.86), (0.88, 0.98)):
        line(bone, root + along * length * start, root + along * length * stop, 0.6, int(wide) // 2)


def spine(bone: Floats, x: float, top: float, rng: np.random.Generator, bottom: float = SIDE + 8) -> None:
    """A column of vertebrae around ``x``, in place."""
    pitch, wide = rng.integers(6, 11), rng.integers(5, 9)
    for y in range(int(top), int(bottom), int(pitch)):
        cv2.rectangle(bone, (int(x - wide), y), (int(x + wide), y + int(pitch) - 2), 0.45, -1)


def spectral(rng: np.random.Generator, exponent: float) -> Floats:
    """Noise whose amplitude falls with the frequency to the power ``exponent``, zero mean, unit deviation."""
    frequency = np.hypot(np.fft.fftfreq(SIDE)[:, None], np.fft.fftfreq(SIDE)[None])
    frequency[0, 0] = 1
    waves = np.fft.fft2(rng.standard_normal((SIDE, SIDE))) / frequency**exponent
    waves[0, 0] = 0
    field = np.fft.ifft2(waves).real
    return np.asarray(field / (field.std() + 1e-9), dtype=np.float32)
