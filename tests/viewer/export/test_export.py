"""Export dialog, clipboard and printer in the real window, read back from where they wrote."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image
from pydicom import dcmread
from pypdf import PdfReader
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from inference.core.analysis import Analysis, ScoreState
from inference.core.annotation import Annotation, AnnotationKind
from inference.core.film import Radiograph
from inference.core.findings import PNEUMOTHORAX
from inference.core.voi import VoiWindow
from inference.imaging.display_pipeline import render
from inference.imaging.spatial_transform import CLOCKWISE, FLIP_ACROSS
from inference.report.output.export import Part, write_export
from inference.report.page.contour_drawing import with_outlines
from inference.report.page.display_list import DARK, PageColour
from inference.report.page.film.reader_part import DRAWN
from inference.report.page.options import ReportOptions, overlaid_picture, plain_picture
from tests.builders import phantom, write_dicom
from tests.e2e.hot_corner import unlike, viewports_of
from tests.e2e.test_analyze_formats import published_schema
from tests.fakes import FakeEngine
from tests.inference.report.output.said_pictures import films_on
from viewer.app import application
from viewer.app.application import Application
from viewer.export.export_dialog import ExportDialog
from viewer.export.identity_dialog import IdentityDialog
from viewer.export.left_out import MayStay
from viewer.state.session import Session


@pytest.fixture
def program(qtbot: QtBot, tmp_path: Path) -> Iterator[Application]:
    """The real window, reader and threads on one film; only the engine is a fake."""
    made = application.build(tmp_path / "config" / "settings.toml", engine=FakeEngine())
    made.window.resize(1400, 900)
    made.window.show()
    film = write_dicom(tmp_path / "film.dcm", phantom(240, 200), PatientName="WINTERBOTTOM^JANE", PatientID="ID-4711")
    made.window.files.open_paths((film,))
    qtbot.waitUntil(lambda: is_analysed(made), timeout=20_000)
    yield made
    made.close()


def session(program: Application) -> Session:
    return program.controller.session


def is_analysed(program: Application) -> bool:
    film = session(program).film
    return film is not None and film.analysis is not None


def opened(program: Application) -> tuple[Radiograph, Analysis]:
    film = session(program).film
    assert film is not None
    assert film.radiograph is not None
    assert film.analysis is not None
    return film.radiograph, film.analysis


def dialog_of(program: Application) -> ExportDialog:
    program.window.commands.run("export")
    dialog = program.window.exports.dialog
    assert dialog is not None
    return dialog


def choose(dialog: ExportDialog, *parts: Part) -> None:
    for part, box in dialog.parts.items():
        box.setChecked(part in parts)


def settled(program: Application) -> Callable[[], bool]:
    return lambda: session(program).busy is None


def pixels_of(image: QImage) -> NDArray[np.uint8]:
    shown = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(shown.constBits(), np.uint8).reshape(shown.height(), shown.bytesPerLine())
    return rows[:, : 3 * shown.width()].reshape(shown.height(), shown.width(), 3).copy()


def test_identity_is_left_out_unless_somebody_unticks_it(program: Application) -> None:
    dialog = dialog_of(program)
    assert dialog.anonymize.isChecked()
    dialog.anonymize.setChecked(False)
    assert Path(dialog.path.text()).name == "film-report.png"


def test_without_identity_a_running_number_of_the_folder_is_proposed(program: Application, tmp_path: Path) -> None:
    program.settings.now = replace(program.settings.now, export_folder=str(tmp_path / "out"))
    assert dialog_of(program).path.text() == str(tmp_path / "out" / "film-0001-report.png")
    (tmp_path / "out" / "film-0007-report").mkdir(parents=True)
    (tmp_path / "out" / "film-00080.png").touch()
    assert dialog_of(program).path.text() == str(tmp_path / "out" / "film-0008-report.png")


@pytest.mark.parametrize("as_seen", [True, False])
def test_annotations_that_are_switched_off_are_in_nothing_that_leaves(
    program: Application, qtbot: QtBot, tmp_path: Path, *, as_seen: bool
) -> None:
    dialog = dialog_of(program)
    qtbot.waitUntil(lambda: not dialog.preview.pixmap().isNull(), timeout=20_000)
    plain = pixels_of(dialog.preview.pixmap().toImage())
    dialog.reject()
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((20.0, 200.0), (120.0, 200.0))))
    program.window.commands.run("toggle_drawn")
    dialog = dialog_of(program)
    qtbot.waitUntil(lambda: not dialog.preview.pixmap().isNull(), timeout=20_000)
    assert np.array_equal(pixels_of(dialog.preview.pixmap().toImage()), plain)
    choose(dialog, Part.REPORT_PNG, Part.REPORT_PDF, Part.JSON, Part.DICOM, Part.FILM)
    dialog.presentation.setCurrentIndex(dialog.presentation.findData(as_seen))
    out = tmp_path / "all"
    dialog.path.setText(str(out))
    dialog.save.click()
    qtbot.waitUntil(out.exists, timeout=30_000)
    assert viewports_of(out / "report.png")[1]["reader"] is None
    assert json.loads((out / "result.json").read_text("utf-8"))["marks"] == []
    assert DRAWN not in "".join(page.extract_text() for page in PdfReader(out / "report.pdf").pages).replace("\0", "")
    assert "Length" not in str(dcmread(out / "dicom" / "results-sr.dcm").ContentSequence)


def test_identity_that_was_let_out_once_is_left_out_again_next_time(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = dialog_of(program)
    dialog.anonymize.setChecked(False)
    dialog.path.setText(str(tmp_path / "named.png"))
    dialog.save.click()
    qtbot.waitUntil(program.window.outcome.isVisible, timeout=60_000)
    assert "identity is in it" in program.window.outcome.label.text()
    assert dialog_of(program).anonymize.isChecked()


class Shown(QObject):
    """Stands in for the system's file manager."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[str] = []

    @Slot(QUrl)
    def show(self, place: QUrl) -> None:
        """Remember what was to be shown."""
        self.places.append(place.toLocalFile())


