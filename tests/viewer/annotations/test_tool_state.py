"""Drawing as pure states: the hand's gestures, and undo and redo under any sequence of events."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from inference.annotations.measure.measurements import Scale
from inference.core.annotation import POINT_COUNTS, Annotation, AnnotationKind, Point, is_whole
from viewer.annotations import tool_state as hands
from viewer.annotations.hit_test import Handle, grip_at
from viewer.annotations.tool_state import Step, ToolState
from viewer.state import undo_history as histories
from viewer.state.undo_history import UndoHistory

SCALE = Scale(1.0, 1.0, "px", "")
REACH = 4.0
points = st.tuples(st.floats(0, 500), st.floats(0, 500))


def click(hand: ToolState, point: Point, annotations: tuple[Annotation, ...] = ()) -> Step:
    step = hands.pressed(hand, point, annotations, REACH, SCALE)
    return step if step.finished else hands.released(step.hand, point, REACH, SCALE)


def draw(tool: AnnotationKind, *clicks: Point) -> Step:
    step = Step(hands.taking(ToolState(), tool))
    for point in clicks:
        step = click(step.hand, point)
    return step


LENGTH = Annotation(1, AnnotationKind.LENGTH, ((10, 10), (110, 10)))


@pytest.mark.parametrize("kind", [kind for kind in AnnotationKind if POINT_COUNTS[kind]])
def test_as_many_clicks_as_an_annotation_has_points_finish_it_and_put_the_tool_down(kind: AnnotationKind) -> None:
    places = tuple((20.0 * number, 30.0 + 7 * number) for number in range(POINT_COUNTS[kind] or 0))
    step = draw(kind, *places)
    assert step.finished == Annotation(0, kind, places)
    assert step.hand == ToolState()


def test_a_drag_draws_a_line_too() -> None:
    hand = hands.pressed(hands.taking(ToolState(), AnnotationKind.LENGTH), (5, 5), (), REACH, SCALE).hand
    step = hands.released(hands.moved(hand, (50, 50)), (50, 50), REACH, SCALE)
    assert step.finished == Annotation(0, AnnotationKind.LENGTH, ((5, 5), (50, 50)))


def test_two_clicks_on_one_spot_are_no_line() -> None:
    step = draw(AnnotationKind.LENGTH, (5, 5), (6, 5))
    assert (step.finished, step.hand) == (None, ToolState(tool=AnnotationKind.LENGTH))


def test_a_polygon_ends_where_it_began_or_when_told_to() -> None:
    corners: tuple[Point, ...] = ((0, 0), (90, 0), (90, 90))
    assert draw(AnnotationKind.POLYGON, *corners, (1, 1)).finished == Annotation(0, AnnotationKind.POLYGON, corners)
    step = draw(AnnotationKind.POLYGON, *corners, (90, 90))
    assert hands.closed(step.hand, REACH, SCALE).finished == Annotation(0, AnnotationKind.POLYGON, corners)


def test_a_polygon_of_two_corners_does_not_end() -> None:
    step = draw(AnnotationKind.POLYGON, (0, 0), (90, 0))
    assert hands.closed(step.hand, REACH, SCALE).finished is None


def test_escape_takes_back_the_points_then_the_tool_then_the_selection() -> None:
    hand = draw(AnnotationKind.ANGLE, (0, 0), (90, 0)).hand
    hand = hands.cancelled(hand)
    assert hand == ToolState(tool=AnnotationKind.ANGLE)
    assert hands.cancelled(hand) == ToolState()
    assert hands.cancelled(ToolState(selected=3)) == ToolState()


def test_an_annotation_is_taken_by_its_line_and_moved_as_a_whole() -> None:
    step = hands.pressed(ToolState(), (60, 12), (LENGTH,), REACH, SCALE)
    assert step.hand.selected == 1
    step = hands.released(step.hand, (65, 32), REACH, SCALE)
    assert step.moved == Annotation(1, AnnotationKind.LENGTH, ((15, 30), (115, 30)))
    assert step.hand == ToolState(selected=1)


def test_a_selected_annotation_is_bent_by_its_handles() -> None:
    step = hands.pressed(ToolState(selected=1), (109, 11), (LENGTH,), REACH, SCALE)
    assert step.hand.grip == Handle(1, 1)
    assert hands.released(step.hand, (200, 80), REACH, SCALE).moved == Annotation(
        1, AnnotationKind.LENGTH, ((10, 10), (200, 80))
    )


def test_a_click_beside_all_annotations_selects_none() -> None:
    assert hands.pressed(ToolState(selected=1), (60, 60), (LENGTH,), REACH, SCALE).hand == ToolState()


def test_the_nearest_of_two_annotations_is_taken() -> None:
    other = Annotation(2, AnnotationKind.LENGTH, ((10, 15), (110, 15)))
    assert grip_at((LENGTH, other), (60, 13.5), REACH, SCALE, None) == Handle(2, None)


class Drawing(RuleBasedStateMachine):
    """A reader who presses, drags, cancels, deletes, undoes and redoes in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.hand = ToolState()
        self.history = UndoHistory()
        self.states = [self.history.now]  # what undo must come back to
        self.place = 0

    def _take(self, step: Step) -> None:
        self.hand = step.hand
        if step.finished is not None:
            assert is_whole(step.finished)
            self._become(histories.added(self.history, step.finished))
        if step.moved is not None:
            self._become(histories.exchanged(self.history, step.moved))

    def _become(self, history: UndoHistory) -> None:
        if history == self.history:
            return
        self.history = history
        self.states = [*self.states[: self.place + 1], history.now]
        self.place += 1

    @rule(tool=st.sampled_from(AnnotationKind))
    def take_a_tool(self, tool: AnnotationKind) -> None:
        self.hand = hands.taking(self.hand, tool)

    @rule(point=points)
    def press(self, point: Point) -> None:
        self._take(hands.pressed(self.hand, point, self.history.now, REACH, SCALE))

    @rule(point=points)
    def move(self, point: Point) -> None:
        self.hand = hands.moved(self.hand, point)

    @rule(point=points)
    def release(self, point: Point) -> None:
        self._take(hands.released(self.hand, point, REACH, SCALE))

    @rule()
    def end_polygon(self) -> None:
        self._take(hands.closed(self.hand, REACH, SCALE))

    @rule()
    def escape(self) -> None:
        before = self.hand
        self.hand = hands.cancelled(self.hand)
        assert self.hand != before or before == ToolState(pointer=before.pointer)

    @precondition(lambda self: self.history.now)
    @rule(data=st.data())
    def grab(self, data: st.DataObject) -> None:
        annotation = data.draw(st.sampled_from(self.history.now))
        self._take(hands.pressed(self.hand, annotation.points[0], self.history.now, REACH, SCALE))

    @precondition(lambda self: self.history.now)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        annotation = data.draw(st.sampled_from(self.history.now))
        self.hand = ToolState()
        self._become(histories.without(self.history, annotation.number))

    @rule()
    def undo(self) -> None:
        self.history = histories.undone(self.history)
        self.place = max(0, self.place - 1)

    @rule()
    def redo(self) -> None:
        self.history = histories.redone(self.history)
        self.place = min(len(self.states) - 1, self.place + 1)

    @invariant()
    def undo_and_redo_lead_where_the_reader_was(self) -> None:
        assert self.history.now == self.states[self.place]
        assert len(self.history.past) == self.place
        assert len(self.history.future) == len(self.states) - 1 - self.place

    @invariant()
    def marks_are_whole_and_told_apart(self) -> None:
        assert all(is_whole(annotation) for annotation in self.history.now)
        assert len({annotation.number for annotation in self.history.now}) == len(self.history.now)

    @invariant()
    def what_is_being_drawn_can_be_shown(self) -> None:
        shown = hands.shown_annotation(self.hand)
        assert shown is None or shown.points


TestDrawing = Drawing.TestCase
TestDrawing.settings = settings(max_examples=60, stateful_step_count=40)
