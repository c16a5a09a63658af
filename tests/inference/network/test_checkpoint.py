"""The thread of an association stands before somebody else speaks over it, so that it takes no answer."""

from __future__ import annotations

import threading

from inference.network.connection.checkpoint import Checkpoint


def test_clear_comes_back_when_the_thread_stands_and_not_before() -> None:
    checkpoint, at_work, go_on = Checkpoint(), threading.Event(), threading.Event()

    def works() -> None:
        checkpoint.wait()  # open: it goes through at once
        at_work.set()
        go_on.wait(60)
        checkpoint.wait()

    thread, clears = threading.Thread(target=works), threading.Thread(target=checkpoint.clear)
    thread.start()
    at_work.wait(60)
    clears.start()
    clears.join(0.2)
    assert clears.is_alive()
    go_on.set()
    clears.join(60)
    assert thread.is_alive()
    assert not checkpoint.is_set()
    checkpoint.set()
    thread.join(60)
    assert not thread.is_alive()


def test_clear_waits_not_for_ever_for_a_thread_that_is_over() -> None:
    checkpoint = Checkpoint()
    checkpoint.clear()
    assert not checkpoint.wait(0)