def test_an_export_says_what_went_where_and_shows_it(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    manager = Shown()
    dialog = dialog_of(program)
    choose(dialog, Part.CSV, Part.JSON)
    dialog.path.setText(str(tmp_path / "out"))
    dialog.save.click()
    outcome = program.window.outcome
    qtbot.waitUntil(outcome.isVisible, timeout=60_000)
    assert outcome.label.text() == f"Exported. 2 files, in {tmp_path / 'out'}. Identity was left out."
    QDesktopServices.setUrlHandler("file", manager, "show")  # type: ignore[arg-type]  # as Qt has it
    try:
        outcome.accept.click()
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert manager.places == [str(tmp_path / "out")]
    outcome.dismiss.click()
    assert not outcome.isVisible()


def test_what_was_cancelled_is_named_with_what_that_leaves(program: Application, tmp_path: Path) -> None:
    dialog = dialog_of(program)
    dialog.path.setText(str(tmp_path / "report.png"))
    dialog.save.click()
    program.window.progress.cancel.click()
    assert program.window.outcome.label.text() == "Cancelled. Stopped: Exporting. Nothing was written."
    assert not program.window.outcome.accept.isVisible()


def test_the_name_gets_the_ending_of_what_is_chosen(program: Application, tmp_path: Path) -> None:
    dialog = dialog_of(program)
    dialog.path.setText(str(tmp_path / "mine.png"))
    choose(dialog, Part.REPORT_PDF)
    assert dialog.path.text() == str(tmp_path / "mine.pdf")
    choose(dialog, Part.REPORT_PDF, Part.CSV)
    assert dialog.path.text() == str(tmp_path / "mine")
    choose(dialog, Part.JSON)
    assert dialog.path.text() == str(tmp_path / "mine.json")
    choose(dialog)
    assert not dialog.save.isEnabled()


@pytest.mark.parametrize("name", ["a:b.png", "what?.png", "CON.png", "n" * 300 + ".png", "a\tb.png"])
def test_a_name_that_is_not_possible_is_said_while_it_is_typed(program: Application, tmp_path: Path, name: str) -> None:
    dialog = dialog_of(program)
    dialog.path.setText(str(tmp_path) + "/" + name)
    assert dialog.problem.isVisible()
    assert dialog.problem.text().endswith(".")
    assert not dialog.save.isEnabled()
    dialog.path.setText(str(tmp_path / "fine.png"))
    assert not dialog.problem.isVisible()
    assert dialog.save.isEnabled()


def test_everything_is_written_into_one_folder_and_reads_back(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    program.controller.view.set_voi(VoiWindow(1500, 900))
    dialog = dialog_of(program)
    choose(dialog, *Part)
    out = tmp_path / "all of it"
    dialog.path.setText(str(out))
    dialog.save.click()
    qtbot.waitUntil(out.exists, timeout=30_000)
    film, analysis = opened(program)
    options = ReportOptions(keys={"pneumothorax"}, opacity=session(program).overlay.opacity, voi=VoiWindow(1500, 900))
    plain, marked = plain_picture(film, options), overlaid_picture(film, analysis, ["pneumothorax"], options)
    assert np.array_equal(np.asarray(Image.open(out / "film.png")), plain)
    assert np.array_equal(films_on(out / "overlay-pneumothorax.png")["overlay"], marked)
    both = films_on(out / "panes.png")
    assert np.array_equal(both["film"], np.repeat(plain[:, :, None], 3, axis=2))
    assert np.array_equal(both["overlay"], marked)
    viewports, facts = viewports_of(out / "report.png")
    assert unlike(viewports["overlay"], marked) < 4
    pdf = PdfReader(out / "report.pdf")
    assert pdf.metadata is not None
    assert pdf.metadata.subject == f"sha256:{facts['report']}"
    result = json.loads((out / "result.json").read_text("utf-8"))
    assert result["report"] == facts["report"]
    assert result["findings"][1]["probability"] == pytest.approx(0.9)
    later = {"familiarity", "ctr_proposed", "impression", "prior", "key_film"}  # results of earlier versions have none
    assert set(published_schema()["required"]) | later == set(result)
    with (out / "result.csv").open(newline="", encoding="utf-8") as handle:
        assert [row["state"] for row in csv.DictReader(handle)].count("above") == 1
    assert {path.name for path in (out / "dicom").iterdir()} >= {"report.dcm", "film.dcm", "results-sr.dcm"}
    for path in out.rglob("*"):
        if path.is_file():
            assert b"WINTERBOTTOM" not in path.read_bytes()
            assert b"ID-4711" not in path.read_bytes()
    assert str(dcmread(out / "dicom" / "film.dcm").PatientName).startswith("Anonymous")


def test_the_film_can_leave_as_it_opens_without_an_annotation(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    program.controller.view.set_voi(VoiWindow(1500, 900))
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0))))
    program.controller.view.toggle_invert()
    dialog = dialog_of(program)
    choose(dialog, Part.FILM)
    dialog.presentation.setCurrentIndex(1)
    out = tmp_path / "film.png"
    dialog.path.setText(str(out))
    dialog.save.click()
    qtbot.waitUntil(out.exists, timeout=20_000)
    assert np.array_equal(np.asarray(Image.open(out)), render(opened(program)[0]))


