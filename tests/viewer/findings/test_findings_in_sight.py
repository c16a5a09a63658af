"""All seven findings in sight at 1280 x 720, whatever else there is to say, in both languages, at every text size."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inference.core.annotation import Annotation, AnnotationKind
from inference.core.findings import FINDINGS
from tests.builders import phantom, write_dicom
from tests.snapshots.layout import faults
from tests.viewer.findings.seven_results import SevenResults
from tests.viewer.hands import Build, opened, session, settle
from viewer.app import application
from viewer.app.application import Application
from viewer.findings.findings_panel import FindingsPanel
from viewer.findings.row_label import LineLabel
from viewer.state import settings
from viewer.state.overlay import Overlay
from viewer.state.settings import Settings

LOOKS = [(language, percent) for language in ("en", "ko") for percent in (100, 150, 200)]
Start = Callable[..., Application]


@pytest.fixture
def start(build: Build, qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Start:
    """A small window in a language and a size of text, with a film of a patient who has a prior, and all to be said."""

    def make(language: str, percent: int, *, full: bool = True) -> Application:
        folder = tmp_path / "films"
        folder.mkdir()
        for number, day in enumerate(("20250101", "20260101")):
            path, study = folder / f"{number}.dcm", f"1.2.{number + 1}"
            write_dicom(path, phantom(rows=120 + number), PatientID="77", StudyDate=day, StudyInstanceUID=study)
        wanted = Settings(language=language, text_percent=percent)
        settings.save(wanted, tmp_path / "config" / "settings.toml")
        application.dress(qapp, wanted)
        program = build(SevenResults(full=full))
        program.window.resize(1280, 720)
        opened(program, folder, qtbot)
        program.controller.travel.select(folder / "1.dcm")
        qtbot.waitUntil(lambda: (film := session(program).film) is not None and film.analysis is not None)
        program.window.commands.run("compare")
        qtbot.waitUntil(lambda: bool(program.window.findings.rows["pneumothorax"].prior.text()))
        settle(qtbot)
        return program

    return make


def place(widget: QWidget, panel: FindingsPanel) -> QRect:
    return QRect(widget.mapTo(panel, QPoint(0, 0)), widget.size())


def out_of_sight(panel: FindingsPanel) -> list[str]:
    """What of the rows cannot be seen without scrolling, or lies under something else."""
    seen = place(panel.area.viewport(), panel)
    if panel.controls.isVisible():
        seen = seen.intersected(QRect(0, 0, panel.width(), panel.controls.y()))
    found = []
    for key, row in panel.rows.items():
        inside = place(row, panel).intersected(seen)
        for part in ("toggle", "name", "number", "bar", "state", "assessment"):
            widget = getattr(row, part)
            if not widget.isVisible() or not inside.contains(place(widget, panel)):
                found.append(f"{key}: {part} {place(widget, panel)} in {inside}")
    return found


def overlapping(panel: FindingsPanel) -> list[str]:
    """Rows that lie over each other."""
    rows = [(key, row.geometry()) for key, row in panel.rows.items()]
    return [f"{one} over {two}" for (one, a), (two, b) in itertools.pairwise(rows) if a.intersects(b)]


def unsaid(panel: FindingsPanel) -> list[str]:
    """Labels that have not the room for their shortest words."""
    labels = [label for label in panel.findChildren(LineLabel) if label.isVisible()]
    return [label.text() for label in labels if label.needed() > label.width() + 1]


@pytest.mark.parametrize(("language", "percent"), LOOKS)
def test_all_seven_are_in_sight_with_prior_test_and_banner(start: Start, language: str, percent: int) -> None:
    window = start(language, percent).window
    assert (window.width(), window.height()) == (1280, 720)
    panel = window.findings
    assert panel.unlike.isVisible()
    assert out_of_sight(panel) == []
    assert unsaid(panel) == []
    assert faults(panel) == []


@pytest.mark.parametrize("percent", [100, 150])
@pytest.mark.parametrize("full", [True, False])
def test_rows_never_lie_over_each_other_when_layout_and_film_change(
    start: Start, qtbot: QtBot, percent: int, full: bool
) -> None:
    window = start("en", percent, full=full).window
    for height in (500, 560, 581, 600, 640, 680, 720):
        window.resize(900, height)
        for name in ("layout_pair", "histogram", "histogram", "layout_prior", "next", "previous", "read_first") * 2:
            window.commands.run(name)
            settle(qtbot)
            assert overlapping(window.findings) == [], (height, name)


@pytest.mark.parametrize(("language", "percent"), [("en", 100), ("ko", 200), ("en", 200)])
def test_what_is_opened_below_never_drives_the_window_off_the_screen(
    start: Start, qtbot: QtBot, language: str, percent: int
) -> None:
    program = start(language, percent)
    window = program.window
    for name in ("measurements", "histogram"):
        window.commands.run(name)
        settle(qtbot)
        assert window.minimumSizeHint().height() <= 660  # what a screen of 720 has within title bar and task bar
        assert window.minimumSizeHint().width() <= 1280
    assert out_of_sight(window.findings) == []
    assert window.measurements.nothing.isVisible()
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0))))
    settle(qtbot)
    assert window.measurements.list.isVisible()
    assert window.measurements.list.viewport().height() >= window.measurements.list.sizeHintForRow(0)
    assert window.minimumSizeHint().height() <= 660
    assert faults(window.measurements) == []


@pytest.mark.parametrize(("language", "percent"), [("en", 100), ("ko", 200), ("en", 200)])
def test_all_seven_are_in_sight_in_an_unaided_read_and_after_it(
    start: Start, qtbot: QtBot, language: str, percent: int
) -> None:
    program = start(language, percent)
    panel = program.window.findings
    program.window.commands.run("read_first")
    settle(qtbot)
    assert out_of_sight(panel) == []
    assert faults(panel) == []
    panel.read_first.rest.click()
    panel.read_first.reveal.click()
    settle(qtbot)
    assert panel.read_first.isVisible()
    assert out_of_sight(panel) == []
    assert unsaid(panel) == []
    assert faults(panel) == []


def test_the_rows_that_reader_and_model_dispute_are_marked_and_the_others_not(start: Start) -> None:
    program = start("en", 100)
    panel = program.window.findings
    program.window.commands.run("read_first")
    panel.read_first.rest.click()
    assert not any(row.property("disputed") for row in panel.rows.values())
    panel.read_first.reveal.click()
    marked = {key for key, row in panel.rows.items() if row.property("disputed")}
    assert marked == {"pneumothorax", "tension_pneumothorax", "mediastinum_abnormality"}
    for key in marked:
        assert "≠" in panel.rows[key].badge.text()
        assert panel.rows[key].badge.isVisible()
        assert "you: absent" in panel.rows[key].bar.toolTip()


def test_what_has_no_line_of_its_own_is_in_the_tool_tip(start: Start) -> None:
    row = start("en", 200).window.findings.rows["pneumothorax"]
    assert not row.details.isVisible()
    for words in (
        "62 % of the strongest evidence",
        "Without the hottest 5 %",
        "Prior 2025-01-01: > 99 %, now ±0 points",
    ):
        assert words in row.bar.toolTip()


def test_a_large_window_shows_the_lines_and_the_controls(start: Start, qtbot: QtBot) -> None:
    window = start("en", 100).window
    assert not window.findings.controls.isVisible()
    window.resize(1920, 1300)
    settle(qtbot)
    panel = window.findings
    assert panel.controls.isVisible()
    assert panel.rows["pneumothorax"].prior.isVisible()
    assert panel.rows["pneumothorax"].test.isVisible()
    assert out_of_sight(panel) == []
    assert faults(panel) == []


def test_the_controls_open_over_the_rows_and_close_again(start: Start) -> None:
    panel = start("en", 150).window.findings
    assert not panel.controls.isVisible()
    QTest.mouseClick(panel.foot.more, Qt.MouseButton.LeftButton)
    assert panel.controls.isVisible()
    assert place(panel.controls, panel).bottom() <= panel.foot.y()
    QTest.mouseClick(panel.foot.more, Qt.MouseButton.LeftButton)
    assert not panel.controls.isVisible()
    assert out_of_sight(panel) == []


def test_a_note_is_written_in_sight_and_nothing_leaves_for_it(start: Start, qtbot: QtBot) -> None:
    program = start("en", 200)
    panel = program.window.findings
    program.window.activateWindow()
    row = panel.rows[FINDINGS[-1].key]
    QTest.mouseClick(row.assessment.note, Qt.MouseButton.LeftButton)
    settle(qtbot)
    assert row.note.isVisible()
    assert place(panel.area.viewport(), panel).contains(place(row.note, panel))
    QTest.keyClicks(row.note, "skin fold")
    QTest.keyClick(row.note, Qt.Key.Key_Return)
    settle(qtbot)
    assert session(program).reading.assessment(FINDINGS[-1].key).note == "skin fold"
    assert not row.note.isVisible()
    assert "skin fold" in row.assessment.note.toolTip()
    assert out_of_sight(panel) == []


def test_the_intended_use_stays_in_sight_and_the_rest_is_behind_the_i(start: Start) -> None:
    panel = start("en", 100).window.findings
    assert panel.foot.research.isVisible()
    assert panel.foot.research.text() == "Research use only. Not a medical device."
    assert not panel.model.isVisible()
    QTest.mouseClick(panel.foot.about, Qt.MouseButton.LeftButton)
    assert panel.model.isVisible()
    assert "operating point" in panel.model.text()
    assert "Look whether the film is turned" in panel.model.text()
    panel.model.window().close()


def test_a_test_that_cannot_be_run_says_why(start: Start) -> None:
    panel = start("en", 100).window.findings
    assert panel.controls.test.isEnabled()
    panel.show_overlay(None, Overlay())
    assert not panel.controls.test.isEnabled()
    assert "not analysed yet" in panel.controls.test.toolTip()
