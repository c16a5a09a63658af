"""Notes in the ledger each film that was looked at for a moment, and each word said of one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from inference.core.reader_annotations import ReaderAnnotations
from viewer.control.session_listener import SessionListener
from viewer.control.site.ledger_control import LedgerControl, Seen
from viewer.state.session import FilmState, Session

LOOKED_AT_MS = 1000  # so long a film has to be open to count, where nothing is said of it


class LedgerKeeper(QObject):
    """Hears of the open film; ``wanted`` says whether films are counted at all."""

    def __init__(self, ledger: LedgerControl, wanted: Callable[[], bool], owner: QObject) -> None:
        super().__init__(owner)
        self._ledger, self._wanted = ledger, wanted
        self._waiting: Seen | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(LOOKED_AT_MS)
        self._timer.timeout.connect(self.note)

    def listen(self, listener: SessionListener) -> None:
        """Hear of the open film from now on."""
        listener.listen(_shown, lambda it: self._look(*it))

    def note(self) -> None:
        """Note what is waiting."""
        waiting, self._waiting = self._waiting, None
        self._timer.stop()
        if waiting is not None and self._wanted():
            self._ledger.keep(waiting)

    def _look(self, state: FilmState | None, reading: ReaderAnnotations) -> None:
        """Another film, or another word; what was said of the one before is noted, what nobody looked at is not."""
        now = None if state is None or state.analysis is None else Seen(state, reading)
        before = self._waiting
        if before is not None and before.said and (now is None or now.film_hash != before.film_hash):
            self.note()
        self._waiting = now
        if now is None:
            self._timer.stop()
        else:
            self._timer.start()


def _shown(session: Session) -> tuple[FilmState | None, ReaderAnnotations]:
    """The open film as the ledger may count it: the model's word on it is shown."""
    return session.shown_film, session.reading