def test_overlays_that_are_hidden_on_the_screen_are_hidden_in_what_leaves_as_seen(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    film, _ = opened(program)
    grey = np.repeat(render(film)[:, :, None], 3, axis=2)
    assert not session(program).overlay.drawn
    assert np.array_equal(copied(program, qtbot), grey)
    dialog = dialog_of(program)
    choose(dialog, Part.VIEWPORTS, Part.REPORT_PNG)
    out = tmp_path / "all"
    dialog.path.setText(str(out))
    dialog.save.click()
    qtbot.waitUntil(out.exists, timeout=30_000)
    both = films_on(out / "panes.png")
    assert np.array_equal(np.hstack((both["film"], both["overlay"])), np.hstack((grey, grey)))
    overlay = viewports_of(out / "report.png")[1]["overlay"]
    assert isinstance(overlay, dict)
    assert overlay["findings"] == []


def test_outlines_and_the_overlay_viewports_own_window_leave_as_seen(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    QTest.keyClick(program.window, Qt.Key.Key_U)
    program.window.commands.run("link_windows")
    program.controller.view.set_voi(VoiWindow(1500, 900), overlay=True)
    program.controller.view.toggle_invert(overlay=True)
    film, analysis = opened(program)
    own = render(film, VoiWindow(1500, 900), invert=True)
    outlined = with_outlines(own, analysis, ["pneumothorax"])
    coloured = (outlined != own[:, :, None]).any(axis=2)
    assert 0.001 < coloured.mean() < 0.05  # a line, and no heat
    assert np.array_equal(copied(program, qtbot)[: outlined.shape[0], : outlined.shape[1]], outlined)
    dialog = dialog_of(program)
    choose(dialog, Part.FILM, Part.VIEWPORTS, Part.REPORT_PNG)
    out = tmp_path / "all"
    dialog.path.setText(str(out))
    dialog.save.click()
    qtbot.waitUntil(out.exists, timeout=30_000)
    plain = render(film)
    assert np.array_equal(np.asarray(Image.open(out / "film.png")), plain)
    both = films_on(out / "panes.png")
    assert np.array_equal(both["film"], np.repeat(plain[:, :, None], 3, axis=2))
    assert np.array_equal(both["overlay"], outlined)
    assert unlike(viewports_of(out / "report.png")[0]["overlay"], outlined) < 6


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No])
def test_an_existing_file_is_replaced_only_when_asked(
    program: Application,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: QMessageBox.StandardButton,
) -> None:
    out = tmp_path / "there.png"
    out.write_bytes(b"mine")
    monkeypatch.setattr(QMessageBox, "question", lambda *_arguments: answer)
    dialog = dialog_of(program)
    dialog.path.setText(str(out))
    dialog.save.click()
    if answer == QMessageBox.StandardButton.Yes:
        qtbot.waitUntil(lambda: out.read_bytes() != b"mine", timeout=20_000)
    else:
        assert dialog.isVisible()
        assert dialog.request is None
        assert out.read_bytes() == b"mine"


