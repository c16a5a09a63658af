"""What is open now: frozen values and pure transitions; no Qt, no files, no model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS
from inference.core.ports import Progress
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.voi import Voi
from inference.engine.occlusion import Occlusion
from inference.imaging.colormap import DEFAULT_COLORMAP, DEFAULT_OPACITY
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.text.messages import UserMessage

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study

KEPT_FILMS = 4  # films whose pixels stay in memory; older ones are read again when the user returns


@dataclass(frozen=True, slots=True, eq=False)
class GrayscaleState:
    """The greys of a pane: None is the film's own default window."""

    voi: Voi | None = None
    invert: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PresentationState(GrayscaleState):
    """How the film is shown; ``overlay_planes`` are drawings of the file over it.

    ``transform`` is how the film lies on the screen; pixels, heatmaps and marks keep to the film as stored.
    ``unlinked`` are the greys of the overlay pane while its window is not linked to that of the film pane.
    """

    overlay_planes: bool = False
    transform: SpatialTransform = UPRIGHT
    unlinked: GrayscaleState | None = None

    def grayscale(self, *, marked: bool) -> GrayscaleState:
        """The greys of the overlay pane (``marked``) or of the film pane."""
        return self.unlinked if marked and self.unlinked is not None else self

    def with_grayscale(self, *, marked: bool, **changes: object) -> PresentationState:
        """Other greys for one pane, or for both while they are linked."""
        if marked and self.unlinked is not None:
            return replace(self, unlinked=replace(self.unlinked, **changes))  # type: ignore[arg-type]  # the fields' own types
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, eq=False)
class FilmState:
    """What is known of one film of the list; ``radiograph`` is None until it is read and after it is let go.

    ``presentation`` is how it was shown when the user left it.
    """

    entry: FilmEntry
    frame: int = 0
    radiograph: Radiograph | None = None
    analysis: Analysis | None = None
    failure: UserMessage | None = None
    analysis_failure: UserMessage | None = None
    thumbnail: NDArray[np.uint8] | None = None
    presentation: PresentationState = field(default_factory=PresentationState)


@dataclass(frozen=True, slots=True)
class Overlay:
    """The AI marks: which findings are chosen, whether any is drawn, and how; ``peeked`` are shown while a key is held.

    ``outlined``: each finding by an outline of its own instead of the colours of heat.
    """

    chosen: frozenset[str] = frozenset()
    visible: bool = False
    opacity: float = DEFAULT_OPACITY
    colormap: str = DEFAULT_COLORMAP
    outlined: bool = False
    peeked: frozenset[str] = frozenset()

    @property
    def drawn(self) -> frozenset[str]:
        """Keys of the findings whose heatmaps are drawn now."""
        return self.chosen if self.visible else self.peeked


@dataclass(frozen=True, slots=True)
class Busy:
    """The work the user waits for."""

    number: int
    title: str
    progress: Progress


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """Everything the window shows, in one value; an empty ``method`` is the pack's own way of making heatmaps.

    ``reviewed`` holds digests of studies, ``arrival`` their keys, ``hidden`` the films that the ``search`` leaves out.
    ``readings`` are what the reader said and drew, by film hash; with ``read_first`` the model's word on a film is
    hidden until the reader has asked for it. ``occlusion`` is what the model says without a place of the open film;
    ``prior`` the earlier film of the patient that is shown beside it while ``comparing``. ``opened`` are the files and
    folders that the user named, in their order; ``offer`` asks whether to open again what was open before.
    """

    studies: tuple[Study, ...] = ()
    films: Mapping[Path, FilmState] = field(default_factory=lambda: MappingProxyType({}))
    current: Path | None = None
    overlay: Overlay = Overlay()
    presentation: PresentationState = field(default_factory=PresentationState)
    method: str = ""
    busy: Busy | None = None
    notice: UserMessage | None = None
    corners: str = "full"
    reviewed: frozenset[str] = frozenset()
    arrival: tuple[str, ...] = ()
    sorting: str = "opened"
    search: str = ""
    hidden: frozenset[Path] = frozenset()
    readings: Mapping[str, ReaderAnnotations] = field(default_factory=lambda: MappingProxyType({}))
    read_first: bool = False
    occlusion: Occlusion | None = None
    prior: Path | None = None
    comparing: bool = False
    opened: tuple[Path, ...] = ()
    offer: UserMessage | None = None

    @property
    def prior_film(self) -> FilmState | None:
        """The earlier film shown beside the open one; its analysis is hidden while reading first."""
        film = None if self.prior is None else self.films.get(self.prior)
        return replace(film, analysis=None) if film is not None and self.unaided else film

    @property
    def reading(self) -> ReaderAnnotations:
        """What the reader said and drew on the film that is open now."""
        return self.readings.get(film_hash(self.film), ReaderAnnotations())

    @property
    def unaided(self) -> bool:
        """Whether the model's word on the open film is hidden because the reader reads first."""
        film = self.film
        return film is not None and unaided(self, film)

    @property
    def shown_film(self) -> FilmState | None:
        """The film that is open now as the reader may see it: without its analysis while reading first."""
        film = self.film
        return replace(film, analysis=None, analysis_failure=None) if film is not None and self.unaided else film

    @property
    def film(self) -> FilmState | None:
        """The film that is open now."""
        return None if self.current is None else self.films[self.current]

    @property
    def order(self) -> tuple[Path, ...]:
        """The films of the list, in its order; those that a search leaves out are none of it."""
        return tuple(entry.path for study in self.studies for entry in study.films if entry.path not in self.hidden)


Listener = Callable[[Session], None]


