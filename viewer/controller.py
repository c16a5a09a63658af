"""User intents in, calls out. Holds no widget: it changes the session and tells whoever listens."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from inference.cancel import CancelToken
from inference.engine import Engine, Progress, ProgressCallback
from inference.messages import message_for, nothing_found, skipped_files
from inference.types import Analysis, Radiograph, Voi
from viewer import session as states
from viewer.session import Busy, Look, Session
from viewer.thumbnail import thumbnail
from viewer.worker import Done, Dropped, Event, Failed, Lane, Progressed, Urgency, Work

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import ScanResult

log = logging.getLogger(__name__)

Answer = Callable[[object], None]


class Service(Protocol):
    """The part of the worker that the controller uses."""

    def submit(self, lane: Lane, work: Work, urgency: Urgency = Urgency.NOW) -> int:
        """Queue work; returns its number."""

    def cancel(self, number: int) -> None:
        """Ask work to stop."""


class Reader(Protocol):
    """Where films come from."""

    def scan(self, paths: Sequence[Path]) -> ScanResult:
        """List the films below these paths, grouped into studies."""

    def read(self, path: Path) -> Radiograph:
        """Read one film."""


class Controller:
    """Turns what the user wants into work, and answers into the next session."""

    def __init__(self, service: Service, reader: Reader, engine: Engine) -> None:
        self._service = service
        self._reader = reader
        self._engine = engine
        self._pending: dict[int, tuple[Answer, Answer]] = {}
        self._reading: int | None = None
        self._analysing: int | None = None
        self._visited: tuple[Path, ...] = ()
        self._listeners: list[Callable[[Session], None]] = []
        self.session = Session()

    # -- listeners ------------------------------------------------------------------------------------------------

    def listen(self, listener: Callable[[Session], None]) -> None:
        """Be told of every new session."""
        self._listeners.append(listener)

    def _become(self, session: Session) -> None:
        self.session = session
        for listener in self._listeners:
            listener(session)

    # -- opening --------------------------------------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path]) -> None:
        """Find the films below these paths, list them and open the first."""
        wanted = tuple(paths)
        if not wanted:
            return

        def work(_token: CancelToken, _progress: ProgressCallback) -> ScanResult:
            return self._reader.scan(wanted)

        def listed(value: object) -> None:
            self._listed(cast("ScanResult", value))

        number = self._submit(Lane.READ, work, listed, self._show_failure)
        self._become(replace(self.session, busy=Busy(number, "Looking for films", Progress(0.0, "reading headers"))))

    def _listed(self, result: ScanResult) -> None:
        session = states.with_studies(self.session, result.studies)
        if result.skipped:
            session = replace(session, notice=skipped_files(result.skipped))
        if not result.studies:
            self._become(replace(session, notice=session.notice or nothing_found()))
            return
        self._become(session)
        notice = session.notice
        self.select(result.studies[0].films[0].path)
        if notice is not None:
            self._become(replace(self.session, notice=notice))
        self._make_thumbnails()

    def _make_thumbnails(self) -> None:
        for path, state in self.session.films.items():
            if state.thumbnail is None:
                self._make_thumbnail(path)

    def _make_thumbnail(self, path: Path) -> None:
        def work(_token: CancelToken, _progress: ProgressCallback) -> object:
            return thumbnail(self._reader.read(path))

        def made(value: object) -> None:
            self._become(states.with_film(self.session, path, thumbnail=value))

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._become(states.with_film(self.session, path, failure=message_for(error)))

        self._submit(Lane.READ, work, made, failed, Urgency.IDLE)

    # -- travelling -----------------------------------------------------------------------------------------------

    def select(self, path: Path) -> None:
        """Show this film at once and have it analysed; whatever was under way for another film is dropped."""
        if path not in self.session.films:
            return
        self._drop(self._reading)
        self._drop(self._analysing)
        self._reading = self._analysing = None
        self._visited = (*(item for item in self._visited if item != path), path)
        session = states.without_old_pixels(states.with_current(self.session, path), self._visited)
        self._become(replace(session, busy=None))
        state = self.session.films[path]
        if state.radiograph is not None:
            self._analyse(path, state.radiograph)
        elif state.failure is None:
            self._read(path)

    def go(self, step: int) -> None:
        """Go to the film ``step`` places further in the list."""
        path = states.neighbour(self.session, step)
        if path is not None:
            self.select(path)

    def _read(self, path: Path) -> None:
        def work(_token: CancelToken, _progress: ProgressCallback) -> Radiograph:
            return self._reader.read(path)

        def read(value: object) -> None:
            assert isinstance(value, Radiograph)
            self._become(states.with_film(self.session, path, radiograph=value))
            self._analyse(path, value)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._become(states.with_film(self.session, path, failure=message_for(error)))

        self._reading = self._submit(Lane.READ, work, read, failed)
        busy = Busy(self._reading, "Opening", Progress(0.0, "reading the file"))
        self._become(replace(self.session, busy=busy))

    # -- analysing ------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Get the engine ready while the user looks at the first film; a broken pack is said in the window."""

        def work(_token: CancelToken, _progress: ProgressCallback) -> None:
            self._engine.warm_up()

        self._submit(Lane.ANALYSE, work, lambda _value: None, self._show_failure)

    def analyse_again(self) -> None:
        """Analyse the open film (again), for instance after a cancelled or failed run."""
        state = self.session.film
        if state is None or state.radiograph is None or self._analysing is not None:
            return
        self._become(
            states.with_film(self.session, state.entry.path, analysis=None, analysis_failure=None),
        )
        self._analyse(state.entry.path, state.radiograph)

    def _analyse(self, path: Path, film: Radiograph) -> None:
        known = self.session.films[path].analysis
        if known is not None and known.film_hash == film.film_hash:
            return

        def work(token: CancelToken, progress: ProgressCallback) -> Analysis:
            return self._engine.analyse(film, token=token, progress=progress)

        def analysed(value: object) -> None:
            self._finish_analysis(path, analysis=value, analysis_failure=None)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._finish_analysis(path, analysis_failure=message_for(error))

        self._analysing = self._submit(Lane.ANALYSE, work, analysed, failed)
        self._become(replace(self.session, busy=Busy(self._analysing, "Analysing", Progress(0.0, "waiting"))))

    def _finish_analysis(self, path: Path, **changes: object) -> None:
        self._analysing = None
        self._become(states.with_film(self.session, path, **changes))

    def cancel(self) -> None:
        """Stop the work the user waits for."""
        busy = self.session.busy
        if busy is not None:
            self._drop(busy.number)
            self._become(replace(self.session, busy=None))

    # -- exporting ------------------------------------------------------------------------------------------------

    def export(self, title: str, work: Work, done: Callable[[object], None]) -> None:
        """Write a report on the export lane; ``done`` is told what was written."""
        number = self._submit(Lane.EXPORT, work, done, self._show_failure)
        self._become(replace(self.session, busy=Busy(number, title, Progress(0.0, "drawing"))))

    # -- looking --------------------------------------------------------------------------------------------------

    def toggle_finding(self, key: str) -> None:
        """Show or hide one finding's overlay, where this film has one."""
        if key in states.keys_with_heatmap(self.session.film):
            self._become(states.with_finding_toggled(self.session, key))

    def toggle_marks(self) -> None:
        """Show or hide all AI marks."""
        self._become(states.with_marks_toggled(self.session))

    def set_opacity(self, opacity: float) -> None:
        """Opacity of the overlay, clipped to 0..1."""
        overlay = replace(self.session.overlay, opacity=min(1.0, max(0.0, opacity)))
        self._become(replace(self.session, overlay=overlay))

    def set_colormap(self, name: str) -> None:
        """Colour map of the overlay."""
        self._become(replace(self.session, overlay=replace(self.session.overlay, colormap=name)))

    def set_voi(self, voi: Voi | None) -> None:
        """Window of the film; None is the film's own."""
        self._become(replace(self.session, look=replace(self.session.look, voi=voi)))

    def toggle_invert(self) -> None:
        """Swap black and white."""
        look = self.session.look
        self._become(replace(self.session, look=replace(look, invert=not look.invert)))

    def reset_look(self) -> None:
        """Back to the film's own window and polarity."""
        self._become(replace(self.session, look=Look()))

    def dismiss_notice(self) -> None:
        """The user has read the notice."""
        self._become(replace(self.session, notice=None))

    # -- answers --------------------------------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take an event of the service; answers nobody waits for any more are dropped."""
        match event:
            case Progressed(number, progress):
                busy = self.session.busy
                if busy is not None and busy.number == number:
                    self._become(replace(self.session, busy=replace(busy, progress=progress)))
            case Dropped(number):
                self._pending.pop(number, None)
                self._no_longer_busy(number)
            case Done(number, value):
                if (answers := self._pending.pop(number, None)) is not None:
                    self._no_longer_busy(number)
                    answers[0](value)
            case Failed(number, error):
                if (answers := self._pending.pop(number, None)) is not None:
                    log.warning("work failed: %s", type(error).__name__)
                    self._no_longer_busy(number)
                    answers[1](error)

    def _no_longer_busy(self, number: int) -> None:
        if self.session.busy is not None and self.session.busy.number == number:
            self._become(replace(self.session, busy=None))

    def _submit(self, lane: Lane, work: Work, done: Answer, failed: Answer, urgency: Urgency = Urgency.NOW) -> int:
        number = self._service.submit(lane, work, urgency)
        self._pending[number] = (done, failed)
        return number

    def _drop(self, number: int | None) -> None:
        if number is None:
            return
        self._pending.pop(number, None)
        self._service.cancel(number)
        if number == self._analysing:
            self._analysing = None

    def _show_failure(self, error: object) -> None:
        assert isinstance(error, Exception)
        self._become(replace(self.session, notice=message_for(error)))