def test_a_place_that_takes_no_files_is_said_in_the_window(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    dialog = dialog_of(program)
    dialog.path.setText(str(tmp_path / "file" / "report.png"))
    dialog.save.click()
    qtbot.waitUntil(program.window.notice.isVisible, timeout=20_000)
    assert "report.png" in program.window.notice.label.text()


def test_the_preview_can_be_seen_large_and_pictures_name_their_size(program: Application, qtbot: QtBot) -> None:
    dialog = dialog_of(program)
    film, _ = opened(program)
    rows, columns = film.shape
    assert dialog.parts[Part.FILM].text().endswith(f"{columns} × {rows}")
    assert dialog.parts[Part.VIEWPORTS].text().endswith(f"{2 * columns} × {rows}")
    dialog.preview.enlarge()
    assert dialog.preview.enlarged is None  # nothing is drawn yet
    qtbot.waitUntil(lambda: not dialog.preview.pixmap().isNull(), timeout=20_000)
    QTest.mouseClick(dialog.preview, Qt.MouseButton.LeftButton)
    large = dialog.preview.enlarged
    assert large is not None
    assert large.isVisible()
    page = large.findChild(QLabel)
    assert page is not None
    assert page.pixmap().width() >= 2 * dialog.preview.width()
    large.reject()


def test_the_preview_is_the_page_with_what_was_chosen(program: Application, qtbot: QtBot) -> None:
    dialog = dialog_of(program)
    qtbot.waitUntil(lambda: not dialog.preview.pixmap().isNull(), timeout=20_000)
    first = pixels_of(dialog.preview.pixmap().toImage())
    dialog.anonymize.setChecked(False)
    qtbot.waitUntil(lambda: not np.array_equal(pixels_of(dialog.preview.pixmap().toImage()), first), timeout=20_000)
    dialog.reject()


def test_the_film_as_shown_goes_to_the_clipboard(program: Application, qtbot: QtBot) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    program.controller.view.set_opacity(0.6)
    program.controller.view.toggle_invert()
    QGuiApplication.clipboard().clear()
    program.window.commands.run("copy")
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=20_000)
    film, analysis = opened(program)
    options = ReportOptions(opacity=0.6, invert=True)
    expected = overlaid_picture(film, analysis, ["pneumothorax"], options)
    whole = pixels_of(QGuiApplication.clipboard().image())
    rows, columns = expected.shape[:2]
    assert np.array_equal(whole[:rows, :columns], expected)
    assert whole.shape[0] > rows + 60  # what it is, is said below
    said = program.window.outcome.label.text()
    assert f"{whole.shape[1]} × {whole.shape[0]} pixels" in said
    assert "Identity was left out" in said


def copied(program: Application, qtbot: QtBot) -> NDArray[np.uint8]:
    QGuiApplication.clipboard().clear()
    program.window.commands.run("copy")
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=20_000)
    return pixels_of(QGuiApplication.clipboard().image())


def test_a_turned_film_goes_to_the_clipboard_turned(program: Application, qtbot: QtBot) -> None:
    upright = copied(program, qtbot)
    program.controller.view.transform(CLOCKWISE)
    assert np.array_equal(copied(program, qtbot), np.rot90(upright, -1))
    program.controller.view.transform(FLIP_ACROSS)
    assert np.array_equal(copied(program, qtbot), np.fliplr(np.rot90(upright, -1)))


