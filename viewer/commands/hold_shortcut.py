"""Actions that last as long as their key is down: begun by the table's shortcut, ended by the key's release."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

_AWAY = (QEvent.Type.ApplicationDeactivate, QEvent.Type.WindowDeactivate)
_DOWN = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
GRACE_MS = 60  # a key held under X11 may come up and down again and again, which Qt cannot always tell from a hand


class HoldShortcut(QObject):
    """Calls ``begin`` when the action is triggered and ``end`` when its key comes up or the window loses the keyboard.

    Picked from a menu, where no key is down, the action lasts until it is picked again.
    """

    def __init__(self, action: QAction, begin: Callable[[], None], end: Callable[[], None]) -> None:
        super().__init__(action)
        self._action, self._begin, self._end = action, begin, end
        self.held = False
        self._again = False  # the key is down again within the grace: it was never let go
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(GRACE_MS if QGuiApplication.platformName() == "xcb" else 0)
        self._leaving.timeout.connect(self._let_go)
        action.setAutoRepeat(False)
        action.triggered.connect(self._triggered)

    def _triggered(self) -> None:
        if self.held and self._again:
            self._again = False
            return
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
        if not self.held:
            return False
        if event.type() in _AWAY:
            self._let_go()
        elif event.type() in _DOWN and self._leaving.isActive() and self._is_mine(event):
            self._leaving.stop()
            self._again = True
        elif event.type() == QEvent.Type.KeyRelease and self._is_mine(event) and not _is_repeat(event):
            self._come_up()
        return False

    def _come_up(self) -> None:
        self._again = False
        if self._leaving.interval():
            self._leaving.start()
        else:
            self._let_go()

    def _is_mine(self, event: QEvent) -> bool:
        assert isinstance(event, QKeyEvent)
        pressed = QKeySequence(event.key()).toString()
        keys = {sequence.toString().rsplit("+", 1)[-1] for sequence in self._action.shortcuts()}
        return pressed in keys

    @Slot()
    def _let_go(self) -> None:
        if not self.held:
            return
        self.held = self._again = False
        self._leaving.stop()
        application = QApplication.instance()
        assert application is not None
        application.removeEventFilter(self)
        self._end()


def _is_repeat(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.isAutoRepeat()
