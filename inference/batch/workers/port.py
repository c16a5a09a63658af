"""The port between a run and whoever does its films: a task in, what became of it out."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol, Self

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import ThoraCamError
from inference.core.film import Radiograph

MOST_TRIES = 3  # of a film whose worker ended each time


@dataclass(frozen=True, slots=True)
class Task:
    """A film to be done: where it is, what the tables call it, and its folder below that of the run (None for none).

    ``named``: what is no film there is a failure, and not passed over.
    """

    path: Path
    film: str
    folder: str | None = None
    named: bool = True


class Became(StrEnum):
    """What can become of a film."""

    DONE = "done"
    FAILED = "failed"
    PASSED_OVER = "passed over"


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a film was not done: the ``kind`` by the name of its error, and a sentence for people.

    Without a sentence where there was nobody any more to say one.
    """

    kind: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a task.

    ``rows``: its rows of results.csv, as they are written there. ``notes``: what a person must look at. ``seconds``:
    what each stage took, by the clock. ``host``: the machine it was done on.
    """

    task: Task
    became: Became
    rows: str = ""
    failure: Failure | None = None
    notes: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
    host: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """What a worker says of itself when it is ready: its machine and what is installed there."""

    name: str
    cores: int
    pack_hash: str
    versions: Mapping[str, str]
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """Why an engine was not opened, on its way from a worker: errors with arguments of their own do not travel."""

    kind: type[ThoraCamError]
    facts: Mapping[str, Any]

    @classmethod
    def of(cls, error: ThoraCamError) -> Self:
        """The error as it travels."""
        return cls(type(error), dict(vars(error)))

    def error(self) -> ThoraCamError:
        """The error again."""
        made = self.kind.__new__(self.kind, self.facts["detail"])
        vars(made).update(self.facts)
        return made


class FilmWork(Protocol):
    """What a worker works with; its methods are called from several threads, each film's one after the other."""

    at_once: int
    """How many films are analysed at once."""

    def read(self, task: Task) -> Radiograph:
        """The film of a task, and its input made ready; raises ``FilmError``."""

    def analyse(self, film: Radiograph) -> Analysis:
        """What the engine says of it; raises ``EngineError`` kin."""

    def write(self, task: Task, film: Radiograph, analysis: Analysis) -> tuple[str, tuple[str, ...]]:
        """Write what belongs to the film; answers its rows as text of a table, and notes. Raises ``ExportError``."""

    def failure(self, task: Task, error: Exception) -> Failure | None:
        """The words for an error; None where what was found is no film, and passed over."""

    def host(self) -> Host:
        """The machine, and what is installed on it."""

    def close(self) -> None:
        """Let go of all."""


Opener = Callable[[], FilmWork]
"""Opens what a worker works with, in the worker; it travels there as a pickle. Raises ``ThoraCamError``."""


class Workers(Protocol):
    """Those who do the films of a run. Opened at the first film, ended when the generator of ``over`` is closed."""

    def over(
        self, tasks: Iterator[Task], *, token: CancelToken, idle: Callable[[], object]
    ) -> Generator[Done, None, None]:
        """Do every task, each once, and yield what became of it when it is known, in no order.

        So many are under way as keep the workers full, no more. ``idle`` is called now and then. A film whose worker
        ended ``MOST_TRIES`` times is a failure of the kind ``WorkerDied``. Raises ``Cancelled`` when the token is set,
        and ``ThoraCamError`` where no worker can be had.
        """

    @property
    def hosts(self) -> tuple[Host, ...]:
        """The workers that have said that they are ready, each as often as it was started."""
