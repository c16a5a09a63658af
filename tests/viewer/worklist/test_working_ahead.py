"""A folder of films in the real window: analysed ahead, put in order, paused, filtered, closed."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

import resources
from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS, TENSION_PNEUMOTHORAX
from inference.core.ports import ProgressCallback, no_progress
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine, analysis_of
from tests.viewer.hands import Build, analysed, session, settle
from viewer.app import application
from viewer.app.application import Application
from viewer.control.jobs.worker import Lane
from viewer.state.film_standing import known_count
from viewer.state.saved_session import from_dict, to_dict, what_is_open
from viewer.worklist.film_line import Tone

FILMS = 12
ENDING_S = 60.0  # for a thread that is told to end, on a machine with other work
CALM, TENSION, REFUSED, CUT = 0, 7, 4, 11  # places in the folder
GROUNDS = ("#0d1117", "#223040", "#161d26")  # of the list, of a row that is picked, of one below the pointer


class WardEngine(FakeEngine):
    """Finds a tension pneumothorax on one film, refuses another, and finds nothing on the first."""

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        found = super().analyse(radiograph, token=token, progress=progress)
        place = radiograph.shape[0] - 100
        if place == REFUSED:
            nothing = tuple(FindingResult(finding, ScoreState.NOT_ANALYSED, reason="lateral") for finding in FINDINGS)
            return replace(found, results=nothing)
        if place in (CALM, TENSION):
            state = ScoreState.ABOVE if place == TENSION else ScoreState.BELOW
            tension = FindingResult(TENSION_PNEUMOTHORAX, state, 0.6, 0.6, 0.5, (0.4, 0.5))
            return replace(found, results=(tension,))
        return analysis_of(radiograph, 0.6 + place / 100)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Eleven films of eleven patients, and one that is cut off."""
    ward = tmp_path / "ward"
    ward.mkdir()
    for number in range(FILMS):
        who: dict[str, Any] = {
            "PatientName": f"DOE^{number:02}",
            "PatientID": f"ID{number}",
            "StudyInstanceUID": f"1.2.826.{number + 1}",
        }
        rows = 100 + number if number < CUT else 1000
        path = write_dicom(ward / f"{number:02}.dcm", phantom(rows=rows), ViewPosition="PA", **who)
        if number == CUT:
            path.write_bytes(path.read_bytes()[:2000])
    return ward


@pytest.fixture
def ward(build: Build, folder: Path, qtbot: QtBot) -> Application:
    """The folder open in the window, and everything analysed."""
    program = build(WardEngine())
    program.window.files.open_paths((folder,))
    qtbot.waitUntil(lambda: "All 12 analysed" in foot(program), timeout=60_000)
    return program


def foot(program: Application) -> str:
    return program.window.worklist.foot.label.text()


def rows(program: Application) -> list[str]:
    return [row.text for row in program.window.worklist.list.shown_rows()]


def choose(box: QComboBox, text: str) -> None:
    """Choose as a keyboard does: the list opens, and its entry is taken."""
    box.setCurrentIndex(box.findText(text))
    box.activated.emit(box.currentIndex())


def test_the_foot_says_when_all_are_analysed_and_the_most_urgent_comes_first(ward: Application) -> None:
    choose(ward.window.worklist.order, "Most urgent first")
    shown = rows(ward)
    assert "DOE 07" in shown[0]
    assert "⚠ Tension pneumothorax" in shown[0]
    assert "DOE 10" in shown[1]  # of the others the farthest above
    assert "none above" in shown[-1]
    assert not ward.window.worklist.foot.toggle.isVisible()


def test_a_refused_film_and_a_failed_one_say_so_and_can_be_listed_alone(ward: Application) -> None:
    choose(ward.window.worklist.filter, "Failed, refused, unlike")
    refused, cut = rows(ward)
    assert "refused by the film check" in refused
    assert "cannot be opened" in cut
    choose(ward.window.worklist.filter, "With a finding above")
    assert all("▲" in text or "⚠" in text for text in rows(ward))
    choose(ward.window.worklist.filter, "All films")
    assert len(rows(ward)) == FILMS


def test_it_can_be_paused_and_goes_on(build: Build, folder: Path, qtbot: QtBot) -> None:
    program = build(WardEngine())
    program.window.commands.run("work_ahead")
    program.window.files.open_paths((folder,))
    qtbot.waitUntil(lambda: analysed(program) and known_count(session(program)) == 2, timeout=20_000)
    settle(qtbot)
    assert foot(program) == "2 of 12 analysed, paused"
    choose(program.window.worklist.order, "Most urgent first")
    assert "10 missing in this order" in foot(program)
    button = program.window.worklist.foot.toggle
    assert button.text() == "Resume"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "All 12" in foot(program), timeout=60_000)
    again = program.window.worklist.foot.update_list
    assert again.text() == "Sort again: 10 new"
    assert "DOE 07" not in rows(program)[0]  # nothing moved meanwhile
    QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    assert "DOE 07" in rows(program)[0]
    assert not again.isVisible()


