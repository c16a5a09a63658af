"""Gets the prior of the open film ready: read, then analysed, while the user looks at it."""

from __future__ import annotations

from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.text.messages import message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.film_jobs import FilmJobs
from viewer.control.job_registry import JobRegistry
from viewer.control.worker import Lane, Urgency
from viewer.state.session import FilmState


class PriorPrefetch:
    """At most one prior is got ready; it is dropped when the user goes elsewhere."""

    def __init__(self, jobs: JobRegistry, host: ControllerPort, films: FilmJobs) -> None:
        self._jobs, self._host, self._films = jobs, host, films
        self._path: Path | None = None
        self._number: int | None = None

    def want(self, path: Path | None, state: FilmState | None) -> None:
        """Get this prior ready, or none; what is under way for it already goes on, and pixels let go are read again."""
        there = state is not None and state.radiograph is not None
        if path == self._path and (there or path is None or self._number is not None):
            return
        self.drop()
        self._path = path
        if path is None or state is None:
            return
        if state.radiograph is not None:
            self._judge(state.radiograph)
        else:
            self._number = self._jobs.submit(
                Lane.READ, self._films.reading(path), self._read, self._failed, Urgency.SOON
            )

    def drop(self) -> None:
        """Stop getting a prior ready."""
        self._jobs.drop(self._number)
        self._path = self._number = None

    def _read(self, value: object) -> None:
        assert isinstance(value, Radiograph)
        assert self._path is not None
        self._number = None
        self._host.learn(self._path, radiograph=value)
        self._judge(value)

    def _judge(self, film: Radiograph) -> None:
        assert self._path is not None
        if not self._films.is_analysed(self._path, film):
            work = self._films.judging(film)
            self._number = self._jobs.submit(Lane.ANALYSE, work, self._judged, self._not_judged, Urgency.SOON)

    def _judged(self, value: object) -> None:
        assert isinstance(value, Analysis)
        assert self._path is not None
        self._number = None
        self._host.learn(self._path, analysis=value)

    def _failed(self, error: object) -> None:
        assert isinstance(error, Exception)
        assert self._path is not None
        self._number = None
        self._host.learn(self._path, failure=message_for(error))

    def _not_judged(self, _error: object) -> None:
        """The prior is shown without figures; opening it says why."""
        self._number = None
