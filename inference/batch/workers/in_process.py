"""The films of a run done by this process."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import closing
from itertools import islice

from inference.batch.workers.film_line import FilmLine
from inference.batch.workers.port import Done, Host, Opener, Task
from inference.core.cancel import CancelToken

POLL_SECONDS = 0.2  # between two looks at the token


class InProcess:
    """One worker: this process, on threads of its own."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._hosts: tuple[Host, ...] = ()

    @property
    def hosts(self) -> tuple[Host, ...]:
        """This machine, once the engine is open."""
        return self._hosts

    def over(
        self, tasks: Iterator[Task], *, token: CancelToken, idle: Callable[[], object]
    ) -> Generator[Done, None, None]:
        """Do every task; see the port."""
        with closing(self._opener()) as work:
            self._hosts = (work.host(),)
            line = FilmLine(work)
            pool = ThreadPoolExecutor(line.places, "thoracam film")
            try:
                yield from _over(line, pool, tasks, token, idle)
            finally:
                line.stop()
                pool.shutdown(cancel_futures=True)


def _over(
    line: FilmLine, pool: ThreadPoolExecutor, tasks: Iterator[Task], token: CancelToken, idle: Callable[[], object]
) -> Generator[Done, None, None]:
    under_way: set[Future[Done]] = set()
    while True:
        for task in islice(tasks, line.places - len(under_way)):
            under_way.add(pool.submit(line.do, task))
        if not under_way:
            return
        token.raise_if_cancelled()
        done = wait(under_way, POLL_SECONDS, FIRST_COMPLETED).done
        under_way -= done
        idle()
        for future in done:
            yield future.result()
