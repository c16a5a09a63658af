"""The overlay: heatmaps of the chosen findings brought to the film's grid, coloured; for the window and exporters."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, FindingResult, Placement
from inference.imaging.colormap import rgba, unit_heat
from inference.imaging.model_input import placement_on, to_film


def overlay_picture(
    analysis: Analysis,
    keys: Iterable[str],
    film_shape: tuple[int, int],
    colormap: str,
    opacity: float,
) -> NDArray[np.uint8] | None:
    """RGBA uint8 of ``film_shape`` (rows, columns): the chosen findings' heat; None where none has a heatmap."""
    heat = combined_heat(analysis, keys, film_shape)
    return None if heat is None else rgba(heat, colormap, opacity)


def combined_heat(
    analysis: Analysis, keys: Iterable[str], film_shape: tuple[int, int], longest_side: int | None = None
) -> NDArray[np.float32] | None:
    """The strongest unit heat (0..1) of the chosen findings at each pixel; None where none has a heatmap.

    Of ``film_shape``, or reduced so that its longer side is at most ``longest_side``.
    """
    shape = _reduced(film_shape, longest_side)
    place = placement_on(analysis.placement, film_shape, shape)
    wanted = set(keys)
    heats = [_heat(result, place, shape) for result in analysis.results if result.finding.key in wanted]
    present = [heat for heat in heats if heat is not None]
    return np.asarray(np.maximum.reduce(present), dtype=np.float32) if present else None


def _heat(result: FindingResult, place: Placement, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    if result.heatmap is None:
        return None
    return unit_heat(to_film(result.heatmap.values, place, shape), result.heatmap.full_scale)


def _reduced(shape: tuple[int, int], longest_side: int | None) -> tuple[int, int]:
    factor = 1.0 if longest_side is None else min(1.0, longest_side / max(shape))
    return max(1, round(shape[0] * factor)), max(1, round(shape[1] * factor))
