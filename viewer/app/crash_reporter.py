"""Unexpected errors reach the user: one dialog at a time, each fault once, whatever thread it came from."""

from __future__ import annotations

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QMainWindow
from shiboken6 import isValid

from viewer.app.crash_dialog import CrashDialog
from viewer.app.crash_log import details
from viewer.style.translation import tr

MOST_DIALOGS = 5  # after so many, more of them help nobody


class CrashReporter(QObject):
    """Takes what ``crash`` caught; asks the user, and says what was wanted."""

    reopen_wanted = Signal()
    quit_wanted = Signal()
    _arrived = Signal(str)
    _reopened = Signal()

    def __init__(self, window: Callable[[], QMainWindow | None]) -> None:
        super().__init__()
        self._window = window
        self._known: set[str] = set()
        self._asked: CrashDialog | None = None
        self._reopening = False
        self._arrived.connect(self.take, Qt.ConnectionType.QueuedConnection)  # never within the painting that failed
        self._reopened.connect(self._end_reopening, Qt.ConnectionType.QueuedConnection)

    @property
    def dialog(self) -> CrashDialog | None:
        """The dialog that is open; none once it has gone with its window."""
        return self._asked if self._asked is not None and isValid(self._asked) else None

    def tell(self, what: str) -> None:
        """Something unexpected happened at these places; may be called on any thread."""
        if threading.current_thread() is threading.main_thread() and self.thread().loopLevel() == 0:
            self._say_before_start(what)
        else:
            self._arrived.emit(what)

    def _say_before_start(self, what: str) -> None:
        """No window runs that could go on: say it, and let the program end."""
        CrashDialog(details(what), started=False).exec()

    @Slot(str)
    def take(self, what: str) -> None:
        """Ask what to do, on the thread of the window; where a dialog is open it says how often more."""
        if self._reopening:  # of the window that goes: the user has answered already
            self._known.add(what)
        elif self.dialog is not None:
            self.dialog.add(what)
        elif what in self._known or len(self._known) >= MOST_DIALOGS:
            self._say_again()
        else:
            self._known.add(what)
            self._ask(what)

    def _say_again(self) -> None:
        window = self._window()
        if window is not None:
            window.statusBar().showMessage(tr("The program met a fault of its own again; the log has it."), 8000)

    def _ask(self, what: str) -> None:
        self._asked = dialog = CrashDialog(details(what), self._window())
        dialog.reopen_wanted.connect(self._begin_reopening)
        dialog.reopen_wanted.connect(self._reopen, Qt.ConnectionType.QueuedConnection)
        dialog.quit_wanted.connect(self.quit_wanted, Qt.ConnectionType.QueuedConnection)
        dialog.finished.connect(self._answered)
        dialog.open()

    @Slot()
    def _begin_reopening(self) -> None:
        self._reopening = True

    @Slot()
    def _reopen(self) -> None:
        """Have the window go that failed; what it met until now is heard of before ``_reopened``."""
        try:
            self.reopen_wanted.emit()
        finally:
            self._reopened.emit()

    @Slot()
    def _end_reopening(self) -> None:
        self._reopening = False

    @Slot()
    def _answered(self) -> None:
        dialog, self._asked = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()
