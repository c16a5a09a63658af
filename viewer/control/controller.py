"""User intents in, calls out. Holds no widget: it changes the session and tells whoever listens."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inference.annotations.store import AnnotationStore
from inference.core.film import Radiograph
from inference.core.ports import InteractiveEngine, Progress
from inference.text.messages import film_notes, incomplete_film, message_for, no_prior
from viewer.control.analysis import AnalysisControl
from viewer.control.annotation_controller import AnnotationController
from viewer.control.export_queue import ExportQueue
from viewer.control.film_jobs import FilmJobs, Reader
from viewer.control.job_registry import JobRegistry, Service
from viewer.control.opening import Opening
from viewer.control.prior_prefetch import PriorPrefetch
from viewer.control.worker import Done, Dropped, Event, Failed, Lane, Progressed
from viewer.state import session as states
from viewer.state.prior_matching import prior_of
from viewer.state.session import Busy
from viewer.state.worklist_order import next_study


class Controller(AnnotationController):
    """Goes from film to film and hands answers on; ``opening``, ``analysing`` and ``exports`` are for the rest."""

    def __init__(
        self, service: Service, reader: Reader, engine: InteractiveEngine, store: AnnotationStore | None = None
    ) -> None:
        super().__init__(store)
        self._jobs = JobRegistry(service)
        self._films = FilmJobs(self, reader, engine)
        self._prior = PriorPrefetch(self._jobs, self, self._films)
        self.analysing = AnalysisControl(self, self._jobs, self._films)
        self.opening = Opening(self, self._jobs, reader, self.analysing)
        self.exports = ExportQueue(self, self._jobs, self._films, self._store)
        self._reading: int | None = None
        self._visited: tuple[Path, ...] = ()

    # -- travelling -----------------------------------------------------------------------------------------------

    def select(self, path: Path) -> None:
        """Show this film at once and have it analysed; whatever was under way for another film is dropped."""
        if path not in self.session.films:
            return
        self._leave()
        self._visited = (*(item for item in self._visited if item != path), path)
        session = states.without_old_pixels(states.with_current(self.session, path), self._visited)
        self.become(replace(session, busy=None, prior=None))
        self._compare()
        state = self.session.films[path]
        self._say_of(state.radiograph)
        if self.analysing.take_over(path):
            return
        if state.radiograph is not None:
            self.analysing.begin(path, state.radiograph)
        elif state.failure is None:
            self._read(path)

    def go(self, step: int) -> None:
        """Go to the film ``step`` places further in the list."""
        path = states.neighbour(self.session, step)
        if path is not None:
            self.select(path)

    def go_to_study(self, step: int) -> None:
        """Go to the first film of the next or previous study."""
        path = next_study(self.session, step)
        if path is not None:
            self.select(path)

    def go_to_frame(self, frame: int) -> None:
        """Show another frame of the open film; it is analysed as a film of its own."""
        state = self.session.film
        if state is None or state.radiograph is None or frame == state.frame:
            return
        if not 0 <= frame < state.radiograph.frames:
            return
        self._leave()
        self.learn(state.entry.path, frame=frame, analysis=None, analysis_failure=None)
        self._read(state.entry.path)

    def start_over(self) -> None:
        """Let go of everything that is open; what the reader said and drew stays."""
        self._jobs.drop(self._reading)
        self._jobs.drop(self.session.busy.number if self.session.busy else None)
        self.analysing.stop_all()
        self._visited = ()
        self.become(states.without_films(self.session))
        self._compare()

    def _leave(self) -> None:
        self.analysing.stop()
        self._jobs.drop(self._reading)

    def _read(self, path: Path) -> None:
        def read(value: object) -> None:
            assert isinstance(value, Radiograph)
            self.learn(path, radiograph=value)
            self._say_of(value)
            self.analysing.begin(path, value)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self.learn(path, failure=message_for(error))

        self._reading = self._jobs.submit(Lane.READ, self._films.reading(path), read, failed)
        self.wait_for(self._reading, "Opening", "reading the file")

    def _say_of(self, film: Radiograph | None) -> None:
        """Say above the film that a part of it is missing, or else what had to be assumed to show it."""
        if film is not None and (film.truncated is not None or film.notes):
            said = film_notes(film) if film.truncated is None else incomplete_film(film)
            self.notify(said)

    # -- the prior ------------------------------------------------------------------------------------------------

    def toggle_comparing(self) -> None:
        """Show the prior beside the open film, or no longer; where there is none, say so."""
        self.become(replace(self.session, comparing=not self.session.comparing))
        self._compare()
        if self.session.comparing and self.session.film is not None and self.session.prior is None:
            self.notify(no_prior())

    def _compare(self) -> None:
        """Have the prior of the open film ready while comparing."""
        path = prior_of(self.session) if self.session.comparing else None
        if path != self.session.prior:
            self.become(replace(self.session, prior=path))
        self._prior.want(path, None if path is None else self.session.films[path])

    # -- work and answers -----------------------------------------------------------------------------------------

    def learn(self, path: Path, **changes: object) -> None:
        """Learn something about a film of the list."""
        self.become(states.with_film(self.session, path, **changes))

    def wait_for(self, number: int, title: str, stage: str) -> None:
        """Show that the user waits for this piece of work."""
        self.become(replace(self.session, busy=Busy(number, title, Progress(0.0, stage))))

    def cancel(self) -> None:
        """Stop the work the user waits for."""
        busy = self.session.busy
        if busy is not None:
            self._jobs.drop(busy.number)
            self._no_longer_busy(busy.number)

    def handle(self, event: Event) -> None:
        """Take an event of the service; answers nobody waits for any more are dropped."""
        match event:
            case Progressed(number, progress):
                busy = self.session.busy
                if busy is None:
                    self.exports.show_progress(number, progress)
                elif busy.number == number:
                    self.become(replace(self.session, busy=replace(busy, progress=progress)))
            case Done(number) | Failed(number) | Dropped(number):
                self._no_longer_busy(number)
                self._jobs.answer(event)

    def _no_longer_busy(self, number: int) -> None:
        if self.session.busy is not None and self.session.busy.number == number:
            self.become(replace(self.session, busy=None))

    def show_failure(self, error: object) -> None:
        """Say what went wrong."""
        assert isinstance(error, Exception)
        self.notify(message_for(error))
