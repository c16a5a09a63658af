"""The lines of an annotation, for whoever draws it."""

from __future__ import annotations

import math

from inference.annotations.measure.measurements import Scale, foot
from inference.core.annotation import Annotation, AnnotationKind, Point

Line = tuple[Point, ...]
_STEPS = 72
_HEAD = 0.22  # of an arrow's length, at most
_HEAD_ANGLE = math.radians(24)


def outline(annotation: Annotation, scale: Scale) -> tuple[Line, ...]:
    """The lines of an annotation, whole or still being drawn, each through points in film pixels."""
    points = annotation.points
    if len(points) < 2:
        return ()
    match annotation.kind:
        case AnnotationKind.RECTANGLE:
            (left, top), (right, bottom) = points[:2]
            return (((left, top), (right, top), (right, bottom), (left, bottom), (left, top)),)
        case AnnotationKind.ELLIPSE:
            return (_ellipse(points[0], points[1]),)
        case AnnotationKind.POLYGON:
            return ((*points, points[0]),)
        case AnnotationKind.COBB:
            return tuple(points[place : place + 2] for place in (0, 2) if len(points) >= place + 2)
        case AnnotationKind.CARDIOTHORACIC:
            return (points[:2], *((point, foot(annotation, point, scale)) for point in points[2:]))
        case AnnotationKind.ARROW:
            return (points[:2], _head(points[0], points[1], scale))
        case _:
            return (points,)


def _ellipse(corner: Point, other: Point) -> Line:
    x, y = (corner[0] + other[0]) / 2, (corner[1] + other[1]) / 2
    wide, high = (other[0] - corner[0]) / 2, (other[1] - corner[1]) / 2
    turns = (2 * math.pi * step / _STEPS for step in range(_STEPS + 1))
    return tuple((x + wide * math.cos(turn), y + high * math.sin(turn)) for turn in turns)


def _head(start: Point, end: Point, scale: Scale) -> Line:
    """The two barbs of an arrow, symmetrical on the film as it is seen."""
    (ax, ay), (bx, by) = scale.place(start), scale.place(end)
    back_x, back_y = (ax - bx) * _HEAD, (ay - by) * _HEAD

    def barb(turn: float) -> Point:
        x = bx + back_x * math.cos(turn) - back_y * math.sin(turn)
        y = by + back_x * math.sin(turn) + back_y * math.cos(turn)
        return x / scale.column, y / scale.row

    return barb(_HEAD_ANGLE), end, barb(-_HEAD_ANGLE)
