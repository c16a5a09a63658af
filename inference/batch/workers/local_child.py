"""A worker process of this machine: one engine, films in by a pipe, what became of them out by it.

It heeds no Ctrl-C, which is for the run that started it; when that is gone, however it ended, this process and what it
started are gone too.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection

from inference.batch.workers.film_line import FilmLine
from inference.batch.workers.port import Done, Host, Opener, Refused, Task
from inference.core.cancel import Cancelled
from inference.core.errors import ThoraCamError


@dataclass(frozen=True, slots=True)
class Ready:
    """The engine is open; so many films may be under way at once."""

    host: Host
    places: int


def serve(pipe: Connection, opener: Opener) -> None:
    """Do films until nobody asks any more."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)  # Ctrl-C in a terminal goes to a whole group
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        work = opener()
    except ThoraCamError as error:
        pipe.send(Refused.of(error))
        return
    with closing(work):
        line = FilmLine(work)
        with ThreadPoolExecutor(line.places, "thoracam film") as pool:
            pipe.send(Ready(work.host(), line.places))
            _serve(pipe, line, pool)


def _serve(pipe: Connection, line: FilmLine, pool: ThreadPoolExecutor) -> None:
    sending = threading.Lock()

    def answer(future: Future[Done]) -> None:
        with suppress(Cancelled):
            done = future.result()
            with sending:
                pipe.send(done)

    try:
        while (task := _next(pipe)) is not None:
            pool.submit(line.do, task).add_done_callback(answer)
    except (EOFError, OSError):  # the run is gone
        _end_all()


def _next(pipe: Connection) -> Task | None:
    task: Task | None = pipe.recv()
    return task


def _end_all() -> None:
    """End this process and what it started at once; what is half-written is swept by the next run."""
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)