def film_hash(state: FilmState | None) -> str:
    """The hash of a film's pixels, empty before they were first read."""
    known = None if state is None else state.radiograph or state.analysis
    return "" if known is None else known.film_hash


def unaided(session: Session, state: FilmState) -> bool:
    """Whether the model's word on a film is hidden because the reader reads first."""
    return session.read_first and not session.readings.get(film_hash(state), ReaderAnnotations()).revealed


def with_reading(session: Session, key: str, reader: ReaderAnnotations) -> Session:
    """What the reader said and drew on the film with this hash."""
    return replace(session, readings=MappingProxyType({**session.readings, key: reader}))


def with_studies(session: Session, studies: tuple[Study, ...]) -> Session:
    """Add studies below those already open; a study that is open already is taken anew."""
    keys = {study.key for study in studies}
    kept = tuple(study for study in session.studies if study.key not in keys)
    merged = kept + studies
    films = {entry.path: session.films.get(entry.path, FilmState(entry)) for study in merged for entry in study.films}
    arrival = tuple(dict.fromkeys((*session.arrival, *(study.key for study in studies))))
    current = session.current if session.current in films else None  # a copy of its study took its place
    return replace(
        session,
        studies=merged,
        films=MappingProxyType(films),
        current=current,
        arrival=arrival,
        hidden=frozenset(),
        search="",
    )


def with_opened(session: Session, paths: tuple[Path, ...]) -> Session:
    """Know which files and folders the user named."""
    return replace(session, opened=tuple(dict.fromkeys((*session.opened, *(path.absolute() for path in paths)))))


def without_films(session: Session) -> Session:
    """Nothing is open; what the user chose for all films, said and drew stays."""
    empty = Session()
    return replace(
        session,
        studies=empty.studies,
        films=empty.films,
        current=None,
        overlay=replace(session.overlay, chosen=frozenset(), visible=False, peeked=frozenset()),
        presentation=PresentationState(),
        busy=None,
        notice=None,
        arrival=(),
        hidden=frozenset(),
        search="",
        occlusion=None,
        prior=None,
        opened=(),
    )


def with_current(session: Session, path: Path) -> Session:
    """Go to a film: shown as the user left it, at first in its own window, and the AI marks hidden."""
    overlay = replace(session.overlay, chosen=frozenset(), visible=False, peeked=frozenset())
    if session.current is not None:
        session = with_film(session, session.current, presentation=session.presentation)
    presentation = with_windows_linked(session.films[path].presentation, linked=session.presentation.unlinked is None)
    return replace(session, current=path, overlay=overlay, presentation=presentation, notice=None)


def with_windows_linked(presentation: PresentationState, *, linked: bool) -> PresentationState:
    """Both panes in the window of the film pane, or each in its own from here on."""
    if linked:
        return replace(presentation, unlinked=None)
    return (
        presentation
        if presentation.unlinked is not None
        else replace(presentation, unlinked=GrayscaleState(presentation.voi, presentation.invert))
    )


def with_film(session: Session, path: Path, **changes: object) -> Session:
    """Learn something about one film; what concerns a film no longer listed is dropped."""
    if path not in session.films:
        return session
    state = replace(session.films[path], **changes)  # type: ignore[arg-type]  # the fields' own types
    return replace(session, films=MappingProxyType({**session.films, path: state}))


def without_old_pixels(session: Session, recent: tuple[Path, ...]) -> Session:
    """Let go of the pixels of all films but the ``KEPT_FILMS`` most recent ones; scores and heatmaps stay."""
    kept = set(recent[-KEPT_FILMS:])
    films = {
        path: state if path in kept or state.radiograph is None else replace(state, radiograph=None)
        for path, state in session.films.items()
    }
    return replace(session, films=MappingProxyType(films))


def with_finding_toggled(session: Session, key: str) -> Session:
    """Choose a finding's overlay or drop it; choosing one shows the marks."""
    overlay = session.overlay
    drawn = overlay.chosen if overlay.visible else frozenset[str]()
    chosen = drawn - {key} if key in drawn else drawn | {key}
    return replace(session, overlay=replace(overlay, chosen=chosen, visible=bool(chosen)))


def with_overlays_toggled(session: Session) -> Session:
    """Hide all AI marks, or show those chosen before, or all there are."""
    overlay = session.overlay
    if overlay.visible:
        return replace(session, overlay=replace(overlay, visible=False))
    chosen = overlay.chosen or keys_with_heatmap(session.shown_film)
    return replace(session, overlay=replace(overlay, chosen=chosen, visible=bool(chosen)))


def with_peek(session: Session, *, peeking: bool) -> Session:
    """Show the marks chosen before, or all there are, until the peek ends; what is chosen and shown stays as it is."""
    keys = session.overlay.chosen or keys_with_heatmap(session.shown_film)
    return replace(session, overlay=replace(session.overlay, peeked=keys if peeking else frozenset()))


def keys_with_heatmap(state: FilmState | None) -> frozenset[str]:
    """Findings of this film that have a heatmap."""
    if state is None or state.analysis is None:
        return frozenset()
    return frozenset(result.finding.key for result in state.analysis.results if result.heatmap is not None)


def neighbour(session: Session, step: int) -> Path | None:
    """The film ``step`` places further in the list, or None at its ends."""
    order = session.order
    if session.current is None or session.current not in order:
        return order[0] if order else None
    index = order.index(session.current) + step
    return order[index] if 0 <= index < len(order) else None


def finding_key(index: int) -> str:
    """Key of the finding at this place of the panel, 0 to 6."""
    return FINDINGS[index].key
