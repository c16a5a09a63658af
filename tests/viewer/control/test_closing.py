"""Closing the program while the engine does what cannot be stopped."""

from __future__ import annotations

import threading
import time

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from viewer.control.jobs.worker import AnalysisService, Lane


def test_closing_waits_no_second_for_an_engine_that_cannot_be_stopped(qapp: object) -> None:
    service, begun, end = AnalysisService(), threading.Event(), threading.Event()

    def loading(_token: CancelToken, _progress: ProgressCallback) -> object:
        begun.set()
        return end.wait(60)

    service.submit(Lane.ANALYSE, loading)
    assert begun.wait(20)
    started = time.monotonic()
    service.close()
    assert time.monotonic() - started < 1
    assert service.left_behind
    end.set()
    for thread in threading.enumerate():
        if thread.name.startswith("thoracam"):
            thread.join(20)


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
