"""Which mark, and which part of it, lies under the pointer; plain geometry."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.measure.figures import Scale
from inference.measure.marks import Mark, Point
from inference.measure.outline import outline


@dataclass(frozen=True, slots=True)
class Grip:
    """A mark by its number, and the place of one of its points, None for all of it."""

    number: int
    place: int | None


def grip_at(marks: Sequence[Mark], point: Point, reach: float, scale: Scale, selected: int | None) -> Grip | None:
    """What is within ``reach`` (in units of ``scale``) of a film point: points of the selected mark, then any lines."""
    for mark in marks:
        if mark.number == selected:
            near = [(scale.distance(point, handle), place) for place, handle in enumerate(mark.points)]
            distance, place = min(near)
            if distance <= reach:
                return Grip(mark.number, place)
    found = [(_distance(mark, point, scale), mark.number) for mark in marks]
    near_marks = [item for item in reversed(found) if item[0] <= reach]
    return Grip(min(near_marks, key=lambda item: item[0])[1], None) if near_marks else None


def _distance(mark: Mark, point: Point, scale: Scale) -> float:
    lines = outline(mark, scale) or ((mark.points[0], mark.points[0]),)
    here = scale.place(point)
    return min(_from_segment(here, scale.place(a), scale.place(b)) for line in lines for a, b in pairwise(line))


def _from_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - start[0] - share * dx, point[1] - start[1] - share * dy)
