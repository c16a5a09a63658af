"""What is open now, as one frozen value, and what follows from it; no Qt, no files, no model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from inference.core.analysis import Analysis, ScoreState
from inference.core.annotation import Annotation
from inference.core.film import Radiograph
from inference.core.ports import Progress
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.voi import Voi
from inference.engine.occlusion import Occlusion
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.text.messages import UserMessage
from viewer.state.ahead import Ahead
from viewer.state.layout import Arrangement, Layout
from viewer.state.objects.film_objects import FilmObjects
from viewer.state.overlay import Overlay
from viewer.state.report_annotations import ReportAnnotations
from viewer.state.worklist import Worklist

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study

PROPOSED = -1_000_000  # the number of an annotation that the program proposes: no reader's, no report's
KEPT_FILMS = 4  # films whose pixels stay in memory; older ones are read again when the user returns


class BusyKind(StrEnum):
    """What the user may wait for, as it is said."""

    SCANNING = "Looking for films"
    READING = "Opening"
    ANALYSING = "Analysing"
    TESTING = "Testing heatmaps"
    EXPORTING = "Exporting"
    EXPORTING_BATCH = "Exporting films"
    PRINTING = "Printing"
    FETCHING = "Fetching"
    SENDING = "Sending"
    COLLECTING = "Collecting scores"


@dataclass(frozen=True, slots=True, eq=False)
class GrayscaleState:
    """The greys of a viewport: None is the film's own default window."""

    voi: Voi | None = None
    invert: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PresentationState(GrayscaleState):
    """How the film is shown; ``overlay_planes`` are drawings of the file over it.

    ``transform`` is how the film lies on the screen; pixels, heatmaps and annotations keep to the film as stored.
    ``unlinked`` are the greys of the overlay viewport while its window is not linked to that of the film viewport.
    ``applied`` is the presentation state of another program that it came from; None for the film as stored.
    """

    overlay_planes: bool = False
    transform: SpatialTransform = UPRIGHT
    unlinked: GrayscaleState | None = None
    applied: Path | None = None

    def grayscale(self, *, overlay: bool) -> GrayscaleState:
        """The greys of the overlay viewport (``overlay``) or of the film viewport."""
        return self.unlinked if overlay and self.unlinked is not None else self

    def with_grayscale(self, *, overlay: bool, **changes: object) -> PresentationState:
        """Other greys for one viewport, or for both while they are linked."""
        if overlay and self.unlinked is not None:
            return replace(self, unlinked=replace(self.unlinked, **changes))  # type: ignore[arg-type]  # the fields' own types
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, eq=False)
class FilmState:
    """What is known of one film of the worklist; ``radiograph`` is None until it is read and after it is let go.

    ``second_opinion`` is what the model that is not in use now said of it.

    ``presentation`` is how it was shown when the user left it; ``reinverted``: black and white are swapped against the
    file's header, also when it is read again.
    """

    entry: FilmEntry
    frame: int = 0
    radiograph: Radiograph | None = None
    analysis: Analysis | None = None
    second_opinion: Analysis | None = None
    failure: UserMessage | None = None
    analysis_failure: UserMessage | None = None
    presentation: PresentationState = field(default_factory=PresentationState)
    reinverted: bool = False

    @cached_property
    def unaided(self) -> FilmState:
        """The same film as it may be shown in an unaided read: without the model's word. Always the same value."""
        return replace(self, analysis=None, second_opinion=None, analysis_failure=None)


@dataclass(frozen=True, slots=True)
class Busy:
    """The work the user waits for."""

    number: int
    kind: BusyKind
    progress: Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of something that the user asked for, and the file or folder that shows it, if any."""

    message: UserMessage
    place: Path | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A measurement that the program proposes for the film of this hash; its annotation has the number PROPOSED."""

    film_hash: str
    annotation: Annotation


