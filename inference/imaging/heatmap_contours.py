"""Outlines of heatmaps along the edges of their cells, and how each finding's line looks; for window and exporters."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Heatmap, Placement
from inference.core.findings import FINDINGS
from inference.imaging.colormap import FADE
from inference.imaging.heat_on_film import film_point

Point = tuple[float, float]  # x, y
Loop = tuple[Point, ...]
_Corner = tuple[int, int]  # column, row


class Dash(Enum):
    """Strokes and gaps of a line, in turn, as multiples of its thickness; none for one without gaps."""

    SOLID = range(0)  # an empty tuple is no value to Python 3.11.2
    DASHED = (4.0, 2.0)
    DASH_DOT = (4.0, 2.0, 1.0, 2.0)


# Okabe and Ito's colours, which colour-blind eyes tell apart, lightened for a black ground; dashes say it again
COLOURS = ("#f0e442", "#e69f00", "#e8703a", "#cc79a7", "#35b58d", "#e8edf2", "#56b4e9")
DASHES = tuple(Dash)


@dataclass(frozen=True, slots=True)
class Stroke:
    """How the outline of a finding is drawn."""

    colour: str
    dash: Dash


def stroke_of(key: str) -> Stroke:
    """The stroke of a finding, the same on every film; an extra one shares its stroke with one of the seven."""
    known = [finding.key for finding in FINDINGS]
    place = known.index(key) if key in known else zlib.crc32(key.encode()) % len(known)
    return Stroke(COLOURS[place], DASHES[place % len(DASHES)])


def hot_cells(heatmap: Heatmap, least: float = FADE) -> NDArray[np.bool_]:
    """The cells of a map that an outline goes around: those from ``least`` of the full scale on."""
    return np.asarray(heatmap.values >= heatmap.full_scale * least)


def outline_of(
    heatmap: Heatmap, place: Placement, film_shape: tuple[int, int], least: float = FADE
) -> tuple[Loop, ...]:
    """Closed lines around the hot cells, in film pixels from the film's outer edge, and on the film; none without."""
    hot = hot_cells(heatmap, least)
    down = _edges(hot.shape[0], place.input_shape[0], place.scale_y, place.offset_y, film_shape[0])
    across = _edges(hot.shape[1], place.input_shape[1], place.scale_x, place.offset_x, film_shape[1])
    hot = hot & (np.diff(down) > 0)[:, None] & (np.diff(across) > 0)[None]
    return tuple(tuple((float(across[x]), float(down[y])) for x, y in loop) for loop in _loops(hot))


def hottest_box(heatmap: Heatmap, place: Placement, film_shape: tuple[int, int]) -> Loop | None:
    """The corners of the box around the hottest cell on the film and what is joined to it and at least half as hot.

    In film pixels from the film's outer edge, clockwise from the upper left; None where nothing speaks for the finding.
    """
    if heatmap.empty:
        return None
    row, column = np.unravel_index(int(heatmap.values.argmax()), heatmap.values.shape)
    least = float(heatmap.values.max()) / 2 / heatmap.full_scale
    y, x = film_point((float(row), float(column)), place, heatmap.values.shape)
    for loop in outline_of(heatmap, place, film_shape, least):
        xs, ys = zip(*loop, strict=True)
        left, right, top, bottom = min(xs), max(xs), min(ys), max(ys)
        if left <= x <= right and top <= y <= bottom:
            return (left, top), (right, top), (right, bottom), (left, bottom)
    return None  # it lies beside the film


def _edges(cells: int, extent: int, scale: float, offset: float, size: int) -> NDArray[np.float64]:
    """Where the edges between cells lie on the film; those beyond it at its own edge."""
    return np.clip((np.arange(cells + 1) * extent / cells - offset) / scale, 0, size)


def _loops(hot: NDArray[np.bool_]) -> list[list[_Corner]]:
    """The corners of closed lines along the edges of hot cells."""
    onward = _borders(hot)
    loops = []
    while onward:
        corner = next(iter(onward))
        loop: list[_Corner] = []
        while corner in onward:
            loop.append(corner)
            ends = onward[corner]
            following = ends.pop()
            if not ends:
                del onward[corner]
            corner = following
        loops.append(_corners(loop))
    return loops


def _borders(hot: NDArray[np.bool_]) -> dict[_Corner, list[_Corner]]:
    """From each corner the borders that start there; hot cells lie on their right."""
    wide = np.pad(hot, 1)
    onward: dict[_Corner, list[_Corner]] = {}
    for row, column in np.argwhere(hot).tolist():
        ring = ((column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1))
        beside = ((row, column + 1), (row + 1, column + 2), (row + 2, column + 1), (row + 1, column))
        for side, neighbour in enumerate(beside):
            if not wide[neighbour]:
                onward.setdefault(ring[side], []).append(ring[(side + 1) % 4])
    return onward


def _corners(loop: list[_Corner]) -> list[_Corner]:
    """The loop without the points at which it goes straight on."""
    around = zip(loop[-1:] + loop[:-1], loop, loop[1:] + loop[:1], strict=True)
    return [at for before, at, after in around if before[0] != after[0] and before[1] != after[1]]
