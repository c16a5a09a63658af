"""Whole folders leave from the window: chosen studies, with summary and reports of studies; cancelled, gone on with."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest
from pydicom import dcmread
from pydicom.uid import Comprehensive3DSRStorage, JPEGLSLossless
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import ProgressCallback, no_progress
from tests.builders import phantom, write_dicom, write_png
from tests.e2e.film_folders import of
from tests.fakes import FakeEngine
from viewer.app import application
from viewer.app.application import Application
from viewer.export.batch_export_dialog import BatchExportDialog, StudyChoice

FILMS = ("a-0", "a-1", "b-0")


class CountingEngine(FakeEngine):
    """Also counts films, and cancels the work that is shown before the one that a test names."""

    def __init__(self) -> None:
        super().__init__()
        self.stop_at = 0
        self.program: Application | None = None

    def analyse(
        self, radiograph: Radiograph, *, token: CancelToken, progress: ProgressCallback = no_progress
    ) -> Analysis:
        if self.stop_at and len(self.analysed) >= self.stop_at:
            token.cancel()
        return super().analyse(radiograph, token=token, progress=progress)


@pytest.fixture
def engine() -> CountingEngine:
    return CountingEngine()


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path, engine: CountingEngine) -> Iterator[Application]:
    """The real window on a study of two films and one of one; only the engine is a fake."""
    made = application.build(tmp_path / "config" / "settings.toml", engine=engine)
    made.window.resize(1400, 900)
    made.window.show()
    for place, name in enumerate(FILMS):
        who = f"WINTERBOTTOM^{name[0].upper()}"
        pixels, study = phantom(240 + place, 200), f"1.2.3.{ord(name[0])}"
        path = tmp_path / "films" / f"{name}.dcm"
        path.parent.mkdir(exist_ok=True)
        write_dicom(path, pixels, PatientName=who, PatientID=who[-1], StudyInstanceUID=study, InstanceNumber=place)
    made.window.files.open_paths((tmp_path / "films",))
    qtbot.waitUntil(lambda: made.controller.session.shown_film is not None, timeout=20_000)
    qtbot.waitUntil(lambda: is_analysed(made), timeout=20_000)
    yield made
    made.close()


def is_analysed(program: Application) -> bool:
    film = program.controller.session.film
    return film is not None and film.analysis is not None


def dialog_of(program: Application, out: Path) -> BatchExportDialog:
    program.window.commands.run("export_many")
    dialog = program.window.exports.batch_dialog
    assert dialog is not None
    dialog.path.setText(str(out))
    return dialog


def exported(program: Application, qtbot: QtBot, dialog: BatchExportDialog) -> None:
    program.controller.messages.dismiss_outcome()
    dialog.save.click()
    qtbot.waitUntil(program.window.outcome.isVisible, timeout=60_000)
    assert dialog.path.text() in program.window.outcome.label.text()


def rows(out: Path) -> list[dict[str, str]]:
    with (out / "results.csv").open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle))


def test_annotations_that_are_switched_off_stay_out_of_many_films_too(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0))))
    for shown in (True, False):
        dialog = dialog_of(program, tmp_path / str(shown))
        assert ("switched off on the screen" in dialog.note.text()) is not shown
        dialog.anonymize.setChecked(False)
        dialog.only.setCurrentIndex(dialog.only.findData("results"))
        exported(program, qtbot, dialog)
        found = [json.loads(path.read_text("utf-8"))["marks"] for path in (tmp_path / str(shown)).glob("*/result.json")]
        assert any(found) is shown
        program.window.commands.run("toggle_drawn")


@pytest.mark.slow
def test_all_listed_films_leave_with_summary_and_reports_of_studies(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0))))
    program.settings.now = replace(program.settings.now, reader="Lee^Ann")
    dialog = dialog_of(program, tmp_path / "out")
    assert dialog.anonymize.isChecked()
    assert "3" in dialog.count.text()
    dialog.anonymize.setChecked(False)
    dialog.parts["dicom"].setChecked(True)
    exported(program, qtbot, dialog)
    out = tmp_path / "out"
    names = sorted(path.name for path in out.iterdir())
    films = [of(out, name).name for name in FILMS]
    assert films == ["WINTERBOTTOM A A a-0", "WINTERBOTTOM A A a-1", "WINTERBOTTOM B B"]
    tables = ["results.csv", "summary.html", "summary.pdf", "summary.png"]
    assert names == sorted([*films, f"study-{films[0]}", *tables])
    page = (out / "summary.html").read_text("utf-8")
    linked = [unquote(link) for link in re.findall('href="([^"]*)"', page)]
    assert {*linked} == {f"{name}/{end}" for name in films for end in ("", "report.png")}
    assert all((out / link).exists() for link in linked)
    assert len(rows(out)) == 21
    assert json.loads((of(out, "a-0") / "result.json").read_text("utf-8"))["marks"]
    assert (of(out, "b-0") / "dicom" / "results-sr.dcm").is_file()
    assert b"Lee^Ann" in (of(out, "a-0") / "dicom" / "reader-sr.dcm").read_bytes()  # who drew the mark
    assert (
        len(PdfReader(out / f"study-{films[0]}" / "report.pdf").pages) == 5
    )  # one of the study, and two of each of its two films


def test_pictures_leave_as_those_of_the_patient_who_is_named(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = dialog_of(program, tmp_path / "out")
    assert not dialog.patient_id.isVisible()  # DICOM films name their patient themselves
    dialog.reject()
    (tmp_path / "pictures").mkdir()
    write_png(tmp_path / "pictures" / "picture.png", phantom(220, 200))
    program.window.files.open_paths((tmp_path / "pictures",))
    qtbot.waitUntil(lambda: len(program.controller.session.order) == 4, timeout=20_000)
    program.settings.now = replace(program.settings.now, dicom_pictures="jpeg-ls", dicom_report="comprehensive-3d")
    dialog = dialog_of(program, tmp_path / "out")
    assert dialog.patient_id.isVisible()
    assert not dialog.patient_id.isEnabled()  # identity is left out
    dialog.anonymize.setChecked(False)
    dialog.patient_id.setText(" ID-7 ")
    dialog.patient_name.setText("Doe^Jane")
    dialog.parts["dicom"].setChecked(True)
    exported(program, qtbot, dialog)
    folder = tmp_path / "out" / "Doe Jane ID-7" / "dicom"
    for path in folder.iterdir():
        assert (dcmread(path).PatientID, dcmread(path).PatientName) == ("ID-7", "Doe^Jane")
    assert dcmread(folder / "report.dcm").file_meta.TransferSyntaxUID == JPEGLSLossless
    assert dcmread(of(tmp_path / "out", "a-0") / "dicom" / "results-sr.dcm").SOPClassUID == Comprehensive3DSRStorage
    assert dcmread(of(tmp_path / "out", "a-0") / "dicom" / "report.dcm").PatientID == "A"


def test_only_chosen_studies_leave_and_nobody_is_named(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(program, tmp_path / "out")
    dialog.none.click()
    assert not dialog.save.isEnabled()
    dialog.studies.item(1).setCheckState(Qt.CheckState.Checked)
    exported(program, qtbot, dialog)
    assert len(rows(tmp_path / "out")) == 7
    for path in (tmp_path / "out").rglob("*"):
        assert "b-0" not in path.name
        assert not path.is_file() or b"WINTERBOTTOM" not in path.read_bytes()
    assert {row["folder"] for row in rows(tmp_path / "out")} == {"film-0001"}
    assert "b-0.dcm" in (tmp_path / "out-key.csv").read_text("utf-8")  # beside the folder, so that it does not leave
    assert "key table" in program.window.notice.label.text()


def test_what_is_left_out_is_said_before(program: Application, tmp_path: Path) -> None:
    dialog = dialog_of(program, tmp_path / "out")
    assert "notes and texts of readers are left out" in dialog.note.text()
    assert "get no overlay" in dialog.note.text()
    dialog.parts["all_overlays"].setChecked(True)
    dialog.anonymize.setChecked(False)
    assert "get no overlay" not in dialog.note.text()
    assert "readers are left out" not in dialog.note.text()


@pytest.mark.parametrize(("only", "files"), [("results", {"result.json"}), ("reports", {"report.png", "report-2.png"})])
def test_nothing_is_written_that_nobody_asked_for(
    program: Application, qtbot: QtBot, tmp_path: Path, only: str, files: set[str]
) -> None:
    dialog = dialog_of(program, tmp_path / "out")
    dialog.only.setCurrentIndex(dialog.only.findData(only))
    assert not dialog.parts["overlays"].isEnabled()
    assert dialog.parts["media"].isEnabled() == (only == "reports")
    for name in ("summary", "studies"):
        dialog.parts[name].setChecked(False)
    exported(program, qtbot, dialog)
    out = tmp_path / "out"
    written = {path.name for path in out.rglob("*") if path.is_file()}
    assert written == files | ({"results.csv"} if only == "results" else {"result.json"})


def test_a_cancelled_export_is_gone_on_with_where_it_stopped(
    program: Application, qtbot: QtBot, tmp_path: Path, engine: CountingEngine
) -> None:
    dialog = dialog_of(program, tmp_path / "out")
    dialog.anonymize.setChecked(False)
    engine.stop_at = len(engine.analysed)  # the next film that is not known yet
    dialog.save.click()
    qtbot.waitUntil((tmp_path / "out" / "results.csv").is_file, timeout=30_000)
    qtbot.waitUntil(lambda: program.controller.session.busy is None, timeout=20_000)
    done = {path.parent.name for path in (tmp_path / "out").glob("*/result.json")}
    names = {"WINTERBOTTOM A A a-0", "WINTERBOTTOM A A a-1", "WINTERBOTTOM B B"}
    assert done < names
    assert not list((tmp_path / "out").glob(".thoracam*"))
    engine.stop_at = 0
    before = {name: (tmp_path / "out" / name / "report.png").stat().st_mtime_ns for name in done}
    again = dialog_of(program, tmp_path / "out")
    again.anonymize.setChecked(False)
    again.resume.setChecked(True)
    exported(program, qtbot, again)
    assert {path.parent.name for path in (tmp_path / "out").glob("*/result.json")} == names
    assert {name: (tmp_path / "out" / name / "report.png").stat().st_mtime_ns for name in done} == before


def test_what_is_there_is_replaced_only_when_asked(
    program: Application, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "results.csv").write_text("mine", encoding="utf-8")
    monkeypatch.setattr(QMessageBox, "question", lambda *_arguments: QMessageBox.StandardButton.No)
    dialog = dialog_of(program, tmp_path / "out")
    dialog.save.click()
    assert dialog.isVisible()
    assert (tmp_path / "out" / "results.csv").read_text("utf-8") == "mine"


def test_a_film_that_went_away_is_said_and_the_others_leave(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "films" / "b-0.dcm").unlink()
    dialog = dialog_of(program, tmp_path / "out")
    exported(program, qtbot, dialog)
    qtbot.waitUntil(program.window.notice.isVisible, timeout=20_000)
    assert "b-0.dcm" in program.window.notice.label.text()
    assert len(list((tmp_path / "out").glob("film-*/result.json"))) == 2


def test_films_to_be_read_first_do_not_leave(program: Application) -> None:
    program.controller.unaided.want(True)
    assert not program.window.commands.actions["export_many"].isEnabled()


def test_no_words_of_the_dialog_are_cut(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = BatchExportDialog(tmp_path, [StudyChoice("A study", (tmp_path / "a.png",), chosen=True, picture=True)])
    qtbot.addWidget(dialog)
    dialog.resize(860, 400)
    dialog.show()
    QApplication.processEvents()
    assert dialog.note.height() >= dialog.note.heightForWidth(dialog.note.width())
    assert dialog.path.visibleRegion().boundingRect().height() == dialog.path.height()
