"""Small pictures of films for the list."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.film import Radiograph
from inference.imaging.display_pipeline import apply_voi
from viewer.state.image_pyramid import hatched_truncated

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
    if film.truncated is not None:
        truncated = hatched_truncated(film.truncated.mask, (target[1], target[0]))
        np.copyto(grey, truncated, where=truncated > 0)
    return grey
