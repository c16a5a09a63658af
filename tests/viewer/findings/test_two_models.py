"""Two models on one film: a key switches between them, and a table says what both say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import ProgressCallback, no_progress
from tests.builders import phantom, write_dicom
from tests.viewer.findings.seven_results import SICK, WELL, SevenResults
from tests.viewer.hands import Build, opened, session
from viewer.app.application import Application
from viewer.commands import enablement
from viewer.state.session import FilmState


class Named(SevenResults):
    """Says which pack it is."""

    pack = "first"

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        found = super().analyse(radiograph, token=token, progress=progress)
        return replace(found, provenance=replace(found.provenance, pack_name=self.pack))


class Second(Named):
    """The other pack."""

    pack = "second"


def film(program: Application) -> FilmState:
    found = session(program).film
    assert found is not None
    return found


def speaker(found: Analysis | None) -> str:
    return found.provenance.pack_name if found is not None else ""


def test_a_key_switches_and_what_each_said_is_kept(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    write_dicom(tmp_path / "film.dcm", phantom())
    first, second = Named(SICK), Second(WELL)
    program = opened(build(first, second), tmp_path / "film.dcm", qtbot)
    commands = program.window.commands
    assert speaker(film(program).analysis) == "first"
    commands.run("switch_model")
    qtbot.waitUntil(lambda: speaker(film(program).analysis) == "second")
    assert speaker(film(program).second_opinion) == "first"
    commands.run("switch_model")
    assert speaker(film(program).analysis) == "first"
    assert len(first.analysed) == 1
    assert len(second.analysed) == 1


def test_a_table_has_what_both_say_where_findings_are_shared(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    write_dicom(tmp_path / "film.dcm", phantom())
    program = opened(build(Named(SICK), Second(WELL)), tmp_path / "film.dcm", qtbot)
    window = program.window
    window.commands.run("switch_model")
    qtbot.waitUntil(lambda: speaker(film(program).analysis) == "second")
    window.commands.run("opinions")
    dialog = window.overlays.dialog
    assert dialog is not None
    table = dialog.table
    heads = [table.model().headerData(column, Qt.Orientation.Horizontal) for column in (1, 2)]
    assert heads == ["second", "first"]
    assert [table.model().index(1, column).data() for column in (0, 3)] == ["Pneumothorax", "no"]
    assert dialog.summary.text() == "They agree in 3 of 7 findings that both judge."
    dialog.close()


def test_without_a_second_model_both_say_why_they_are_off(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    write_dicom(tmp_path / "film.dcm", phantom())
    program = opened(build(Named(SICK)), tmp_path / "film.dcm", qtbot)
    shown, history = session(program), program.controller.annotations.history
    assert enablement.second_model(shown, history) == "The settings name no second model pack."
    assert enablement.opinions(shown, history) == "The settings name no second model pack."
    program.window.commands.run("switch_model")
    assert speaker(film(program).analysis) == "first"


def test_an_unaided_read_hides_both(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    write_dicom(tmp_path / "film.dcm", phantom())
    program = opened(build(Named(SICK), Second(WELL)), tmp_path / "film.dcm", qtbot)
    program.window.commands.run("switch_model")
    qtbot.waitUntil(lambda: speaker(film(program).analysis) == "second")
    program.controller.unaided.want(True)
    shown = session(program).shown_film
    assert shown is not None
    assert shown.analysis is None
    assert shown.second_opinion is None
