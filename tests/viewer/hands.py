"""Hands in front of the real window: programs to open, drags, wheels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from inference.core.film import Radiograph
from viewer.app.application import Application
from viewer.state.session import Session
from viewer.viewport.viewport import Viewport

Build = Callable[..., Application]
NOTHING = Qt.KeyboardModifier.NoModifier


def opened(program: Application, path: Path, qtbot: QtBot) -> Application:
    """The program with a film or a folder open and analysed."""
    program.window.files.open_paths((path,))
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    return program


def settle(qtbot: QtBot) -> None:
    """Let the event loop do all that waits in it now, and what that brings in turn."""
    for _ in range(3):
        done: list[bool] = []
        QTimer.singleShot(0, lambda done=done: done.append(True))
        qtbot.waitUntil(lambda done=done: bool(done))  # type: ignore[misc]  # bound now


def session(program: Application) -> Session:
    """What the window shows now."""
    return program.controller.session


def analysed(program: Application) -> bool:
    """Whether the open film has its analysis."""
    film = session(program).film
    return film is not None and film.analysis is not None


def has_thumbnails_in_sight(program: Application) -> bool:
    """Whether every film that can be seen in the worklist has its thumbnail; compact rows have none."""
    rows = program.window.worklist.list
    return program.settings.now.compact_list or (
        bool(rows.films_in_sight()) and all(map(rows.has_thumbnail, rows.films_in_sight()))
    )


def radiograph(program: Application) -> Radiograph:
    """The film that is open."""
    film = session(program).film
    assert film is not None
    assert film.radiograph is not None
    return film.radiograph


def drag(
    view: Viewport,
    button: Qt.MouseButton,
    dx: int,
    dy: int,
    modifiers: Qt.KeyboardModifier = NOTHING,
    start: QPoint | None = None,
) -> None:
    """Press in the middle of a viewport (or elsewhere), move, let go."""
    start = start or QPoint(view.width() // 2, view.height() // 2)
    port = view.viewport()
    QTest.mousePress(port, button, modifiers, start)
    move(view, start + QPoint(dx, dy), button, modifiers)
    QTest.mouseRelease(port, button, modifiers, start + QPoint(dx, dy))


def move(
    view: Viewport,
    to: QPoint,
    button: Qt.MouseButton = Qt.MouseButton.NoButton,
    modifiers: Qt.KeyboardModifier = NOTHING,
) -> None:
    """Move to a place, perhaps with a button held; QTest's own move does not say which button is."""
    place, kind, none = QPointF(to), QEvent.Type.MouseMove, Qt.MouseButton.NoButton
    moved = QMouseEvent(kind, place, view.mapToGlobal(place), none, button, modifiers)
    QApplication.sendEvent(view.viewport(), moved)


def turn_wheel(view: Viewport, angle: int, modifier: Qt.KeyboardModifier = NOTHING) -> None:
    """Turn the wheel over the middle of a viewport."""
    place = QPointF(view.width() / 2, view.height() / 2)
    at, none = view.mapToGlobal(place), Qt.MouseButton.NoButton
    phase = Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        view.viewport(), QWheelEvent(place, at, QPoint(), QPoint(0, angle), none, modifier, phase, False)
    )


def delete_windows() -> None:
    """Delete all main windows at once, not when Qt finds the time."""
    if QApplication.instance() is None:
        return
    for window in QApplication.topLevelWidgets():
        if isinstance(window, QMainWindow):
            window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def drag_handle(handle: QWidget, dx: int) -> None:
    """Take hold of a border between two viewports, carry it across, let go."""
    start, end = QPointF(handle.width() / 2, handle.height() / 3), QPointF(handle.width() / 2 + dx, 60)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    QTest.mousePress(handle, left, NOTHING, start.toPoint())
    event = QMouseEvent(QEvent.Type.MouseMove, end, handle.mapToGlobal(end), none, left, NOTHING)
    QApplication.sendEvent(handle, event)
    QTest.mouseRelease(handle, left)
