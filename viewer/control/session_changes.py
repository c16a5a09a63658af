"""One queue of session changes: who shows a part of the session is told when that part is another, and once.

A change is delivered in the order in which listeners came, and always as the last state there is: a listener that
changes the session in its turn makes nobody see new, then old. Knows no Qt; parts of the window listen through
``session_listener``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from viewer.state import transitions
from viewer.state.session import Session

T = TypeVar("T")
MOST_ROUNDS = 100  # of listeners that answer a change with another
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

    def offer(self, session: Session) -> None:
        """Show what is picked from this session where it is another than the one shown."""
        if self._ended:
            return
        picked = self._select(session)
        if not is_same(self._shown, picked):
            self._show(picked)
            self._shown = picked  # what could not be shown is offered again

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
            self._delivering = False
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
