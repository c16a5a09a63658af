"""Lengths, angles and areas of annotations, in millimetres where the film or the reader gives them, else in pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from inference.core.annotation import Annotation, AnnotationKind, Point
from inference.core.film import Radiograph

BY_HAND = "calibrated by hand"


@dataclass(frozen=True, slots=True)
class Scale:
    """How long a film pixel is across (``column``) and down (``row``), in ``unit`` ("mm" or "px"), and who says so.

    Without millimetres a pixel is one "px" wide and ``pixel_aspect`` px high, so that angles and ratios stay right.
    """

    column: float
    row: float
    unit: str
    origin: str

    def place(self, point: Point) -> Point:
        """A point of the film in the unit of this scale."""
        return point[0] * self.column, point[1] * self.row

    def distance(self, one: Point, other: Point) -> float:
        """The distance of two points of the film."""
        return math.dist(self.place(one), self.place(other))


@dataclass(frozen=True, slots=True)
class Cardiothoracic:
    """Widths of heart and inner thorax across the midline, and their ratio; None where the thorax has no width."""

    heart: float
    thorax: float
    ratio: float | None


def scale_of(film: Radiograph, annotations: Sequence[Annotation] = ()) -> Scale:
    """The scale of a film: the reader's last calibration, else the file's spacing, else pixels."""
    pixels = Scale(1.0, film.pixel_aspect, "px", "")
    for annotation in reversed(annotations):
        drawn = pixels.distance(*annotation.points) if annotation.kind is AnnotationKind.CALIBRATION else 0.0
        if annotation.known_mm and drawn > 0:
            size = annotation.known_mm / drawn
            return Scale(size, size * film.pixel_aspect, "mm", BY_HAND)
    if film.spacing is None:
        return pixels
    return Scale(film.spacing.column_mm, film.spacing.row_mm, "mm", film.spacing.origin)


def length(annotation: Annotation, scale: Scale) -> float:
    """The length of an annotation of two points."""
    return scale.distance(annotation.points[0], annotation.points[1])


def angle(annotation: Annotation, scale: Scale) -> float | None:
    """The angle at the second of three points, 0 to 180 degrees; None where an arm has no length."""
    first, vertex, last = (scale.place(point) for point in annotation.points)
    return _between(_vector(vertex, first), _vector(vertex, last))


def cobb(annotation: Annotation, scale: Scale) -> float | None:
    """The angle between two lines, 0 to 90 degrees whichever way they were drawn; None where one has no length."""
    a, b, c, d = (scale.place(point) for point in annotation.points)
    found = _between(_vector(a, b), _vector(c, d))
    return None if found is None else min(found, 180.0 - found)


def cardiothoracic(annotation: Annotation, scale: Scale) -> Cardiothoracic | None:
    """The transverse diameters of heart and thorax, square to the midline; None where the midline has no length."""
    top, bottom, *borders = (scale.place(point) for point in annotation.points)
    along = _vector(top, bottom)
    size = math.hypot(*along)
    if size == 0:
        return None
    across = (-along[1] / size, along[0] / size)
    heart_one, heart_other, thorax_one, thorax_other = (_dot(_vector(top, point), across) for point in borders)
    heart, thorax = abs(heart_one - heart_other), abs(thorax_one - thorax_other)
    return Cardiothoracic(heart, thorax, heart / thorax if thorax > 0 else None)


def foot(annotation: Annotation, point: Point, scale: Scale) -> Point:
    """Where the line from ``point`` square to a cardiothoracic ratio's midline meets it, in film pixels."""
    top, bottom = (scale.place(item) for item in annotation.points[:2])
    along = _vector(top, bottom)
    square = _dot(along, along)
    share = _dot(_vector(top, scale.place(point)), along) / square if square else 0.0
    return (top[0] + share * along[0]) / scale.column, (top[1] + share * along[1]) / scale.row


def area(annotation: Annotation, scale: Scale) -> float:
    """The area of a rectangle, ellipse or polygon, in the square of the scale's unit."""
    points = [scale.place(point) for point in annotation.points]
    if annotation.kind is AnnotationKind.POLYGON:
        pairs = zip(points, points[1:] + points[:1], strict=True)
        return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2
    box = abs(points[1][0] - points[0][0]) * abs(points[1][1] - points[0][1])
    return box * math.pi / 4 if annotation.kind is AnnotationKind.ELLIPSE else box


def _between(one: Point, other: Point) -> float | None:
    if not (any(one) and any(other)):
        return None
    cross = one[0] * other[1] - one[1] * other[0]
    return math.degrees(math.atan2(abs(cross), _dot(one, other)))


def _vector(start: Point, end: Point) -> Point:
    return end[0] - start[0], end[1] - start[1]


def _dot(one: Point, other: Point) -> float:
    return one[0] * other[0] + one[1] * other[1]
