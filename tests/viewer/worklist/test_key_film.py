"""Key films: flagged by a command, marked in the list apart from those of others, undone, and there the next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.reader_annotations import KeyReason
from tests.builders import phantom, write_dicom
from tests.inference.reading.test_key_objects import selection
from tests.viewer.hands import Build, opened, session
from viewer.app.application import Application


@pytest.fixture
def films(tmp_path: Path) -> Path:
    """One film, which others point out too."""
    folder = tmp_path / "films"
    folder.mkdir()
    write_dicom(folder / "1.dcm", phantom(60, 50), PatientID="P1", SOPInstanceUID="1.2.3.1")
    selection(folder, "key.dcm", "1.dcm")
    return folder


def told(program: Application) -> str:
    """The rows of the list and their tips."""
    model = program.window.worklist.list.model()
    rows = [row.text for row in program.window.worklist.list.shown_rows()]
    return "\n".join([*rows, *(str(model.index(n, 0).data(Qt.ItemDataRole.ToolTipRole)) for n in range(len(rows)))])


def test_a_film_is_flagged_by_key_marked_in_the_list_undone_and_there_the_next_time(
    build: Build, films: Path, qtbot: QtBot
) -> None:
    program = opened(build(), films, qtbot)
    assert "★" not in told(program)
    assert "⚑" in told(program)  # of others
    QTest.keyClick(program.window, Qt.Key.Key_K, Qt.KeyboardModifier.ShiftModifier)
    assert session(program).reading.key_reason is KeyReason.OF_INTEREST
    assert program.window.commands.actions["flag_film"].isChecked()
    assert told(program).count("★") == 2  # in its row and in the row's tip
    assert "of interest" in told(program)
    program.window.commands.run("key_for_teaching")
    assert "for teaching" in told(program)
    assert program.window.commands.actions["key_for_teaching"].isChecked()
    program.window.commands.run("undo_mark")
    assert session(program).reading.key_reason is KeyReason.OF_INTEREST
    program.window.commands.run("undo_mark")
    assert "★" not in told(program)
    program.window.commands.run("redo_mark")
    program.window.commands.run("read_first")
    assert "★" in told(program)  # the reader's own word is no secret
    assert "⚑" not in told(program)
    program.close()
    again = opened(build(), films, qtbot)
    assert session(again).reading.key_reason is KeyReason.OF_INTEREST
    assert "★" in told(again)


def test_the_flag_is_in_the_menus_of_film_and_list(build: Build, films: Path, qtbot: QtBot) -> None:
    program = opened(build(), films, qtbot)
    worklist = program.window.worklist.list
    worklist.customContextMenuRequested.emit(worklist.rect().center())
    menu = program.window.menus.menu
    assert menu is not None
    assert "Flag film as key" in [action.text() for action in menu.actions()]
