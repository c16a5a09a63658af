"""The process that decodes dies while the window waits for it: the film is marked as failed, all else goes on."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.builders import write_dicom
from tests.e2e.hot_corner import hot_corner
from tests.e2e.user import Condition, User, analysed_anyway, session_of, use_pack
from viewer.__main__ import main
from viewer.state.session import BusyKind
from viewer.window.main_window import MainWindow

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process is halted otherwise there")


@pytest.fixture(autouse=True)
def one_reading_process() -> None:
    """The program starts its own here."""


def readers() -> list[int]:
    """The reading processes that there are."""
    children = multiprocessing.active_children()
    return [child.pid for child in children if child.name == "thoracam-reader" and child.pid is not None]


def is_open(window: MainWindow, path: Path) -> bool:
    film = session_of(window).film
    return film is not None and film.entry.path == path


def test_a_decoder_that_dies_costs_one_film_and_not_the_window(
    qapp: QApplication, tiny_pack: Path, tmp_path: Path
) -> None:
    use_pack(tiny_pack)
    first, fatal, last = (write_dicom(tmp_path / f"{name}.dcm", hot_corner()) for name in ("first", "fatal", "last"))

    def script(window: MainWindow) -> Iterator[Condition]:
        yield from analysed_anyway(window)
        dying = readers()
        assert dying
        for reader in dying:
            os.kill(reader, signal.SIGSTOP)  # so that it is at work on the next film when it dies
        window.files.open_paths((fatal,))
        yield (
            lambda: (
                (busy := session_of(window).busy) is not None
                and busy.kind is BusyKind.READING
                and is_open(window, fatal)
            )
        )
        for reader in dying:
            os.kill(reader, signal.SIGKILL)
        yield lambda: (film := session_of(window).film) is not None and film.failure is not None
        film = session_of(window).film
        assert film is not None
        assert film.entry.path == fatal
        assert film.failure is not None
        assert "“fatal.dcm”" in film.failure.text
        assert "Decoding it broke the reading process, which was started anew." in film.failure.text
        window.files.open_paths((last,))
        yield lambda: is_open(window, last)
        yield from analysed_anyway(window)
        assert set(readers()).isdisjoint(dying)

    user = User(script)
    assert main([str(first)]) == 0
    user.check()