def test_annotations_that_are_on_the_screen_go_with_the_viewports_and_the_clipboard(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    plain = copied(program, qtbot)
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((20.0, 200.0), (120.0, 200.0))))
    marked = copied(program, qtbot)
    yellow = np.abs(marked.astype(int) - np.array(DARK[PageColour.ACCENT])).sum(axis=2) < 12
    assert yellow[199:202, 25:115].any(axis=0).all()  # the line
    assert yellow[204:, 5:].any()  # and what it measures, below it where there is no room beside it
    written = tmp_path / "panes.png"
    for shown in (True, False):
        dialog = dialog_of(program)
        choose(dialog, Part.VIEWPORTS)
        dialog.path.setText(str(written))
        dialog.save.click()
        qtbot.waitUntil(written.exists, timeout=20_000)
        assert np.array_equal(films_on(written)["film"], marked if shown else plain)
        written.unlink()
        program.window.commands.run("toggle_drawn")
    program.window.commands.run("toggle_drawn")
    assert np.array_equal(copied(program, qtbot), plain)


def test_a_film_exported_as_seen_has_the_annotations_and_the_original_has_none(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((20.0, 200.0), (120.0, 200.0))))
    written = tmp_path / "film.png"
    for as_seen in (True, False):
        dialog = dialog_of(program)
        choose(dialog, Part.FILM)
        dialog.presentation.setCurrentIndex(dialog.presentation.findData(as_seen))
        dialog.path.setText(str(written))
        dialog.save.click()
        qtbot.waitUntil(written.exists, timeout=20_000)
        pixels = np.asarray(Image.open(written).convert("RGB"), int)
        yellow = np.abs(pixels - np.array(DARK[PageColour.ACCENT])).sum(axis=2) < 12
        assert yellow[199:202, 25:115].any(axis=0).all() == as_seen
        assert yellow.any() == as_seen
        written.unlink()


def test_while_the_reader_reads_first_nothing_of_the_model_leaves(program: Application, qtbot: QtBot) -> None:
    QTest.keyClick(program.window, Qt.Key.Key_F2)
    program.controller.unaided.want(True)
    assert np.array_equal(copied(program, qtbot)[:, :, 0], plain_picture(opened(program)[0], ReportOptions()))
    assert not program.window.commands.actions["export"].isEnabled()
    assert not program.window.commands.actions["print"].isEnabled()
    program.window.exports.ask()
    assert program.window.exports.dialog is None


def test_the_readers_word_is_in_the_figures_and_the_table(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    program.controller.assessments.judge("pneumothorax", 2)
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0))))
    dialog = dialog_of(program)
    choose(dialog, Part.JSON, Part.CSV)
    dialog.path.setText(str(tmp_path / "out"))
    dialog.save.click()
    qtbot.waitUntil(settled(program), timeout=20_000)
    qtbot.waitUntil((tmp_path / "out" / "result.json").is_file, timeout=20_000)
    facts = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    jsonschema.validate(facts, published_schema())
    assert facts["marks"][0]["points"] == [[10.0, 20.0], [40.0, 60.0]]
    with (tmp_path / "out" / "result.csv").open(newline="", encoding="utf-8") as handle:
        assessments = {row["finding"]: row["reader_verdict"] for row in csv.DictReader(handle)}
    assert assessments["pneumothorax"] == "reject"


