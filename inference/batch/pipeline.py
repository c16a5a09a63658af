"""Many films: reading, engine and writing run side by side with short queues between them; one bad film stops nothing.

The calling thread only waits, and hears Ctrl-C; what is written is always whole, since writers write whole files and
are waited for. The pools are those of ``concurrent.futures``; how far they run ahead is bounded here.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from inference.core.analysis import Analysis
from inference.core.cancel import Cancelled, CancelToken
from inference.core.film import Radiograph
from inference.report.film_info import identity_digest

Written = TypeVar("Written")

DEPTH = 2  # films waiting between two stages; more would only hold memory


@dataclass(frozen=True, slots=True, eq=False)
class Outcome(Generic[Written]):
    """What became of one film: ``written`` is what the writer gave back, or ``error`` says why there is none.

    ``place`` counts the paths from 0; ``skipped`` says that the film had been done before.
    """

    place: int
    path: Path
    written: Written | None = None
    error: Exception | None = None
    skipped: bool = False


@dataclass(frozen=True, slots=True)
class Stages(Generic[Written]):
    """The work on one film.

    Each runs on threads of its own; where asked several films are analysed, or written, at once. ``done_before`` looks
    at a film that was read and says whether to skip it. ``prepare`` is work for the analysis that may run ahead of it.
    """

    read: Callable[[Path], Radiograph]
    analyse: Callable[[Radiograph], Analysis]
    write: Callable[[Path, Radiograph, Analysis, CancelToken], Written]
    done_before: Callable[[Path, Radiograph], bool] = lambda path, film: False
    prepare: Callable[[Radiograph], None] = lambda film: None


@dataclass(frozen=True, slots=True, eq=False)
class _Item:
    """A film on its way."""

    place: int
    path: Path
    film: Radiograph | None = None
    analysis: Analysis | None = None
    error: Exception | None = None
    skipped: bool = False


def run_batch(
    paths: Sequence[Path],
    stages: Stages[Written],
    *,
    token: CancelToken | None = None,
    analysts: int = 1,
    writers: int = 1,
    waiting: Callable[[], object] = lambda: None,
) -> Generator[Outcome[Written], None, None]:
    """Do every film and yield what became of it, as it is known, in the paths' order.

    So many ``analysts`` analyse at once, and so many ``writers`` write; ``waiting`` is called now and then meanwhile.

    Raises ``Cancelled`` when the token is set, after the films on their way were written or dropped whole. Leaving the
    iterator early, or an interrupt, stops the work the same way.
    """
    token = token or CancelToken()
    run = _Run(stages, token, analysts, writers, waiting)
    try:
        yield from run.over(paths)
    finally:
        run.stop()
    token.raise_if_cancelled()


def done_before(manifest: Path, film: Radiograph, pack_hash: str, *, anonymize: bool = False) -> bool:
    """Whether ``manifest`` (a film's ``result.json``, written last) is whole and of this film and this pack.

    Of the same pixels, and unless ``anonymize`` leaves it out of all reports, of the same identity.
    """
    digest = None if anonymize else identity_digest(film.identity)
    try:
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        known = facts["film"]["hash"], facts["film"]["identity"], facts["provenance"]["pack_hash"]
        return known == (film.film_hash, digest, pack_hash)
    except (OSError, ValueError, KeyError, TypeError):
        return False


class _Run(Generic[Written]):
    """Films that are read ahead, analysed and written, each a queue of futures in the paths' order."""

    def __init__(
        self,
        stages: Stages[Written],
        token: CancelToken,
        analysts: int,
        writers: int,
        waiting: Callable[[], object],
    ) -> None:
        self._stages, self._waiting = stages, waiting
        self._token = token
        self._stop = CancelToken()  # ours: the films on their way are no longer wanted
        self._reader = ThreadPoolExecutor(1, "batch reader")
        self._analysts = ThreadPoolExecutor(analysts, "batch analyst")
        self._writers = ThreadPoolExecutor(writers, "batch writer")
        self._most_analysed, self._most_written = analysts + 1, writers + DEPTH  # an analyst never waits for a film
        self._reading: deque[Future[_Item]] = deque()
        self._analysing: deque[Future[_Item]] = deque()
        self._writing: deque[Future[Outcome[Written]]] = deque()

    def over(self, paths: Sequence[Path]) -> Iterator[Outcome[Written]]:
        """Pass each film on as it is ready, yield what was written; ends early when the work is cancelled."""
        ahead = enumerate(paths)
        self._read_ahead(ahead)
        while self._reading or self._analysing:
            if not self._wait(self._awaited()):
                return
            self._hand_to_analysts(ahead)
            if self._analysing and self._analysing[0].done():
                item = self._analysing.popleft().result()
                self._hand_to_analysts(ahead)
                if not self._wait_for_writer():
                    return
                self._writing.append(self._writers.submit(self._one_written, item))
                del item  # nothing here holds a film that its writer has done with
            yield from self._written()
        while self._writing and self._wait([self._writing[0]]):
            yield from self._written()

    def _awaited(self) -> list[Future[_Item]]:
        """What the next step waits for: the first film that is analysed, and where there is room the next one read."""
        room = len(self._analysing) < self._most_analysed
        return [*list(self._analysing)[:1], *(list(self._reading)[:1] if room else [])]

    def _hand_to_analysts(self, ahead: Iterator[tuple[int, Path]]) -> None:
        """Have films analysed that were read, as many as are analysed at once, and read further ones."""
        while self._reading and self._reading[0].done() and len(self._analysing) < self._most_analysed:
            self._analysing.append(self._analysts.submit(self._analysed, self._reading.popleft().result()))
            self._read_ahead(ahead)

    def stop(self) -> None:
        """Let the threads end after the file they are at, and wait for them."""
        self._stop.cancel()
        for pool in (self._reader, self._analysts, self._writers):
            pool.shutdown(cancel_futures=True)

    def _read_ahead(self, ahead: Iterator[tuple[int, Path]]) -> None:
        """Keep as many films read or being read as may wait, and the one at hand."""
        for place, path in islice(ahead, DEPTH + 1 - len(self._reading)):
            self._reading.append(self._reader.submit(self._one_read, place, path))

    def _one_read(self, place: int, path: Path) -> _Item:
        try:
            film = self._stages.read(path)
            if self._stages.done_before(path, film):
                return _Item(place, path, skipped=True)
            self._stages.prepare(film)
        except Exception as error:  # noqa: BLE001 (one bad film never stops the rest)
            return _Item(place, path, error=error)
        return _Item(place, path, film)

    def _analysed(self, item: _Item) -> _Item:
        if item.film is None:
            return item
        try:
            self._token.raise_if_cancelled()  # the film may have been read, or have waited here, meanwhile
            analysis = self._stages.analyse(item.film)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 (one bad film never stops the rest)
            return _Item(item.place, item.path, error=error)
        return _Item(item.place, item.path, item.film, analysis)

    def _one_written(self, item: _Item) -> Outcome[Written]:
        if item.film is None or item.analysis is None:
            return Outcome(item.place, item.path, error=item.error, skipped=item.skipped)
        try:
            return Outcome(item.place, item.path, self._stages.write(item.path, item.film, item.analysis, self._stop))
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 (one bad film never stops the rest)
            return Outcome(item.place, item.path, error=error)

    def _wait_for_writer(self) -> bool:
        """Wait until few enough films are written or wait for it; False when the work was cancelled meanwhile."""
        while len(busy := [future for future in self._writing if not future.done()]) >= self._most_written:
            if not self._wait(busy):
                return False
        return True

    def _wait(self, futures: Sequence[Future[Any]]) -> bool:
        """Wait until one of them is done; False when the work was cancelled meanwhile."""
        while not self._token.cancelled:
            if wait(futures, timeout=0.05, return_when=FIRST_COMPLETED).done:
                return True
            self._waiting()
        return False

    def _written(self) -> Iterator[Outcome[Written]]:
        while self._writing and self._writing[0].done():
            yield self._writing.popleft().result()
