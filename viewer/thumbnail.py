"""Small pictures of films for the list."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.display import apply_voi
from inference.types import Radiograph
from viewer.film_levels import hatched_gap

THUMBNAIL_SIZE = 264  # twice what the list shows, for screens of double density


def thumbnail(film: Radiograph, size: int = THUMBNAIL_SIZE) -> NDArray[np.uint8]:
    """The film's default display as uint8, its longer side ``size`` pixels, pixels square."""
    rows, columns = film.shape
    height = rows * film.pixel_aspect
    scale = size / max(height, columns)
    target = (max(1, round(columns * scale)), max(1, round(height * scale)))
    small = cv2.resize(film.pixels, target, interpolation=cv2.INTER_AREA)
    shown = apply_voi(np.asarray(small, dtype=np.float32), film.default_voi)
    if film.inverted:
        shown = 1.0 - shown
    grey = np.asarray(np.rint(shown * 255.0), dtype=np.uint8)
    if film.shutter is not None:
        grey[cv2.resize(film.shutter.astype(np.uint8), target, interpolation=cv2.INTER_NEAREST) == 0] = 0
    if film.gap is not None:
        gap = hatched_gap(film.gap.mask, (target[1], target[0]))
        np.copyto(grey, gap, where=gap > 0)
    return grey
