"""Work ahead of need: the next film is read and analysed while the user reads this one, then all others of the list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.errors import EmptyFilm, FilmError, PackError
from inference.core.film import Radiograph
from inference.core.ports import ProgressCallback
from inference.text.messages import message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.power import Power
from viewer.control.jobs.worker import Lane, Urgency, Work
from viewer.control.reader_records import ReaderRecords
from viewer.state.ahead import AheadWish
from viewer.state.film_standing import next_waiting
from viewer.state.session import Session, film_hash


class Prefetch:
    """At most one film is worked on ahead, and keeps its pixels; it is dropped when the user goes elsewhere.

    ``rest`` works on the others: a film that is under way there is only read here, and ``rest`` looks what is to do
    when this has ended.
    """

    def __init__(self, port: ControllerPort, rest: ListAnalysis) -> None:
        self._port, self._rest = port, rest
        self._path: Path | None = None
        self._number: int | None = None
        self._judging = False

    @property
    def is_under_way(self) -> bool:
        """Whether a film is worked on now."""
        return self._number is not None

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
        if not self._port.films.is_analysed(self._path, film) and not self._rest.is_analysing(self._path):
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
        self._rest.look()


class ListAnalysis:
    """Analyses the films of the list one at a time, on a lane of its own, and keeps no pixels.

    Work that the user waits for comes first: what is under way here is dropped then, unless it is the open film's,
    which takes it over. ``is_held`` tells of anything else that comes first. On battery it waits, unless told not to.
    """

    def __init__(self, port: ControllerPort, records: ReaderRecords, power: Power, is_held: Callable[[], bool]) -> None:
        self._port, self._records, self._power, self._is_held = port, records, power, is_held
        self._path: Path | None = None
        self._number: int | None = None
        self._on_battery_too = self._is_warm = False
        port.changes.listen(_deciding, lambda _: self.look())

    # -- wished for -----------------------------------------------------------------------------------------------

    def use(self, wish: AheadWish) -> None:
        """When to work, from now on."""
        self._on_battery_too = wish is AheadWish.ALWAYS
        self._show(going=wish is not AheadWish.NEVER, on_battery=False)

    def toggle(self) -> None:
        """Pause, or go on; where it waits for the mains, go on without."""
        ahead = self._port.session.ahead
        if ahead.going and ahead.on_battery:
            self._on_battery_too = True
            self.drop()
            self.look()
        else:
            self._show(going=not ahead.going)

    # -- at work --------------------------------------------------------------------------------------------------

    def is_analysing(self, path: Path) -> bool:
        """Whether this film is under way."""
        return self._number is not None and path == self._path

    def look(self) -> None:
        """Begin with the next film, or give way to what comes first."""
        session = self._port.session
        if self._path is not None and self._path not in session.films:
            self.drop()
        if not session.ahead.going:
            self.drop()
        elif session.busy is not None or self._is_held():
            if self._path is None or self._path != session.current:
                self.drop()
        elif self._number is None:
            self._begin()

    def take_over(self, path: Path) -> int | None:
        """Number of the work on this film if it is under way; whoever asks has its answer."""
        if not self.is_analysing(path):
            return None
        number = self._number
        self._end()
        return number

    def drop(self) -> None:
        """Stop what is under way."""
        if self._number is not None:
            self._port.jobs.drop(self._number)
            self._end()

    def _begin(self) -> None:
        path = next_waiting(self._port.session)
        if path is None:
            self._rest()
        elif not self._on_battery_too and self._power.on_battery():
            self._show(on_battery=True)
            self._submit(None, self._waiting)
        else:
            self._is_warm = True
            self._show(on_battery=False, running=path)
            self._submit(path, self._port.films.ahead(path))

    def _rest(self) -> None:
        """Everything is analysed: what it was read with is let go of."""
        if self._is_warm:
            self._is_warm = False
            self._port.jobs.submit(Lane.AHEAD, self._port.films.rest, _nothing, _nothing)

    def _waiting(self, token: CancelToken, _progress: ProgressCallback) -> None:
        self._power.wait_a_while(token)

    def _submit(self, path: Path | None, work: Work) -> None:
        self._path = path
        self._number = self._port.jobs.submit(Lane.AHEAD, work, self._done, self._failed)

    def _end(self) -> None:
        self._number = self._path = None
        self._show(running=None)

    def _done(self, value: object) -> None:
        path = self._path
        self._end()
        if path is not None:
            self._port.changes.learn(path, analysis=value, analysis_failure=None)
            key = film_hash(self._port.session.films.get(path))
            self._port.changes.become(self._records.brought(self._port.session, key))
        self.look()

    def _failed(self, error: object) -> None:
        """The film's own failure stands in its row; without a model there is nothing to go on with."""
        assert isinstance(error, Exception)
        path = self._path
        self._end()
        if isinstance(error, PackError):
            self._show(going=False)
        elif path is not None:
            reading = isinstance(error, FilmError) and not isinstance(error, EmptyFilm)
            self._port.changes.learn(path, **{"failure" if reading else "analysis_failure": message_for(error)})
        self.look()

    def _show(self, **changes: Any) -> None:
        session = self._port.session
        ahead = replace(session.ahead, **changes)
        if ahead != session.ahead:
            self._port.changes.become(replace(session, ahead=ahead))


def _nothing(_value: object) -> None:
    """Nobody waits for it."""


def _deciding(session: Session) -> tuple[object, ...]:
    """What of a session decides what is to do."""
    return session.busy is None, session.ahead.going, session.worklist, session.current, session.films
