"""Which annotation, and which part of it, lies under the pointer; plain geometry."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from inference.annotations.measure.measurements import Scale
from inference.annotations.measure.outline import outline
from inference.core.annotation import Annotation, Point

LABEL = -1  # the place of what is written beside an annotation


@dataclass(frozen=True, slots=True)
class Handle:
    """An annotation by its number, and the place of one of its points, None for all of it, LABEL for its label."""

    number: int
    place: int | None


def grip_at(
    annotations: Sequence[Annotation], point: Point, reach: float, scale: Scale, selected: int | None
) -> Handle | None:
    """What is within ``reach`` (in units of ``scale``) of a film point: the selected one's points, then any line."""
    for annotation in annotations:
        if annotation.number == selected:
            near = [(scale.distance(point, handle), place) for place, handle in enumerate(annotation.points)]
            distance, place = min(near)
            if distance <= reach:
                return Handle(annotation.number, place)
    found = [(_distance(annotation, point, scale), annotation.number) for annotation in annotations]
    near_annotations = [item for item in reversed(found) if item[0] <= reach]
    return Handle(min(near_annotations, key=lambda item: item[0])[1], None) if near_annotations else None


def _distance(annotation: Annotation, point: Point, scale: Scale) -> float:
    lines = outline(annotation, scale) or ((annotation.points[0], annotation.points[0]),)
    here = scale.place(point)
    return min(_from_segment(here, scale.place(a), scale.place(b)) for line in lines for a, b in pairwise(line))


def _from_segment(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    square = dx * dx + dy * dy
    share = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / square if square else 0.0
    share = min(1.0, max(0.0, share))
    return math.hypot(point[0] - start[0] - share * dx, point[1] - start[1] - share * dy)
