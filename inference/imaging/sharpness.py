"""How sharp a film is: a figure to watch over weeks, not to judge one film by."""

from __future__ import annotations

import cv2
import numpy as np

from inference.core.film import Radiograph
from inference.imaging.display_pipeline import small_display

SIDE = 512  # pixels of the longer side at which it is measured


def sharpness(film: Radiograph) -> float:
    """The spread of the Laplacian over the spread of greys, at ``SIDE`` pixels in the film's default display; 0 for a
    film without contrast.

    Source: Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, ICPR 2000 (variance of the Laplacian).
    """
    small = small_display(film, SIDE)
    spread = float(small.std())
    return float(cv2.Laplacian(np.ascontiguousarray(small), cv2.CV_32F).std()) / spread if spread > 1e-6 else 0.0
