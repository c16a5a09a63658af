"""The other films of the page in the layout of four: their pixels are read while the user looks."""

from __future__ import annotations

from pathlib import Path

from inference.core.film import Radiograph
from inference.text.messages import message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane, Urgency
from viewer.state.session import Session


class PageFilms:
    """Reads one film at a time whenever the page is another; what is under way for another page is dropped."""

    def __init__(self, port: ControllerPort) -> None:
        self._port = port
        self._path: Path | None = None
        self._number: int | None = None
        port.changes.listen(_others, self._want)

    def _want(self, others: tuple[Path, ...]) -> None:
        if self._number is not None and self._path not in others:
            self._port.jobs.drop(self._number)
            self._number = None
        if self._number is None:
            self._path = _unread(self._port.session, others)
            if self._path is not None:
                self._read(self._path)

    def _read(self, path: Path) -> None:
        def read(value: object) -> None:
            assert isinstance(value, Radiograph)
            self._learn(path, radiograph=value)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._learn(path, failure=message_for(error))

        work = self._port.films.reading(path)
        self._number = self._port.jobs.submit(Lane.READ, work, read, failed, Urgency.SOON)

    def _learn(self, path: Path, **changes: object) -> None:
        self._number = None
        self._port.changes.learn(path, **changes)
        self._want(_others(self._port.session))


def _others(session: Session) -> tuple[Path, ...]:
    """The films of the page without the open one, which is read by whoever opened it."""
    return tuple(path for path in session.page if path != session.current)


def _unread(session: Session, paths: tuple[Path, ...]) -> Path | None:
    """The first of these films without pixels that could have some."""
    films = (session.films[path] for path in paths)
    return next((film.entry.path for film in films if film.radiograph is None and film.failure is None), None)
