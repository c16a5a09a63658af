"""What the user waits for: how far it is and how long it will take."""

from __future__ import annotations

import pytest

from inference.core.ports import Progress
from viewer.app.application import Application
from viewer.state.session import Busy, BusyKind


def test_the_time_left_is_told_once_it_can_be_guessed(program: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [100.0]
    monkeypatch.setattr("viewer.window.notices.progress_bar.time.monotonic", lambda: clock[0])
    bar = program.window.progress
    bar.show_busy(Busy(7, BusyKind.TESTING, Progress(0.1, "waiting")))
    assert "left" not in bar.label.text()
    clock[0] = 110.0
    bar.show_busy(Busy(7, BusyKind.TESTING, Progress(0.25, "waiting")))
    assert bar.label.text().endswith("about 30 s left")
    clock[0] = 220.0
    bar.show_busy(Busy(7, BusyKind.TESTING, Progress(0.5, "waiting")))
    assert bar.label.text().endswith("about 2 min left")
    bar.show_busy(Busy(8, BusyKind.TESTING, Progress(0.5, "waiting")))
    assert "left" not in bar.label.text()


def test_what_is_said_has_its_room_at_once_and_never_widens_the_window(program: Application) -> None:
    window, bar = program.window, program.window.progress
    window.resize(1280, 720)
    least = window.minimumSizeHint().width()
    bar.show_busy(Busy(7, BusyKind.ANALYSING, Progress(0.1, "Preparing the model for this computer")))
    assert bar.label.width() >= bar.label.sizeHint().width()
    bar.show_busy(Busy(7, BusyKind.ANALYSING, Progress(0.1, "Preparing " * 60)))
    assert window.minimumSizeHint().width() == least
