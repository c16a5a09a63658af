"""A film as the detector sees it: small, square, its grey levels spread between percentiles."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.film import Radiograph
from inference.imaging.display_pipeline import apply_voi, choose_voi

Floats = NDArray[np.float32]
SIDE = 48
_COARSE = 256  # pixels a side that are read at least: more would cost time and change nothing
_PERCENTILES = (1.0, 99.0)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Thumbnail:
    """``values``: float32 (SIDE, SIDE) in -1..1; ``spread``: what they spanned on the screen, 0..1, before that."""

    values: Floats
    spread: float


def thumbnail(film: Radiograph) -> Thumbnail:
    """The film in its default display, stretched to a square; not-a-number counts as black."""
    pixels = np.nan_to_num(_coarse(film.pixels), nan=0.0, posinf=0.0, neginf=0.0)
    shown = apply_voi(pixels, choose_voi(_sampled(film)))
    return of_display(1 - shown if film.inverted else shown)


def of_display(values: Floats) -> Thumbnail:
    """A thumbnail of display values, float32 (rows, columns) in 0..1."""
    small = np.asarray(cv2.resize(values, (SIDE, SIDE), interpolation=cv2.INTER_AREA), dtype=np.float32)
    low, high = (float(level) for level in np.percentile(small, _PERCENTILES))
    scaled = (small - np.float32(low)) * np.float32(2 / max(high - low, 1e-6)) - 1
    return Thumbnail(np.clip(scaled, -1, 1).astype(np.float32), high - low)


def _coarse(pixels: Floats) -> Floats:
    """Every n-th row and column of the pixels, contiguous."""
    steps = [max(size // _COARSE, 1) for size in pixels.shape]
    return np.ascontiguousarray(pixels[:: steps[0], :: steps[1]])


def _sampled(film: Radiograph) -> Radiograph:
    """The film by its sampled pixels, so that a full range, where one is needed, is found without reading them all."""
    return replace(film, pixels=_coarse(film.pixels))
