"""Work without an engine, which any process opens in no time; names of films say what becomes of them.

``bad-*`` is damaged, ``full-*`` finds no room, ``other-*`` no film, ``dies-*`` ends its worker the first time,
``poison-*`` each time.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inference.batch.archive.record import Asked, Counts
from inference.batch.archive.tables import rows_text
from inference.batch.workers.port import Done, Failure, Host, Task
from inference.core.errors import DamagedFilm, DiskFull, FilmError, NotAFilm
from inference.files.atomic_file import write_whole
from inference.report.output.csv_json import COLUMNS

FINDINGS = ("pneumothorax", "pleural_effusion")
ASKED = Asked({"opacity": 0.4, "only": "results"}, {"name": "fake", "version": "1", "hash": "0" * 64})


@dataclass(frozen=True, slots=True)
class FakeOpener:
    """Opens :class:`FakeWork`; ``out`` is where folders of films go, ``marks`` where is noted who died."""

    out: Path
    marks: Path

    def __call__(self) -> FakeWork:
        return FakeWork(self)


def never_ready() -> FakeWork:
    """Ends its worker while it opens."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


class FakeWork:
    """A film is its path, an analysis the length of its name."""

    at_once = 1

    def __init__(self, opener: FakeOpener) -> None:
        self._opener = opener

    def read(self, task: Task) -> Any:
        name = task.path.name
        if name.startswith("bad"):
            raise DamagedFilm(task.path, "it is cut short")
        if name.startswith("other"):
            raise NotAFilm(task.path)
        if name.startswith("dies") and not (mark := self._opener.marks / name).exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("poison"):
            os.kill(os.getpid(), signal.SIGKILL)
        return task.path

    def analyse(self, film: Any) -> Any:
        return len(film.name)

    def write(self, task: Task, film: Any, analysis: Any) -> tuple[str, tuple[str, ...]]:
        if film.name.startswith("full"):
            raise DiskFull(film)
        if task.folder is not None:
            write_whole(self._opener.out / task.folder / "result.json", b"{}", overwrite=True)
        return rows_of(task.film, analysis, task.folder or ""), ()

    def failure(self, task: Task, error: Exception) -> Failure | None:
        if isinstance(error, NotAFilm) and not task.named:
            return None
        return Failure(type(error).__name__, "It was not done.")

    def host(self) -> Host:
        return Host("here", 2, "0" * 64, {"thoracam": "test"})

    def close(self) -> None:
        """Nothing."""


def rows_of(film: str, score: float, folder: str = "") -> str:
    """The rows of a film as the fake work writes them."""
    row = dict.fromkeys(COLUMNS, "") | {"film": film, "probability": f"{score:.6f}", "folder": folder}
    return rows_text([{**row, "finding": finding} for finding in FINDINGS])


def words(error: FilmError) -> Failure:
    return Failure(type(error).__name__, f"{error.path.name} was not done.")


class Heard:
    """Remembers what a run told."""

    def __init__(self) -> None:
        self.failures: list[tuple[str, str]] = []

    def failed(self, film: str, failure: Failure) -> None:
        self.failures.append((film, failure.kind))

    def note(self, film: str, sentence: str) -> None:
        """Of no matter."""

    def step(self, counts: Counts) -> None:
        """Of no matter."""

    def took(self, done: Done) -> None:
        """Of no matter."""