def test_a_reader_signs_by_name_and_not_without_identity(program: Application, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = dialog_of(program)
    assert not dialog.reader.isEnabled()
    dialog.anonymize.setChecked(False)
    assert not dialog.signed.isEnabled()
    dialog.reader.setText("Lee^Ann")
    dialog.signed.setChecked(True)
    dialog.anonymize.setChecked(True)
    assert not dialog.chosen().signed
    dialog.anonymize.setChecked(False)
    choose(dialog, Part.DICOM)
    dialog.path.setText(str(tmp_path / "out"))
    dialog.save.click()
    qtbot.waitUntil((tmp_path / "out" / "dicom" / "results-sr.dcm").is_file, timeout=20_000)
    made = dcmread(tmp_path / "out" / "dicom" / "results-sr.dcm")
    assert made.VerificationFlag == "VERIFIED"
    assert made.VerifyingObserverSequence[0].VerifyingObserverName == "Lee^Ann"
    assert dialog_of(program).reader.text() == "Lee^Ann"


def test_the_report_is_printed_on_white_pages(
    program: Application, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "printed.pdf"

    def to_file(dialog: QPrintDialog) -> QDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        return QDialog.DialogCode.Accepted

    def identified(dialog: IdentityDialog) -> QDialog.DialogCode:
        assert dialog.leave_out.isChecked()
        dialog.leave_out.setChecked(False)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(IdentityDialog, "exec", identified)
    monkeypatch.setattr(QPrintDialog, "exec", to_file)
    program.window.commands.run("print")
    qtbot.waitUntil(lambda: target.exists() and target.read_bytes().endswith(b"%%EOF\n"), timeout=30_000)
    pages = PdfReader(target).pages
    assert len(pages) == 2
    for page in pages:
        [picture] = page.images
        pixels = np.asarray(picture.image.convert("RGB")) if picture.image else np.zeros((1, 1, 3))
        assert (pixels == 255).all(axis=2).mean() > 0.3  # paper
    qtbot.waitUntil(program.window.outcome.isVisible, timeout=30_000)
    assert "printed.pdf" in program.window.outcome.label.text()
    assert "identity is in it" in program.window.outcome.label.text()


def test_the_dialog_asks_whose_a_picture_is(qtbot: QtBot, tmp_path: Path) -> None:
    for picture in (False, True):
        dialog = ExportDialog(tmp_path, {True: "a", False: "b"}, picture=picture)
        qtbot.addWidget(dialog)
        dialog.show()
        assert dialog.patient_id.isVisible() is picture
    dialog.anonymize.setChecked(False)
    dialog.patient_id.setText("ID-7")
    dialog.patient_name.setText("Doe^Jane")
    assert (dialog.chosen().patient_id, dialog.chosen().patient_name) == ("ID-7", "Doe^Jane")
    dialog.anonymize.setChecked(True)
    assert (dialog.chosen().patient_id, dialog.chosen().patient_name) == ("", "")


def test_what_stays_behind_is_said_before_the_export(program: Application) -> None:
    program.controller.annotations.add(Annotation(0, AnnotationKind.LENGTH, ((10.0, 20.0), (40.0, 60.0))))
    hidden = Annotation(0, AnnotationKind.LENGTH, ((50.0, 20.0), (90.0, 60.0)), hidden=True)
    program.controller.annotations.add(hidden)
    program.window.commands.run("toggle_drawn")
    dialog = dialog_of(program)
    assert "Hidden annotations stay out: 1." in dialog.note.text()
    assert "Annotations are switched off on the screen" in dialog.note.text()
    dialog.presentation.setCurrentIndex(dialog.presentation.findData(False))
    assert "switched off" in dialog.note.text()
    dialog.reject()
    program.window.commands.run("toggle_drawn")
    assert "switched off" not in dialog_of(program).note.text()


def test_findings_below_are_named_as_left_out_unless_their_overlays_are_asked_for(
    program: Application, qtbot: QtBot, tmp_path: Path
) -> None:
    film, analysis = opened(program)
    heat = analysis.result(PNEUMOTHORAX).heatmap
    assert heat is not None
    results = [
        replace(one, state=ScoreState.BELOW, heatmap=replace(heat, finding=one.finding))
        if one.finding.key == "hemothorax"
        else one
        for one in analysis.results
    ]
    judged = replace(analysis, results=tuple(results))
    dialog = ExportDialog(tmp_path, {True: "a", False: "b"}, stays=MayStay(below=("Hemothorax",)))
    qtbot.addWidget(dialog)
    dialog.parts[Part.REPORT_PNG].setChecked(False)
    assert "Hemothorax" not in dialog.note.text()
    assert not dialog.all_overlays.isEnabled()
    dialog.parts[Part.OVERLAYS].setChecked(True)
    assert "without an overlay: Hemothorax." in dialog.note.text()
    dialog.all_overlays.setChecked(True)
    assert "Hemothorax" not in dialog.note.text()
    for wanted in (False, True):
        options = ReportOptions(all_overlays=dialog.chosen().all_overlays and wanted, overwrite=True)
        write_export(tmp_path / "out", film, judged, options, frozenset({Part.OVERLAYS}))
        assert (tmp_path / "out" / "overlay-hemothorax.png").exists() == wanted
