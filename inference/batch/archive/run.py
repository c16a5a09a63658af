"""One run over an archive: films from a list to workers, their rows into tables, and how it goes to whoever looks."""

from __future__ import annotations

import hashlib
import re
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from inference.batch.archive.record import Counts, Record
from inference.batch.archive.tables import FAILURE_COLUMNS, FAILURES, RESULTS, Stream, line, mend
from inference.batch.shards.digest_set import DigestSet
from inference.batch.shards.film_list import FilmList, Listed
from inference.batch.shards.shard import WHOLE, Shard
from inference.batch.workers.port import Became, Done, Failure, Task, Workers
from inference.core.cancel import CancelToken
from inference.core.errors import DiskFull, FilmError, WorkerDied
from inference.files.atomic_file import TEMPORARY, make_folder
from inference.files.names import safe_name, shown_path
from inference.report.output.csv_json import COLUMNS

FILMS = "films"  # the folder of the folders of films
RECORD_SECONDS = 30.0  # between two writings of run.json
_LONGEST_STEM = 40


class Namer(Protocol):
    """What tables call a film."""

    def __call__(self, path: Path) -> str:
        """A name that no other film of the run has, the same in each run."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run is to do: which films, of which shard, into which folder.

    ``name``: what tables call a film, of which ``explain`` hears when it is handed out; ``folders``: whether each film
    gets a folder; ``words``: a sentence for an error.
    """

    films: FilmList
    out: Path
    name: Namer
    words: Callable[[FilmError], Failure]
    shard: Shard = WHOLE
    folders: bool = True
    resume: bool = False
    explain: Callable[[Path], object] = lambda path: None


class ArchiveListener(Protocol):
    """Whoever wants to know how the run goes; called on the thread of the run."""

    def failed(self, film: str, failure: Failure) -> None:
        """A film was not done."""

    def note(self, film: str, sentence: str) -> None:
        """Somebody must look at what was written of a film."""

    def step(self, counts: Counts) -> None:
        """So far the run has come; also called while nothing happens."""

    def took(self, done: Done) -> None:
        """A film was done, in so much time by stage."""


@dataclass(slots=True)
class ArchiveRun:
    """Goes through a plan; :meth:`run` is called once, by whoever holds the folder."""

    plan: Plan
    workers: Workers
    record: Record
    tell: ArchiveListener
    counts: Counts = field(default_factory=Counts)
    _before: DigestSet = field(default_factory=DigestSet)  # what an earlier run did
    _seen: DigestSet = field(default_factory=DigestSet)  # of the list
    _recorded: float = 0.0

    def run(self, token: CancelToken | None = None) -> Counts:
        """Do every film of the shard that an earlier run has not done, and write the tables as they come.

        Raises ``UsageError`` where an earlier run was asked for something else, ``Cancelled``, ``DiskFull``, and
        ``ThoraCamError`` where the work itself cannot be done; what was written till then is whole.
        """
        token, out = token or CancelToken(), make_folder(self.plan.out)
        go_on = self.plan.resume and (out / RESULTS).exists()
        if go_on:
            self.record.go_on()
            self._before = mend(out / RESULTS)
            self.counts.done_before = len(self._before)
            sweep(out)
        with ExitStack() as open_files:
            results = open_files.enter_context(Stream(out / RESULTS, COLUMNS, go_on=go_on))
            failures = open_files.enter_context(Stream(out / FAILURES, FAILURE_COLUMNS))
            complete = False
            try:
                self._write_record()
                self._do_all(results, failures, token)
                complete = True
            finally:
                self.record.write(self.counts, self.workers.hosts, complete=complete)
        self.tell.step(self.counts)
        return self.counts

    def _do_all(self, results: Stream, failures: Stream, token: CancelToken) -> None:
        def not_listed(error: FilmError) -> None:
            self._take(
                Done(self._task(Listed(error.path, "")), Became.FAILED, failure=self.plan.words(error)), failures
            )

        with closing(self.workers.over(self._tasks(not_listed), token=token, idle=self._idle)) as outcomes:
            for done in outcomes:
                if done.became is Became.DONE:
                    results.write(done.rows)
                self._take(done, failures)

    def _take(self, done: Done, failures: Stream) -> None:
        if done.failure is not None:
            failure = done.failure
            if failure.kind == DiskFull.__name__:  # no film is to blame, and none that follows would be done
                raise DiskFull(self.plan.out)
            if not failure.sentence:
                failure = self.plan.words(WorkerDied(done.task.path))
            failures.write(line((done.task.film, failure.kind, failure.sentence)))
            self.tell.failed(done.task.film, failure)
        self.counts.take(done)
        for note in done.notes:
            self.tell.note(done.task.film, note)
        self.tell.took(done)
        self._idle()

    def _idle(self) -> None:
        self.tell.step(self.counts)
        if time.monotonic() - self._recorded > RECORD_SECONDS:
            self._write_record()

    def _write_record(self) -> None:
        self._recorded = time.monotonic()
        self.record.write(self.counts, self.workers.hosts, complete=False)

    def _tasks(self, failed: Callable[[FilmError], None]) -> Iterator[Task]:
        """The films that are still to be done."""
        for listed in self.plan.films.films(failed):
            if not self.plan.shard.holds(listed.key):
                continue
            task = self._task(listed)
            self.counts.listed += 1
            if not self._seen.add(task.film):
                self.counts.twice += 1
            elif task.film not in self._before:
                self.plan.explain(listed.path)
                yield task

    def _task(self, listed: Listed) -> Task:
        film = self.plan.name(listed.path)
        folder = folder_of(film, listed.path) if self.plan.folders else None
        return Task(listed.path.absolute(), film, folder, listed.named)


def folder_of(film: str, path: Path) -> str:
    """The folder of a film below that of its run: one of 256, and in it one of the film's own.

    Called after its file where the tables call it by its path, else as they do.
    """
    digest = hashlib.sha256(film.encode("utf-8")).hexdigest()
    by_path = film.startswith(shown_path(path))
    name = f"{safe_name(path.stem)[:_LONGEST_STEM]}-{digest[2:14]}" if by_path else film
    return f"{FILMS}/{digest[:2]}/{name}"


def path_name(path: Path) -> str:
    """What tables call a film where its path may be told: the path, and a number where that is no UTF-8."""
    text = str(path)
    shown = shown_path(path)
    if shown == text:
        return shown
    return f"{shown} #{hashlib.sha256(text.encode('utf-8', 'surrogateescape')).hexdigest()[:8]}"


def sweep(out: Path) -> None:
    """Take away what workers of a run that is over left half-written; by whoever holds the folder."""
    for path in (out / FILMS).glob("*/.thoracam-*"):
        if re.fullmatch(TEMPORARY, path.name):
            shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):
                path.unlink()
