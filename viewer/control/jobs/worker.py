"""Background work: the only code that owns threads.

A piece of work is a function of a token and a progress callback. Each lane is one thread with a queue, so that
reading a film never waits for the engine. Answers come back on the thread of the service, as numbered events.
"""

from __future__ import annotations

import itertools
import os
import queue
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot

from inference.core.cancel import Cancelled, CancelToken
from inference.core.ports import Progress, ProgressCallback

PATIENCE_S = 0.7  # for the engine, when the program ends
Work = Callable[[CancelToken, ProgressCallback], object]


class Lane(StrEnum):
    """Which thread does the work."""

    READ = "read"
    AHEAD = "ahead"  # films that nobody opened yet
    ANALYSE = "analyse"
    BESIDE = "beside"  # what is found out of a film whose bars are shown already
    EXPORT = "export"
    MANY = "many"
    NETWORK = "network"  # questions, which somebody waits for at the screen
    FETCH = "fetch"
    SEND = "send"
    RECEIVE = "receive"
    COMMIT = "commit"  # senders told which of their objects are safe; they may let that wait
    WATCH = "watch"
    KEEP = "keep"  # what the user made: done to the end, also when the program closes


class Urgency(IntEnum):
    """What goes first within a lane."""

    NOW = 0
    SOON = 1
    IDLE = 2


@dataclass(frozen=True, slots=True)
class Progressed:
    """Work ``number`` got further."""

    number: int
    progress: Progress


@dataclass(frozen=True, slots=True, eq=False)
class Done:
    """Work ``number`` has its answer."""

    number: int
    value: object


@dataclass(frozen=True, slots=True, eq=False)
class Failed:
    """Work ``number`` raised."""

    number: int
    error: Exception


@dataclass(frozen=True, slots=True)
class Dropped:
    """Work ``number`` was cancelled; never shown as an error."""

    number: int


_GIVE_WAY = (Lane.READ, Lane.AHEAD, Lane.ANALYSE, Lane.BESIDE)  # with the threads that libraries start from them
NICENESS = 5  # more would leave the engine little beside other programs
_LEFT_BEHIND = (  # what may still compute, or wait for others, at the end
    Lane.ANALYSE,
    Lane.AHEAD,
    Lane.BESIDE,
    Lane.NETWORK,
    Lane.FETCH,
    Lane.SEND,
    Lane.COMMIT,
)
FIRST, LAST = -1, len(Urgency)  # before and behind all work of a lane
Event = Progressed | Done | Failed | Dropped


@dataclass(order=True, slots=True)
class _Job:
    urgency: int
    number: int
    lane: Lane = field(compare=False)
    work: Work | None = field(compare=False)
    token: CancelToken = field(compare=False, default_factory=CancelToken)


def _give_way() -> None:
    """Let the window's thread have a processor before this one, where a thread has a priority of its own: on Linux.

    A thread that gives way can hold Python's lock while other programs have the processor. With two of those beside it
    the window was kept waiting less all the same, since more often it waits for the processor than for the lock.
    """
    if sys.platform == "linux":
        with suppress(OSError):  # a sandbox may forbid it
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), os.nice(0) + NICENESS)


class AnalysisService(QObject):
    """Runs work on its lanes and reports each step through ``happened``, on the thread that owns the service."""

    happened = Signal(object)
    _from_lane = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = itertools.count(1)
        self._jobs: dict[int, _Job] = {}
        self._queues: dict[Lane, queue.PriorityQueue[_Job]] = {}
        self._threads: dict[Lane, threading.Thread] = {}
        self.left_behind = False
        self._closed = False
        self._from_lane.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def submit(self, lane: Lane, work: Work, urgency: Urgency = Urgency.NOW) -> int:
        """Queue work on a lane; returns its number. After ``close`` nothing is done any more."""
        job = _Job(int(urgency), next(self._numbers), lane, work)
        if self._closed:
            return job.number
        self._jobs[job.number] = job
        self._queue(lane).put(job)
        return job.number

    def cancel(self, number: int) -> None:
        """Ask one piece of work to stop; unknown and finished numbers are fine."""
        job = self._jobs.get(number)
        if job is not None:
            job.token.cancel()

    def close(self) -> None:
        """Cancel everything but what is to be kept, and wait until the last thread has ended.

        For the engine's, and what works ahead with it, no longer than ``PATIENCE_S``: what loads or compiles a network
        cannot be stopped from outside, and writes nothing of the user's. ``left_behind`` then says that a thread of it
        still runs, so that the process has to end without it.
        """
        self._closed = True
        for job in list(self._jobs.values()):
            if job.lane is not Lane.KEEP:
                job.token.cancel()
        for lane, lane_queue in self._queues.items():
            lane_queue.put(_Job(LAST if lane is Lane.KEEP else FIRST, next(self._numbers), lane, None))
        deadline = time.monotonic() + PATIENCE_S
        for lane, thread in self._threads.items():
            thread.join(max(0.0, deadline - time.monotonic()) if lane in _LEFT_BEHIND else None)
        self.left_behind = any(thread.is_alive() for thread in self._threads.values())
        self._threads.clear()
        self._queues.clear()
        self._jobs.clear()

    def _queue(self, lane: Lane) -> queue.PriorityQueue[_Job]:
        if lane not in self._queues:
            self._queues[lane] = queue.PriorityQueue()
            name, daemon = f"thoracam-{lane}", lane in _LEFT_BEHIND
            thread = threading.Thread(target=self._run, args=(lane, self._queues[lane]), name=name, daemon=daemon)
            self._threads[lane] = thread
            thread.start()
        return self._queues[lane]

    def _run(self, lane: Lane, jobs: queue.PriorityQueue[_Job]) -> None:
        if lane in _GIVE_WAY:
            _give_way()
        while (job := jobs.get()).work is not None:
            event = self._attempt(job, job.work)
            if not self._closed:  # else nobody listens, and the service may be gone
                self._from_lane.emit(event)

    def _attempt(self, job: _Job, work: Work) -> Event:
        def progress(value: Progress) -> None:
            self._from_lane.emit(Progressed(job.number, value))

        try:
            job.token.raise_if_cancelled()
            return Done(job.number, work(job.token, progress))
        except Cancelled:
            return Dropped(job.number)
        except Exception as error:  # noqa: BLE001 - the worker's boundary: whatever fails becomes an event
            return Failed(job.number, error)

    @Slot(object)
    def _deliver(self, event: Event) -> None:
        known = event.number in self._jobs
        if not isinstance(event, Progressed):
            self._jobs.pop(event.number, None)
        if known:
            self.happened.emit(event)
