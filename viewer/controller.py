"""User intents in, calls out. Holds no widget: it changes the session and tells whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

from inference.cancel import CancelToken
from inference.engine import InteractiveEngine, Progress, ProgressCallback
from inference.faithfulness import with_faithfulness
from inference.messages import (
    engine_notice,
    film_notes,
    incomplete_film,
    message_for,
    no_prior,
    nothing_found,
    own_pages,
    skipped_files,
)
from inference.reader_store import ReaderStore
from inference.touch import Patch, Touched
from inference.types import Analysis, Radiograph
from viewer import session as states
from viewer.jobs import Answer, Jobs, Service
from viewer.many_tools import Tools
from viewer.prior import prior_of
from viewer.prior_film import PriorFilm
from viewer.reader_controller import ReaderController
from viewer.restoring import restore
from viewer.session import Busy
from viewer.study_order import next_study, with_patients_together
from viewer.taking_up import as_it_was, show_overlay_again
from viewer.thumbnail import thumbnail
from viewer.touching import Touching
from viewer.what_was_open import WasOpen
from viewer.work_ahead import WorkAhead
from viewer.worker import Done, Dropped, Event, Failed, Lane, Progressed, Urgency, Work

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import ScanResult
    from inference.report.provenance import Reopened


class Reader(Protocol):
    """Where films come from."""

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        """List the films below these paths, grouped into studies."""

    def read(self, path: Path, token: CancelToken, frame: int = 0) -> Radiograph:
        """Read one frame of a film."""

    def reopen(self, paths: Sequence[Path], places: Sequence[Path], token: CancelToken) -> Reopened | None:
        """The first report among these paths and its film; None where there is no report among them."""


class Controller(ReaderController):
    """Turns what the user wants into work, and answers into the next session."""

    def __init__(
        self, service: Service, reader: Reader, engine: InteractiveEngine, store: ReaderStore | None = None
    ) -> None:
        super().__init__(store)
        self._jobs = Jobs(service)
        self._ahead = WorkAhead(self._jobs, self)
        self._prior = PriorFilm(self._jobs, self)
        self._touching = Touching(self._jobs, self._touched, self._show_failure)
        self._reader = reader
        self._engine = engine
        self._reading: int | None = None
        self._analysing: int | None = None
        self._warming = False
        self._noticed = ""
        self._drawing: dict[str, int] = {}
        self._many: tuple[int, str] = (0, "")  # the export of many films: its number and title
        self._visited: tuple[Path, ...] = ()

    # -- opening --------------------------------------------------------------------------------------------------

    def open_paths(self, paths: Sequence[Path], also: Sequence[Path] = ()) -> None:
        """Find the films below these paths, list them and open the first.

        Where a report is among them, its film is looked for, ``also`` in these places, and shown as the report does.
        """
        wanted = tuple(paths)
        if not wanted:
            return

        places = (*self.session.order, *also)

        def work(token: CancelToken, _progress: ProgressCallback) -> tuple[Reopened | None, ScanResult]:
            report = self._reader.reopen(wanted, places, token)
            return report, self._reader.scan(wanted if report is None else (report.film,), token)

        def listed(value: object) -> None:
            report, found = cast("tuple[Reopened | None, ScanResult]", value)
            self._listed(found, wanted if report is None else (report.film,))
            if report is not None:
                restore(self, report)

        number = self._jobs.submit(Lane.READ, work, listed, self._show_failure)
        self._become(replace(self.session, busy=Busy(number, "Looking for films", Progress(0.0, "reading headers"))))

    def take_up(self, was: WasOpen) -> None:
        """Open again what was open, as it was shown; films that are no longer there are said as always."""

        def work(token: CancelToken, _progress: ProgressCallback) -> ScanResult:
            return self._reader.scan(was.opened, token)

        def listed(value: object) -> None:
            found = cast("ScanResult", value)
            offer = self.session.offer if not found.studies else None  # a disk that is away may come back
            self._become(replace(self.session, comparing=was.comparing, offer=offer))
            self._listed(found, was.opened, was)
            show_overlay_again(self, was)

        self.set_method(was.method or self.session.method)
        number = self._jobs.submit(Lane.READ, work, listed, self._show_failure)
        self._become(replace(self.session, busy=Busy(number, "Looking for films", Progress(0.0, "reading headers"))))

    def start_over(self) -> None:
        """Let go of everything that is open; what the reader said and drew stays."""
        for number in (self._reading, self._analysing, self.session.busy.number if self.session.busy else None):
            self._drop(number)
        self._reading = self._analysing = None
        self._ahead.drop()
        self._touching.end()
        self._visited = ()
        self._become(states.without_films(self.session))
        self._compare()

    def _listed(self, result: ScanResult, opened: tuple[Path, ...], was: WasOpen | None = None) -> None:
        session = with_patients_together(states.with_studies(self.session, result.studies))
        if result.skipped or result.own:
            left_out = skipped_files(result.skipped) if result.skipped else own_pages(result.own)
            session = replace(session, notice=left_out)
        if not result.studies:
            self._become(replace(session, notice=session.notice or nothing_found()))
            return
        session = states.with_opened(session, opened)
        self._become(session if was is None else as_it_was(session, was))
        notice = session.notice
        current = was.current if was is not None else None
        self.select(current if current is not None and current in session.films else result.studies[0].films[0].path)
        if notice is not None:
            self._become(replace(self.session, notice=notice))
        self._make_thumbnails()

    def _make_thumbnails(self) -> None:
        for path, state in self.session.films.items():
            if state.thumbnail is None:
                self._make_thumbnail(path)

    def _make_thumbnail(self, path: Path) -> None:
        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            return thumbnail(self._reader.read(path, token))

        def made(value: object) -> None:
            self._become(states.with_film(self.session, path, thumbnail=value))

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._become(states.with_film(self.session, path, failure=message_for(error)))

        self._jobs.submit(Lane.READ, work, made, failed, Urgency.IDLE)

    # -- travelling -----------------------------------------------------------------------------------------------

    def select(self, path: Path) -> None:
        """Show this film at once and have it analysed; whatever was under way for another film is dropped."""
        if path not in self.session.films:
            return
        self._touching.end()
        self._drop(self._reading)
        self._drop(self._analysing)
        self._reading = self._analysing = None
        self._visited = (*(item for item in self._visited if item != path), path)
        session = states.without_old_pixels(states.with_current(self.session, path), self._visited)
        self._become(replace(session, busy=None, prior=None))
        self._compare()
        state = self.session.films[path]
        self._say_of(state.radiograph)
        number = self._ahead.take_over(path)
        if number is not None:
            self._jobs.adopt(number, *self._answers_for(path))
            self._wait_for_analysis(number)
            return
        if state.radiograph is not None:
            self._analyse(path, state.radiograph)
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
        path = state.entry.path
        self._touching.end()
        self._drop(self._reading)
        self._drop(self._analysing)
        self._become(states.with_film(self.session, path, frame=frame, analysis=None, analysis_failure=None))
        self._read(path)

    def _read(self, path: Path) -> None:
        def read(value: object) -> None:
            assert isinstance(value, Radiograph)
            self._become(states.with_film(self.session, path, radiograph=value))
            self._say_of(value)
            self._analyse(path, value)

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._become(states.with_film(self.session, path, failure=message_for(error)))

        self._reading = self._jobs.submit(Lane.READ, self.reading(path), read, failed)
        busy = Busy(self._reading, "Opening", Progress(0.0, "reading the file"))
        self._become(replace(self.session, busy=busy))

    def _say_of(self, film: Radiograph | None) -> None:
        """Say above the film that a part of it is missing, or else what had to be assumed to show it."""
        if film is not None and (film.gap is not None or film.notes):
            said = film_notes(film) if film.gap is None else incomplete_film(film)
            self._become(replace(self.session, notice=said))

    # -- analysing ------------------------------------------------------------------------------------------------

    def warm_up(self) -> None:
        """Get the engine ready while the user looks at the first film; a broken pack is said in the window.

        So is a GPU that was asked for and is not there.
        """

        def work(_token: CancelToken, _progress: ProgressCallback) -> None:
            self._engine.warm_up()

        def warm(_value: object) -> None:
            self._warming = False
            self._say_how_it_ran()

        def failed(error: object) -> None:
            self._warming = False
            self._show_failure(error)

        self._warming = True
        self._jobs.submit(Lane.ANALYSE, work, warm, failed)

    def analyse_again(self) -> None:
        """Analyse the open film (again), for instance after a cancelled or failed run."""
        state = self.session.film
        if state is None or state.radiograph is None or self._analysing is not None:
            return
        path = state.entry.path
        self._become(states.with_film(self.session, path, analysis=None, analysis_failure=None))
        self._analyse(path, state.radiograph)

    def analyse_anyway(self) -> None:
        """Analyse the open film although the film check refused it; the analysis records that."""
        state = self.session.film
        if state is None or state.radiograph is None or self._analysing is not None:
            return
        path = state.entry.path
        work = self.judging(state.radiograph, self._engine.insisting())
        self._become(states.with_film(self.session, path, analysis=None, analysis_failure=None))
        self._wait_for_analysis(self._jobs.submit(Lane.ANALYSE, work, *self._answers_for(path)))

    def set_method(self, method: str) -> None:
        """Make heatmaps in another way; films analysed lately need no second forward pass for it."""
        if method == self.session.method:
            return
        self._engine = self._engine.with_method(method)
        self._ahead.drop()
        self._become(replace(self.session, method=method))
        state = self.session.film
        if state is not None and state.radiograph is not None:
            self._drop(self._analysing)
            self._analyse(state.entry.path, state.radiograph)

    def test_heatmaps(self) -> None:
        """Test whether the open film's positive heatmaps show what the scores rest on."""
        state = self.session.film
        if state is None or state.radiograph is None or state.analysis is None or self._analysing is not None:
            return
        path, film, analysis, engine = state.entry.path, state.radiograph, state.analysis, self._engine

        def work(token: CancelToken, progress: ProgressCallback) -> Analysis:
            return with_faithfulness(engine, film, analysis, token=token, progress=progress)

        def tested(value: object) -> None:
            self._become(states.with_film(self.session, path, analysis=value))

        number = self._jobs.submit(Lane.ANALYSE, work, tested, self._show_failure)
        self._become(replace(self.session, busy=Busy(number, "Testing heatmaps", Progress(0.0, "waiting"))))

    def toggle_comparing(self) -> None:
        """Show the prior beside the open film, or no longer; where there is none, say so."""
        self._become(replace(self.session, comparing=not self.session.comparing))
        self._compare()
        if self.session.comparing and self.session.film is not None and self.session.prior is None:
            self._become(replace(self.session, notice=no_prior()))

    def _compare(self) -> None:
        """Have the prior of the open film ready while comparing."""
        path = prior_of(self.session) if self.session.comparing else None
        if path != self.session.prior:
            self._become(replace(self.session, prior=path))
        self._prior.want(path, None if path is None else self.session.films[path])

    def touch(self, patch: Patch) -> None:
        """See what becomes of the probabilities without a place of the open film; the newest place counts."""
        state = self.session.shown_film
        if state is None or state.radiograph is None or state.analysis is None or self._analysing is not None:
            return
        if any(result.analysed for result in state.analysis.results):
            self._ahead.drop()
            self._touching.at(self._engine, state.radiograph, patch)

    def end_touch(self) -> None:
        """Back to the film as it is."""
        if self._touching.active:
            self._touching.end()
            self._look_ahead()

    def _touched(self, found: Touched | None) -> None:
        self._become(replace(self.session, touched=found))

    def _analyse(self, path: Path, film: Radiograph) -> None:
        if self.is_analysed(path, film):
            self._look_ahead()
            return
        number = self._jobs.submit(Lane.ANALYSE, self.judging(film), *self._answers_for(path))
        self._wait_for_analysis(number)

    def _wait_for_analysis(self, number: int) -> None:
        self._analysing = number
        waiting = Progress(0.0, "loading the model") if self._warming else Progress(0.0, "waiting")
        self._become(replace(self.session, busy=Busy(number, "Analysing", waiting)))

    def is_analysed(self, path: Path, film: Radiograph) -> bool:
        """Whether these pixels were analysed already, in the way that heatmaps are made now."""
        known = self.session.films[path].analysis
        if known is None or known.film_hash != film.film_hash:
            return False
        return not self.session.method or known.provenance.method == self.session.method

    def judging(self, film: Radiograph, engine: InteractiveEngine | None = None) -> Work:
        """The work of analysing a film."""
        engine = engine or self._engine

        def work(token: CancelToken, progress: ProgressCallback) -> Analysis:
            return engine.analyse(film, token=token, progress=progress)

        return work

    def _answers_for(self, path: Path) -> tuple[Answer, Answer]:
        def analysed(value: object) -> None:
            self._analysing = None
            self._become(states.with_film(self.session, path, analysis=value, analysis_failure=None))
            self._say_how_it_ran()
            self._look_ahead()

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._analysing = None
            self._become(states.with_film(self.session, path, analysis_failure=message_for(error)))

        return analysed, failed

    def _say_how_it_ran(self) -> None:
        """Say once when the engine had to run in another way than asked, for instance without the GPU."""
        if self._engine.notice and self._engine.notice != self._noticed:
            self._noticed = self._engine.notice
            self._become(replace(self.session, notice=engine_notice(self._noticed)))

    # -- work ahead -----------------------------------------------------------------------------------------------

    def _look_ahead(self) -> None:
        path = states.neighbour(self.session, 1)
        if path is not None and self.session.films[path].failure is None:
            self._ahead.begin(path, self.session.films[path].radiograph)

    def reading(self, path: Path) -> Work:
        """The work of reading a film."""

        frame = self.session.films[path].frame

        def work(token: CancelToken, _progress: ProgressCallback) -> Radiograph:
            return self._reader.read(path, token, frame)

        return work

    def learn(self, path: Path, **changes: object) -> None:
        """Learn something about a film that is not open; nothing that is shown moves."""
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
        number = self._jobs.submit(Lane.EXPORT, work, done, self._show_failure)
        self._become(replace(self.session, busy=Busy(number, title, Progress(0.0, "drawing"))))

    def examine(self, work: Work, done: Answer) -> None:
        """Find something out that needs TensorFlow, after what the engine does now."""
        self._jobs.submit(Lane.ANALYSE, work, done, self._show_failure)

    def export_many(self, title: str, work: Work, done: Callable[[object], None]) -> None:
        """Export many films beside whatever else goes on; shown as busy whenever nothing else is."""
        self._many = (self._jobs.submit(Lane.MANY, work, done, self._show_failure), title)
        self._become(replace(self.session, busy=Busy(*self._many, Progress(0.0, "waiting"))))

    def many_tools(self, pack_hash: Callable[[], str]) -> Tools:
        """What a run over many films needs of this program."""
        return Tools(pack_hash, self._engine, self._reader.read, self._store.load)

    def draw(self, what: str, work: Work, done: Callable[[object], None]) -> None:
        """Draw something small on the export lane; a newer wish for the same thing replaces one under way."""
        self._drop(self._drawing.get(what))
        self._drawing[what] = self._jobs.submit(Lane.EXPORT, work, done, self._show_failure)

    # -- answers --------------------------------------------------------------------------------------------------

    def handle(self, event: Event) -> None:
        """Take an event of the service; answers nobody waits for any more are dropped."""
        match event:
            case Progressed(number, progress):
                busy = self.session.busy
                if busy is None and number == self._many[0]:
                    self._become(replace(self.session, busy=Busy(*self._many, progress)))
                elif busy is not None and busy.number == number:
                    self._become(replace(self.session, busy=replace(busy, progress=progress)))
            case Done(number) | Failed(number) | Dropped(number):
                self._no_longer_busy(number)
                self._jobs.answer(event)

    def _no_longer_busy(self, number: int) -> None:
        if self.session.busy is not None and self.session.busy.number == number:
            self._become(replace(self.session, busy=None))

    def _drop(self, number: int | None) -> None:
        self._jobs.drop(number)
        if number is not None and number == self._analysing:
            self._analysing = None

    def _show_failure(self, error: object) -> None:
        assert isinstance(error, Exception)
        self._become(replace(self.session, notice=message_for(error)))
