"""Objects that go with DICOM, chosen in the export dialog: written as ticked, kept for the next time, as seen."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydicom import dcmread
from pydicom.dataset import Dataset
from pytestqt.qtbot import QtBot

from inference.report.dicom.files import KEYS, READER_KEYS, STATE
from inference.report.output.export import Part
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, opened, session
from viewer.app.application import Application
from viewer.export.export_dialog import ExportDialog

SIZE = (240, 200)  # rows, columns


@pytest.fixture
def program(build: Build, tmp_path: Path, qtbot: QtBot) -> Application:
    path = write_dicom(tmp_path / "film.dcm", phantom(*SIZE), PatientName="DOE^JANE", PixelSpacing=[0.5, 0.5])
    return opened(build(), path, qtbot)


def dialog_of(program: Application) -> ExportDialog:
    program.window.commands.run("export")
    dialog = program.window.exports.dialog
    assert dialog is not None
    return dialog


def exported(program: Application, folder: Path, qtbot: QtBot) -> Path:
    """The film exported as DICOM with a presentation state and key objects, as the dialog has it."""
    dialog = dialog_of(program)
    for part, box in dialog.parts.items():
        box.setChecked(part is Part.DICOM)
    for box in (dialog.dicom.state, dialog.dicom.keys):
        box.setChecked(True)
    dialog.path.setText(str(folder))
    dialog.save.click()
    qtbot.waitUntil(lambda: (folder / "dicom" / STATE).is_file() and session(program).busy is None, timeout=20_000)
    return folder / "dicom"


def area(folder: Path) -> Dataset:
    [item] = dcmread(folder / STATE).DisplayedAreaSelectionSequence
    assert isinstance(item, Dataset)
    return item


def test_what_is_ticked_is_written_and_ticked_the_next_time(program: Application, tmp_path: Path, qtbot: QtBot) -> None:
    assert not dialog_of(program).dicom.isEnabled()  # without DICOM
    program.window.commands.run("flag_film")
    made = exported(program, tmp_path / "out", qtbot)
    there = {path.name for path in made.iterdir()}
    assert {STATE, KEYS, READER_KEYS} <= there
    assert not [name for name in there if name.startswith("heat-")]
    dialog = dialog_of(program)
    assert [box.isChecked() for box in (dialog.dicom.document, dialog.dicom.state, dialog.dicom.keys)] == [
        False,
        True,
        True,
    ]
    assert not dialog.dicom.maps.isChecked()
    assert program.settings.now.dicom_state


def test_the_part_of_the_film_on_the_screen_is_displayed_as_large(
    program: Application, tmp_path: Path, qtbot: QtBot
) -> None:
    whole = area(exported(program, tmp_path / "whole", qtbot))
    corners = (whole.DisplayedAreaTopLeftHandCorner, whole.DisplayedAreaBottomRightHandCorner)
    assert corners == ([1, 1], [SIZE[1], SIZE[0]])
    program.window.commands.run("one_to_one")
    assert area(exported(program, tmp_path / "one", qtbot)).PresentationSizeMode == "MAGNIFY"
    for _ in range(12):
        program.window.commands.run("zoom_in")
    near = area(exported(program, tmp_path / "near", qtbot))
    assert near.PresentationSizeMode == "SCALE TO FIT"
    view = program.window.viewports.film
    left, top = near.DisplayedAreaTopLeftHandCorner
    right, bottom = near.DisplayedAreaBottomRightHandCorner
    assert view.camera is not None
    assert right - left + 1 == pytest.approx(view.width() / view.camera.scale, abs=2)
    assert bottom - top + 1 == pytest.approx(view.height() / view.camera.scale, abs=2)
    assert (left + right) / 2 == pytest.approx(SIZE[1] / 2, abs=1.5)
