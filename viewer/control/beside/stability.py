"""Looking at small views of the open film, once its bars are there and the reader stays: for the whiskers on them."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.engine.stability import stability, with_stability
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane
from viewer.state.session import FilmState, Session

STAY_S, STEP_S = 0.8, 0.05  # before it begins: who pages through films is not looked after


class StabilityControl:
    """One film at a time, on a lane of its own; given up as soon as another film or work of the user's comes.

    ``measures`` says that the engine measures how fast it runs, which is waited for; so is whether the reader stays on
    the film for ``stay_s`` seconds.
    """

    def __init__(self, port: ControllerPort, measures: Callable[[], bool], stay_s: float = STAY_S) -> None:
        self._port, self._measures, self.stay_s = port, measures, stay_s
        self._on = False
        self._number: int | None = None
        self._path: Path | None = None
        self._analysis: Analysis | None = None
        port.changes.listen(_deciding, lambda _: self._look())

    def use(self, *, on: bool) -> None:
        """Look at films from now on, or no more; what was found stays."""
        self._on = on
        self._look()

    def _look(self) -> None:
        wanted = _ready(self._port.session) if self._on else None
        analysis = None if wanted is None else wanted.analysis
        if analysis is self._analysis:
            return
        self._port.jobs.drop(self._number)
        self._number, self._analysis = None, analysis
        if wanted is not None:
            self._path = wanted.entry.path
            self._begin(wanted)

    def _begin(self, state: FilmState) -> None:
        engine, film, analysis = self._port.films.engine, state.radiograph, state.analysis
        assert film is not None
        assert analysis is not None

        def work(token: CancelToken, _progress: ProgressCallback) -> object:
            self._wait(token)
            return stability(engine, film, analysis.all_results, analysis.placement, token=token)

        self._number = self._port.jobs.submit(Lane.BESIDE, work, self._found, lambda _error: None)

    def _wait(self, token: CancelToken) -> None:
        until = time.monotonic() + self.stay_s
        while time.monotonic() < until or self._measures():
            token.raise_if_cancelled()
            time.sleep(STEP_S)

    def _found(self, found: object) -> None:
        assert isinstance(found, tuple)
        if found and self._analysis is not None and self._path is not None:
            self._port.changes.learn(self._path, analysis=with_stability(self._analysis, found))


def _deciding(session: Session) -> tuple[object, ...]:
    """What of a session decides what is looked at."""
    return session.busy is None, session.film, session.unaided, session.occlusion is None


def _ready(session: Session) -> FilmState | None:
    """The open film, where it shows bars that nobody looked at in small views, and nothing else is to do."""
    state = session.shown_film
    if session.busy is not None or session.occlusion is not None or state is None or state.radiograph is None:
        return None
    analysed = [one for one in state.analysis.results if one.analysed] if state.analysis is not None else []
    return state if analysed and all(one.stability is None for one in analysed) else None
