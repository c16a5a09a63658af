"""Undo and redo of what is drawn on one film, and of its flag; frozen values and pure transitions."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.core.annotation import Annotation, Point
from inference.core.reader_annotations import KeyReason

LONGEST = 200  # steps that can be undone
Annotations = tuple[Annotation, ...]
Step = tuple[Annotations, KeyReason | None]


@dataclass(frozen=True, slots=True)
class UndoHistory:
    """The annotations now, with why the film is flagged, those before (newest last), those undone (nearest last)."""

    now: Annotations = ()
    past: tuple[Step, ...] = ()
    future: tuple[Step, ...] = ()
    flag: KeyReason | None = None

    @property
    def step(self) -> Step:
        """How it is now, as a step to come back to."""
        return self.now, self.flag


def changed(history: UndoHistory, annotations: Annotations) -> UndoHistory:
    """A new state of the annotations; what was undone before it is gone. The same again is no step."""
    return _stepped(history, (annotations, history.flag))


def flagged(history: UndoHistory, reason: KeyReason | None) -> UndoHistory:
    """The film flagged for a reason, or no more."""
    return _stepped(history, (history.now, reason))


def undone(history: UndoHistory) -> UndoHistory:
    """One step back, or the same at the beginning."""
    if not history.past:
        return history
    now, flag = history.past[-1]
    return UndoHistory(now, history.past[:-1], (*history.future, history.step), flag)


def redone(history: UndoHistory) -> UndoHistory:
    """One step forward again, or the same at the end."""
    if not history.future:
        return history
    now, flag = history.future[-1]
    return UndoHistory(now, (*history.past, history.step), history.future[:-1], flag)


def _stepped(history: UndoHistory, step: Step) -> UndoHistory:
    if step == history.step:
        return history
    now, flag = step
    return UndoHistory(now, (*history.past, history.step)[-LONGEST:], flag=flag)


def added(history: UndoHistory, annotation: Annotation) -> UndoHistory:
    """One annotation more; it gets the next free number."""
    number = 1 + max((known.number for known in history.now), default=0)
    return changed(history, (*history.now, replace(annotation, number=number)))


def without(history: UndoHistory, number: int) -> UndoHistory:
    """The annotations without one."""
    return changed(history, tuple(annotation for annotation in history.now if annotation.number != number))


def exchanged(history: UndoHistory, annotation: Annotation) -> UndoHistory:
    """The annotations with one of them in a new shape."""
    return changed(history, tuple(annotation if known.number == annotation.number else known for known in history.now))


def shifted(annotation: Annotation, dx: float, dy: float) -> Annotation:
    """An annotation moved as a whole, in film pixels; its label goes with it."""
    label_at = annotation.label_at and (annotation.label_at[0] + dx, annotation.label_at[1] + dy)
    return replace(annotation, points=tuple((x + dx, y + dy) for x, y in annotation.points), label_at=label_at)


def relabelled(annotation: Annotation, dx: float, dy: float) -> Annotation:
    """An annotation with its label, which was moved by hand before, moved; what it measures stays."""
    assert annotation.label_at is not None
    return replace(annotation, label_at=(annotation.label_at[0] + dx, annotation.label_at[1] + dy))


def bent(annotation: Annotation, place: int, point: Point) -> Annotation:
    """An annotation with one of its points elsewhere."""
    points = list(annotation.points)
    points[place] = point
    return replace(annotation, points=tuple(points))
