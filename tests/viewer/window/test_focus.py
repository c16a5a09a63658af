"""The focus belongs to the film: after any answer, the next key is the film's, and the wheel changes nothing else."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSlider, QWidget
from pytestqt.qtbot import QtBot

from inference.core.errors import PackMissing
from inference.text.messages import no_prior
from tests.viewer.hands import settle
from viewer.app.application import Application


def active(program: Application, qtbot: QtBot) -> Application:
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow, timeout=5000)
    return program


def pressed(qtbot: QtBot, key: Qt.Key) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    QTest.keyClick(focused, key)
    settle(qtbot)


def test_after_dismissing_a_notice_the_next_key_is_the_films(program: Application, qtbot: QtBot) -> None:
    active(program, qtbot).controller.messages.notify(no_prior())
    program.window.notice.dismiss.setFocus(Qt.FocusReason.TabFocusReason)
    pressed(qtbot, Qt.Key.Key_Space)
    assert program.controller.session.notice is None
    pressed(qtbot, Qt.Key.Key_I)
    assert program.controller.session.presentation.invert
    assert program.window.worklist.search.text() == ""


def test_after_cancelling_and_closing_the_histogram_too(program: Application, qtbot: QtBot) -> None:
    active(program, qtbot)
    program.window.commands.run("histogram")
    program.window.histogram.plot.setFocus()
    program.window.commands.run("histogram")
    settle(qtbot)
    assert QApplication.focusWidget() is program.window.viewports


def test_a_list_gives_the_focus_back_when_something_was_chosen(program: Application, qtbot: QtBot) -> None:
    order = active(program, qtbot).window.worklist.order
    order.setFocus()
    order.showPopup()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(order.view(), key)
    settle(qtbot)
    assert order.currentIndex() == 1
    assert program.window.focusWidget() is program.window.viewports


def test_tab_does_not_lead_into_the_search_field(program: Application, qtbot: QtBot) -> None:
    active(program, qtbot)
    seen: set[QWidget] = set()
    while (focused := QApplication.focusWidget()) is not None and focused not in seen:
        seen.add(focused)
        pressed(qtbot, Qt.Key.Key_Tab)
    assert len(seen) > 5
    assert program.window.worklist.search not in seen


def test_typing_needs_to_be_asked_for_and_escape_clears_and_leaves(program: Application, qtbot: QtBot) -> None:
    active(program, qtbot).window.commands.run("search")
    QTest.keyClicks(program.window.worklist.search, "zzz")
    assert program.controller.session.worklist.search == "zzz"
    pressed(qtbot, Qt.Key.Key_Escape)
    assert program.controller.session.worklist.search == ""
    assert QApplication.focusWidget() is program.window.viewports


def test_the_wheel_over_a_list_or_slider_without_focus_changes_nothing(program: Application) -> None:
    boxes = program.window.findChildren(QComboBox)
    sliders = program.window.findChildren(QSlider)
    before = [box.currentIndex() for box in boxes] + [slider.value() for slider in sliders]
    assert len(boxes) > 1
    assert sliders
    for widget in (*boxes, *sliders):
        _turn(widget)
    assert [box.currentIndex() for box in boxes] + [slider.value() for slider in sliders] == before


def _turn(widget: QWidget) -> None:
    place = QPointF(5, 5)
    none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(
        widget,
        QWheelEvent(
            place,
            widget.mapToGlobal(place),
            QPoint(),
            QPoint(0, -120),
            none,
            Qt.KeyboardModifier.NoModifier,
            phase,
            False,
        ),
    )


def test_the_program_has_no_list_or_slider_that_a_passing_wheel_changes() -> None:
    root = Path(__file__).parents[3] / "viewer"
    for path in root.rglob("*.py"):
        if path.name != "calm_inputs.py":
            text = path.read_text("utf-8")
            plain = [f" {name}(" for name in ("QComboBox", "QSlider", "QSpinBox", "QDoubleSpinBox", "QDial")]
            assert not [name for name in plain if name in text], path


def test_what_is_said_lies_over_the_films_and_moves_nothing(program: Application, qtbot: QtBot) -> None:
    window, view = program.window, program.window.viewports
    before = view.geometry()
    program.controller.messages.notify(no_prior())
    program.controller.messages.show_failure(PackMissing("pack"))
    settle(qtbot)
    assert view.geometry() == before
    assert view.rect().contains(window.said.geometry())
    assert window.notice.label.height() >= window.notice.label.heightForWidth(window.notice.label.width())
