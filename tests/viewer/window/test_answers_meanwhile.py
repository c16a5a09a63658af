"""The window answers the hand while films and results come in: each is prepared elsewhere and told bit by bit."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from inference.core.voi import VoiWindow
from inference.imaging.display_pipeline import full_range
from inference.text.wording import probability_text
from tests.fakes import FakeEngine
from tests.viewer.hands import Build, analysed, opened, radiograph, session
from viewer.app.application import Application, answer_first
from viewer.control import session_changes
from viewer.control.jobs.lazy_ports import LazyEngine
from viewer.window.main_window import MainWindow


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


@pytest.fixture
def thawed() -> Iterator[None]:
    """What a test has left out of collections is collected again."""
    yield
    gc.unfreeze()


def is_looked_through(kind: type) -> bool:
    """Whether a collection would meet an object of this kind."""
    return any(isinstance(found, kind) for found in gc.get_objects())


def test_no_collection_looks_through_the_window_once_the_program_runs(thawed: None, build: Build) -> None:
    program = build()
    assert is_looked_through(MainWindow)
    answer_first(program)
    assert not is_looked_through(MainWindow)


def test_no_collection_looks_through_what_an_engine_is_built_of(thawed: None) -> None:
    engine = LazyEngine(FakeEngine)
    engine.warm_up()
    assert not is_looked_through(FakeEngine)


def shows_all(program: Application) -> bool:
    window, film = program.window, session(program).film
    results = () if film is None or film.analysis is None else film.analysis.results
    told = [window.findings.rows[found.finding.key].number.text() == probability_text(found) for found in results]
    return bool(told) and all(told) and window.commands.actions["export"].isEnabled()


def test_a_window_that_is_told_bit_by_bit_shows_all_of_a_film_in_the_end(
    monkeypatch: pytest.MonkeyPatch, thawed: None, build: Build, films: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(session_changes, "TURN_S", -1.0)  # each part of the window in a turn of its own
    program, turn, shown_after = build(), session_changes.SessionChanges.turn, list[bool]()

    def noted(changes: session_changes.SessionChanges) -> None:
        turn(changes)
        if analysed(program):
            shown_after.append(shows_all(program))

    monkeypatch.setattr(session_changes.SessionChanges, "turn", noted)
    answer_first(program)
    opened(program, films, qtbot)
    qtbot.waitUntil(lambda: shows_all(program))
    assert shown_after[0] is False  # the hand is answered first
    shown = program.window.viewports.film.layers.grey
    assert shown.shape == radiograph(program).shape
