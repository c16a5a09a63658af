"""What to do next with the tool in hand, in a few words."""

from __future__ import annotations

from inference.core.annotation import AnnotationKind
from viewer.style.translation import marked, tr

_STEPS: dict[AnnotationKind, tuple[str, ...]] = {
    AnnotationKind.LENGTH: (marked("Length: first end"), marked("Length: second end")),
    AnnotationKind.ANGLE: (
        marked("Angle: end of the first arm"),
        marked("Angle: vertex"),
        marked("Angle: end of the second arm"),
    ),
    AnnotationKind.COBB: (
        marked("Cobb: first endplate, one end"),
        marked("Cobb: first endplate, other end"),
        marked("Cobb: second endplate, one end"),
        marked("Cobb: second endplate, other end"),
    ),
    AnnotationKind.CARDIOTHORACIC: (
        marked("Cardiothoracic ratio, 1 of 6: midline, top"),
        marked("2 of 6: midline, bottom"),
        marked("3 of 6: heart border farthest from the midline, left of the picture"),
        marked("4 of 6: heart border farthest from the midline, right of the picture"),
        marked("5 of 6: widest inner edge of the ribs, left of the picture"),
        marked("6 of 6: widest inner edge of the ribs, right of the picture"),
    ),
    AnnotationKind.RECTANGLE: (marked("Rectangle: one corner"), marked("Rectangle: opposite corner")),
    AnnotationKind.ELLIPSE: (marked("Ellipse: one corner of its box"), marked("Ellipse: opposite corner")),
    AnnotationKind.POLYGON: (
        marked("Polygon: first corner"),
        marked("Polygon: next corner; double click or Enter ends it"),
    ),
    AnnotationKind.ARROW: (marked("Arrow: its tail"), marked("Arrow: what it points at")),
    AnnotationKind.TEXT: (marked("Text: where it stands"),),
    AnnotationKind.CALIBRATION: (
        marked("Calibration: one end of a known length"),
        marked("Calibration: the other end"),
    ),
}


def hint(tool: AnnotationKind | None, placed: int) -> str:
    """What the next click does after ``placed`` points; empty without a tool."""
    if tool is None:
        return ""
    steps = _STEPS[tool]
    return tr("{step}  (Esc ends)").format(step=tr(steps[min(placed, len(steps) - 1)]))
