"""Outlines of findings that somebody drew: PNG files beside one another, and how they meet an engine's heatmaps.

A mask lies at ``DIR/<finding's key>/<film's path below the films' folder>``, with ``.png`` for the film's ending or
behind it; it is white where the finding is, and of the film's shape at any size.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.imaging.heat_on_film import film_point, to_film
from inference.reading.picture.png import bare_png
from inference.training.evaluation.localisation import COLUMNS, MapOnMask, peak_of

Floats = NDArray[np.float32]
MOST_OFF = 0.02  # of its shape, that a mask may differ from its film


class MaskError(ValueError):
    """A mask that cannot be read or is not of its film's shape."""


def mask_of(folder: Path, key: str, file: str, shape: tuple[int, int]) -> Floats | None:
    """The mask of a film for a finding as shares 0..1, at its own size; None where there is none, or nothing in it.

    ``shape`` is the film's. Raises MaskError.
    """
    film = Path(file)
    film = film.relative_to(film.anchor)  # an absolute path below the masks' folder, never the film itself
    names = (film.with_name(f"{film.name}.png"), film.with_suffix(".png"))
    path = next((folder / key / name for name in names if (folder / key / name).is_file()), None)
    if path is None:
        return None
    grey = cv2.imdecode(np.frombuffer(bare_png(path.read_bytes()), np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None:
        raise MaskError(f"the mask {key}/{path.name} cannot be read")
    off = (grey.shape[0] * shape[1]) / (grey.shape[1] * shape[0])
    if abs(off - 1) > MOST_OFF:
        raise MaskError(f"the mask {key}/{path.name} is not of its film's shape")
    mask = np.asarray(grey, dtype=np.float32) / np.float32(255.0)
    return mask if mask.any() else None


def map_on_mask(result: FindingResult, film: Radiograph, analysis: Analysis, mask: Floats) -> MapOnMask:
    """An engine's heatmap and a mask, on one grid of square pixels over the film."""
    assert result.heatmap is not None
    rows = max(1, round(COLUMNS * film.shape[0] * film.pixel_aspect / film.shape[1]))
    place, values = analysis.placement, result.heatmap.values
    on_grid = replace(
        place,
        scale_y=place.scale_y * film.shape[0] / rows,
        scale_x=place.scale_x * film.shape[1] / COLUMNS,
    )
    small = cv2.resize(mask, (COLUMNS, rows), interpolation=cv2.INTER_AREA)
    peak = peak_of(values)
    if peak is not None:
        cell = (peak[0] * values.shape[0] - 0.5, peak[1] * values.shape[1] - 0.5)
        row, column = film_point(cell, place, (values.shape[0], values.shape[1]))
        peak = row / film.shape[0], column / film.shape[1]
    return MapOnMask(peak, to_film(values, on_grid, (rows, COLUMNS)), np.asarray(small, dtype=np.float32))
