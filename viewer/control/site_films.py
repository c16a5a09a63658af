"""Films outside of the worklist, for reader studies and teaching: read and analysed on the worker, kept by nobody."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import ProgressCallback
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.worker import Lane, Urgency


class SiteFilms:
    """Answers go to who asked; a number that is dropped is never answered."""

    def __init__(self, port: ControllerPort) -> None:
        self._jobs, self._films = port.jobs, port.films

    def read(self, find: Callable[[], Path], done: Answer, failed: Answer, *, ahead: bool = False) -> int:
        """Read the film at a place that ``find`` tells, on the worker; it may raise what speaks against the film."""
        reader = self._films.reader

        def work(token: CancelToken, _progress: ProgressCallback) -> Radiograph:
            return reader.read(find(), token)

        return self._jobs.submit(Lane.READ, work, done, failed, Urgency.SOON if ahead else Urgency.NOW)

    def analyse(self, film: Radiograph, done: Answer, failed: Answer) -> int:
        """Have the model in use judge a film."""
        return self._jobs.submit(Lane.ANALYSE, self._films.judging(film), done, failed)

    def work(self, what: Callable[[], object], done: Answer, failed: Answer) -> int:
        """Do something with files that takes longer than a moment."""
        return self._jobs.submit(Lane.EXPORT, lambda _token, _progress: what(), done, failed)

    def drop(self, number: int | None) -> None:
        """Wait for it no longer."""
        self._jobs.drop(number)
