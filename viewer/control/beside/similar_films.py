"""An index of the films that were analysed, where the reader wants one, and those in it that are like the open film."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from inference.annotations.store import AnnotationStore
from inference.core.analysis import Analysis, ScoreState
from inference.core.cancel import CancelToken
from inference.core.errors import AnnotationsError, FilmError, IndexNotKept
from inference.core.ports import ProgressCallback
from inference.core.reader_annotations import ReaderAnnotations
from inference.site.similar import Indexed, Neighbour, SimilarIndex
from viewer.control.controller_port import ControllerPort
from viewer.control.jobs.worker import Lane, Urgency
from viewer.state.image_pyramid import thumbnail

CALLED = (ScoreState.ABOVE, ScoreState.NOT_SURE)
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class SimilarFilm:
    """A film like the open one, with what a reader left on it."""

    neighbour: Neighbour
    reading: ReaderAnnotations


class SimilarFilms:
    """Off until it is used. Writing and searching are the worker's; nobody waits for them."""

    def __init__(self, port: ControllerPort, store: AnnotationStore, index: SimilarIndex | None = None) -> None:
        self._port, self._store = port, store
        self._index = index or SimilarIndex()
        self.on = False
        self._waiting: list[Indexed] = []
        self._number: int | None = None
        self._refused = False

    def use(self, *, on: bool) -> None:
        """Keep films that are analysed from now on, those that are listed too; or keep no more."""
        if on and not self.on:
            self._port.changes.learned.append(self._learned)
        elif self.on and not on:
            self._port.changes.learned.remove(self._learned)
        self.on = on
        if on:
            for path, state in self._port.session.films.items():
                if state.analysis is not None:
                    self._learned(path, {"analysis": state.analysis})

    def empty(self, done: Callable[[int], None]) -> None:
        """Forget all films; ``done`` is told how many are left."""

        def work(_token: CancelToken, _progress: ProgressCallback) -> int:
            self._index.empty()
            return self._index.count()

        self._port.jobs.submit(Lane.KEEP, work, lambda left: done(cast("int", left)), self._failed)

    def count(self, done: Callable[[int], None]) -> None:
        """Tell how many films there are."""

        def work(_token: CancelToken, _progress: ProgressCallback) -> int:
            return self._index.count()

        self._port.jobs.submit(Lane.KEEP, work, lambda found: done(cast("int", found)), self._failed)

    def find(
        self,
        finding: str,
        done: Callable[[tuple[SimilarFilm, ...]], None],
        failed: Callable[[object], None] = lambda _error: None,
    ) -> bool:
        """Look for films like the open one, of those called ``finding`` where that is a key; says whether it can.

        ``failed`` is told why an index is not read, each time: somebody asked.
        """
        state = self._port.session.shown_film
        analysis = None if state is None else state.analysis
        if analysis is None or analysis.features is None:
            return False
        pack, own, features = analysis.provenance.pack_hash, analysis.film_hash, analysis.features

        def work(_token: CancelToken, _progress: ProgressCallback) -> tuple[SimilarFilm, ...]:
            near = self._index.nearest(pack, features, without=own, finding=finding)
            return tuple(SimilarFilm(one, self._reading(one.film_hash)) for one in near)

        def found(value: object) -> None:
            done(cast("tuple[SimilarFilm, ...]", value))

        self._port.jobs.submit(Lane.KEEP, work, found, failed)
        return True

    def picture(self, film: SimilarFilm, done: Callable[[Picture | None], None]) -> None:
        """Read a film from where it lay and draw it small; None where it is no longer there, or is another."""
        known, reader = film.neighbour, self._port.films.reader.beside

        def work(token: CancelToken, _progress: ProgressCallback) -> Picture | None:
            try:
                read = reader.read(known.path, token, known.frame)
            except FilmError:
                return None
            return thumbnail(read) if read.film_hash == known.film_hash else None

        drawn = cast("Callable[[object], None]", done)
        self._port.jobs.submit(Lane.BESIDE, work, drawn, lambda _error: done(None), Urgency.SOON)

    def _reading(self, film_hash: str) -> ReaderAnnotations:
        try:
            return self._store.load(film_hash)
        except AnnotationsError:  # said when the film is opened
            return ReaderAnnotations()

    def _learned(self, path: Path, changes: Mapping[str, object]) -> None:
        analysis = changes.get("analysis")
        if self.on and isinstance(analysis, Analysis) and analysis.features is not None:
            state = self._port.session.films.get(path)
            called = frozenset(one.finding.key for one in analysis.results if one.state in CALLED)
            pack, frame = analysis.provenance.pack_hash, 0 if state is None else state.frame
            self._waiting.append(Indexed(analysis.film_hash, pack, path.absolute(), frame, called, analysis.features))
            self._write()

    def _write(self) -> None:
        if self._number is not None or not self._waiting:
            return
        films, self._waiting = self._waiting, []

        def work(_token: CancelToken, _progress: ProgressCallback) -> None:
            self._index.add(films)

        self._number = self._port.jobs.submit(Lane.KEEP, work, self._written, self._failed)

    def _written(self, _none: object) -> None:
        self._number, self._refused = None, False
        self._write()

    def _failed(self, error: object) -> None:
        """A disk that refuses is said once."""
        self._number = None
        if not (self._refused and isinstance(error, IndexNotKept)):
            self._port.messages.show_failure(error)
        self._refused = True
