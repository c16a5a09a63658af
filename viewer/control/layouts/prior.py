"""The prior beside the open film: whether it is wanted, and getting it read and analysed while the user looks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.text.messages import message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane, Urgency
from viewer.state.prior_matching import prior_of
from viewer.state.session import FilmState, Session


class PriorControl:
    """Chooses the prior of the open film while comparing; at most one is got ready at a time."""

    def __init__(self, port: ControllerPort) -> None:
        self._port = port
        self._preparation = PriorPreparation(port)
        port.changes.listen(_judge, lambda _: self._judged_otherwise())

    def _judged_otherwise(self) -> None:
        """Films are judged by another model, or have heatmaps of another kind, from now on: so has the prior."""
        self._preparation.forget()
        self.choose()

    def choose(self) -> None:
        """Have the prior of the film that is open now ready, while comparing."""
        session = self._port.session
        path = prior_of(session) if session.comparing else None
        if path != session.prior:
            self._port.changes.become(replace(session, prior=path, prior_overlay=None))
        self._preparation.want(path, None if path is None else session.films[path])


class PriorPreparation:
    """Reads and analyses one prior; dropped when the user goes elsewhere."""

    def __init__(self, port: ControllerPort) -> None:
        self._port = port
        self._path: Path | None = None
        self._number: int | None = None

    def forget(self) -> None:
        """What is under way is of no use any more."""
        self._port.jobs.drop(self._number)
        self._path = self._number = None

    def want(self, path: Path | None, state: FilmState | None) -> None:
        """Get this prior ready, or none; what is under way for it already goes on, and pixels let go are read again."""
        there = state is not None and state.radiograph is not None
        if path == self._path and (there or path is None or self._number is not None):
            return
        self._port.jobs.drop(self._number)
        self._path, self._number = path, None
        if path is None or state is None:
            return
        if state.radiograph is not None:
            self._judge(state.radiograph)
        else:
            reading = self._port.films.reading(path)
            self._number = self._port.jobs.submit(Lane.READ, reading, self._read, self._failed, Urgency.SOON)

    def _read(self, value: object) -> None:
        assert isinstance(value, Radiograph)
        self._number = None
        self._learn(radiograph=value)
        self._judge(value)

    def _judge(self, film: Radiograph) -> None:
        assert self._path is not None
        if not self._port.films.is_analysed(self._path, film):
            work = self._port.films.judging(film)
            self._number = self._port.jobs.submit(Lane.ANALYSE, work, self._judged, self._not_judged, Urgency.SOON)

    def _judged(self, value: object) -> None:
        assert isinstance(value, Analysis)
        self._number = None
        self._learn(analysis=value)

    def _failed(self, error: object) -> None:
        assert isinstance(error, Exception)
        self._number = None
        self._learn(failure=message_for(error))

    def _not_judged(self, _error: object) -> None:
        """The prior is shown without figures; opening it says why."""
        self._number = None

    def _learn(self, **changes: object) -> None:
        assert self._path is not None
        self._port.changes.learn(self._path, **changes)


def _judge(session: Session) -> tuple[object, ...]:
    """Who judges films, and how heatmaps are made."""
    return session.second_model, session.method