@dataclass(frozen=True, slots=True, eq=False)
class Session:
    """Everything the window shows, in one value; an empty ``method`` is the pack's own way of making heatmaps.

    ``reviewed`` holds digests of studies. ``readings`` are what the reader said and drew, by film hash; with
    ``read_unaided`` the model's word on a film is hidden until the reader has asked for it. ``occlusion`` is what the
    model says without a place of the open film; ``prior`` the earlier film of the patient that is shown beside it in
    the ``layout`` for that. ``opened`` are the files and folders that the user named, in their order; ``offer`` asks
    whether to open again what was open before; ``outcome`` says how what the user asked for ended. ``of_reports``: what
    readers of reports said and drew, by film hash. ``prior_overlay`` are the findings drawn over the prior, None
    before overlays were asked for there.
    ``proposal`` is a measurement that the reader neither accepted nor dismissed yet. ``closed`` are films of what was
    opened that the user closed; ``ahead`` is the work on films that nobody opened yet. ``second_model``: whether the
    second model is in use, None where there is none. ``others``: what other programs say in DICOM objects. ``recorded``
    is how many lines the record of use has, None while it is off.
    """

    worklist: Worklist = field(default_factory=Worklist)
    films: MappingProxyType[Path, FilmState] = field(default_factory=lambda: MappingProxyType({}))
    current: Path | None = None
    overlay: Overlay = field(default_factory=Overlay)
    presentation: PresentationState = field(default_factory=PresentationState)
    method: str = ""
    busy: Busy | None = None
    notice: UserMessage | None = None
    outcome: Outcome | None = None
    corners: str = "full"
    reviewed: frozenset[str] = frozenset()
    readings: Mapping[str, ReaderAnnotations] = field(default_factory=lambda: MappingProxyType({}))
    read_unaided: bool = False
    occlusion: Occlusion | None = None
    prior: Path | None = None
    layout: Layout = Layout.LARGE
    opened: tuple[Path, ...] = ()
    offer: UserMessage | None = None
    proposal: Proposal | None = None
    prior_overlay: frozenset[str] | None = None
    of_reports: Mapping[str, ReportAnnotations] = field(default_factory=lambda: MappingProxyType({}))
    closed: frozenset[Path] = frozenset()
    ahead: Ahead = field(default_factory=Ahead)
    second_model: bool | None = None
    others: FilmObjects = field(default_factory=FilmObjects)
    recorded: int | None = None

    @property
    def studies(self) -> tuple[Study, ...]:
        """What is open, in the order of the worklist."""
        return self.worklist.studies

    @property
    def order(self) -> tuple[Path, ...]:
        """The films of the worklist, in its order; those that a search leaves out are none of it."""
        return self.worklist.order

    @property
    def comparing(self) -> bool:
        """Whether a prior is wanted beside the open film."""
        return self.layout is Layout.PRIOR

    @property
    def page(self) -> tuple[Path, ...]:
        """The films shown beside each other in the layout of four, the open one among them; none in the others."""
        return self.worklist.page(self.current) if self.layout is Layout.FOUR else ()

    @property
    def arrangement(self) -> Arrangement:
        """The layout with the films that it holds."""
        four = self.layout is Layout.FOUR
        return Arrangement(self.layout, self.prior is not None, self.page, self.current if four else None)

    @property
    def prior_film(self) -> FilmState | None:
        """The earlier film shown beside the open one; its analysis is hidden in an unaided read."""
        film = None if self.prior is None else self.films.get(self.prior)
        return film.unaided if film is not None and self.unaided else film

    @property
    def overlay_of_prior(self) -> Overlay:
        """The AI overlays of the prior: findings of its own, drawn as those of the open film."""
        asked, none = self.prior_overlay is not None, frozenset[str]()
        return replace(self.overlay, chosen=self.prior_overlay or none, visible=asked, peeked=none, peeking=False)

    @property
    def reading(self) -> ReaderAnnotations:
        """What the reader said and drew on the film that is open now."""
        return self.readings.get(film_hash(self.film), ReaderAnnotations())

    @property
    def proposed(self) -> Annotation | None:
        """What is proposed for the film that is open now; nothing in an unaided read."""
        known = self.proposal
        return known.annotation if known and not self.unaided and known.film_hash == film_hash(self.film) else None

    @property
    def drawn(self) -> tuple[Annotation, ...]:
        """What the reader drew on the open film, and what is proposed for it."""
        return (*self.own_annotations, *([] if self.proposed is None else [self.proposed]))

    @property
    def own_annotations(self) -> tuple[Annotation, ...]:
        """What the reader drew on the open film; in an unaided read without what the model's heat says of it."""
        own = self.reading.annotations
        return tuple(replace(one, heat=None) if one.heat else one for one in own) if self.unaided else own

    @property
    def report_annotations(self) -> ReportAnnotations | None:
        """What a report's reader said and drew on the open film; an unaided read hides that too."""
        return None if self.unaided else self.of_reports.get(film_hash(self.film))

    @property
    def unaided(self) -> bool:
        """Whether the open film is read unaided: the model's word on it is hidden."""
        film = self.film
        return film is not None and unaided(self, film)

    @property
    def shown_film(self) -> FilmState | None:
        """The film that is open now as the reader may see it: without its analysis in an unaided read."""
        film = self.film
        return film.unaided if film is not None and self.unaided else film

    @property
    def film(self) -> FilmState | None:
        """The film that is open now."""
        return None if self.current is None else self.films[self.current]

    @property
    def radiograph(self) -> Radiograph | None:
        """The pixels of the film that is open now; None also before they are read."""
        return None if self.film is None else self.film.radiograph


def film_hash(state: FilmState | None) -> str:
    """The hash of a film's pixels, empty before they were first read."""
    known = None if state is None else state.radiograph or state.analysis
    return "" if known is None else known.film_hash


def unaided(session: Session, state: FilmState) -> bool:
    """Whether a film is read unaided: the model's word on it is hidden until the reader has asked for it."""
    return session.read_unaided and not session.readings.get(film_hash(state), ReaderAnnotations()).revealed


def is_analysing(session: Session) -> bool:
    """Whether the user waits for an analysis."""
    return session.busy is not None and session.busy.kind is BusyKind.ANALYSING


def keys_with_heatmap(state: FilmState | None) -> frozenset[str]:
    """Findings of this film that have a heatmap, extra ones too."""
    if state is None or state.analysis is None:
        return frozenset()
    return frozenset(result.finding.key for result in state.analysis.all_results if result.heatmap is not None)


def keys_called(state: FilmState | None) -> frozenset[str]:
    """Findings of this film that are above or not sure, and have a heatmap."""
    if state is None or state.analysis is None:
        return frozenset()
    called = [result for result in state.analysis.results if result.state in (ScoreState.ABOVE, ScoreState.NOT_SURE)]
    return frozenset(result.finding.key for result in called if result.heatmap is not None)


def neighbour(session: Session, step: int) -> Path | None:
    """The film ``step`` places further in the worklist, or None at its ends."""
    return session.worklist.neighbour(session.current, step)
