"""Many films: reading, engine and writing run side by side with short queues between them; one bad film stops nothing.

The engine stays on the calling thread, where Ctrl-C arrives; what is written is always whole, since writers write whole
files and are waited for.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from inference.core.analysis import Analysis
from inference.core.cancel import Cancelled, CancelToken
from inference.core.film import Radiograph
from inference.imaging.film_info import identity_digest

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

    ``read`` and ``write`` run on threads of their own, where asked several films are written at once; ``analyse`` runs
    on the caller's. ``done_before`` looks at a film that was read and says whether to skip it. ``prepare`` is work for
    the analysis that may run ahead of it.
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
    paths: Sequence[Path], stages: Stages[Written], *, token: CancelToken | None = None, writers: int = 1
) -> Generator[Outcome[Written], None, None]:
    """Do every film and yield what became of it, as it is known, in the paths' order; ``writers`` write at once.

    Raises ``Cancelled`` when the token is set, after the films on their way were written or dropped whole. Leaving the
    iterator early, or an interrupt, stops the work the same way.
    """
    token = token or CancelToken()
    run = _Run(stages, token, writers)
    try:
        yield from run.over(paths)
    finally:
        run.stop()
    token.raise_if_cancelled()


def done_before(manifest: Path, film: Radiograph, pack_hash: str, *, anonymize: bool = False) -> bool:
    """Whether ``manifest`` (a film's ``result.json``, written last) is whole and of this film and this pack.

    Of the same pixels, and unless ``anonymize`` leaves it out of all reports, of the same identity.
    """
    mark = None if anonymize else identity_digest(film.identity)
    try:
        facts = json.loads(manifest.read_text(encoding="utf-8"))
        known = facts["film"]["hash"], facts["film"]["identity"], facts["provenance"]["pack_hash"]
        return known == (film.film_hash, mark, pack_hash)
    except (OSError, ValueError, KeyError, TypeError):
        return False


class _Run(Generic[Written]):
    """One thread that reads and some that write, two queues in and one out."""

    def __init__(self, stages: Stages[Written], token: CancelToken, writers: int) -> None:
        self._stages = stages
        self._writers = writers
        self._token = token
        self._stop = CancelToken()  # ours: the films on their way are no longer wanted
        self._read: queue.Queue[_Item | None] = queue.Queue(DEPTH)
        self._write: queue.Queue[_Item | None] = queue.Queue(DEPTH)
        self._out: queue.Queue[Outcome[Written]] = queue.Queue()
        self._early: dict[int, Outcome[Written]] = {}  # ready before the film ahead of them
        self._next = 0
        self._threads: list[threading.Thread] = []

    def over(self, paths: Sequence[Path]) -> Iterator[Outcome[Written]]:
        """Start the threads, analyse what was read, yield what was written."""
        self._start(lambda: self._reader(paths), "batch reader")
        for _ in range(self._writers):
            self._start(self._writer, "batch writer")
        while (item := self._take(self._read)) is not None:
            self._put(self._write, self._analysed(item))
            yield from self._ready()
        if all(self._put(self._write, None) for _ in range(self._writers)):
            for thread in self._threads[1:]:
                thread.join()
        yield from self._ready()

    def stop(self) -> None:
        """Let the threads end after the file they are at, and wait for them."""
        self._stop.cancel()
        for thread in self._threads:
            thread.join()

    def _start(self, work: Callable[[], None], name: str) -> None:
        self._threads.append(threading.Thread(target=work, name=name, daemon=True))
        self._threads[-1].start()

    def _reader(self, paths: Sequence[Path]) -> None:
        for place, path in enumerate(paths):
            if self._halted() or not self._put(self._read, self._one_read(place, path)):
                return
        self._put(self._read, None)

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
            analysis = self._stages.analyse(item.film)
        except Cancelled:
            raise
        except Exception as error:  # noqa: BLE001 (one bad film never stops the rest)
            return _Item(item.place, item.path, error=error)
        return _Item(item.place, item.path, item.film, analysis)

    def _writer(self) -> None:
        while (item := self._take(self._write)) is not None:
            outcome = self._one_written(item)
            if outcome is None:
                return
            self._out.put(outcome)

    def _one_written(self, item: _Item) -> Outcome[Written] | None:
        if item.film is None or item.analysis is None:
            return Outcome(item.place, item.path, error=item.error, skipped=item.skipped)
        try:
            return Outcome(item.place, item.path, self._stages.write(item.path, item.film, item.analysis, self._stop))
        except Cancelled:
            return None
        except Exception as error:  # noqa: BLE001 (one bad film never stops the rest)
            return Outcome(item.place, item.path, error=error)

    def _take(self, line: queue.Queue[_Item | None]) -> _Item | None:
        """Wait for the next film in a line; None at its end or when the work is halted."""
        while not self._halted():
            try:
                return line.get(timeout=0.05)
            except queue.Empty:
                continue
        return None

    def _put(self, line: queue.Queue[_Item | None], item: _Item | None) -> bool:
        """Wait for room in a line; False when the work was halted meanwhile."""
        while not self._halted():
            try:
                line.put(item, timeout=0.05)
            except queue.Full:
                continue
            return True
        return False

    def _ready(self) -> Iterator[Outcome[Written]]:
        while not self._out.empty():
            outcome = self._out.get()
            self._early[outcome.place] = outcome
        while self._next in self._early:
            yield self._early.pop(self._next)
            self._next += 1

    def _halted(self) -> bool:
        return self._stop.cancelled or self._token.cancelled
