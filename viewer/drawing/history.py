"""Undo and redo of what is drawn on one film; frozen values and pure transitions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.measure.marks import Mark, Point

LONGEST = 200  # steps that can be undone
Marks = tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class History:
    """The marks now, those before (newest last) and those undone (nearest last)."""

    now: Marks = ()
    past: tuple[Marks, ...] = ()
    future: tuple[Marks, ...] = ()


def changed(history: History, marks: Marks) -> History:
    """A new state of the marks; what was undone before it is gone. The same marks are no step."""
    if marks == history.now:
        return history
    return History(marks, (*history.past, history.now)[-LONGEST:])


def undone(history: History) -> History:
    """One step back, or the same at the beginning."""
    if not history.past:
        return history
    return History(history.past[-1], history.past[:-1], (*history.future, history.now))


def redone(history: History) -> History:
    """One step forward again, or the same at the end."""
    if not history.future:
        return history
    return History(history.future[-1], (*history.past, history.now), history.future[:-1])


def added(history: History, mark: Mark) -> History:
    """One mark more; it gets the next free number."""
    number = 1 + max((known.number for known in history.now), default=0)
    return changed(history, (*history.now, replace(mark, number=number)))


def without(history: History, number: int) -> History:
    """The marks without one."""
    return changed(history, tuple(mark for mark in history.now if mark.number != number))


def exchanged(history: History, mark: Mark) -> History:
    """The marks with one of them in a new shape."""
    return changed(history, tuple(mark if known.number == mark.number else known for known in history.now))


def shifted(mark: Mark, dx: float, dy: float) -> Mark:
    """A mark moved as a whole, in film pixels."""
    return replace(mark, points=tuple((x + dx, y + dy) for x, y in mark.points))


def bent(mark: Mark, place: int, point: Point) -> Mark:
    """A mark with one of its points elsewhere."""
    points = list(mark.points)
    points[place] = point
    return replace(mark, points=tuple(points))
