"""Having the open film analysed, in the way the user wants, and asking the engine more about it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, reinverted
from inference.core.ports import ProgressCallback
from inference.engine.faithfulness import with_faithfulness
from inference.engine.occlusion import Occlusion, Patch
from inference.text.messages import engine_notice, message_for
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.power import Power
from viewer.control.jobs.prefetch import ListAnalysis, Prefetch
from viewer.control.jobs.worker import Lane, Urgency, Work
from viewer.control.occlusion_probe import OcclusionProbe
from viewer.control.reader_records import ReaderRecords
from viewer.state import transitions
from viewer.state.session import BusyKind, neighbour


class AnalysisControl:
    """At most one analysis is under way for the open film; then the next film is worked on, then the ``rest``."""

    def __init__(self, port: ControllerPort, records: ReaderRecords, power: Power) -> None:
        self._port, self._changes, self._jobs, self._films = port, port.changes, port.jobs, port.films
        self._number: int | None = None
        self._settling: int | None = None
        self._testing: int | None = None
        self._occlusion_probe = OcclusionProbe(port.jobs, self._show_occlusion, port.messages.show_failure)
        self.rest = ListAnalysis(port, records, power, self._comes_first)
        self._ahead = Prefetch(port, self.rest)
        self._settled = False
        self._warming = False
        self._noticed = ""

    def warm_up(self) -> None:
        """Get the engine ready while the user looks at the first film; a broken pack is said in the window.

        So is a GPU that was asked for and is not there.
        """

        def work(_token: CancelToken, _progress: ProgressCallback) -> None:
            self._films.engine.warm_up()

        def warm(_value: object) -> None:
            self._warming = False
            self._say_how_it_ran()

        def failed(error: object) -> None:
            self._warming = False
            self._port.messages.show_failure(error)

        self._warming = True
        self._jobs.submit(Lane.ANALYSE, work, warm, failed)

    def begin(self, path: Path, film: Radiograph) -> None:
        """Analyse a film where it is not analysed yet."""
        if self._films.is_analysed(path, film):
            self._look_ahead()
        elif not self._adopted(path, self.rest.take_over(path)):
            self._submit(path, self._films.judging(film))

    def take_over(self, path: Path) -> bool:
        """Wait for the analysis of this film if it is under way ahead, and drop any other work ahead."""
        return self._adopted(path, self._ahead.take_over(path))

    def _adopted(self, path: Path, number: int | None) -> bool:
        if number is None:
            return False
        self._jobs.adopt(number, *self._answers_for(path))
        self._wait_for(number)
        return True

    def stop(self) -> None:
        """The user goes elsewhere: neither the analysis nor an occlusion of the open film is waited for."""
        self._occlusion_probe.end()
        self._jobs.drop(self._number)
        self._jobs.drop(self._settling)

    def stop_all(self) -> None:
        """Nothing is open any more: stop working ahead, too."""
        self.stop()
        self._drop_ahead()

    # -- the analysis ---------------------------------------------------------------------------------------------

    def analyse_again(self) -> None:
        """Analyse the open film (again), for instance after a cancelled or failed run."""
        self._anew(override=False)

    def analyse_with_override(self) -> None:
        """Analyse the open film although the film check refused it; the analysis records that."""
        self._anew(override=True)

    def invert_and_analyse(self) -> None:
        """Swap black and white of the open film, whose header contradicts its picture, and analyse it so."""
        state = self._changes.session.film
        if state is None or state.radiograph is None or self._is_under_way:
            return
        with self._changes.together():
            film = reinverted(state.radiograph)
            negative = not state.reinverted
            self._changes.learn(state.entry.path, radiograph=film, reinverted=negative, second_opinion=None)
            self._anew(override=False)

    def set_method(self, method: str) -> None:
        """Make heatmaps in another way; films analysed lately need no second forward pass for it."""
        if method == self._changes.session.method:
            return
        self._films.engine = self._films.engine.with_method(method)
        self._drop_ahead()
        self._jobs.drop(self._testing)
        with self._changes.together():
            self._changes.become(replace(self._changes.session, method=method))
            state = self._changes.session.film
            if state is not None and state.radiograph is not None:
                self._jobs.drop(self._number)
                self.begin(state.entry.path, state.radiograph)

    def switch_model(self) -> None:
        """Have films judged by the other model; what each said of a film is kept beside."""
        if not self._films.switch(self._changes.session.method):
            return
        self._drop_ahead()
        self._jobs.drop(self._testing)
        with self._changes.together():
            self._occlusion_probe.end()
            self._jobs.drop(self._number)
            self._changes.become(transitions.with_other_model(self._changes.session))
            state = self._changes.session.film
            if state is not None and state.radiograph is not None:
                self.begin(state.entry.path, state.radiograph)

    def examine(self, work: Work, done: Answer) -> None:
        """Find something out that needs TensorFlow, after what the engine does now."""
        self._jobs.submit(Lane.ANALYSE, work, done, self._port.messages.show_failure)

    def _anew(self, *, override: bool) -> None:
        state = self._changes.session.film
        if state is None or state.radiograph is None or self._is_under_way:
            return
        path, film = state.entry.path, state.radiograph
        with self._changes.together():
            self._changes.learn(path, analysis=None, analysis_failure=None)
            self._submit(path, self._films.judging(film, override=override))

    @property
    def _is_under_way(self) -> bool:
        return self._jobs.awaits(self._number)

    def _submit(self, path: Path, work: Work) -> None:
        self._jobs.drop(self._settling)
        self._wait_for(self._jobs.submit(Lane.ANALYSE, work, *self._answers_for(path)))

    def _wait_for(self, number: int) -> None:
        self._number = number
        if self._warming:
            self._port.waiting.wait_for(number, BusyKind.ANALYSING, "loading the model")
        else:
            self._port.waiting.wait_for(number, BusyKind.ANALYSING, "waiting")

    def _answers_for(self, path: Path) -> tuple[Answer, Answer]:
        def analysed(value: object) -> None:
            self._changes.learn(path, analysis=value, analysis_failure=None)
            self._say_how_it_ran()
            self._look_ahead()

        def failed(error: object) -> None:
            assert isinstance(error, Exception)
            self._changes.learn(path, analysis_failure=message_for(error))

        return analysed, failed

    def _say_how_it_ran(self) -> None:
        """Say once when the engine had to run in another way than asked, for instance without the GPU."""
        notice = self._films.engine.notice
        if notice and notice != self._noticed:
            self._noticed = notice
            self._changes.become(replace(self._changes.session, notice=engine_notice(notice)))

    def _look_ahead(self) -> None:
        session = self._changes.session
        path = neighbour(session, 1)
        if path is not None and session.films[path].failure is None:
            self._ahead.begin(path, session.films[path].radiograph)
        self._settle()
        self.rest.look()

    def _drop_ahead(self) -> None:
        self._ahead.drop()
        self.rest.drop()

    def measures(self) -> bool:
        """Whether the engine measures now how fast the networks run, which nothing beside it may disturb."""
        return self._jobs.awaits(self._settling)

    def _comes_first(self) -> bool:
        """Whether something is under way that nobody waits for and that the rest of the list must not disturb."""
        return self.measures() or self._occlusion_probe.active or self._ahead.is_under_way

    def _settle(self) -> None:
        """While nothing else is to do, let the engine find out how it runs fastest; once, and never in the way."""
        if self._settled or self._jobs.awaits(self._settling):
            return
        engine = self._films.engine

        def settled(_value: object) -> None:
            self._settled = True
            self.rest.look()

        def work(token: CancelToken, _progress: ProgressCallback) -> None:
            engine.settle(token)

        self._settling = self._jobs.submit(Lane.ANALYSE, work, settled, settled, Urgency.IDLE)

    # -- asking more ----------------------------------------------------------------------------------------------

    def test_heatmaps(self) -> None:
        """Test whether the open film's positive heatmaps show what the scores rest on."""
        state = self._changes.session.film
        if state is None or state.radiograph is None or state.analysis is None or self._is_under_way:
            return
        path, film, analysis, engine = state.entry.path, state.radiograph, state.analysis, self._films.engine

        def work(token: CancelToken, progress: ProgressCallback) -> Analysis:
            return with_faithfulness(engine, film, analysis, token=token, progress=progress)

        def tested(value: object) -> None:
            self._changes.learn(path, analysis=value)

        self._testing = self._jobs.submit(Lane.ANALYSE, work, tested, self._port.messages.show_failure)
        self._port.waiting.wait_for(self._testing, BusyKind.TESTING, "waiting")

    def occlude(self, patch: Patch) -> None:
        """See what becomes of the probabilities without a place of the open film; the newest place counts."""
        state = self._changes.session.shown_film
        if state is None or state.radiograph is None or state.analysis is None or self._is_under_way:
            return
        if any(result.analysed for result in state.analysis.results):
            self._drop_ahead()
            self._occlusion_probe.at(self._films.engine, state.radiograph, patch)

    def end_occlusion(self) -> None:
        """Back to the film as it is."""
        if self._occlusion_probe.active:
            self._occlusion_probe.end()
            self._look_ahead()

    def _show_occlusion(self, found: Occlusion | None) -> None:
        self._changes.become(replace(self._changes.session, occlusion=found))
