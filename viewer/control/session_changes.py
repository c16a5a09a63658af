"""One queue of session changes: who shows a part of the session is told when that part is another, and once.

A change is delivered in the order in which listeners came, and always as the last state there is: a listener that
changes the session in its turn makes nobody see new, then old. What background work brought can be told in several
turns of the event loop, so that a hand is answered between them. Knows no Qt; parts of the window listen through
``session_listener``.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from viewer.state import transitions
from viewer.state.session import Session

T = TypeVar("T")
MOST_ROUNDS = 100  # of listeners that answer a change with another
TURN_S = 0.005  # after which a turn ends with the listener that is being told
_NOTHING = object()
_BY_IDENTITY = (np.ndarray, Mapping)


class Subscription:
    """One listener: what it picks from the session, and what it was shown last. Lasts until ``end``."""

    def __init__(
        self, select: Callable[[Session], Any], show: Callable[[Any], None], leave: Callable[[Subscription], None]
    ) -> None:
        self._select, self._show, self._leave = select, show, leave
        self._shown: object = _NOTHING
        self._ended = False

    def offer(self, session: Session) -> bool:
        """Show what is picked from this session where it is another than the one shown; says whether it was."""
        if self._ended:
            return False
        picked = self._select(session)
        if is_same(self._shown, picked):
            return False
        self._show(picked)
        self._shown = picked  # what could not be shown is offered again
        return True

    def end(self) -> None:
        """Hear no more, and hold nothing."""
        if not self._ended:
            self._ended = True
            self._leave(self)
            del self._select, self._show, self._shown


class SessionChanges:
    """Holds the session; whatever changes it comes through here, and is ``completed`` on its way.

    ``learned`` are told of each thing that is learned about a film, once.
    """

    def __init__(self, completed: Callable[[Session], Session] = lambda session: session) -> None:
        self._completed = completed
        self._session = Session()
        self._subscriptions: list[Subscription] = []
        self.learned: list[Callable[[Path, Mapping[str, object]], None]] = []
        self._held = 0
        self._delivering = False
        self._next_turn: Callable[[], object] | None = None
        self._turn_due = False

    @property
    def all_told(self) -> bool:
        """Whether everybody has seen the last state: no turn is to come."""
        return not self._turn_due

    @property
    def session(self) -> Session:
        """What is open now."""
        return self._session

    def become(self, session: Session) -> None:
        """Take the next session; delivered now, or at the end of what it belongs to."""
        self._session = self._completed(session)
        self._deliver()

    def learn(self, path: Path, **changes: object) -> None:
        """Learn something about a film of the worklist."""
        self.become(transitions.with_film(self._session, path, **changes))
        for tell in self.learned:
            tell(path, changes)

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is changed within belongs together: it is delivered once, at the end."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            self._deliver()

    def take_turns(self, next_turn: Callable[[], object]) -> None:
        """Tell ``in_turns`` from now on; ``next_turn`` has the event loop call :meth:`turn` once, later."""
        self._next_turn = next_turn

    @contextmanager
    def in_turns(self) -> Iterator[None]:
        """As ``together``, but listeners may be told one after another, with the event loop between them.

        Another film to be seen is told at once: no part of the window may show one film beside another one's results.
        """
        seen = self._session.current
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if self._session.current == seen:
                self.turn()
            else:
                self._deliver()

    def turn(self) -> None:
        """Tell who has not seen the last state until time is up, and the others in the next turn.

        Where a listener fails or answers with a change, all are told at once.
        """
        if self._held or self._delivering:
            return
        self._delivering = True
        try:
            finished = self._next_turn is None or self._told_some(self._next_turn)
        finally:
            self._delivering = False
        if finished:
            self._deliver()

    def _told_some(self, next_turn: Callable[[], object]) -> bool:
        """Tell listeners until time is up; whether no other turn was asked for."""
        before, end = self._session, time.perf_counter() + TURN_S
        with suppress(Exception):  # raised when it is offered again, and everybody has been told
            for subscription in tuple(self._subscriptions):
                shown = subscription.offer(before)
                if self._session is not before:
                    break
                if shown and time.perf_counter() > end:
                    self._turn_due = True
                    next_turn()
                    return False
        return True

    def listen(self, select: Callable[[Session], T], show: Callable[[T], None]) -> Subscription:
        """Be shown what ``select`` picks, now and whenever it is another value; see :func:`is_same`."""
        subscription = Subscription(select, show, self._subscriptions.remove)
        self._subscriptions.append(subscription)
        if not self._held:
            self._offer_first(subscription)
        return subscription

    @property
    def listener_count(self) -> int:
        """How many listen now."""
        return len(self._subscriptions)

    def _deliver(self) -> None:
        if self._held or self._delivering:
            return
        self._delivering, errors = True, list[Exception]()
        try:
            if not any(self._told_all(errors) for _ in range(MOST_ROUNDS)):
                errors.append(RecursionError("listeners answer each change with another, without end"))
        finally:
            self._delivering = self._turn_due = False
        if len(errors) > 1:
            raise ExceptionGroup("listeners failed", errors)
        if errors:
            raise errors[0]

    def _told_all(self, errors: list[Exception]) -> bool:
        """Offer everybody the last state, whoever fails; whether that is what all of them saw."""
        before = self._session
        for subscription in tuple(self._subscriptions):
            try:
                subscription.offer(self._session)
            except Exception as error:  # noqa: BLE001 - raised when everybody has been told
                errors.append(error)
        return self._session is before

    def _offer_first(self, subscription: Subscription) -> None:
        """Show a new listener what there is; one that cannot show it does not stay."""
        try:
            subscription.offer(self._session)
        except BaseException:
            subscription.end()
            raise


def is_same(one: object, other: object) -> bool:
    """Whether two picked values are the same: one object, or equal; tuples element by element.

    Arrays and mappings are the same only as one object: to compare those of ten thousand films is what is spared here.
    """
    if one is other:
        return True
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(is_same, one, other))
    return not any(isinstance(value, _BY_IDENTITY) for value in (one, other)) and bool(one == other)
