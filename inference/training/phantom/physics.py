"""From mm of water, bone and metal to a detector film: Beer's law, scatter, noise, blur, logarithm, display tone."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.training.phantom.canvas import Grid, Plane, blur, profile

_WATER = 0.0170  # 1/mm, a hard chest beam (about 120 kVp) behind a grid
_BONE = 0.052  # dense bone, more than the water it replaces
_SCATTER = ((9.0, 0.10), (45.0, 0.16))  # blur in mm, share of the primary beam
_NOISE = 0.0045  # relative, open beam, per 0.28 mm pixel
LEVELS = 4095
_TONE = ((-0.3, 0.0), (0.0, 0.02), (0.7, 0.12), (1.5, 0.40), (2.5, 0.73), (3.5, 0.87), (5.0, 0.97), (8.0, 1.0))


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
    detail = density - blur(density, 6.0, on.pitch)
    broad = density - blur(density, 40.0, on.pitch)
    shown = density + 0.45 * detail - 0.10 * broad
    tone = profile(np.asarray(shown, np.float32), _TONE)
    return np.asarray(np.clip(np.round(tone * LEVELS), 0, LEVELS), np.uint16)


def stamp(on: Grid, pixels: NDArray[np.uint16], letter: str, sign: int) -> NDArray[np.uint16]:
    """A lead letter laid on the film near the shoulder of the side with ``sign`` -1 (right) or 1 (left)."""
    scale = 13.0 / on.pitch / 22
    cover = np.zeros(on.shape, np.uint8)
    at = on.pixels(np.array([[sign * 150.0 - 6, -178.0]]))[0]
    place = (round(float(at[0])), round(float(at[1])))
    cv2.putText(cover, letter, place, cv2.FONT_HERSHEY_DUPLEX, scale, 255, max(1, round(2.6 * scale)), cv2.LINE_AA)
    lead = blur(np.asarray(cover, np.float32) / 255, 0.25, on.pitch)
    return np.asarray(np.round(pixels + (0.93 * LEVELS - pixels) * lead * 0.92), np.uint16)
