"""What each part of the window shows of a session, and having it told only when that has changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from inference.core.annotation import Annotation
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.engine.occlusion import Occlusion
from viewer.state.session import FilmState, Overlay, PresentationState, Session

T = TypeVar("T")


class Shown(Generic[T]):
    """Hands ``show`` what ``select`` picks from each session, unless it is what it was."""

    def __init__(self, select: Callable[[Session], T], show: Callable[[T], object]) -> None:
        self._select, self._show = select, show
        self._last: tuple[T] | None = None

    def see(self, session: Session) -> None:
        """Take the next session."""
        picked = self._select(session)
        if self._last is None or picked != self._last[0]:
            self._last = (picked,)
            self._show(picked)


def film(session: Session) -> tuple[FilmState | None, PresentationState, Overlay]:
    """The film with its presentation and overlay."""
    return session.shown_film, session.presentation, session.overlay


def drawn(session: Session) -> tuple[Radiograph | None, tuple[Annotation, ...]]:
    """The film and what is drawn on it."""
    return radiograph(session), session.reading.annotations


def grayscale(session: Session) -> tuple[FilmState | None, PresentationState]:
    """The film and its greys."""
    return session.film, session.presentation


def occlusion(session: Session) -> tuple[Occlusion | None, FilmState | None]:
    """What the model says without a place of the film, and the film."""
    return session.occlusion, session.shown_film


def findings(session: Session) -> tuple[FilmState | None, Overlay, bool, bool]:
    """The film and its overlay, whether it is being analysed, and whether the reader reads it unaided."""
    analysing = session.busy is not None and session.busy.title == "Analysing"
    return session.shown_film, session.overlay, analysing, session.unaided


def reading(session: Session) -> tuple[ReaderAnnotations, FilmState | None, bool]:
    """What the reader said of the film, and whether unaided."""
    return session.reading, session.shown_film, session.unaided


def prior(session: Session) -> tuple[FilmState | None, Radiograph | None, PresentationState]:
    """The prior, and the film whose window and polarity are carried over to it."""
    return session.prior_film, radiograph(session), session.presentation


def priors(session: Session) -> tuple[FilmState | None, FilmState | None]:
    """The film and its prior."""
    return session.shown_film, session.prior_film


def needs(session: Session) -> tuple[object, ...]:
    """All that decides which commands can run."""
    every = session.films if session.read_first else None
    listed = (session.studies, session.hidden, session.current)
    return session.film, *listed, session.busy is None, session.readings, session.read_first, every


def checks(session: Session) -> tuple[object, ...]:
    """All that decides which commands are on."""
    return session.presentation, session.overlay.outlined, session.comparing, session.read_first, session.film


def radiograph(session: Session) -> Radiograph | None:
    """The pixels of the open film, once they are read."""
    return session.film.radiograph if session.film is not None else None
