"""After an unexpected error the user hears of it once, in words, and can go on, reopen the study, copy or quit."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox
from pytestqt.qtbot import QtBot

from inference.core.annotation import Annotation, AnnotationKind
from tests.viewer.hands import analysed, session, settle
from viewer.app import crash_log
from viewer.app.application import Application
from viewer.app.crash_dialog import CrashDialog
from viewer.app.crash_reporter import MOST_DIALOGS, CrashReporter

WHO = "GILDONG77"


def fault(what: str = WHO) -> None:
    raise RuntimeError(f"cannot show {what}")


def buttons(dialog: CrashDialog) -> list[QAbstractButton]:
    [box] = dialog.findChildren(QDialogButtonBox)
    return box.buttons()


class Watched:
    """A program whose unexpected errors go the way they go in ``app.run``."""

    def __init__(self, program: Application, qtbot: QtBot) -> None:
        self.program, self.qtbot = program, qtbot
        self.incidents = CrashReporter(lambda: program.window)
        self.incidents.reopen_wanted.connect(program.reopen)
        crash_log.catch_everything(self.incidents.tell)

    def meets(self, *faults: Callable[[], None]) -> None:
        """Slots raise."""
        for raising in faults:
            QTimer.singleShot(0, raising)
        settle(self.qtbot)

    @property
    def dialog(self) -> CrashDialog:
        assert self.incidents.dialog is not None
        return self.incidents.dialog

    def presses(self, text: str) -> None:
        next(button for button in buttons(self.dialog) if button.text() == text).click()
        settle(self.qtbot)


@pytest.fixture
def watched(program: Application, qtbot: QtBot) -> Watched:
    return Watched(program, qtbot)


def test_an_unexpected_error_is_said_in_words_that_name_nobody(watched: Watched) -> None:
    watched.meets(fault)
    assert "fault of its own" in watched.dialog.words.text()
    watched.presses("Copy details")
    copied = QGuiApplication.clipboard().text()
    assert "RuntimeError at test_crash_reporter.py" in copied
    assert "ThoraCAM" in copied
    assert WHO not in copied


def test_a_fault_that_comes_again_opens_no_second_dialog(watched: Watched) -> None:
    watched.meets(fault, fault)
    first = watched.dialog
    assert "1 more" in first.again.text()
    watched.presses("Go on")
    watched.meets(fault, fault)
    assert watched.incidents.dialog is None
    assert "again" in watched.program.window.statusBar().currentMessage()


def test_however_many_faults_there_are_the_dialogs_end(watched: Watched) -> None:
    shown = 0
    for number in range(MOST_DIALOGS + 3):
        watched.incidents.take(f"fault {number}")
        shown += watched.incidents.dialog is not None
        if watched.incidents.dialog is not None:
            watched.presses("Go on")
    assert shown == MOST_DIALOGS


def test_reopening_the_study_begins_anew_and_nothing_drawn_is_lost(watched: Watched, qtbot: QtBot) -> None:
    program = watched.program
    program.controller.travel.select(session(program).order[1])
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    program.controller.annotations.add(Annotation(1, AnnotationKind.ARROW, ((5.0, 6.0), (20.0, 30.0))))
    program.controller.view.toggle_invert()
    program.controller.view.toggle_finding("pneumothorax")
    before, window = session(program), program.window
    watched.meets(fault)
    watched.presses("Reopen the study")
    qtbot.waitUntil(lambda: session(program).overlay.visible, timeout=20_000)
    after = session(program)
    assert program.window is not window
    assert (after.current, after.presentation.invert, after.overlay) == (before.current, True, before.overlay)
    assert after.reading.annotations == before.reading.annotations
    assert len(after.order) == 3


def test_before_there_is_a_window_one_can_only_quit(qtbot: QtBot) -> None:
    dialog = CrashDialog("details", started=False)
    qtbot.addWidget(dialog)
    assert {button.text() for button in buttons(dialog)} == {"Copy details", "Quit"}
    assert "Start it again" in dialog.words.text()


def test_an_error_of_another_thread_is_shown_too(watched: Watched) -> None:
    thread = threading.Thread(target=fault)
    thread.start()
    thread.join()
    watched.qtbot.waitUntil(lambda: watched.incidents.dialog is not None, timeout=5000)
    assert WHO not in watched.dialog.details.toPlainText()


def test_what_the_old_window_meets_after_the_answer_opens_no_dialog_again(watched: Watched, qtbot: QtBot) -> None:
    watched.meets(fault)
    [again] = [button for button in buttons(watched.dialog) if button.text() == "Reopen the study"]
    watched.dialog.reopen_wanted.connect(lambda: watched.incidents.tell("KeyError at main_window.py:1"))
    QTimer.singleShot(0, again.click)  # within the loop, as a hand does it
    settle(qtbot)
    qtbot.waitUntil(lambda: analysed(watched.program), timeout=20_000)
    assert watched.incidents.dialog is None


def test_a_window_that_fails_at_every_change_can_still_be_left_for_a_new_one(
    watched: Watched, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = watched.program
    broken = program.window
    monkeypatch.setattr(broken.viewports, "show_state", lambda *_shown, **_how: fault())
    QTimer.singleShot(0, program.controller.view.toggle_invert)
    qtbot.waitUntil(lambda: watched.incidents.dialog is not None, timeout=5000)
    watched.presses("Reopen the study")
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    assert program.window is not broken
    assert watched.incidents.dialog is None
    assert program.window.findings.rows["pneumothorax"].state.text()
