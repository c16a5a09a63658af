"""Films that a later start or the desktop brings wait until no dialog is open: that is about the film shown now."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from inference.core.errors import ThoraCamError
from inference.network.study_request import SCHEME, request_of

LOOK_MS = 200


class Desk(QApplication):
    """The application; macOS brings it the files that were double-clicked, as events instead of a second start."""

    file_brought = Signal(tuple)

    def event(self, event: QEvent) -> bool:
        """Take files, and links to studies."""
        if isinstance(event, QFileOpenEvent) and event.url().scheme() == SCHEME:
            with suppress(ThoraCamError):  # a link that makes no sense, of whoever made it
                self.file_brought.emit((request_of([event.url().toString()]).left(),))
            return True
        if isinstance(event, QFileOpenEvent) and event.file():
            self.file_brought.emit((Path(event.file()),))
            return True
        return super().event(event)


class FileOpenRequests(QObject):
    """``ready`` tells of them one start after the other, in their order."""

    ready = Signal(tuple)

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[tuple[Path, ...]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._presentation)

    @Slot(tuple)
    def take(self, paths: tuple[Path, ...]) -> None:
        """Hand them on, now or when the dialog is closed."""
        self._waiting.append(paths)
        self._presentation()

    @Slot()
    def _presentation(self) -> None:
        blocked = QApplication.activeModalWidget() is not None
        while self._waiting and not blocked:
            self.ready.emit(self._waiting.pop(0))
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
