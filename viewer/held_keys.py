"""Actions that last as long as their key is down: begun by the table's shortcut, ended by the key's release."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

_AWAY = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)


class HeldKey(QObject):
    """Calls ``begin`` when the action is triggered and ``end`` when its key comes up or the window loses the keyboard.

    Picked from a menu, where no key is down, the action lasts until it is picked again.
    """

    def __init__(self, action: QAction, begin: Callable[[], None], end: Callable[[], None]) -> None:
        super().__init__(action)
        self._action, self._begin, self._end = action, begin, end
        self.held = False
        action.setAutoRepeat(False)
        action.triggered.connect(self._triggered)

    def _triggered(self) -> None:
        if self.held:
            self._let_go()
            return
        self.held = True
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)  # only meanwhile: every event passes through it
        self._begin()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Watch for the release."""
        if self.held and (event.type() in _AWAY or self._is_release(event)):
            self._let_go()
        return False

    def _is_release(self, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyRelease:
            return False
        assert isinstance(event, QKeyEvent)
        released = QKeySequence(event.key()).toString()
        keys = {sequence.toString().rsplit("+", 1)[-1] for sequence in self._action.shortcuts()}
        return not event.isAutoRepeat() and released in keys

    def _let_go(self) -> None:
        self.held = False
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._end()
