"""Programs for the tests of the window."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.fakes import FakeEngine
from tests.viewer.hands import Build
from viewer import app
from viewer.app import Application


@pytest.fixture
def build(qtbot: QtBot, tmp_path: Path) -> Iterator[Build]:
    """Programs with the real window, reader and threads; only the engine is a fake."""
    running: list[Application] = []

    def make(engine: FakeEngine | None = None) -> Application:
        program = app.build(tmp_path / "config" / "settings.toml", engine=engine or FakeEngine())
        program.window.resize(1600, 1000)
        program.window.show()
        running.append(program)
        return program

    yield make
    for program in running:
        program.close()
