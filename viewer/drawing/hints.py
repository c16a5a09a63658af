"""What to do next with the tool in hand, in a few words."""

from __future__ import annotations

from inference.measure.marks import MarkKind

_STEPS: dict[MarkKind, tuple[str, ...]] = {
    MarkKind.LENGTH: ("Length: first end", "Length: second end"),
    MarkKind.ANGLE: ("Angle: end of the first arm", "Angle: vertex", "Angle: end of the second arm"),
    MarkKind.COBB: (
        "Cobb: first endplate, one end",
        "Cobb: first endplate, other end",
        "Cobb: second endplate, one end",
        "Cobb: second endplate, other end",
    ),
    MarkKind.CARDIOTHORACIC: (
        "Cardiothoracic ratio, 1 of 6: midline, top",
        "2 of 6: midline, bottom",
        "3 of 6: heart border farthest from the midline, left of the picture",
        "4 of 6: heart border farthest from the midline, right of the picture",
        "5 of 6: widest inner edge of the ribs, left of the picture",
        "6 of 6: widest inner edge of the ribs, right of the picture",
    ),
    MarkKind.RECTANGLE: ("Rectangle: one corner", "Rectangle: opposite corner"),
    MarkKind.ELLIPSE: ("Ellipse: one corner of its box", "Ellipse: opposite corner"),
    MarkKind.POLYGON: ("Polygon: first corner", "Polygon: next corner; double click or Enter ends it"),
    MarkKind.ARROW: ("Arrow: its tail", "Arrow: what it points at"),
    MarkKind.TEXT: ("Text: where it stands",),
    MarkKind.CALIBRATION: ("Calibration: one end of a known length", "Calibration: the other end"),
}


def hint(tool: MarkKind | None, placed: int) -> str:
    """What the next click does after ``placed`` points; empty without a tool."""
    if tool is None:
        return ""
    steps = _STEPS[tool]
    return f"{steps[min(placed, len(steps) - 1)]}  (Esc ends)"
