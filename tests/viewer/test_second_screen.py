"""The overlay pane on another screen: in the test both screens are one."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QScreen
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.viewer.hands import drag, session, turn_wheel
from viewer.app import Application
from viewer.second_screen import SecondScreen

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def two_screens(monkeypatch: pytest.MonkeyPatch) -> None:
    def the_same(second: SecondScreen) -> QScreen:
        return second.screen()

    monkeypatch.setattr(SecondScreen, "other_screen", the_same)


def test_with_one_screen_the_window_says_so(program: Application) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F11, SHIFT)
    assert "No other screen" in program.window.notice.label.text()
    assert not program.window.actions_by_name["second_screen"].isChecked()


@pytest.mark.usefixtures("two_screens")
def test_the_overlay_pane_goes_to_the_other_screen_linked_and_with_all_keys(program: Application, qtbot: QtBot) -> None:
    window, panes = program.window, program.window.panes
    QTest.keyClick(window, Qt.Key.Key_F11, SHIFT)
    second = window.second
    assert second.isVisible()
    assert panes.marked.window() is second
    assert panes.plain.window() is window
    second.activateWindow()
    qtbot.waitUntil(second.isActiveWindow)
    QTest.keyClick(second, Qt.Key.Key_F2)
    assert session(program).overlay.drawn == {"pneumothorax"}
    assert panes.marked._overlay.image is not None
    turn_wheel(panes.marked, 360, Qt.KeyboardModifier.ControlModifier)
    drag(panes.marked, Qt.MouseButton.LeftButton, 90, 20)
    assert np.array_equal(panes.plain._film.image, panes.marked._film.image)
    assert panes.plain._camera == panes.marked._camera
    QTest.mouseDClick(panes.plain.viewport(), Qt.MouseButton.LeftButton)
    assert panes.marked.isVisible()
    QTest.keyClick(second, Qt.Key.Key_F11, SHIFT)
    assert not second.isVisible()
    assert panes.marked.window() is window
    assert panes.marked.isVisible()


@pytest.mark.usefixtures("two_screens")
def test_closing_either_window_leaves_nothing_behind(program: Application) -> None:
    window = program.window
    window.toggle_second_screen()
    window.second.close()
    assert window.panes.marked.window() is window
    assert not window.actions_by_name["second_screen"].isChecked()
    window.toggle_second_screen()
    window.close()
    assert not window.second.isVisible()
