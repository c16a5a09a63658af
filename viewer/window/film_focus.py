"""The focus belongs to the films: keys go there unless somebody types, or walks through the controls by Tab."""

from __future__ import annotations

from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QMainWindow, QSlider, QWidget

_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)
OWN_KEYS = ((QAbstractButton, (Qt.Key.Key_Space,)), (QComboBox, (*_ARROWS[:2], Qt.Key.Key_Space)), (QSlider, _ARROWS))


class FilmFocus(QObject):
    """Keeps the focus of a window on ``films``, and gives it back there when what had it is gone or done."""

    def __init__(self, window: QMainWindow, films: QWidget) -> None:
        super().__init__(window)
        self._window, self._films = window, films
        for kind, _keys in OWN_KEYS:
            for control in window.findChildren(kind):
                control.installEventFilter(self)
        for button in window.findChildren(QAbstractButton):
            if button.focusPolicy() == Qt.FocusPolicy.StrongFocus:
                button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for box in window.findChildren(QComboBox):
            box.activated.connect(self._give_back)
        for slider in window.findChildren(QSlider):
            slider.sliderReleased.connect(self._give_back)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)
        self._give_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Let a control that has the focus have the keys that work it, before the window's own shortcuts."""
        overrides = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride
        if not overrides or not _works(watched, cast("QKeyEvent", event).key()):
            return False
        event.accept()
        return True

    def _give_back(self) -> None:
        self._films.setFocus(Qt.FocusReason.OtherFocusReason)

    def _moved(self, old: QWidget | None, _new: QWidget | None) -> None:
        """Whoever lost the focus may be about to be hidden; that is known when all of it is done."""
        if old is not None and shiboken6.isValid(self._window) and self._window.isAncestorOf(old):
            QTimer.singleShot(0, self, lambda: self._look_after(old))

    def _look_after(self, old: QWidget) -> None:
        gone = not shiboken6.isValid(old) or not (old.isVisible() and old.isEnabled())
        if gone and self._window.isActiveWindow() and QApplication.focusWidget() is not self._films:
            self._give_back()


def _works(control: QObject, key: int) -> bool:
    """Whether a key works a control that has the focus."""
    return any(isinstance(control, kind) and key in keys for kind, keys in OWN_KEYS)
