"""The real window, reader and threads for the tests of the window; only the engine is a fake."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import phantom, write_dicom
from tests.fakes import FakeEngine
from tests.needs import QT_LOADS

if QT_LOADS:  # otherwise the tests here are skipped, and this file is read all the same where one of them is named
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.viewer.hands import Build, analysed
    from viewer.app import application
    from viewer.app.application import Application
    from viewer.style.translation import use_language


@pytest.fixture
def build(qtbot: QtBot, tmp_path: Path) -> Iterator[Build]:
    """Programs with the real window, reader and threads; only the engine is a fake."""
    running: list[Application] = []

    def make(engine: FakeEngine | None = None, second: FakeEngine | None = None) -> Application:
        path = tmp_path / "config" / "settings.toml"
        program = application.build(path, engine=engine or FakeEngine(), second=second)
        program.window.resize(1600, 1000)
        program.window.show()
        program.window.commands.run("layout_pair")  # most tests look at the film and its overlay
        running.append(program)
        return program

    yield make
    for program in running:
        program.close()


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """A folder of three films of one study."""
    folder = tmp_path / "films"
    folder.mkdir()
    for number in range(3):
        write_dicom(folder / f"{number}.dcm", phantom(rows=120 + number), InstanceNumber=number + 1)
    return folder


@pytest.fixture(autouse=True)
def plain_looks(qapp: QApplication) -> Iterator[None]:
    """Takes off again what a test dressed the application in."""
    qt = qapp
    font, palette, style = qt.font(), qt.palette(), qt.styleSheet()
    yield
    if (qt.font(), qt.palette(), qt.styleSheet()) != (font, palette, style):  # Qt would dress every widget anew
        qt.setFont(font)
        qt.setPalette(palette)
        qt.setStyleSheet(style)
    qt.setProperty("tone", None)
    use_language(qt, "en")


@pytest.fixture
def program(build: Build, films: Path, qtbot: QtBot) -> Application:
    """A program with the three films open and the first analysed."""
    made = build()
    made.window.files.open_paths((films,))
    qtbot.waitUntil(lambda: analysed(made), timeout=20_000)
    return made
