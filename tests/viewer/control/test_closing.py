"""Closing the program while the engine does what cannot be stopped."""

from __future__ import annotations

import threading
import time

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from viewer.control.jobs.worker import PATIENCE_S, AnalysisService, Lane

ENDING_S = 60.0  # for a thread that was told to end, on a machine with other work


def test_closing_waits_no_second_for_an_engine_that_cannot_be_stopped(qapp: object) -> None:
    service, begun, end = AnalysisService(), threading.Event(), threading.Event()

    def loading(_token: CancelToken, _progress: ProgressCallback) -> object:
        begun.set()
        return end.wait(ENDING_S)

    service.submit(Lane.ANALYSE, loading)
    assert begun.wait(20)
    stuck = [thread for thread in threading.enumerate() if thread.name == f"thoracam-{Lane.ANALYSE}"]
    try:
        started = time.monotonic()
        service.close()
        assert time.monotonic() - started < ENDING_S / 2
        assert service.left_behind
    finally:
        end.set()
        for thread in stuck:
            thread.join(ENDING_S)
    assert PATIENCE_S < 1
    assert len(stuck) == 1
    assert not stuck[0].is_alive()


def test_closing_waits_for_what_is_being_written(qapp: object) -> None:
    service, begun, written = AnalysisService(), threading.Event(), []

    def writing(_token: CancelToken, _progress: ProgressCallback) -> object:
        begun.set()
        threading.Event().wait(1.2)
        written.append(1)
        return None

    service.submit(Lane.EXPORT, writing)
    assert begun.wait(20)
    service.close()
    assert written == [1]
    assert not service.left_behind
