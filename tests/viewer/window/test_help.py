"""Help says what this computer brings and what the program is made of; a GPU that is not there is said at the start."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from viewer.app import application
from viewer.app.application import Application
from viewer.state import settings
from viewer.state.settings import Settings


@pytest.fixture
def asked_for_gpu(tmp_path: Path, tiny_pack: Path, qtbot: QtBot) -> Iterator[Application]:
    path = tmp_path / "config" / "settings.toml"
    settings.save(Settings(pack=str(tiny_pack), device="gpu", precision="fp16"), path)
    program = application.build(path)  # with the real engine
    program.window.show()
    yield program
    program.close()


def test_a_missing_gpu_is_said_at_the_start_and_the_processor_goes_on(asked_for_gpu: Application, qtbot: QtBot) -> None:
    asked_for_gpu.controller.analysing.warm_up()
    notice = asked_for_gpu.window.notice
    qtbot.waitUntil(lambda: "the processor does the work now" in notice.label.text(), timeout=60_000)


def test_help_says_what_computes_and_why_and_it_can_be_copied(program: Application, qtbot: QtBot) -> None:
    program.window.commands.run("system")
    dialog = program.window.help.system_dialog
    assert dialog is not None
    assert not dialog.copy.isEnabled()
    qtbot.waitUntil(dialog.copy.isEnabled, timeout=60_000)
    dialog.copy.click()
    assert "Computes on: cpu" in QGuiApplication.clipboard().text()


def test_help_shows_every_part_with_its_licence_and_text(program: Application) -> None:
    program.window.commands.run("licences")
    dialog = program.window.help.licences_dialog
    assert dialog is not None
    shown = {}
    for row in range(dialog.parts.count()):
        dialog.parts.setCurrentRow(row)
        shown[dialog.parts.item(row).text().split(" ")[0]] = dialog.text.toPlainText()
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in shown["pyside6-essentials"]
    assert "Licence: OFL-1.1" in shown["Noto"]
    assert "NIH Clinical Center" in shown["NIH"]
    assert all(len(text) > 100 for text in shown.values())
