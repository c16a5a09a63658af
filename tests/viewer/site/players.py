"""Readers at the player of a study: studies of small films, and hands that use the keys alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.site.reader_study.making import study_films
from inference.site.reader_study.study_file import FORMAT, Arm, ArmKind, Study, write_study
from tests.builders import phantom, write_dicom
from viewer.app.application import Application
from viewer.site.study_dialog import StudyDialog
from viewer.site.study_player import StudyPlayer

UNAIDED = Arm("Unaided", ArmKind.UNAIDED)
AI_FIRST = Arm("AI first", ArmKind.AI_FIRST, heat=True)
AI_SECOND = Arm("AI second", ArmKind.AI_SECOND)
Rate = Callable[[StudyPlayer], int]


def write_study_of(folder: Path, films: int, *arms: Arm, **changes: object) -> Path:
    """A study of so many small films, which differ, in a folder of their own; returns its file."""
    (folder / "films").mkdir()
    paths = []
    for number in range(films):
        pixels = phantom(rows=96)
        pixels[:8, : 2 + number] = np.max(pixels)
        paths.append(write_dicom(folder / "films" / f"SECRET^NAME-{number}.dcm", pixels, InstanceNumber=number + 1))
    plain = {"format": FORMAT, "title": "A study", "seed": 3, "findings": ("pneumothorax",), "washout_days": 0}
    listed = study_films(paths, folder / "study.toml", seed=3)
    write_study(folder / "study.toml", Study(**{**plain, "arms": arms, "films": listed, **changes}))  # type: ignore[arg-type]
    return folder / "study.toml"


def ask(program: Application) -> StudyDialog:
    """The dialog before a study, just opened."""
    program.window.commands.run("reader_study")
    return program.window.findChildren(StudyDialog)[-1]


def begin(program: Application, study: Path, reader: str, qtbot: QtBot) -> StudyPlayer:
    """Begin or go on with a study through its dialog."""
    dialog = ask(program)
    dialog.path.setText(str(study))
    dialog.reader.setText(reader)
    assert dialog.start.isEnabled(), dialog.about.text()
    dialog.start.click()
    player = program.window.findChildren(StudyPlayer)[-1]
    qtbot.waitUntil(player.isActiveWindow)
    return player


def press(player: StudyPlayer, key: Qt.Key | str) -> None:
    """Press a key, or type a sign."""
    if isinstance(key, str):
        QTest.keyClicks(player, key)
    else:
        QTest.keyClick(player, key)


def to_film(player: StudyPlayer, qtbot: QtBot) -> bool:
    """Go through pages of words until a film is seen; False where nothing is left to read."""
    qtbot.waitUntil(lambda: player.film_is_seen or not player.page.first.isHidden())
    while not player.film_is_seen:
        if player.reading.asked is None:
            return False
        press(player, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: player.film_is_seen or not player.page.first.isHidden())
    return True


def read_on(player: StudyPlayer, qtbot: QtBot, rate: Rate, films: int = 10_000) -> int:
    """Rate films until nothing is left, or so many are rated; returns how many were."""
    done = 0
    while done < films and to_film(player, qtbot):
        press(player, str(rate(player)))
        press(player, Qt.Key.Key_Return)
        done += 1
    return done
