"""The impression of a reader: a dialog with phrases; kept with the film, in every product, left out with identity."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inference.report.output.export import Part
from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.app.application import Application
from viewer.dialogs.impression_dialog import LONGEST, ImpressionDialog
from viewer.export.export_dialog import ExportDialog

WORDS = "Right apical pneumothorax, 3 cm."


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Application]:
    """The real window on one film of 0.2 mm; only the engine is a fake."""
    made = application.build(tmp_path / "config" / "settings.toml", engine=FakeEngine())
    made.window.resize(1400, 900)
    made.window.show()
    film = write_dicom(tmp_path / "film.dcm", phantom(240, 200), PatientName="DOE^JANE", ImagerPixelSpacing=[0.2, 0.2])
    made.window.files.open_paths((film,))
    qtbot.waitUntil(lambda: is_analysed(made), timeout=20_000)
    yield made
    made.close()


def is_analysed(program: Application) -> bool:
    film = program.controller.session.film
    return film is not None and film.analysis is not None


def asked(program: Application) -> ImpressionDialog:
    QTest.keyClick(program.window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    dialog = program.window.exports.impression_dialog
    assert dialog is not None
    return dialog


def written(program: Application, words: str) -> None:
    dialog = asked(program)
    dialog.edit.setPlainText(words)
    dialog.save.click()


def exported(program: Application, qtbot: QtBot, out: Path, *parts: Part, anonymize: bool) -> Path:
    dialog = export_dialog(program)
    for part, box in dialog.parts.items():
        box.setChecked(part in parts)
    dialog.anonymize.setChecked(anonymize)
    dialog.path.setText(str(out))
    dialog.save.click()
    qtbot.waitUntil(out.exists, timeout=60_000)
    qtbot.waitUntil(lambda: program.controller.session.busy is None, timeout=60_000)
    return out


def export_dialog(program: Application) -> ExportDialog:
    program.window.commands.run("export")
    dialog = program.window.exports.dialog
    assert dialog is not None
    return dialog


def test_it_is_kept_with_the_film_and_taken_back_where_it_is_emptied(program: Application, qtbot: QtBot) -> None:
    written(program, f"  {WORDS}\n")
    assert program.controller.session.reading.impression == WORDS
    assert asked(program).text == WORDS
    program.window.exports.impression_dialog.reject()  # type: ignore[union-attr]  # asked for above
    written(program, " ")
    assert program.controller.session.reading.empty


def test_phrases_are_picked_kept_and_removed(program: Application) -> None:
    dialog = asked(program)
    dialog.list.setCurrentRow(0)
    first = dialog.list.item(0).text()
    dialog.edit.setPlainText("Tube in place.")
    dialog.keep.click()
    assert dialog.phrases == ("Tube in place.",)
    dialog.edit.moveCursor(dialog.edit.textCursor().MoveOperation.End)
    dialog.insert.click()
    assert dialog.text == f"Tube in place. {first}"
    assert not dialog.remove.isEnabled()  # the program's own phrases stay
    dialog.save.click()
    again = asked(program)
    assert again.phrases == ("Tube in place.",)
    again.list.setCurrentRow(0)
    again.remove.click()
    again.save.click()
    assert asked(program).phrases == ()


def test_what_is_too_long_to_be_kept_is_said_and_not_saved(program: Application) -> None:
    dialog = asked(program)
    dialog.edit.setPlainText("n" * (LONGEST + 1))
    assert dialog.problem.isVisible()
    assert not dialog.save.isEnabled()
    dialog.reject()


def test_it_goes_into_report_structured_report_and_figures(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    written(program, WORDS)
    parts = (Part.REPORT_PDF, Part.CSV, Part.JSON, Part.DICOM)
    out = exported(program, qtbot, tmp_path / "named", *parts, anonymize=False)
    assert WORDS in PdfReader(out / "report.pdf").pages[0].extract_text().replace("\0", "")
    with (out / "result.csv").open(newline="", encoding="utf-8") as handle:
        assert {row["reader_impression"] for row in csv.DictReader(handle)} == {WORDS}
    assert json.loads((out / "result.json").read_text("utf-8"))["impression"] == {"text": WORDS, "author": ""}
    assert WORDS.encode() in (out / "dicom" / "reader-sr.dcm").read_bytes()


def test_without_identity_it_is_left_out_of_everything_which_is_said_before(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    left_out = "impression, notes and texts are left out"
    assert left_out not in export_dialog(program).note.text()
    program.window.exports.dialog.reject()  # type: ignore[union-attr]  # asked for above
    written(program, WORDS)
    assert left_out in export_dialog(program).note.text()
    program.window.exports.dialog.reject()  # type: ignore[union-attr]  # asked for above
    out = exported(program, qtbot, tmp_path / "nobody", *set(Part) - {Part.OVERLAYS}, anonymize=True)
    assert WORDS not in "".join(page.extract_text().replace("\0", "") for page in PdfReader(out / "report.pdf").pages)
    for path in out.rglob("*"):
        assert path.is_dir() or WORDS.encode() not in path.read_bytes()


def test_it_can_be_written_while_an_export_is_asked_for(program: Application, qtbot: QtBot) -> None:
    dialog = export_dialog(program)
    dialog.impression.click()
    asked_now = program.window.exports.impression_dialog
    assert asked_now is not None
    asked_now.edit.setPlainText(WORDS)
    asked_now.save.click()
    assert program.controller.session.reading.impression == WORDS
    assert "impression" in dialog.note.text()
    dialog.reject()
    QApplication.processEvents()
