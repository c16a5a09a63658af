"""The hottest place of a finding's heatmap: which part of the film it is, and how that is said in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.heatmap_overlay import combined_heat
from inference.report.film_info import OrientationMarkers, orientation_markers
from inference.report.page.options import ReportOptions
from inference.text.wording import Translate

ZOOM = 0.3  # of the film's shorter side
HEAT_SIDE = 512  # a heatmap's own grain is far coarser than this
_MIDLINE = 0.06  # of the film's width, on either side of its middle
_SIDES = {"L": "on the patient's left", "R": "on the patient's right", "": "near the middle of the film"}
_LEFT, _RIGHT = "left of the picture (sides not stated)", "right of the picture (sides not stated)"
_THIRDS = ("upper third", "middle third", "lower third")
_ENDS = ("top third of the picture", "middle third of the picture", "bottom third of the picture")
_WHERE = "Strongest evidence {side}, {zone}."
NOWHERE = "No evidence map: nothing in this film speaks for the finding."


def translatable() -> list[str]:
    """Every word of this module: what a translation has to know."""
    return [*_SIDES.values(), _LEFT, _RIGHT, *_THIRDS, *_ENDS, _WHERE, NOWHERE]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a film in film pixels."""

    top: int
    left: int
    rows: int
    columns: int

    def of(self, picture: NDArray[Any]) -> NDArray[Any]:
        """The part of a picture of the film's shape."""
        return picture[self.top : self.top + self.rows, self.left : self.left + self.columns]

    def padded(self, film: Radiograph) -> Region:
        """A little more of the film around it, as far as there is some."""
        more = max(8, round(0.05 * max(self.rows, self.columns)))
        top, left = max(0, self.top - more), max(0, self.left - more)
        bottom = min(film.shape[0], self.top + self.rows + more)
        right = min(film.shape[1], self.left + self.columns + more)
        return Region(top, left, bottom - top, right - left)

    def within(self, other: Region) -> Region:
        """The same part, counted in another that holds it."""
        return Region(self.top - other.top, self.left - other.left, self.rows, self.columns)

    def transformed(self, film: Radiograph, options: ReportOptions) -> Region:
        """The same part of the film as the options say it lies."""
        size = (float(film.shape[1]), float(film.shape[0]))
        corners = ((self.left, self.top), (self.left + self.columns, self.top + self.rows))
        (ax, ay), (bx, by) = (options.transform.place(corner, size) for corner in corners)
        return Region(round(min(ay, by)), round(min(ax, bx)), round(abs(by - ay)), round(abs(bx - ax)))


def hottest_place(film: Radiograph, analysis: Analysis, key: str) -> tuple[float, float] | None:
    """Where a finding's heatmap is hottest, as shares (across, down) of the film as stored; None for no evidence."""
    heat = combined_heat(analysis, (key,), film.shape, HEAT_SIDE)
    if heat is None or not (heat > 0).any():
        return None
    row, column = np.argwhere(heat == heat.max()).mean(axis=0)  # the middle of a plateau at full scale
    if heat[round(row), round(column)] < heat.max():
        row, column = np.unravel_index(int(heat.argmax()), heat.shape)
    return (float(column) + 0.5) / heat.shape[1], (float(row) + 0.5) / heat.shape[0]


def hottest_region(film: Radiograph, analysis: Analysis, key: str) -> Region | None:
    """The surrounding of a finding's hottest place, inside the film; None where nothing speaks for the finding."""
    place = hottest_place(film, analysis, key)
    if place is None:
        return None
    rows, columns = film.shape
    side = max(8.0, ZOOM * min(rows * film.pixel_aspect, columns))
    tall, wide = min(rows, round(side / film.pixel_aspect)), min(columns, round(side))
    top, left = round(place[1] * rows - tall / 2), round(place[0] * columns - wide / 2)
    return Region(min(max(top, 0), rows - tall), min(max(left, 0), columns - wide), tall, wide)


def where_text(film: Radiograph, analysis: Analysis, key: str, options: ReportOptions) -> str:
    """On which side and in which third of the film a finding's evidence is strongest, in words.

    By the patient's directions where the film states them, else by the picture as it lies, which is said.
    """
    t, stored = options.translate, hottest_place(film, analysis, key)
    if stored is None:
        return t(NOWHERE)
    seen = options.transform.place(stored, (1.0, 1.0))
    markers = orientation_markers(film, options.transform)
    return t(_WHERE).format(side=_side(seen, markers, t), zone=_zone(seen, markers, t))


def _side(seen: tuple[float, float], markers: OrientationMarkers, t: Translate) -> str:
    """The side of a place of the film as it lies."""
    edges = (markers.left, markers.right)
    along = 0 if {*edges} == {"L", "R"} else 1
    low, high = edges if along == 0 else (markers.top, markers.bottom)
    if {low, high} != {"L", "R"}:
        low, high, along = "", "", 0
    away = seen[along] - 0.5
    if abs(away) <= _MIDLINE:
        return t(_SIDES[""])
    if not low:
        return t(_LEFT if away < 0 else _RIGHT)
    return t(_SIDES[low if away < 0 else high])


def _zone(seen: tuple[float, float], markers: OrientationMarkers, t: Translate) -> str:
    """The third of a place of the film as it lies, from the head down where that is known."""
    for along, low, high in ((1, markers.top, markers.bottom), (0, markers.left, markers.right)):
        if {low, high} == {"H", "F"}:
            down = seen[along] if low == "H" else 1 - seen[along]
            return t(_THIRDS[min(2, int(down * 3))])
    return t(_ENDS[min(2, int(seen[1] * 3))])
