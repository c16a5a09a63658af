"""From mm of water, bone and metal to a detector film: Beer's law, scatter, noise, blur, logarithm, display tone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.recipes.phantom.brushes import blur
from inference.recipes.phantom.canvas import Grid, Plane, profile, step

_WATER = 0.0170  # 1/mm, a hard chest beam (about 120 kVp) behind a grid
_BONE = 0.052  # dense bone, more than the water it replaces
_SCATTER = ((9.0, 0.08), (60.0, 0.30))  # blur in mm, share of the primary beam
_NOISE = 0.0045  # relative, open beam, per 0.28 mm pixel
LEVELS = 4095
_MIDDLE = 2.0
_TONE = (
    (-0.3, 0.0),
    (0.0, 0.02),
    (0.7, 0.10),
    (1.5, 0.31),
    (2.5, 0.68),
    (3.0, 0.78),
    (3.6, 0.87),
    (5.0, 0.97),
    (8.0, 1.0),
)


def expose(on: Grid, water: Plane, bone: Plane, rng: np.random.Generator) -> Plane:
    """Optical density of the film (natural logarithm of open beam over signal), with scatter, blur and noise."""
    primary = np.exp(-_WATER * water - _BONE * bone)
    signal = primary + sum(share * blur(np.asarray(primary, np.float32), width, on.pitch) for width, share in _SCATTER)
    signal = blur(np.asarray(signal / (1 + sum(share for _, share in _SCATTER)), np.float32), 0.16, on.pitch)
    grain = rng.standard_normal(on.shape).astype(np.float32)
    grain = blur(grain, 0.22, on.pitch) * np.float32(0.28 / on.pitch * 1.7)
    noisy = signal + np.float32(_NOISE) * np.sqrt(signal) * grain
    return np.asarray(-np.log(np.clip(noisy, 1e-4, None)), np.float32)


def develop(on: Grid, density: Plane, rng: np.random.Generator) -> NDArray[np.uint16]:
    """The film for presentation: mild detail enhancement, then a sigmoid tone curve to 12 bits, bones bright."""
    fine, coarse = (density - blur(density, width, on.pitch) for width in (1.2, 7.0))
    shown = (density - _MIDDLE) * rng.uniform(0.92, 1.1) + _MIDDLE + rng.normal(0, 0.08) + 0.5 * fine + 0.45 * coarse
    tone = profile(np.asarray(shown, np.float32), _TONE)
    return np.asarray(np.clip(np.round(tone * LEVELS), 0, LEVELS), np.uint16)


def stamp(on: Grid, pixels: NDArray[np.uint16], rng: np.random.Generator) -> NDArray[np.uint16]:
    """A lead letter laid on the film near a shoulder: R by the patient's right, L by the left, a little askew."""
    sign = int(rng.choice((-1, -1, 1)))
    size = 64
    letter = np.zeros((size, size), np.uint8)
    cv2.putText(letter, "R" if sign < 0 else "L", (14, 50), cv2.FONT_HERSHEY_DUPLEX, 1.7, 255, 5, cv2.LINE_AA)
    scale = rng.uniform(11, 15) / 38 / on.pitch
    turn = cv2.getRotationMatrix2D((size / 2, size / 2), float(rng.normal(0, 7)), float(scale))
    edge = on.x[0, 0] if sign < 0 else on.x[0, -1]
    place = np.array([[edge - sign * rng.uniform(22, 40), on.y[0, 0] + rng.uniform(24, 40)]])
    turn[:, 2] += on.pixels(place)[0] - size / 2
    lead = cv2.warpAffine(letter, turn, on.shape[::-1], flags=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    cover = blur(np.asarray(lead, np.float32) / 255, 0.25, on.pitch)
    return np.asarray(np.round(pixels + (0.93 * LEVELS - pixels) * cover * 0.92), np.uint16)


def shutter(on: Grid, pixels: NDArray[np.uint16], rng: np.random.Generator) -> NDArray[np.uint16]:
    """Black borders of 0 to 5 mm with a soft edge, on some films, where the collimator cut the beam."""
    left, right, top, bottom = rng.uniform(-4, 5, 4)
    inside = step(on.x - on.x[0, 0] - left, 0.8) * step(on.x[0, -1] - on.x - right, 0.8)
    inside = inside * step(on.y - on.y[0, 0] - top, 0.8) * step(on.y[-1, 0] - on.y - bottom, 0.8)
    return np.asarray(np.round(pixels * inside), np.uint16)
