"""Notes what is open a moment after it changes, and offers at the next start to open it again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from inference.text.messages import open_before
from viewer.app.session_file import LastTime, SessionFile
from viewer.control.controller import Controller
from viewer.control.session_changes import Subscription
from viewer.state.saved_session import SavedSession, joined, what_is_open
from viewer.state.session import Session

MOMENT_MS = 1000


class SessionAutosave(QObject):
    """``wish`` is the setting: ask, always or never; ``without`` are folders that belong to the program."""

    def __init__(
        self, controller: Controller, file: SessionFile, wish: Callable[[], str], without: Collection[Path] = ()
    ) -> None:
        super().__init__()
        self._controller, self._file, self._wish, self._without = controller, file, wish, without
        self._before = LastTime()
        self._restoring = False
        self._subscription: Subscription | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MOMENT_MS)
        self._timer.timeout.connect(self.note)

    def begin(self, *, idle: bool) -> bool:
        """Offer what was open last time, or open it; returns whether that is under way.

        ``idle``: the user asked for nothing else. After a bad end it is always asked, lest a film that ended the
        program does so again and again.
        """
        self._before = self._file.read()
        self._restoring = self._restore(idle=idle) if self._wish() != "never" else False
        self._subscription = self._controller.changes.listen(_noted, self._see)
        return self._restoring

    def accept(self) -> None:
        """The user wants it open again."""
        self._controller.opening.restore(self._before.was)

    def close(self) -> None:
        """The program ends as it should."""
        self.stop()
        self._file.write(LastTime(self._now(), ended=True))

    def stop(self) -> None:
        """Note nothing any more."""
        self._timer.stop()
        if self._subscription is not None:
            self._subscription.end()

    def note(self) -> None:
        """Note now what is open, as of a program that has not ended."""
        self._file.write(LastTime(self._now(), ended=False))

    def _restore(self, *, idle: bool) -> bool:
        was, ended = self._before.was, self._before.ended
        if not was.opened or (ended and not idle):
            return False
        if ended and self._wish() == "always":
            self._controller.opening.restore(was)
            return True
        self._controller.messages.make_offer(open_before(was.opened, ended_properly=ended))
        return False

    def _see(self, _noted: object) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _now(self) -> SavedSession:
        """What counts as open: also what is offered or looked for still, so that a second crash does not cost it."""
        if self._wish() == "never":
            return SavedSession()
        now, before = what_is_open(self._controller.session, self._without), self._before
        waiting = self._controller.session.offer is not None or self._restoring
        return joined(before.was, now) if waiting and not (before.ended and now.opened) else now


def _noted(session: Session) -> tuple[object, ...]:
    """What of a session another start can restore."""
    shown = (session.current, session.film and session.film.frame, session.presentation, session.overlay)
    return (session.opened, session.offer, session.method, session.comparing, *shown)
