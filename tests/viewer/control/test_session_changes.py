"""One queue of changes: the last state only, in order, to each listener only what it shows, and nobody stays behind."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from viewer.control import session_changes
from viewer.control.session_changes import SessionChanges, Subscription
from viewer.control.session_listener import SessionListener
from viewer.state.layout import Layout
from viewer.state.overlay import Overlay
from viewer.state.session import FilmState, PresentationState, Session


class Recorder:
    """A listener that keeps what it was shown."""

    def __init__(self) -> None:
        self.shown: list[object] = []

    def show(self, value: object) -> None:
        self.shown.append(value)

    def news(self) -> list[object]:
        """What came since the last call."""
        found, self.shown = self.shown, []
        return found


@pytest.fixture
def changes() -> SessionChanges:
    return SessionChanges()


def corners(session: Session) -> str:
    return session.corners


def whole(session: Session) -> Session:
    return session


def with_corners(changes: SessionChanges, level: str) -> None:
    changes.become(replace(changes.session, corners=level))


def test_a_listener_is_told_at_once_what_is_so_now(changes: SessionChanges) -> None:
    heard = Recorder()
    changes.listen(corners, heard.show)
    assert heard.shown == ["full"]


def test_a_listener_hears_only_of_what_it_shows(changes: SessionChanges) -> None:
    heard = Recorder()
    changes.listen(corners, heard.show)
    changes.become(replace(changes.session, layout=Layout.PRIOR))
    with_corners(changes, "none")
    with_corners(changes, "none")
    assert heard.shown == ["full", "none"]


def test_a_change_made_by_a_listener_reaches_the_later_ones_as_the_last_state_alone(changes: SessionChanges) -> None:
    def answer(level: str) -> None:
        if level == "none":
            with_corners(changes, "anonymised")

    later = Recorder()
    changes.listen(corners, answer)
    changes.listen(corners, later.show)
    with_corners(changes, "none")
    assert later.shown == ["full", "anonymised"]


def test_a_change_made_by_a_listener_reaches_the_earlier_ones_too_and_all_end_with_the_last_state(
    changes: SessionChanges,
) -> None:
    def answer(level: str) -> None:
        if level == "none":
            with_corners(changes, "anonymised")

    earlier, later = Recorder(), Recorder()
    changes.listen(corners, earlier.show)
    changes.listen(corners, answer)
    changes.listen(corners, later.show)
    with_corners(changes, "none")
    assert earlier.shown == ["full", "none", "anonymised"]
    assert {*later.shown[-1:], *earlier.shown[-1:]} == {changes.session.corners}


def test_no_listener_ever_sees_new_then_old(changes: SessionChanges) -> None:
    """Each change names one path more; two of the listeners answer with another change, up to four and seven paths."""

    def count(session: Session) -> int:
        return len(session.opened)

    def one_more() -> None:
        changes.become(replace(changes.session, opened=(*changes.session.opened, Path("x"))))

    def up_to(most: int) -> Callable[[int], None]:
        return lambda number: one_more() if 0 < number < most else None

    heard: list[list[int]] = [[], [], []]
    for numbers, most in zip(heard, (4, 7, 0), strict=True):
        changes.listen(count, up_to(most))
        changes.listen(count, numbers.append)
    one_more()
    for numbers in heard:
        assert numbers == sorted(set(numbers))
        assert numbers[-1] == count(changes.session) == 7


def test_what_belongs_together_is_told_once_at_its_end(changes: SessionChanges) -> None:
    heard = Recorder()
    changes.listen(whole, heard.show)
    heard.news()
    with changes.together():
        with_corners(changes, "none")
        with changes.together():
            changes.become(replace(changes.session, layout=Layout.PRIOR))
        assert heard.shown == []
    assert heard.shown == [changes.session]


def test_what_ended_in_an_error_is_told_all_the_same(changes: SessionChanges) -> None:
    heard = Recorder()
    changes.listen(corners, heard.show)
    with suppress(OSError), changes.together():
        with_corners(changes, "none")
        raise OSError("the disk is full")
    assert heard.shown == ["full", "none"]


def test_a_listener_that_fails_is_heard_of_and_keeps_nothing_from_the_others(changes: SessionChanges) -> None:
    def fail(level: str) -> None:
        if level == "none":
            raise ValueError("drawn")

    heard = Recorder()
    changes.listen(corners, fail)
    changes.listen(corners, heard.show)
    with pytest.raises(ValueError, match="drawn"):
        with_corners(changes, "none")
    with_corners(changes, "anonymised")
    assert heard.shown == ["full", "none", "anonymised"]


def test_listeners_that_answer_each_other_without_end_are_an_error_and_no_hang(changes: SessionChanges) -> None:
    def answer(level: str) -> None:
        with_corners(changes, "none" if level == "full" else "full")

    with pytest.raises(RecursionError):
        changes.listen(corners, answer)


def test_who_ended_its_subscription_hears_no_more_even_within_the_same_change(changes: SessionChanges) -> None:
    heard = Recorder()
    ending: list[Subscription] = []

    def end(level: str) -> None:
        if level == "none":
            ending[0].end()

    changes.listen(corners, end)
    ending.append(changes.listen(corners, heard.show))
    with_corners(changes, "none")
    with_corners(changes, "anonymised")
    assert heard.shown == ["full"]


def test_an_ended_subscription_keeps_nothing_alive(changes: SessionChanges) -> None:
    heard = Recorder()
    found = weakref.ref(heard)
    subscription: Subscription = changes.listen(corners, heard.show)
    subscription.end()
    subscription.end()
    del heard
    gc.collect()
    assert found() is None


# -- what counts as another value -------------------------------------------------------------------------------------


def heard_of(first: object, second: object) -> bool:
    """Whether a listener that is shown the first value is told of the second."""
    values = [first]
    changes, heard = SessionChanges(), Recorder()
    changes.listen(lambda _session: values[0], heard.show)
    values[0] = second
    changes.become(replace(changes.session, layout=Layout.PRIOR))
    return len(heard.shown) == 2


def test_equal_values_are_the_same() -> None:
    assert not heard_of(Overlay(frozenset({"x"})), Overlay(frozenset({"x"})))
    assert heard_of(Overlay(), Overlay(visible=True))
    assert not heard_of(None, None)
    assert heard_of(None, Overlay())


def test_values_that_cannot_be_compared_are_the_same_only_as_one_object() -> None:
    film = FilmState(None)  # type: ignore[arg-type]  # any film
    assert heard_of(film, replace(film))
    assert not heard_of(film, film)
    assert heard_of(PresentationState(), PresentationState())


def test_arrays_are_the_same_only_as_one_object() -> None:
    array = np.zeros(3)
    assert not heard_of(array, array)
    assert heard_of(array, array.copy())
    assert heard_of((1, array), (1, array.copy()))
    assert not heard_of((1, array), (1, array))


def test_tuples_are_compared_element_by_element() -> None:
    state = PresentationState()
    assert not heard_of((state, Overlay(), "x"), (state, Overlay(), "x"))
    assert heard_of((state, Overlay(), "x"), (PresentationState(), Overlay(), "x"))
    assert heard_of((state,), (state, state))


# -- parts of the window ----------------------------------------------------------------------------------------------


def test_listeners_leave_with_the_widget_that_owns_them(changes: SessionChanges, qtbot: QtBot) -> None:
    heard, widget = Recorder(), QWidget()
    SessionListener(changes, widget).listen(corners, heard.show)
    shiboken6.delete(widget)
    with_corners(changes, "none")
    assert heard.shown == ["full"]
    assert changes.listener_count == 0


def test_listeners_leave_when_their_part_of_the_window_says_so(changes: SessionChanges, qtbot: QtBot) -> None:
    heard, owner = Recorder(), QObject()
    listener = SessionListener(changes, owner)
    listener.listen(corners, heard.show)
    listener.listen(whole, heard.show)
    listener.end()
    assert changes.listener_count == 0


def test_a_listener_that_fails_beside_one_that_changes_leaves_nobody_behind(changes: SessionChanges) -> None:
    seen: list[str] = []

    def change(corners: str) -> None:
        if corners == "none":
            changes.become(replace(changes.session, corners="anonymised"))

    def fail(corners: str) -> None:
        if corners == "none":
            raise ValueError(corners)

    changes.listen(lambda session: session.corners, seen.append)
    changes.listen(lambda session: session.corners, fail)
    changes.listen(lambda session: session.corners, change)
    with pytest.raises(ValueError, match="none"):
        changes.become(replace(changes.session, corners="none"))
    assert seen[-1] == "anonymised"


def test_all_that_failed_is_heard_of(changes: SessionChanges) -> None:
    def fail(corners: str) -> None:
        if corners == "none":
            raise ValueError(corners)

    for _ in range(2):
        changes.listen(lambda session: session.corners, fail)
    with pytest.raises(ExceptionGroup) as failed:
        changes.become(replace(changes.session, corners="none"))
    assert len(failed.value.exceptions) == 2


def test_a_listener_that_cannot_show_what_there_is_does_not_stay(changes: SessionChanges) -> None:
    def fail(corners: str) -> None:
        raise ValueError(corners)

    with pytest.raises(ValueError, match="full"):
        changes.listen(lambda session: session.corners, fail)
    assert changes.listener_count == 0


def test_who_begins_to_listen_within_a_change_sees_only_its_end(changes: SessionChanges) -> None:
    seen: list[str] = []
    with changes.together():
        changes.become(replace(changes.session, corners="none"))
        changes.listen(lambda session: session.corners, seen.append)
        changes.become(replace(changes.session, corners="anonymised"))
    assert seen == ["anonymised"]


class Loop:
    """An event loop that is asked for turns."""

    def __init__(self, changes: SessionChanges) -> None:
        self._changes, self.asked = changes, 0
        changes.take_turns(self._ask)

    def _ask(self) -> None:
        self.asked += 1

    def run(self) -> None:
        """Turn after turn, until no other is asked for."""
        while self.asked:
            self.asked -= 1
            self._changes.turn()


@pytest.fixture
def loop(changes: SessionChanges, monkeypatch: pytest.MonkeyPatch) -> Loop:
    """Every listener takes longer than a turn lasts."""
    monkeypatch.setattr(session_changes, "TURN_S", -1.0)
    return Loop(changes)


def brought(changes: SessionChanges, level: str) -> None:
    """Background work brings it."""
    with changes.in_turns():
        with_corners(changes, level)


def test_what_background_work_brings_is_told_with_turns_of_the_event_loop_between(
    changes: SessionChanges, loop: Loop
) -> None:
    first, second = Recorder(), Recorder()
    for heard in (first, second):
        changes.listen(corners, heard.show)
    brought(changes, "none")
    assert (first.shown, second.shown) == (["full", "none"], ["full"])
    assert not changes.all_told
    loop.run()
    assert changes.all_told
    assert first.shown == second.shown == ["full", "none"]


def test_nobody_waits_for_a_turn_where_there_is_no_event_loop(
    changes: SessionChanges, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_changes, "TURN_S", -1.0)
    first, second = Recorder(), Recorder()
    for heard in (first, second):
        changes.listen(corners, heard.show)
    brought(changes, "none")
    assert first.shown == second.shown == ["full", "none"]


def test_what_the_hand_does_between_two_turns_is_told_to_all_at_once(changes: SessionChanges, loop: Loop) -> None:
    first, second = Recorder(), Recorder()
    for heard in (first, second):
        changes.listen(corners, heard.show)
    brought(changes, "none")
    with_corners(changes, "anonymised")
    assert (first.news(), second.news()) == (["full", "none", "anonymised"], ["full", "anonymised"])
    assert changes.all_told
    loop.run()
    assert (first.news(), second.news()) == ([], [])


def test_another_film_is_told_to_all_at_once(changes: SessionChanges, loop: Loop) -> None:
    first, second = Recorder(), Recorder()
    for heard in (first, second):
        changes.listen(lambda s: s.current, heard.show)
    with changes.in_turns():
        changes.become(replace(changes.session, current=Path("other.dcm")))
    assert first.shown == second.shown == [None, Path("other.dcm")]
    assert not loop.asked


def test_a_listener_that_fails_in_a_turn_keeps_nobody_from_the_last_state(changes: SessionChanges, loop: Loop) -> None:
    def fail(level: str) -> None:
        if level == "none":
            raise ValueError(level)

    later = Recorder()
    changes.listen(corners, fail)
    changes.listen(corners, later.show)
    with pytest.raises(ValueError, match="none"):
        brought(changes, "none")
    loop.run()
    assert later.shown == ["full", "none"]


def test_a_change_made_by_a_listener_in_a_turn_reaches_everybody(changes: SessionChanges, loop: Loop) -> None:
    def answer(level: str) -> None:
        if level == "none":
            with_corners(changes, "anonymised")

    first, later = Recorder(), Recorder()
    changes.listen(corners, first.show)
    changes.listen(corners, answer)
    changes.listen(corners, later.show)
    brought(changes, "none")
    loop.run()
    assert (first.shown, later.shown) == (["full", "none", "anonymised"], ["full", "anonymised"])
