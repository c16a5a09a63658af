"""The window answers the hand while films and results come in: each is prepared elsewhere and told bit by bit."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from inference.core.voi import VoiWindow
from inference.imaging.display_pipeline import full_range
from inference.text.wording import probability_text
from tests.viewer.hands import Build, analysed, opened, radiograph, session
from viewer.app.application import Application, take_turns
from viewer.control import session_changes


@pytest.fixture
def threads(monkeypatch: pytest.MonkeyPatch) -> list[threading.Thread]:
    """On which threads films are prepared for display."""
    found: list[threading.Thread] = []

    def noted(pixels: NDArray[np.float32]) -> VoiWindow:
        found.append(threading.current_thread())
        return full_range(pixels)

    monkeypatch.setattr("viewer.state.image_pyramid.full_range", noted)
    return found


def test_no_film_that_is_read_is_prepared_by_the_thread_of_the_window(
    threads: list[threading.Thread], build: Build, films: Path, qtbot: QtBot
) -> None:
    program = opened(build(), films, qtbot)
    program.window.commands.run("next")
    qtbot.waitUntil(lambda: analysed(program))
    assert len(threads) >= 2
    assert threading.main_thread() not in threads


def shows_all(program: Application) -> bool:
    window, film = program.window, session(program).film
    results = () if film is None or film.analysis is None else film.analysis.results
    told = [window.findings.rows[found.finding.key].number.text() == probability_text(found) for found in results]
    return bool(told) and all(told) and window.commands.actions["export"].isEnabled()


def test_a_window_that_is_told_bit_by_bit_shows_all_of_a_film_in_the_end(
    monkeypatch: pytest.MonkeyPatch, build: Build, films: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(session_changes, "TURN_S", -1.0)  # each part of the window in a turn of its own
    program = build()
    take_turns(program)
    opened(program, films, qtbot)
    assert not shows_all(program)  # the hand is answered first
    qtbot.waitUntil(lambda: shows_all(program))
    shown = program.window.viewports.film.layers.grey
    assert shown.shape == radiograph(program).shape
