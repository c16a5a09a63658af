"""What is open now: frozen values and pure transitions; no Qt, no files, no model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from inference.colour import DEFAULT_COLORMAP, DEFAULT_OPACITY
from inference.engine import Progress
from inference.findings import FINDINGS
from inference.messages import UserMessage
from inference.types import Analysis, Radiograph, Voi

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study

KEPT_FILMS = 4  # films whose pixels stay in memory; older ones are read again when the user returns


@dataclass(frozen=True, slots=True, eq=False)
class FilmState:
    """What is known of one film of the list; ``radiograph`` is None until it is read and after it is let go."""

    entry: FilmEntry
    frame: int = 0
    radiograph: Radiograph | None = None
    analysis: Analysis | None = None
    failure: UserMessage | None = None
    analysis_failure: UserMessage | None = None
    thumbnail: NDArray[np.uint8] | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """The AI marks: which findings are chosen, whether any is drawn, and how."""

    chosen: frozenset[str] = frozenset()
    visible: bool = False
    opacity: float = DEFAULT_OPACITY
    colormap: str = DEFAULT_COLORMAP

    @property
    def drawn(self) -> frozenset[str]:
        """Keys of the findings whose heatmaps are drawn now."""
        return self.chosen if self.visible else frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Look:
    """How the film is shown: None is the film's own default window; ``graphics`` are drawings of the file over it."""

    voi: Voi | None = None
    invert: bool = False
    graphics: bool = False


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
    """

    studies: tuple[Study, ...] = ()
    films: Mapping[Path, FilmState] = field(default_factory=lambda: MappingProxyType({}))
    current: Path | None = None
    overlay: Overlay = Overlay()
    look: Look = field(default_factory=Look)
    method: str = ""
    busy: Busy | None = None
    notice: UserMessage | None = None
    corners: str = "full"
    reviewed: frozenset[str] = frozenset()
    arrival: tuple[str, ...] = ()
    sorting: str = "opened"
    search: str = ""
    hidden: frozenset[Path] = frozenset()

    @property
    def film(self) -> FilmState | None:
        """The film that is open now."""
        return None if self.current is None else self.films[self.current]

    @property
    def order(self) -> tuple[Path, ...]:
        """The films of the list, in its order; those that a search leaves out are none of it."""
        return tuple(entry.path for study in self.studies for entry in study.films if entry.path not in self.hidden)


def with_studies(session: Session, studies: tuple[Study, ...]) -> Session:
    """Add studies below those already open; a study that is open already is taken anew."""
    keys = {study.key for study in studies}
    kept = tuple(study for study in session.studies if study.key not in keys)
    merged = kept + studies
    films = {entry.path: session.films.get(entry.path, FilmState(entry)) for study in merged for entry in study.films}
    arrival = tuple(dict.fromkeys((*session.arrival, *(study.key for study in studies))))
    return replace(
        session, studies=merged, films=MappingProxyType(films), arrival=arrival, hidden=frozenset(), search=""
    )


def with_current(session: Session, path: Path) -> Session:
    """Go to a film: its own window, and the AI marks hidden."""
    overlay = replace(session.overlay, chosen=frozenset(), visible=False)
    return replace(session, current=path, overlay=overlay, look=Look(), notice=None)


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
    drawn = overlay.drawn
    chosen = drawn - {key} if key in drawn else drawn | {key}
    return replace(session, overlay=replace(overlay, chosen=chosen, visible=bool(chosen)))


def with_marks_toggled(session: Session) -> Session:
    """Hide all AI marks, or show those chosen before, or all there are."""
    overlay = session.overlay
    if overlay.visible:
        return replace(session, overlay=replace(overlay, visible=False))
    chosen = overlay.chosen or keys_with_heatmap(session.film)
    return replace(session, overlay=replace(overlay, chosen=chosen, visible=bool(chosen)))


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
