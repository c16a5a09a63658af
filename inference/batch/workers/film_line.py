"""Films side by side in one process: while one is analysed the next is read and the last is written."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from inference.batch.workers.port import Became, Done, FilmWork, Task
from inference.core.analysis import Analysis
from inference.core.cancel import Cancelled, CancelToken
from inference.core.film import Radiograph

READ, ANALYSE, WRITE = STAGES = ("read", "analyse", "write")
WRITERS = 2  # films that are written at once
_AHEAD = 2  # films that are read, or being read, while all others are at work


class FilmLine:
    """Does films with one :class:`FilmWork`; :meth:`do` is called from up to ``places`` threads at once.

    Each thread takes a film through all stages and waits where a stage is full, so that no more than ``places`` films
    are in memory.
    """

    def __init__(self, work: FilmWork) -> None:
        self._work = work
        self._stop = CancelToken()
        self._stages = {
            READ: threading.BoundedSemaphore(1),
            ANALYSE: threading.BoundedSemaphore(work.at_once),
            WRITE: threading.BoundedSemaphore(WRITERS),
        }
        self._host = work.host().name

    @property
    def places(self) -> int:
        """How many films fill all stages."""
        return _AHEAD + self._work.at_once + WRITERS - 1

    def stop(self) -> None:
        """Begin no further stage of any film."""
        self._stop.cancel()

    def do(self, task: Task) -> Done:
        """Do one film; one that fails is said so. Raises ``Cancelled`` after :meth:`stop`."""
        seconds: dict[str, float] = {}
        try:
            film = self._read(task, seconds)
            analysis = self._analyse(film, seconds)
            with self._stage(WRITE, seconds):
                rows, notes = self._work.write(task, film, analysis)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 (one bad film never stops the rest)
            failure = self._work.failure(task, error)
            became = Became.PASSED_OVER if failure is None else Became.FAILED
            return Done(task, became, failure=failure, seconds=seconds, host=self._host)
        return Done(task, Became.DONE, rows, notes=notes, seconds=seconds, host=self._host)

    def _read(self, task: Task, seconds: dict[str, float]) -> Radiograph:
        with self._stage(READ, seconds):
            return self._work.read(task)

    def _analyse(self, film: Radiograph, seconds: dict[str, float]) -> Analysis:
        with self._stage(ANALYSE, seconds):
            return self._work.analyse(film)

    @contextmanager
    def _stage(self, name: str, seconds: dict[str, float]) -> Iterator[None]:
        with self._stages[name]:
            self._stop.raise_if_cancelled()
            started = time.perf_counter()
            yield
            seconds[name] = time.perf_counter() - started
