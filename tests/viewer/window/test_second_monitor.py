"""The overlay viewport on another screen: in the test both screens are one."""

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
    assert not program.window.commands.actions["second_screen"].isChecked()


@pytest.mark.usefixtures("two_screens")
def test_the_overlay_viewport_goes_to_the_other_screen_linked_and_with_all_keys(
    program: Application, qtbot: QtBot
) -> None:
    window, viewports = program.window, program.window.viewports
    QTest.keyClick(window, Qt.Key.Key_F11, SHIFT)
    second = window.second_monitor
    assert second.isVisible()
    assert viewports.overlay.window() is second
    assert viewports.film.window() is window
    second.activateWindow()
    qtbot.waitUntil(second.isActiveWindow)
    QTest.keyClick(second, Qt.Key.Key_F2)
    assert session(program).overlay.drawn == {"pneumothorax"}
    assert viewports.overlay.layers.overlay is not None
    turn_wheel(viewports.overlay, 360, Qt.KeyboardModifier.ControlModifier)
    drag(viewports.overlay, Qt.MouseButton.LeftButton, 90, 20)
    assert np.array_equal(viewports.film.layers.grey, viewports.overlay.layers.grey)
    assert viewports.film.camera == viewports.overlay.camera
    QTest.mouseDClick(viewports.film.viewport(), Qt.MouseButton.LeftButton)
    assert viewports.overlay.isVisible()
    QTest.keyClick(second, Qt.Key.Key_F11, SHIFT)
    assert not second.isVisible()
    assert viewports.overlay.window() is window
    assert viewports.overlay.isVisible()


@pytest.mark.usefixtures("two_screens")
def test_closing_either_window_leaves_nothing_behind(program: Application) -> None:
    window = program.window
    window.commands.run("second_screen")
    window.second_monitor.close()
    assert window.viewports.overlay.window() is window
    assert not window.commands.actions["second_screen"].isChecked()
    window.commands.run("second_screen")
    window.close()
    assert not window.second_monitor.isVisible()
