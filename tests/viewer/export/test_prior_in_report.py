"""A report compares with the prior that the window has, where the same model judged it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from inference.report.page.film.report import film_report
from tests.builders import phantom, write_dicom
from tests.inference.report.page.report_pages import lines_of
from tests.viewer.hands import Build, session
from viewer.app.application import Application
from viewer.export.batch_export_job import study_choices
from viewer.export.export_job import options_of


def analysed(program: Application, path: Path) -> bool:
    film = session(program).films.get(path)
    return film is not None and film.analysis is not None


def first_page(program: Application) -> str:
    film = session(program).shown_film
    assert film is not None
    assert film.radiograph is not None
    assert film.analysis is not None
    options = options_of(session(program), None, anonymize=False)
    return " ".join(lines_of(film_report(film.radiograph, film.analysis, options).pages[:1]))


def export_alone(program: Application, film: Path, out: Path) -> None:
    """Export one study of several, in figures, with identity."""
    program.window.commands.run("export_many")
    dialog = program.window.exports.batch_dialog
    assert dialog is not None
    for row, choice in enumerate(study_choices(session(program))):
        ticked = Qt.CheckState.Checked if film in choice.films else Qt.CheckState.Unchecked
        dialog.studies.item(row).setCheckState(ticked)
    dialog.path.setText(str(out))
    dialog.only.setCurrentIndex(dialog.only.findData("results"))
    dialog.anonymize.setChecked(False)
    dialog.save.click()


def test_the_prior_is_compared_with_once_it_is_judged_by_the_same_model(
    build: Build, qtbot: QtBot, tmp_path: Path
) -> None:
    who: dict[str, Any] = {"PatientID": "ID-1", "PatientName": "DOE^JANE"}
    old, new = (
        write_dicom(tmp_path / f"{day}.dcm", phantom(200 + place, 160), StudyDate=day, **who)
        for place, day in enumerate(("20250103", "20260105"))
    )
    program = build()
    program.window.files.open_paths((old, new))
    qtbot.waitUntil(lambda: len(session(program).order) == 2, timeout=20_000)
    program.controller.travel.select(new)
    qtbot.waitUntil(lambda: analysed(program, new), timeout=20_000)
    if not analysed(program, old):
        assert "2025-01-03" not in first_page(program)
    program.window.commands.run("compare")
    qtbot.waitUntil(lambda: analysed(program, old), timeout=20_000)
    assert "Film of 2025-01-03: 90 %, now ±0 points." in first_page(program)
    export_alone(program, new, tmp_path / "out")
    qtbot.waitUntil(program.window.outcome.isVisible, timeout=60_000)
    [facts] = [json.loads(path.read_text("utf-8")) for path in (tmp_path / "out").glob("*/result.json")]
    assert facts["prior"]["day"] == "2025-01-03"
    before = session(program).films[old].analysis
    assert before is not None
    other = replace(before, provenance=replace(before.provenance, pack_hash="f" * 64))
    program.controller.changes.learn(old, analysis=other)
    assert "2025-01-03" not in first_page(program)
