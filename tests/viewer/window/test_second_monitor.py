"""The overlay pane on another screen: in the test both screens are one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.viewer.hands import drag, session, turn_wheel
from viewer.app.application import Application
from viewer.window.second_monitor import SecondMonitor

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def two_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    def the_same(second: SecondMonitor) -> QScreen:
        return second.screen()

    monkeypatch.setattr(SecondMonitor, "other_screen", the_same)


def test_with_one_screen_the_window_says_so(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F11, SHIFT)
    assert "No other screen" in program.window.notice.label.text()
    assert not program.window.actions_by_name["second_screen"].isChecked()


@pytest.mark.usefixtures("two_screens")
def test_the_overlay_pane_goes_to_the_other_screen_linked_and_with_all_keys(program: Application, qtbot: QtBot) -> None:
    window, viewports = program.window, program.window.viewports
    QTest.keyClick(window, Qt.Key.Key_F11, SHIFT)
    second = window.second
    assert second.isVisible()
    assert viewports.marked.window() is second
    assert viewports.plain.window() is window
    second.activateWindow()
    qtbot.waitUntil(second.isActiveWindow)
    QTest.keyClick(second, Qt.Key.Key_F2)
    assert session(program).overlay.drawn == {"pneumothorax"}
    assert viewports.marked._overlay.image is not None
    turn_wheel(viewports.marked, 360, Qt.KeyboardModifier.ControlModifier)
    drag(viewports.marked, Qt.MouseButton.LeftButton, 90, 20)
    assert np.array_equal(viewports.plain._film.image, viewports.marked._film.image)
    assert viewports.plain._camera == viewports.marked._camera
    QTest.mouseDClick(viewports.plain.viewport(), Qt.MouseButton.LeftButton)
    assert viewports.marked.isVisible()
    QTest.keyClick(second, Qt.Key.Key_F11, SHIFT)
    assert not second.isVisible()
    assert viewports.marked.window() is window
    assert viewports.marked.isVisible()


@pytest.mark.usefixtures("two_screens")
def test_closing_either_window_leaves_nothing_behind(program: Application) -> None:
    window = program.window
    window.toggle_second_screen()
    window.second.close()
    assert window.viewports.marked.window() is window
    assert not window.actions_by_name["second_screen"].isChecked()
    window.toggle_second_screen()
    window.close()
    assert not window.second.isVisible()
