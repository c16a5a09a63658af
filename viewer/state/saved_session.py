"""What is open, as far as another start can take it up: frozen values, and JSON that reads back whatever it holds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from inference.core.analysis import Method
from inference.core.findings import BY_KEY
from inference.core.voi import VoiFunction, VoiWindow
from inference.files.stored_types import Count, Finite, Positive, Share
from inference.imaging.colormap import COLORMAPS
from inference.imaging.spatial_transform import UPRIGHT, transform_of
from viewer.state.overlay import Overlay
from viewer.state.session import FilmState, GrayscaleState, PresentationState, Session

Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """How a film was shown."""

    frame: int = 0
    presentation: PresentationState = field(default_factory=PresentationState)


@dataclass(frozen=True, slots=True, eq=False)
class SavedSession:
    """``opened`` are the files and folders that the user named, ``films`` those shown otherwise than they open.

    ``closed`` are films below them that the user closed.
    """

    opened: tuple[Path, ...] = ()
    current: Path | None = None
    films: Mapping[Path, Shown] = field(default_factory=lambda: MappingProxyType({}))
    overlay: Overlay = field(default_factory=Overlay)
    method: str = ""
    comparing: bool = False
    closed: frozenset[Path] = frozenset()


def what_is_open(session: Session, without: Collection[Path] = ()) -> SavedSession:
    """What the session shows now, ``without`` what belongs to the program and not to the user."""
    opened = tuple(path for path in session.opened if path not in without)
    if not opened:
        return SavedSession()
    states = dict(session.films)
    if session.film is not None and session.current is not None:
        states[session.current] = replace(session.film, presentation=session.presentation)
    films = {path: Shown(state.frame, state.presentation) for path, state in states.items() if _is_changed(state)}
    shown = (session.overlay, session.method, session.comparing)
    return SavedSession(opened, session.current, MappingProxyType(films), *shown, session.closed)


def joined(before: SavedSession, now: SavedSession) -> SavedSession:
    """Both together; the film that is open now stays the open one."""
    if not now.opened:
        return before
    return replace(
        now,
        opened=tuple(dict.fromkeys((*before.opened, *now.opened))),
        films=MappingProxyType({**before.films, **now.films}),
        closed=before.closed | now.closed,
    )


def to_dict(was: SavedSession) -> dict[str, Any]:
    """As JSON holds it."""
    overlay = was.overlay
    chosen = sorted(overlay.chosen) if overlay.visible else []
    stored = _Stored(
        opened=[str(path) for path in was.opened],
        current=None if was.current is None else str(was.current),
        films={str(path): _film(shown) for path, shown in was.films.items()},
        overlay=_Overlay(chosen, overlay.opacity, overlay.colormap, overlay.outlined),
        method=was.method,
        comparing=was.comparing,
        closed=sorted(map(str, was.closed)),
    )
    plain: dict[str, Any] = msgspec.to_builtins(stored)
    return plain


def from_dict(found: Mapping[str, Any]) -> SavedSession:
    """What such JSON says; parts that make no sense are left out."""
    films, current = _read(found.get("films"), dict), _read(found.get("current"), str)
    return SavedSession(
        _paths(found.get("opened")),
        None if current is None else Path(current),
        MappingProxyType({Path(name): _shown(_read(film, _Film)) for name, film in (films or {}).items()}),
        _overlay(_read(found.get("overlay"), _Overlay)),
        _read(found.get("method"), Method) or "",
        _read(found.get("comparing"), bool) or False,
        frozenset(_paths(found.get("closed"))),
    )


def _paths(found: object) -> tuple[Path, ...]:
    return tuple(Path(name) for name in _read(found, list) or () if isinstance(name, str) and name)


def _is_changed(state: FilmState) -> bool:
    presentation = state.presentation
    plain = (
        presentation.voi is None
        and not presentation.invert
        and not presentation.overlay_planes
        and presentation.transform == UPRIGHT
        and presentation.unlinked is None
        and presentation.applied is None
    )
    return state.frame != 0 or not plain


class _Window(Struct):
    """A :class:`VoiWindow` as it is stored. A LUT of the file is not: its film opens in its own default."""

    center: Finite
    width: Positive
    function: VoiFunction
    gamma: Positive
    name: str


class _Grayscale(Struct):
    """A :class:`GrayscaleState` as it is stored."""

    window: _Window | None
    invert: bool


class _Film(_Grayscale):
    """How a film was shown, as it is stored; the keys in quotes are those of users' files."""

    frame: Count
    overlay_planes: bool = msgspec.field(name="graphics")
    transform: tuple[int, int, int, int] = msgspec.field(name="turn")
    unlinked: _Grayscale | None = msgspec.field(name="apart")
    applied: str | msgspec.UnsetType = msgspec.field(name="state", default=msgspec.UNSET)  # only where there is one


class _Overlay(Struct):
    """An :class:`Overlay` as it is stored; no findings where it was not visible."""

    findings: list[str]
    opacity: Share
    colormap: str
    outlined: bool


class _Stored(Struct, omit_defaults=True):
    """All of it."""

    opened: list[str]
    current: str | None
    films: dict[str, _Film]
    overlay: _Overlay
    method: str
    comparing: bool
    closed: list[str] = msgspec.field(default_factory=list)


def _read(value: object, kind: type[Kind]) -> Kind | None:
    """The value as that kind, None where it is none."""
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return None


def _film(shown: Shown) -> _Film:
    state = shown.presentation
    unlinked = None if state.unlinked is None else _Grayscale(_window(state.unlinked), state.unlinked.invert)
    numbers = state.transform.numbers
    applied = msgspec.UNSET if state.applied is None else str(state.applied)
    return _Film(_window(state), state.invert, shown.frame, state.overlay_planes, numbers, unlinked, applied)


def _window(grayscale: GrayscaleState) -> _Window | None:
    voi = grayscale.voi
    return _Window(voi.center, voi.width, voi.function, voi.gamma, voi.name) if isinstance(voi, VoiWindow) else None


def _shown(stored: _Film | None) -> Shown:
    if stored is None:
        return Shown()
    unlinked = None if stored.unlinked is None else GrayscaleState(_voi(stored.unlinked), stored.unlinked.invert)
    transform = transform_of(list(stored.transform))
    applied = Path(stored.applied) if isinstance(stored.applied, str) and stored.applied else None
    state = PresentationState(_voi(stored), stored.invert, stored.overlay_planes, transform, unlinked, applied)
    return Shown(stored.frame, state)


def _voi(stored: _Grayscale) -> VoiWindow | None:
    return None if stored.window is None else VoiWindow(**msgspec.structs.asdict(stored.window))


def _overlay(stored: _Overlay | None) -> Overlay:
    """What a later version chose and this one does not know is left out of it."""
    if stored is None:
        return Overlay()
    chosen = frozenset(stored.findings) & BY_KEY.keys()
    colormap = stored.colormap if stored.colormap in COLORMAPS else Overlay().colormap
    return Overlay(chosen, bool(chosen), stored.opacity, colormap, stored.outlined)
