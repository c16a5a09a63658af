"""Heatmaps as numbers: 16-bit pictures of the film's size, and arrays on the grid they were computed on."""

from __future__ import annotations

import io

import numpy as np

from inference.core.analysis import Analysis, Heatmap
from inference.core.film import Radiograph
from inference.imaging.heatmap_overlay import combined_heat
from inference.report.page.png import picture_png

FULL = 65535


def heat_png(film: Radiograph, analysis: Analysis, key: str) -> bytes:
    """A finding's heat over the film's pixels, 16-bit grey: 0 where nothing speaks for it, 65535 at full scale."""
    heat = combined_heat(analysis, (key,), film.shape)
    assert heat is not None
    return picture_png(np.rint(heat * FULL).astype(np.uint16), f"heatmap of {key} as numbers")


def heat_npy(heatmap: Heatmap) -> bytes:
    """The heatmap as it was computed, float32 (rows, columns) in logit units, signed, as a NumPy file."""
    buffer = io.BytesIO()
    np.save(buffer, heatmap.values, allow_pickle=False)
    return buffer.getvalue()
