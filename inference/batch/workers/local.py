"""The films of a run done by several processes of this machine, started anew where one of them ends."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from typing import Any

import psutil

from inference.batch.workers.environment import environment
from inference.batch.workers.local_child import Ready, serve
from inference.batch.workers.port import MOST_TRIES, Done, Host, Opener, Refused, Task
from inference.batch.workers.tries import Tries
from inference.core.cancel import CancelToken
from inference.core.errors import NoWorkers

POLL_SECONDS = 0.2  # between two looks at the token
ENDING_SECONDS = 5.0  # that a worker has to end by itself when all films are done


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, our end of its pipe, and the films it has; ``places`` is 0 until it is ready."""

    process: SpawnProcess
    pipe: Connection
    places: int = 0
    has: dict[str, Task] = field(default_factory=dict)
    alone: bool = False  # it has a film that ended another worker, and nothing else


class LocalProcesses:
    """``count`` worker processes, each with an engine of its own; ``environment`` is set in them."""

    def __init__(self, opener: Opener, count: int, environment: Mapping[str, str] | None = None) -> None:
        self._opener, self._count, self._environment = opener, count, dict(environment or {})
        self._hosts: tuple[Host, ...] = ()
        self._workers: list[_Worker] = []
        self._died_early = 0

    @property
    def hosts(self) -> tuple[Host, ...]:
        """This machine, once for each worker that was started."""
        return self._hosts

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes."""
        return tuple(worker.process.pid or 0 for worker in self._workers)

    def over(
        self, tasks: Iterator[Task], *, token: CancelToken, idle: Callable[[], object]
    ) -> Generator[Done, None, None]:
        """Do every task; see the port."""
        waiting = _Waiting(tasks)
        whole = False
        try:
            self._workers = [self._started() for _ in range(self._count)]
            yield from self._over(waiting, token, idle)
            whole = True
        finally:
            for worker in () if whole else self._workers:
                _kill(worker)  # all of them first: Ctrl+C is to end everything at once
            for worker in self._workers:
                _end(worker, kindly=whole)
            self._workers = []

    def _over(self, waiting: _Waiting, token: CancelToken, idle: Callable[[], object]) -> Generator[Done, None, None]:
        while True:
            for worker in self._workers:
                waiting.feed(worker)
            if waiting.none_left() and not any(worker.has for worker in self._workers):
                return
            token.raise_if_cancelled()
            idle()
            by_handle: dict[Any, _Worker] = {
                handle: one for one in self._workers for handle in (one.pipe, one.process.sentinel)
            }
            heard = {id(by_handle[handle]): by_handle[handle] for handle in wait([*by_handle], POLL_SECONDS)}
            for worker in heard.values():
                yield from self._hear(worker, waiting)

    def _hear(self, worker: _Worker, waiting: _Waiting) -> Iterator[Done]:
        """What a worker says; where it ended, its films go to others, and another takes its place."""
        try:
            while worker.pipe.poll():
                said = worker.pipe.recv()
                if isinstance(said, Done):
                    del worker.has[said.task.film]
                    worker.alone = False
                    waiting.tries.forget(said.task)
                    yield said
                else:
                    self._greet(worker, said)
            if worker.process.is_alive():
                return
        except (EOFError, OSError):
            pass
        yield from self._replace(worker, waiting)

    def _greet(self, worker: _Worker, said: Ready | Refused) -> None:
        if isinstance(said, Refused):
            raise said.error()
        worker.places = said.places
        self._hosts = (*self._hosts, said.host)
        self._died_early = 0

    def _replace(self, worker: _Worker, waiting: _Waiting) -> Iterator[Done]:
        place = self._workers.index(worker)
        del self._workers[place]  # at once: another may not start, and what has ended is not ended again
        _end(worker, kindly=False)
        if not worker.places:
            self._died_early += 1
            if self._died_early >= MOST_TRIES:
                raise NoWorkers("A worker ended while it started, several times; there may be too little memory.")
        self._workers.insert(place, self._started())
        for task in worker.has.values():
            if failed := waiting.tries.ended_under(task):
                yield failed
            else:
                waiting.suspects.append(task)

    def _started(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=serve, args=(theirs, self._opener), name="thoracam-worker")
        try:
            with environment(self._environment):
                process.start()
        finally:
            theirs.close()
        return _Worker(process, ours)


class _Waiting:
    """The films that no worker has: those to come, and ``suspects``, whose worker ended; these are done alone."""

    def __init__(self, tasks: Iterator[Task]) -> None:
        self._tasks = tasks
        self._ahead: Task | None = next(tasks, None)
        self.suspects: deque[Task] = deque()
        self.tries = Tries()

    def none_left(self) -> bool:
        """Whether all are with workers."""
        return self._ahead is None and not self.suspects

    def feed(self, worker: _Worker) -> None:
        """Give a worker what it has room for."""
        if self.suspects and worker.places and not worker.has:
            worker.alone = True
            _send(worker, self.suspects.popleft())
        while not worker.alone and len(worker.has) < worker.places and self._ahead is not None:
            task, self._ahead = self._ahead, next(self._tasks, None)
            _send(worker, task)


def _send(worker: _Worker, task: Task) -> None:
    worker.has[task.film] = task
    with suppress(OSError):  # it ended: that is heard next
        worker.pipe.send(task)


def _end(worker: _Worker, *, kindly: bool) -> None:
    """End a worker and what it started; one that has nothing to do may end by itself."""
    if kindly:
        with suppress(OSError):
            worker.pipe.send(None)
        worker.process.join(ENDING_SECONDS)
    _kill(worker)
    worker.process.join()
    worker.process.close()
    worker.pipe.close()


def _kill(worker: _Worker) -> None:
    """End a worker and what it started, whatever they are at: what they write is whole or not there."""
    pid = worker.process.pid
    if sys.platform != "win32" and pid is not None:
        with suppress(OSError):  # it is not yet the first of its group, or none of it is left
            os.killpg(pid, signal.SIGKILL)
    below = _below(pid) if sys.platform == "win32" else ()
    if worker.process.is_alive():
        worker.process.kill()
    for process in below:
        with suppress(psutil.Error):
            process.kill()


def _below(pid: int | None) -> list[psutil.Process]:
    try:
        return list(psutil.Process(pid).children(recursive=True))
    except psutil.Error:
        return []
