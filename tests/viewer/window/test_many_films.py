"""Three hundred films under the user's key, there and back: what is not looked at is let go."""

from __future__ import annotations

import gc
import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from inference.core.film import Radiograph
from tests.builders import phantom, write_dicom
from tests.viewer.hands import Build, has_thumbnails_in_sight, session
from viewer.app.application import Application
from viewer.state.image_pyramid import MOST_PREPARED, ImagePyramid
from viewer.state.session import KEPT_FILMS

FILMS = 300
ROWS, COLUMNS = 400, 320  # the pixels of a film: 0.5 MB, of all films: 150 MB
MOST_MB = 60
LONG = 60_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    pixels = phantom(ROWS, COLUMNS)
    for number in range(FILMS):
        pixels[0, 0] = number  # no two films are the same
        write_dicom(folder / f"{number:03}.dcm", pixels, InstanceNumber=number + 1)
    return folder


def megabytes() -> float:
    """What the process has in memory now."""
    return int(re.findall(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text("ascii"))[0]) / 1024


def alive(kind: type) -> int:
    """How many of a kind there are."""
    gc.collect()
    return sum(isinstance(found, kind) for found in gc.get_objects())


def is_seen(program: Application, place: int) -> bool:
    film = session(program).film
    return (
        film is not None and film.radiograph is not None and session(program).order[place] == session(program).current
    )


def travel(program: Application, qtbot: QtBot, key: Qt.Key, places: range) -> None:
    for place in places:
        QTest.keyClick(program.window, key)
        qtbot.waitUntil(lambda place=place: is_seen(program, place), timeout=LONG)  # type: ignore[misc]  # bound now


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.slow
def test_three_hundred_films_there_and_back_take_no_more_memory_than_a_few(
    build: Build, many: Path, qtbot: QtBot
) -> None:
    program = build()
    program.window.files.open_paths((many,))
    qtbot.waitUntil(lambda: bool(session(program).order) and is_seen(program, 0), timeout=LONG)
    qtbot.waitUntil(lambda: has_thumbnails_in_sight(program), timeout=LONG)
    before, others = megabytes(), (alive(Radiograph) - 1, alive(ImagePyramid) - 1)
    travel(program, qtbot, Qt.Key.Key_Down, range(1, FILMS))
    travel(program, qtbot, Qt.Key.Key_Up, range(FILMS - 2, -1, -1))
    assert alive(Radiograph) - others[0] <= KEPT_FILMS + 2  # one more is read ahead, one may be on its way
    assert alive(ImagePyramid) - others[1] <= MOST_PREPARED + 1  # the one that is shown may be older
    assert sum(state.radiograph is not None for state in session(program).films.values()) <= KEPT_FILMS + 1
    assert megabytes() - before < MOST_MB
