"""The overlay: heatmaps of the chosen findings brought to the film's grid, coloured; for the window and exporters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, FindingResult, Placement
from inference.imaging.colormap import CUT, heat_levels, tinted, tinted_rgba, unit_heat
from inference.imaging.heat_on_film import placement_on, to_film

Area = tuple[float, float, float, float]  # left, top, width and height, as parts (0..1) of a film


@dataclass(frozen=True, slots=True, eq=False)
class ShownHeat:
    """Heat as it is drawn: ``levels`` (uint8, however fine) over a whole film, in a colour map, at an opacity."""

    levels: NDArray[np.uint8]
    colormap: str
    opacity: float

    @property
    def area(self) -> Area | None:
        """The part of the film that is drawn over; None where the heat is nowhere strong enough."""
        x, y, across, down = cv2.boundingRect((self.levels > int(CUT * 255)).view(np.uint8))
        if not across:
            return None
        tall, wide = self.levels.shape
        top, left = max(y - 1, 0), max(x - 1, 0)
        bottom, right = min(y + down + 1, tall), min(x + across + 1, wide)
        return left / wide, top / tall, (right - left) / wide, (bottom - top) / tall

    def over(self, grey: NDArray[np.uint8], area: Area) -> NDArray[np.uint8]:
        """A part of the film as shown, ``grey`` (rows, columns), under this heat: RGBA, transparent without heat."""
        return self.tinting(grey, self.levels_over(area, grey.shape))

    def tinting(self, grey: NDArray[np.uint8], levels: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The same, under ``levels`` that were brought to the shape of ``grey`` before."""
        return tinted_rgba(grey, levels, self.colormap, self.opacity)

    def levels_over(self, area: Area, shape: tuple[int, ...]) -> NDArray[np.uint8]:
        """The levels over a part of the film, in the ``shape`` (rows, columns) that it is drawn in."""
        rows, columns = shape
        tall, wide = self.levels.shape
        across, down = area[2] * wide / columns, area[3] * tall / rows
        left, top = area[0] * wide + across / 2 - 0.5, area[1] * tall + down / 2 - 0.5
        place = np.array([[across, 0, left], [0, down, top]], np.float64)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        levels = cv2.warpAffine(self.levels, place, (columns, rows), flags=how, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(levels, dtype=np.uint8)


def film_with_heat(
    grey: NDArray[np.uint8], analysis: Analysis, keys: Iterable[str], colormap: str, opacity: float
) -> NDArray[np.uint8]:
    """A film as shown, ``grey`` (rows, columns), with the chosen findings' heat over it, as RGB uint8."""
    heat = combined_heat(analysis, keys, grey.shape[:2])
    if heat is None:
        return np.repeat(grey[:, :, None], 3, axis=2)
    return tinted(grey, heat_levels(heat), colormap, opacity)


def combined_heat(
    analysis: Analysis, keys: Iterable[str], film_shape: tuple[int, ...], longest_side: int | None = None
) -> NDArray[np.float32] | None:
    """The strongest unit heat (0..1) of the chosen findings at each pixel; None where none has a heatmap.

    Of ``film_shape``, or reduced so that its longer side is at most ``longest_side``.
    """
    whole = (film_shape[0], film_shape[1])
    shape = _reduced(whole, longest_side)
    place = placement_on(analysis.placement, whole, shape)
    wanted = set(keys)
    heats = [_heat(result, place, shape) for result in analysis.all_results if result.finding.key in wanted]
    present = [heat for heat in heats if heat is not None]
    return np.asarray(np.maximum.reduce(present), dtype=np.float32) if present else None


def _heat(result: FindingResult, place: Placement, shape: tuple[int, int]) -> NDArray[np.float32] | None:
    if result.heatmap is None:
        return None
    return unit_heat(to_film(result.heatmap.values, place, shape), result.heatmap.full_scale)


def _reduced(shape: tuple[int, int], longest_side: int | None) -> tuple[int, int]:
    factor = 1.0 if longest_side is None else min(1.0, longest_side / max(shape))
    return max(1, round(shape[0] * factor)), max(1, round(shape[1] * factor))
