"""The reader's own word: assessments, notes and the unaided read, in the window and after a restart."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.cancel import CancelToken
from inference.core.findings import FINDINGS
from inference.core.ports import no_progress
from inference.core.reader_annotations import Agreement, Assessment, UnaidedCall, without_free_text
from inference.report.output.csv_json import result_json, rows, rows_again, table
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.app.application import Application
from viewer.export.export_job import export_work
from viewer.export.export_request import ExportRequest

Build = Callable[[Path], Application]
KEY = "pneumothorax"


@pytest.fixture
def build(qtbot: QtBot, tmp_path: Path) -> Iterator[Build]:
    running: list[Application] = []

    def make(path: Path) -> Application:
        program = application.build(tmp_path / "config" / "settings.toml", engine=FakeEngine())
        program.window.show()
        running.append(program)
        program.window.files.open_paths((path,))

        def analysed() -> bool:
            film = program.controller.session.film
            return film is not None and film.radiograph is not None and film.analysis is not None

        qtbot.waitUntil(analysed, timeout=20_000)
        return program

    yield make
    for program in running:
        program.close()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return write_dicom(tmp_path / "film.dcm", phantom(), PatientName="DOE^JANE")


@pytest.fixture
def program(build: Build, film: Path) -> Application:
    return build(film)


def assessment(program: Application) -> Assessment:
    return program.controller.session.reading.assessment(KEY)


def buttons(program: Application, key: str = KEY) -> tuple[bool, ...]:
    return tuple(button.isChecked() for button in program.window.findings.rows[key].assessment.buttons)


def read_first(program: Application) -> None:
    program.window.commands.run("read_first")


def test_a_click_disagrees_with_the_model_and_a_second_one_takes_it_back(program: Application) -> None:
    row = program.window.findings.rows[KEY]
    row.assessment.buttons[2].click()
    assert assessment(program).choice is Agreement.REJECT
    assert buttons(program) == (False, False, True)
    row.assessment.buttons[2].click()
    assert assessment(program) == Assessment()
    assert buttons(program) == (False, False, False)


def test_the_key_of_a_finding_with_shift_goes_through_the_assessments(program: Application) -> None:
    seen = []
    for _ in range(4):
        QTest.keyClick(program.window, Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
        seen.append(assessment(program).choice)
    assert seen == [Agreement.ACCEPT, Agreement.UNSURE, Agreement.REJECT, None]


def test_what_the_model_did_not_judge_has_no_assessment(program: Application) -> None:
    assert not program.window.findings.rows["hemothorax"].assessment.buttons[0].isVisible()
    program.window.commands.run("judge_hemothorax")
    assert program.controller.session.reading.assessments == {}


def test_a_note_is_written_and_both_are_there_after_a_restart(build: Build, film: Path) -> None:
    first = build(film)
    row = first.window.findings.rows[KEY]
    row.assessment.buttons[0].click()
    row.assessment.note.click()
    QTest.keyClicks(row.note, "apical, 2 F1")
    QTest.keyClick(row.note, Qt.Key.Key_Return)
    assert assessment(first) == Assessment(Agreement.ACCEPT, "apical, 2 F1")
    first.close()
    second = build(film)
    assert assessment(second) == Assessment(Agreement.ACCEPT, "apical, 2 F1")
    assert second.window.findings.rows[KEY].note.text() == "apical, 2 F1"
    assert second.window.findings.rows[KEY].note.isVisible()


def test_a_note_that_is_left_empty_leaves_no_line_open_and_no_button_down(program: Application) -> None:
    row = program.window.findings.rows[KEY]
    program.window.activateWindow()
    row.assessment.note.click()
    assert row.note.isVisible()
    assert not row.assessment.note.isChecked()
    row.note.clearFocus()
    assert not row.note.isVisible()
    assert not row.assessment.note.isChecked()


def test_the_unaided_read_hides_everything_the_model_says(program: Application) -> None:
    program.window.commands.run("overlay_pneumothorax")
    read_first(program)
    window = program.window
    assert window.findings.rows[KEY].number.text() == "–"
    assert window.viewports.overlay.layers.overlay is None
    assert window.viewports.overlay.texts.caption == ()
    QTest.keyClick(window, Qt.Key.Key_F2)
    QTest.keyClick(window, Qt.Key.Key_M)
    assert window.viewports.overlay.layers.overlay is None
    assert not window.commands.actions["export"].isEnabled()
    row = window.worklist.list.current_row()
    assert row is not None
    assert "unaided read" in row.text


def test_the_model_is_shown_after_seven_calls_with_what_both_disagree_on(program: Application) -> None:
    read_first(program)
    bar = program.window.findings.read_first
    program.window.findings.rows["rib_fracture"].assessment.buttons[0].click()
    assert not bar.reveal.isEnabled()
    bar.rest.click()
    assert program.controller.session.reading.calls[KEY] is UnaidedCall.ABSENT
    bar.reveal.click()
    assert program.window.findings.rows[KEY].number.text() == "90 %"
    assert "Pneumothorax: you absent, model above" in bar.words.text()
    assert not bar.reveal.isVisible()


def test_calls_cannot_be_changed_after_the_model_was_seen(program: Application) -> None:
    read_first(program)
    program.window.findings.read_first.rest.click()
    program.window.findings.read_first.reveal.click()
    program.window.commands.run("judge_pneumothorax")
    assert program.controller.session.reading.calls[KEY] is UnaidedCall.ABSENT
    assert assessment(program).choice is Agreement.ACCEPT


def test_the_unaided_read_and_the_calls_are_remembered(build: Build, film: Path) -> None:
    first = build(film)
    read_first(first)
    first.window.commands.run("judge_pneumothorax")
    first.close()
    second = build(film)
    assert second.controller.session.unaided
    assert second.controller.session.reading.calls == {KEY: UnaidedCall.PRESENT}
    assert buttons(second) == (True, False, False)


def test_the_word_of_the_reader_goes_into_tables_and_back(program: Application) -> None:
    controller = program.controller
    controller.assessments.judge(KEY, 2)
    controller.assessments.write_note(KEY, "=skin fold")
    controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((0.0, 0.0), (3.0, 4.0))))
    state = controller.session.film
    assert state is not None
    assert state.radiograph is not None
    assert state.analysis is not None
    from dataclasses import replace

    analysis = replace(state.analysis, reader=controller.session.reading)
    facts = json.loads(result_json(state.radiograph, analysis, name="a"))
    assert facts["marks"][0]["points"] == [[0.0, 0.0], [3.0, 4.0]]
    assert facts["marks"][0]["lines"][0].startswith("5")
    again = rows_again("a", facts)
    assert again == rows("a", state.radiograph, analysis)
    written = list(csv.DictReader(io.StringIO(table(again).decode())))
    row = next(row for row in written if row["finding"] == KEY)
    assert (row["reader_verdict"], row["reader_note"], row["reader_call"]) == ("reject", "'=skin fold", "")


def exported(program: Application, path: Path, *, anonymize: bool) -> bytes:
    """The report of the open film as the window exports it."""
    export_work(program.controller.session, ExportRequest(path, anonymize, False))(CancelToken(), no_progress)
    return path.read_bytes()


def test_an_anonymised_report_takes_no_words_of_the_reader(program: Application, tmp_path: Path) -> None:
    controller = program.controller
    controller.assessments.judge(KEY, 1)
    controller.assessments.write_note(KEY, "as told by Jane")
    controller.annotations.add(Annotation(0, AnnotationKind.TEXT, ((3.0, 3.0),), "Jane"))
    told = exported(program, tmp_path / "told.png", anonymize=True)
    assert exported(program, tmp_path / "open.png", anonymize=False) != told
    controller.assessments.write_note(KEY, "")
    controller.annotations.delete_all()
    assert exported(program, tmp_path / "silent.png", anonymize=True) == told
    assert without_free_text(controller.session.reading).assessments == {KEY: Assessment(Agreement.UNSURE)}


def test_a_report_of_a_film_with_an_assessment_differs_from_one_without(program: Application, tmp_path: Path) -> None:
    before = exported(program, tmp_path / "a.png", anonymize=False)
    program.controller.assessments.judge(KEY, 2)
    assert exported(program, tmp_path / "b.png", anonymize=False) != before


def test_every_finding_has_a_key_for_the_readers_word(program: Application) -> None:
    read_first(program)
    for place in range(len(FINDINGS)):
        QTest.keyClick(program.window, Qt.Key(Qt.Key.Key_F1.value + place), Qt.KeyboardModifier.ShiftModifier)
    assert set(program.controller.session.reading.calls) == {finding.key for finding in FINDINGS}


def test_what_waits_for_the_model_says_that_it_is_the_unaided_read_that_hides_it(
    build: Build, tmp_path: Path, qtbot: QtBot
) -> None:
    program = build(write_dicom(tmp_path / "film.dcm", phantom(160, 120)))
    program.controller.unaided.want(True)
    program.window.commands.run("palette")
    palette = program.window.commands.palette
    assert palette is not None
    for words in ("export", "print report", "show or hide ai overlays", "overlay: pneumothorax", "occlusion"):
        palette.search.setText(words)
        assert palette.reason.text() == "Not now: Not during an unaided read.", words
    palette.close()
