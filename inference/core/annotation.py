"""What a reader draws on a film: frozen annotations in film pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Point = tuple[float, float]


class AnnotationKind(StrEnum):
    """What an annotation measures or says."""

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


POINT_COUNTS: dict[AnnotationKind, int | None] = {
    AnnotationKind.LENGTH: 2,
    AnnotationKind.ANGLE: 3,
    AnnotationKind.COBB: 4,
    AnnotationKind.CARDIOTHORACIC: 6,
    AnnotationKind.RECTANGLE: 2,
    AnnotationKind.ELLIPSE: 2,
    AnnotationKind.POLYGON: None,  # three or more
    AnnotationKind.ARROW: 2,
    AnnotationKind.TEXT: 1,
    AnnotationKind.CALIBRATION: 2,
}
REGIONS = frozenset({AnnotationKind.RECTANGLE, AnnotationKind.ELLIPSE, AnnotationKind.POLYGON})
BELONGING = REGIONS | {AnnotationKind.ARROW}  # what may belong to a finding


@dataclass(frozen=True, slots=True)
class HeatInRegion:
    """How the heatmap of a finding meets a region that a reader drew for it.

    ``hit``: the middle of its hottest cell lies inside; of an arrow, the place that it leads to is hot. Hot is at least
    half of the full scale. ``overlap`` is the intersection over union (0..1) of the region with what is hot,
    ``coverage`` the share (0..1) of the region that is; both None for an arrow. ``pack`` is the hash of the model pack.
    """

    hit: bool
    overlap: float | None
    coverage: float | None
    pack: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """One annotation on a film.

    ``points`` are (column, row) in continuous film pixels as stored: 0 is the outer edge of the first pixel. An angle
    has its vertex in the middle; Cobb's are two lines; rectangle and ellipse are given by two opposite corners; an
    arrow leads to its last point. A cardiothoracic ratio is two points of the midline, then the widest border of the
    heart on either side, then the inner border of the thorax on either side. ``text`` is what the reader wrote, of a
    measurement its name; ``known_mm`` the true length of a calibration. ``label_at`` is the middle of what is written
    beside it where the reader moved that by itself; ``hidden``: it is kept, but not shown and not exported, which a
    calibration never is. ``number`` tells annotations of one film apart. ``author`` is the reader whose report it was
    taken over from, and when; empty for the user's own. ``finding`` is the key of the finding that a region or an arrow
    belongs to, empty for none, and ``heat`` how its heatmap met it, None where none was held against it.
    """

    number: int
    kind: AnnotationKind
    points: tuple[Point, ...]
    text: str = ""
    known_mm: float | None = None
    author: str = ""
    label_at: Point | None = None
    hidden: bool = False
    finding: str = ""
    heat: HeatInRegion | None = None


def is_whole(annotation: Annotation) -> bool:
    """Whether an annotation has all the points its kind needs."""
    count = POINT_COUNTS[annotation.kind]
    return len(annotation.points) >= 3 if count is None else len(annotation.points) == count
