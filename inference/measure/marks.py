"""What a reader draws on a film: frozen marks in film pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class MarkKind(StrEnum):
    """What a mark measures or says."""

    LENGTH = "length"
    ANGLE = "angle"
    COBB = "cobb"
    CARDIOTHORACIC = "cardiothoracic"
    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"
    ARROW = "arrow"
    TEXT = "text"
    CALIBRATION = "calibration"


POINT_COUNTS: dict[MarkKind, int | None] = {
    MarkKind.LENGTH: 2,
    MarkKind.ANGLE: 3,
    MarkKind.COBB: 4,
    MarkKind.CARDIOTHORACIC: 6,
    MarkKind.RECTANGLE: 2,
    MarkKind.ELLIPSE: 2,
    MarkKind.POLYGON: None,  # three or more
    MarkKind.ARROW: 2,
    MarkKind.TEXT: 1,
    MarkKind.CALIBRATION: 2,
}
REGIONS = frozenset({MarkKind.RECTANGLE, MarkKind.ELLIPSE, MarkKind.POLYGON})


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark on a film.

    ``points`` are (column, row) in continuous film pixels as stored: 0 is the outer edge of the first pixel. An angle
    has its vertex in the middle; Cobb's are two lines; rectangle and ellipse are given by two opposite corners; an
    arrow leads to its last point. A cardiothoracic ratio is two points of the midline, then the widest border of the
    heart on either side, then the inner border of the thorax on either side. ``text`` is what the reader wrote,
    ``known_mm`` the true length of a calibration. ``number`` tells marks of one film apart.
    """

    number: int
    kind: MarkKind
    points: tuple[Point, ...]
    text: str = ""
    known_mm: float | None = None


def is_whole(mark: Mark) -> bool:
    """Whether a mark has all the points its kind needs."""
    count = POINT_COUNTS[mark.kind]
    return len(mark.points) >= 3 if count is None else len(mark.points) == count