def test_closing_the_open_film_shows_the_next_one_and_renumbers_nobody(ward: Application, qtbot: QtBot) -> None:
    ward.window.commands.run("corners")
    before = [text.split("\n")[0] for text in rows(ward)]
    assert before[8] == "Patient 9 PA"
    ward.controller.travel.select(session(ward).order[2])
    QTest.keyClick(ward.window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert session(ward).current == session(ward).order[2]
    assert [text.split("\n")[0] for text in rows(ward)] == [*before[:2], *before[3:]]
    assert foot(ward).startswith("All 11")


def test_closing_all_leaves_an_empty_window(ward: Application) -> None:
    ward.window.commands.run("close_all")
    assert session(ward).current is None
    assert rows(ward) == []
    assert not ward.window.worklist.foot.isVisible()


def test_the_menu_of_a_row_is_that_of_its_film(ward: Application, qtbot: QtBot) -> None:
    view = ward.window.worklist.list
    place = view.visualRect(view.model().index(3, 0)).center()
    wanted = session(ward).order[3]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.RightButton, pos=place)
    view.customContextMenuRequested.emit(place)  # the platform of the tests sends none by itself
    assert session(ward).current == wanted
    menu = ward.window.menus.menu
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "Close film").trigger()
    menu.close()
    assert wanted not in session(ward).films
    assert len(rows(ward)) == FILMS - 1


def test_what_was_closed_stays_closed_after_a_restart(ward: Application, build: Build, qtbot: QtBot) -> None:
    ward.controller.travel.close({session(ward).order[5]})
    saved = from_dict(to_dict(what_is_open(session(ward))))
    again = build(WardEngine())
    again.controller.opening.restore(saved)
    qtbot.waitUntil(lambda: analysed(again), timeout=20_000)
    assert session(again).order == session(ward).order


def test_an_unaided_read_leaves_no_order_and_no_filter_that_the_model_made(ward: Application) -> None:
    as_opened = session(ward).order
    choose(ward.window.worklist.order, "Most urgent first")
    choose(ward.window.worklist.filter, "With a finding above")
    ward.window.commands.run("read_first")
    assert rows(ward) == []
    choose(ward.window.worklist.filter, "All films")
    assert session(ward).order == (as_opened[CUT], *as_opened[:CUT])
    ward.window.commands.run("read_first")
    assert "DOE 07" in rows(ward)[0]


def test_an_unaided_read_shows_nothing_of_the_model_in_any_row(ward: Application) -> None:
    ward.window.commands.run("read_first")
    choose(ward.window.worklist.order, "Most urgent first")
    told = "\n".join(rows(ward))
    model = ward.window.worklist.list.model()
    told += "\n".join(str(model.index(place, 0).data(Qt.ItemDataRole.ToolTipRole)) for place in range(model.rowCount()))
    for word in ("neumothorax", "above", "refused", "▲", "⚠", "⊘", "●"):
        assert word not in told
    assert "cannot be opened" in rows(ward)[0]  # no model says that
    assert "DOE 00" in rows(ward)[1]


def test_twenty_rows_are_in_sight_and_thumbnails_at_a_press_and_after_a_restart(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(24):
        write_dicom(many / f"{number:02}.dcm", phantom(rows=60), StudyInstanceUID=f"1.2.826.{number + 1}")
    program = build()
    program.window.files.open_paths((many,))
    qtbot.waitUntil(lambda: analysed(program), timeout=20_000)
    assert program.window.height() == 1000
    assert len(program.window.worklist.list.films_in_sight()) >= 20
    QTest.mouseClick(program.window.worklist.compact, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert len(program.window.worklist.list.films_in_sight()) < 10
    program.close()
    assert not build().window.worklist.compact.isChecked()


def test_the_samples_come_at_the_first_start_and_then_when_they_are_asked_for(build: Build, qtbot: QtBot) -> None:
    first = build()
    application.open_first(first, ())
    qtbot.waitUntil(lambda: analysed(first), timeout=60_000)
    assert session(first).opened == (resources.path("samples"),)
    first.close()
    second = build()
    application.open_first(second, ())
    settle(qtbot)
    assert session(second).busy is None
    assert not session(second).films
    second.window.commands.run("open_samples")
    qtbot.waitUntil(lambda: analysed(second), timeout=60_000)


def test_the_program_ends_although_a_film_of_the_list_is_under_way(build: Build, folder: Path, qtbot: QtBot) -> None:
    begun, end = threading.Event(), threading.Event()

    class Slow(WardEngine):
        def analyse(self, radiograph: Radiograph, **how: Any) -> Analysis:
            if threading.current_thread().name == f"thoracam-{Lane.AHEAD}":
                begun.set()
                end.wait(ENDING_S)
            return super().analyse(radiograph, **how)

    program = build(Slow())
    program.window.files.open_paths((folder,))
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    stuck = [thread for thread in threading.enumerate() if thread.name == f"thoracam-{Lane.AHEAD}"]
    try:
        started = time.monotonic()
        program.close()
        assert time.monotonic() - started < ENDING_S / 2
        assert program.service.left_behind
    finally:
        end.set()
        stuck[0].join(ENDING_S)


@pytest.mark.parametrize("tone", list(Tone))
def test_every_state_can_be_read_on_the_lists_grounds(tone: Tone) -> None:
    for ground in GROUNDS:
        assert contrast(QColor(tone.value), QColor(ground)) >= 4.5


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of WCAG 2.1."""
    lights = sorted((light(one), light(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def light(colour: QColor) -> float:
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_the_list_is_the_same_in_another_language(ward: Application, qtbot: QtBot) -> None:
    ward.settings.now = replace(ward.settings.now, language="ko")
    ward.rebuild_window()
    assert ward.window.worklist.order.itemText(1) != "Most urgent first"
    assert "12" in foot(ward)
