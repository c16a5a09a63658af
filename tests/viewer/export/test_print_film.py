"""A film printed from the window is as large on paper as it is."""

from __future__ import annotations

import subprocess
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import phantom, write_dicom
from tests.needs import program as needs
from tests.viewer.hands import Build, session
from viewer.app.application import Application
from viewer.export.identity_dialog import IdentityDialog

TEN_A_MILLIMETRE = "254"  # dots to the inch


@pytest.fixture
def shown(build: Build, qtbot: QtBot, tmp_path: Path) -> Application:
    """A film of 100 x 120 mm."""
    made = build()
    film = write_dicom(tmp_path / "film.dcm", phantom(600, 500), ImagerPixelSpacing=[0.2, 0.2])
    made.window.files.open_paths((film,))
    qtbot.waitUntil(lambda: session(made).radiograph is not None, timeout=20_000)
    return made


def print_to(target: Path, size: QPageSize.PageSizeId, monkeypatch: pytest.MonkeyPatch) -> None:
    def to_file(dialog: QPrintDialog) -> QDialog.DialogCode:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        dialog.printer().setPageSize(QPageSize(size))
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(IdentityDialog, "exec", lambda _dialog: QDialog.DialogCode.Accepted)
    monkeypatch.setattr(QPrintDialog, "exec", to_file)


def longest_run(row: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> int:
    """How many pixels of a row in succession are true."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], row, [False])).astype(int)))
    return int((edges[1::2] - edges[::2]).max()) if edges.size else 0


@needs("pdftoppm", "poppler-utils")
@pytest.mark.parametrize("size", [QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter, QPageSize.PageSizeId.A3])
def test_its_ruler_is_as_long_on_any_paper(
    shown: Application, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: QPageSize.PageSizeId
) -> None:
    target = tmp_path / "printed.pdf"
    print_to(target, size, monkeypatch)
    QTest.keyClick(shown.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: target.exists() and target.read_bytes().endswith(b"%%EOF\n"), timeout=60_000)
    command = ["pdftoppm", "-r", TEN_A_MILLIMETRE, "-gray", "-png", "-singlefile", str(target), str(tmp_path / "page")]
    subprocess.run(command, check=True)
    page = np.asarray(Image.open(tmp_path / "page.png").convert("L"))
    bottom = page[-round(len(page) * 0.6) :] < 100
    ruler = [run for run in map(longest_run, bottom) if 900 < run < 1100]
    assert ruler  # the film itself is no straight dark line
    assert max(ruler) == pytest.approx(1000, abs=5)
    film = [run for run in map(longest_run, page < 250) if 900 < run < 1100]
    assert len(film) == pytest.approx(1200 - 120, abs=130)  # its upper left corner is white
    assert np.median(film) == pytest.approx(1000, abs=5)


def test_paper_that_is_too_small_is_said(
    shown: Application, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    print_to(tmp_path / "printed.pdf", QPageSize.PageSizeId.A6, monkeypatch)
    shown.window.commands.run("print_film")
    qtbot.waitUntil(shown.window.notice.isVisible, timeout=20_000)
    assert "Paper too small" in shown.window.notice.label.text()


def test_a_film_of_unknown_size_cannot_be_printed_so(build: Build, qtbot: QtBot, tmp_path: Path) -> None:
    made = build()
    made.window.files.open_paths((write_dicom(tmp_path / "film.dcm", phantom(60, 50)),))
    qtbot.waitUntil(lambda: session(made).radiograph is not None, timeout=20_000)
    assert not made.window.commands.actions["print_film"].isEnabled()
