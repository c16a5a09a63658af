"""What the hand is doing on a film: drawing with a tool, or moving a mark. Frozen states and pure transitions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inference.measure.figures import Scale
from inference.measure.marks import POINT_COUNTS, Mark, MarkKind, Point
from viewer.drawing.grips import Grip, grip_at
from viewer.drawing.history import bent, shifted


@dataclass(frozen=True, slots=True)
class Hand:
    """``tool`` draws ``placed`` and then follows ``pointer``; without one, ``grip`` moves ``lifted`` from ``start``.

    ``selected`` is the number of the mark that shows its handles; ``down`` whether the button is held.
    """

    tool: MarkKind | None = None
    placed: tuple[Point, ...] = ()
    pointer: Point | None = None
    down: bool = False
    selected: int | None = None
    grip: Grip | None = None
    start: Point = (0.0, 0.0)
    lifted: Mark | None = None

    @property
    def busy(self) -> bool:
        """Whether something is half done that Esc would take back."""
        return self.tool is not None or self.grip is not None


@dataclass(frozen=True, slots=True)
class Step:
    """The hand after an event; a mark it finished (number 0), or the new shape of one it let go of."""

    hand: Hand
    finished: Mark | None = None
    moved: Mark | None = None


def taking(hand: Hand, tool: MarkKind) -> Hand:
    """Take a tool; taking the same again puts it down."""
    return Hand(selected=hand.selected) if hand.tool is tool and not hand.placed else Hand(tool=tool)


def cancelled(hand: Hand) -> Hand:
    """Take back what is half done: first the points, then the tool, then the selection."""
    if hand.placed:
        return Hand(tool=hand.tool)
    return Hand(selected=hand.selected) if hand.busy else Hand()


def pressed(hand: Hand, point: Point, marks: Sequence[Mark], reach: float, scale: Scale) -> Step:
    """The left button went down at a film point; without a tool and over no mark the selection ends."""
    if hand.tool is not None:
        return _placed(hand, hand.tool, point, reach, scale)
    grip = grip_at(marks, point, reach, scale, hand.selected)
    if grip is None:
        return Step(Hand())
    return Step(gripping(grip, point, marks))


def gripping(grip: Grip, point: Point, marks: Sequence[Mark]) -> Hand:
    """Take hold of a mark and select it."""
    lifted = next(mark for mark in marks if mark.number == grip.number)
    return Hand(selected=grip.number, grip=grip, start=point, pointer=point, lifted=lifted, down=True)


def moved(hand: Hand, point: Point) -> Hand:
    """The pointer is at a film point."""
    return replace(hand, pointer=point)


def released(hand: Hand, point: Point, reach: float, scale: Scale) -> Step:
    """The button went up: a drag with a tool places its second point, a held mark is let go."""
    if hand.lifted is not None:
        shape = shown_mark(moved(hand, point))
        done = Hand(selected=hand.selected)
        return Step(done, moved=shape if shape != hand.lifted else None)
    if hand.tool is None or not hand.down:
        return Step(hand)
    up = replace(hand, down=False)
    if hand.tool is MarkKind.POLYGON or not hand.placed or scale.distance(hand.placed[-1], point) <= reach:
        return Step(up)
    return _placed(up, hand.tool, point, reach, scale, by_press=False)


def closed(hand: Hand, reach: float, scale: Scale) -> Step:
    """End a polygon where it is; with fewer than three corners it goes on."""
    corners = _apart(hand.placed, reach / 2, scale)
    if hand.tool is not MarkKind.POLYGON or len(corners) < 3:
        return Step(hand)
    return Step(Hand(), finished=Mark(0, MarkKind.POLYGON, corners))


def shown_mark(hand: Hand) -> Mark | None:
    """What is being drawn or moved, as it would be if the hand let go now; None where nothing is."""
    if hand.lifted is not None and hand.grip is not None and hand.pointer is not None:
        if hand.grip.place is not None:
            return bent(hand.lifted, hand.grip.place, hand.pointer)
        return shifted(hand.lifted, hand.pointer[0] - hand.start[0], hand.pointer[1] - hand.start[1])
    if hand.tool is None or not hand.placed:
        return None
    points = hand.placed if hand.pointer is None else (*hand.placed, hand.pointer)
    return Mark(0, hand.tool, points)


def _placed(hand: Hand, tool: MarkKind, point: Point, reach: float, scale: Scale, *, by_press: bool = True) -> Step:
    """One point more; the last one needed finishes the mark."""
    if tool is MarkKind.POLYGON and len(hand.placed) >= 3 and scale.distance(hand.placed[0], point) <= reach:
        return closed(hand, reach, scale)
    placed = (*hand.placed, point)
    if len(placed) != POINT_COUNTS[tool]:
        return Step(replace(hand, placed=placed, pointer=point, down=by_press))
    if len(placed) == 2 and scale.distance(*placed) <= reach / 2:
        return Step(Hand(tool=tool))  # two clicks on one spot are no line
    return Step(Hand(), finished=Mark(0, tool, placed))


def _apart(points: tuple[Point, ...], reach: float, scale: Scale) -> tuple[Point, ...]:
    """The points without those that repeat the one before, as a double click does."""
    kept: list[Point] = []
    for point in points:
        if not kept or scale.distance(kept[-1], point) > reach:
            kept.append(point)
    return tuple(kept)
