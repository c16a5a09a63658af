"""What runs on a node of a Ray cluster: an actor with one engine, which does bundles of films."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from inference.batch.workers.film_line import FilmLine
from inference.batch.workers.port import Done, Host, Opener, Refused, Task
from inference.core.errors import ThoraCamError


class FilmActor:
    """One engine, opened at the first call and after each restart; films of several bundles go side by side."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._opening = threading.Lock()
        self._line: FilmLine | None = None
        self._pool: ThreadPoolExecutor | None = None
        self._host: Host | None = None

    def hello(self) -> Host | Refused:
        """What is installed here, once the engine is open; the error where it cannot be opened."""
        try:
            self._opened()
        except ThoraCamError as error:
            return Refused.of(error)
        assert self._host is not None  # it is open
        return self._host

    def ping(self) -> bool:
        """Whether anybody is there."""
        return True

    def do(self, tasks: Sequence[Task]) -> list[Done]:
        """Do a bundle of films; raises ``ThoraCamError`` where the engine cannot be opened."""
        line, pool = self._opened()
        return list(pool.map(line.do, tasks))

    def _opened(self) -> tuple[FilmLine, ThreadPoolExecutor]:
        with self._opening:
            if self._line is None or self._pool is None:
                work = self._opener()
                self._host, self._line = work.host(), FilmLine(work)
                self._pool = ThreadPoolExecutor(self._line.places, "thoracam film")
        return self._line, self._pool
