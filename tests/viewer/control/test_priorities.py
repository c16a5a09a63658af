"""What computes gives way to the window's own thread."""

from __future__ import annotations

import os
import sys

import pytest
from pytestqt.qtbot import QtBot

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from viewer.control.jobs.worker import NICENESS, AnalysisService, Done, Event, Lane


@pytest.mark.skipif(sys.platform != "linux", reason="only there has a thread a priority of its own")
def test_the_engine_and_reading_give_way_to_the_window_and_what_leaves_does_not(qtbot: QtBot) -> None:
    service, heard = AnalysisService(), list[Event]()
    service.happened.connect(heard.append)

    def priority(_token: CancelToken, _progress: ProgressCallback) -> object:
        return os.nice(0)

    lanes = {service.submit(lane, priority): lane for lane in (Lane.READ, Lane.AHEAD, Lane.ANALYSE, Lane.EXPORT)}
    qtbot.waitUntil(lambda: len(heard) == len(lanes), timeout=20_000)
    service.close()
    found = {lanes[event.number]: event.value for event in heard if isinstance(event, Done)}
    own = os.nice(0)
    lower = min(own + NICENESS, 19)
    assert found == {Lane.READ: lower, Lane.AHEAD: lower, Lane.ANALYSE: lower, Lane.EXPORT: own}
