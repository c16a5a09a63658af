"""What a part of the window is told, for as long as that part is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from viewer.control.session_changes import SessionChanges
from viewer.state.session import Session

T = TypeVar("T")
P = ParamSpec("P")


class SessionListener:
    """Listens for its ``owner``: ends when that is destroyed, or when it is told to."""

    def __init__(self, changes: SessionChanges, owner: QObject) -> None:
        self._changes, self._owner = changes, owner
        self._ends: list[Callable[[], None]] = []
        owner.destroyed.connect(self.end)

    def listen(self, select: Callable[[Session], T], show: Callable[[T], None]) -> None:
        """Show what ``select`` picks, now and whenever it is another value."""
        self._ends.append(self._changes.listen(select, self._guarded(show)).end)

    def hear(self, listen: Callable[[Callable[P, None]], Callable[[], None]], show: Callable[P, None]) -> None:
        """Hear of something else that is listened to: ``listen`` takes who is told, and returns what ends it."""
        self._ends.append(listen(self._guarded(show)))

    def end(self) -> None:
        """Hear no more."""
        while self._ends:
            self._ends.pop()()

    def _guarded(self, show: Callable[P, None]) -> Callable[P, None]:
        """Not while the owner is being destroyed."""

        def shown(*args: P.args, **kwargs: P.kwargs) -> None:
            if shiboken6.isValid(self._owner):
                show(*args, **kwargs)

        return shown
