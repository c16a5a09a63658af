"""The pieces of work that films need: reading and analysing them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, reinverted
from inference.core.film_objects import FilmFacts, FilmObject
from inference.core.ports import InteractiveEngine, ProgressCallback
from viewer.control.jobs.worker import Work
from viewer.control.session_changes import SessionChanges
from viewer.state.image_pyramid import film_levels

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import ScanResult
    from inference.report.page.provenance import Reopened


class Reader(Protocol):
    """Where films come from."""

    @property
    def beside(self) -> Self:
        """A reader beside this one for work ahead: neither waits for the other."""

    def scan(self, paths: Sequence[Path], token: CancelToken) -> ScanResult:
        """List the films below these paths, grouped into studies."""

    def read(self, path: Path, token: CancelToken, frame: int = 0) -> Radiograph:
        """Read one frame of a film."""

    def read_object(self, path: Path, film: FilmFacts, token: CancelToken) -> FilmObject | None:
        """Read what an object of another program says of a film; None where it speaks of others."""

    def document(self, path: Path) -> bytes:
        """The document in a file, to be opened elsewhere."""

    def reopen(self, paths: Sequence[Path], places: Sequence[Path], token: CancelToken) -> Reopened | None:
        """The first report among these paths and its film; None where there is no report among them."""

    def close(self) -> None:
        """Let go of what reading holds; the next film brings it back."""


class FilmJobs:
    """Knows the ``reader``, the ``engine`` that makes heatmaps in the way chosen, and the ``other`` to switch to."""

    def __init__(
        self, changes: SessionChanges, reader: Reader, engine: InteractiveEngine, other: InteractiveEngine | None = None
    ) -> None:
        self._changes = changes
        self.reader = reader
        self.engine, self.other = engine, other

    def switch(self, method: str) -> bool:
        """Use the other engine from now on, with this way of making heatmaps; says whether there is one."""
        if self.other is None:
            return False
        taken = self.other.with_method(method) if method else self.other
        self.engine, self.other = taken, self.engine
        return True

    def reading(self, path: Path) -> Work:
        """The work of reading a film, and of preparing it for display."""
        known = self._changes.session.films[path]

        def work(token: CancelToken, _progress: ProgressCallback) -> Radiograph:
            film = self.reader.read(path, token, known.frame)
            shown = reinverted(film) if known.reinverted else film
            film_levels(shown)
            return shown

        return work

    def judging(self, film: Radiograph, *, override: bool = False) -> Work:
        """The work of analysing a film; ``override``: although the film check refuses it."""
        engine = self.engine.override() if override else self.engine

        def work(token: CancelToken, progress: ProgressCallback) -> Analysis:
            return engine.analyse(film, token=token, progress=progress)

        return work

    def ahead(self, path: Path) -> Work:
        """The work of reading and analysing a film that nobody has opened; its pixels are kept by nobody."""
        known, engine = self._changes.session.films[path], self.engine

        def work(token: CancelToken, progress: ProgressCallback) -> Analysis:
            film = self.reader.beside.read(path, token, known.frame)
            return engine.analyse(reinverted(film) if known.reinverted else film, token=token, progress=progress)

        return work

    def rest(self, _token: CancelToken, _progress: ProgressCallback) -> None:
        """The work of letting go of what films were read with ahead."""
        self.reader.beside.close()

    def is_analysed(self, path: Path, film: Radiograph) -> bool:
        """Whether these pixels were analysed already, in the way that heatmaps are made now."""
        session = self._changes.session
        known = session.films[path].analysis
        if known is None or known.film_hash != film.film_hash:
            return False
        return not session.method or known.provenance.method == session.method
