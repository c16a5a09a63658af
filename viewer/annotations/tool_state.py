"""What the hand does on a film: draw with a tool, or move an annotation. Frozen states and pure transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.annotations.measure.measurements import Scale
from inference.core.annotation import POINT_COUNTS, Annotation, AnnotationKind, Point
from viewer.annotations.hit_test import LABEL, Handle, grip_at
from viewer.state.undo_history import bent, relabelled, shifted


@dataclass(frozen=True, slots=True)
class ToolState:
    """``tool`` draws ``placed`` and then follows ``pointer``; without one, ``grip`` moves ``lifted`` from ``start``.

    ``selected`` is the number of the annotation that shows its handles; ``down`` whether the button is held.
    """

    tool: AnnotationKind | None = None
    placed: tuple[Point, ...] = ()
    pointer: Point | None = None
    down: bool = False
    selected: int | None = None
    grip: Handle | None = None
    start: Point = (0.0, 0.0)
    lifted: Annotation | None = None

    @property
    def busy(self) -> bool:
        """Whether something is half done that Esc would take back."""
        return self.tool is not None or self.grip is not None


@dataclass(frozen=True, slots=True)
class Step:
    """The hand after an event; an annotation it finished (number 0), or the new shape of one it let go of."""

    hand: ToolState
    finished: Annotation | None = None
    moved: Annotation | None = None


def taking(hand: ToolState, tool: AnnotationKind) -> ToolState:
    """Take a tool; taking the same again puts it down."""
    return ToolState(selected=hand.selected) if hand.tool is tool and not hand.placed else ToolState(tool=tool)


def cancelled(hand: ToolState) -> ToolState:
    """Take back what is half done: first the points, then the tool, then the selection."""
    if hand.placed:
        return ToolState(tool=hand.tool)
    return ToolState(selected=hand.selected) if hand.busy else ToolState()


def pressed(hand: ToolState, point: Point, annotations: Sequence[Annotation], reach: float, scale: Scale) -> Step:
    """The left button went down at a film point; without a tool and over no annotation the selection ends."""
    if hand.tool is not None:
        return _placed(hand, hand.tool, point, reach, scale)
    grip = grip_at(annotations, point, reach, scale, hand.selected)
    if grip is None:
        return Step(ToolState())
    return Step(gripping(grip, point, annotations))


def gripping(grip: Handle, point: Point, annotations: Sequence[Annotation]) -> ToolState:
    """Take hold of an annotation and select it."""
    lifted = next(annotation for annotation in annotations if annotation.number == grip.number)
    return ToolState(selected=grip.number, grip=grip, start=point, pointer=point, lifted=lifted, down=True)


def moved(hand: ToolState, point: Point) -> ToolState:
    """The pointer is at a film point."""
    return replace(hand, pointer=point)


def released(hand: ToolState, point: Point, reach: float, scale: Scale) -> Step:
    """The button went up: a drag with a tool places its second point, a held annotation is let go."""
    if hand.lifted is not None:
        shape = shown_annotation(moved(hand, point))
        done = ToolState(selected=hand.selected)
        return Step(done, moved=shape if shape != hand.lifted else None)
    if hand.tool is None or not hand.down:
        return Step(hand)
    up = replace(hand, down=False)
    if hand.tool is AnnotationKind.POLYGON or not hand.placed or scale.distance(hand.placed[-1], point) <= reach:
        return Step(up)
    return _placed(up, hand.tool, point, reach, scale, by_press=False)


def closed(hand: ToolState, reach: float, scale: Scale) -> Step:
    """End a polygon where it is; with fewer than three corners it goes on."""
    corners = _unlinked(hand.placed, reach / 2, scale)
    if hand.tool is not AnnotationKind.POLYGON or len(corners) < 3:
        return Step(hand)
    return Step(ToolState(), finished=Annotation(0, AnnotationKind.POLYGON, corners))


def shown_annotation(hand: ToolState) -> Annotation | None:
    """What is being drawn or moved, as it would be if the hand let go now; None where nothing is."""
    if hand.lifted is not None and hand.grip is not None and hand.pointer is not None:
        if hand.grip.place == LABEL:
            return relabelled(hand.lifted, hand.pointer[0] - hand.start[0], hand.pointer[1] - hand.start[1])
        if hand.grip.place is not None:
            return bent(hand.lifted, hand.grip.place, hand.pointer)
        return shifted(hand.lifted, hand.pointer[0] - hand.start[0], hand.pointer[1] - hand.start[1])
    if hand.tool is None or not hand.placed:
        return None
    points = hand.placed if hand.pointer is None else (*hand.placed, hand.pointer)
    return Annotation(0, hand.tool, points)


def _placed(
    hand: ToolState, tool: AnnotationKind, point: Point, reach: float, scale: Scale, *, by_press: bool = True
) -> Step:
    """One point more; the last one needed finishes the annotation."""
    if tool is AnnotationKind.POLYGON and len(hand.placed) >= 3 and scale.distance(hand.placed[0], point) <= reach:
        return closed(hand, reach, scale)
    placed = (*hand.placed, point)
    if len(placed) != POINT_COUNTS[tool]:
        return Step(replace(hand, placed=placed, pointer=point, down=by_press))
    if len(placed) == 2 and scale.distance(*placed) <= reach / 2:
        return Step(ToolState(tool=tool))  # two clicks on one spot are no line
    return Step(ToolState(), finished=Annotation(0, tool, placed))


def _unlinked(points: tuple[Point, ...], reach: float, scale: Scale) -> tuple[Point, ...]:
    """The points without those that repeat the one before, as a double click does."""
    kept: list[Point] = []
    for point in points:
        if not kept or scale.distance(kept[-1], point) > reach:
            kept.append(point)
    return tuple(kept)
