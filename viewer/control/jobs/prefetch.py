"""Work ahead of need: the next film is read and analysed while the user reads this one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane, Urgency, Work


class Prefetch:
    """At most one film is worked on ahead; it is dropped when the user goes elsewhere."""

    def __init__(self, port: ControllerPort) -> None:
        self._port = port
        self._path: Path | None = None
        self._number: int | None = None
        self._judging = False

    def begin(self, path: Path, film: Radiograph | None) -> None:
        """Read a film where it is not read yet, then analyse it; nothing if work ahead is under way already."""
        if self._number is not None:
            return
        self._path = path
        if film is not None:
            self._judge(film)
            return
        self._judging = False
        self._submit(Lane.READ, self._port.films.reading(path), self._read)

    def take_over(self, path: Path) -> int | None:
        """Number of the analysis of this film if it is under way; any other work ahead is dropped."""
        if path != self._path or not self._judging:
            self.drop()
            return None
        number, self._number = self._number, None
        return number

    def drop(self) -> None:
        """Stop working ahead."""
        self._port.jobs.drop(self._number)
        self._number = None

    def _read(self, value: object) -> None:
        assert isinstance(value, Radiograph)
        assert self._path is not None
        self._number = None
        self._port.changes.learn(self._path, radiograph=value)
        self._judge(value)

    def _judge(self, film: Radiograph) -> None:
        assert self._path is not None
        self._judging = True
        if not self._port.films.is_analysed(self._path, film):
            self._submit(Lane.ANALYSE, self._port.films.judging(film), self._judged)

    def _judged(self, value: object) -> None:
        assert isinstance(value, Analysis)
        assert self._path is not None
        self._number = None
        self._port.changes.learn(self._path, analysis=value)

    def _submit(self, lane: Lane, work: Work, done: Callable[[object], None]) -> None:
        self._number = self._port.jobs.submit(lane, work, done, self._failed, Urgency.SOON)

    def _failed(self, _error: object) -> None:
        """What failed ahead of need is tried again, and said, when the user gets there."""
        self._number = None
