"""What is open, as far as another start can take it up: frozen values, and JSON that reads back whatever it holds."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from inference.core.analysis import Method
from inference.core.findings import FINDINGS
from inference.core.voi import Voi, VoiFunction, VoiWindow
from inference.imaging.colormap import COLORMAPS
from inference.imaging.spatial_transform import TURNS, UPRIGHT, SpatialTransform
from viewer.state.session import FilmState, GrayscaleState, Overlay, PresentationState, Session

MALFORMED = (KeyError, ValueError, TypeError, IndexError, AttributeError)  # what facts raise that somebody edited


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """How a film was shown."""

    frame: int = 0
    presentation: PresentationState = field(default_factory=PresentationState)


@dataclass(frozen=True, slots=True, eq=False)
class SavedSession:
    """``opened`` are the files and folders that the user named, ``films`` those shown otherwise than they open."""

    opened: tuple[Path, ...] = ()
    current: Path | None = None
    films: Mapping[Path, Shown] = field(default_factory=lambda: MappingProxyType({}))
    overlay: Overlay = field(default_factory=Overlay)
    method: str = ""
    comparing: bool = False


def what_is_open(session: Session, without: Collection[Path] = ()) -> SavedSession:
    """What the session shows now, ``without`` what belongs to the program and not to the user."""
    opened = tuple(path for path in session.opened if path not in without)
    if not opened:
        return SavedSession()
    states = dict(session.films)
    if session.film is not None and session.current is not None:
        states[session.current] = replace(session.film, presentation=session.presentation)
    films = {path: Shown(state.frame, state.presentation) for path, state in states.items() if _is_changed(state)}
    return SavedSession(
        opened, session.current, MappingProxyType(films), session.overlay, session.method, session.comparing
    )


def joined(before: SavedSession, now: SavedSession) -> SavedSession:
    """Both together; the film that is open now stays the open one."""
    if not now.opened:
        return before
    return replace(
        now,
        opened=tuple(dict.fromkeys((*before.opened, *now.opened))),
        films=MappingProxyType({**before.films, **now.films}),
    )


def facts_of(was: SavedSession) -> dict[str, Any]:
    """As JSON holds it."""
    overlay = was.overlay
    return {
        "opened": [str(path) for path in was.opened],
        "current": None if was.current is None else str(was.current),
        "films": {
            str(path): {"frame": shown.frame, **_presentation_facts(shown.presentation)}
            for path, shown in was.films.items()
        },
        "overlay": {
            "findings": sorted(overlay.chosen) if overlay.visible else [],
            "opacity": overlay.opacity,
            "colormap": overlay.colormap,
            "outlined": overlay.outlined,
        },
        "method": was.method,
        "comparing": was.comparing,
    }


def was_open_of(facts: dict[str, Any]) -> SavedSession:
    """What such JSON says; parts that make no sense are left out."""
    opened, films, current, method = (facts.get(name) for name in ("opened", "films", "current", "method"))
    names = opened if isinstance(opened, list) else []
    shown = {Path(name): _shown(how) for name, how in films.items()} if isinstance(films, dict) else {}
    return SavedSession(
        tuple(Path(name) for name in names if isinstance(name, str) and name),
        Path(current) if isinstance(current, str) else None,
        MappingProxyType(shown),
        _overlay(facts),
        method if isinstance(method, str) and method in set(Method) else "",
        facts.get("comparing") is True,
    )


def _is_changed(state: FilmState) -> bool:
    presentation = state.presentation
    plain = (
        presentation.voi is None
        and not presentation.invert
        and not presentation.overlay_planes
        and presentation.transform == UPRIGHT
        and presentation.unlinked is None
    )
    return state.frame != 0 or not plain


def _presentation_facts(presentation: PresentationState) -> dict[str, Any]:
    transform = presentation.transform
    return {
        **_tone_facts(presentation),
        "graphics": presentation.overlay_planes,
        "turn": [transform.xx, transform.xy, transform.yx, transform.yy],
        "apart": None if presentation.unlinked is None else _tone_facts(presentation.unlinked),
    }


def _tone_facts(grayscale: GrayscaleState) -> dict[str, Any]:
    """A LUT of the file is not kept: its film opens in its own default."""
    voi = grayscale.voi
    window = None
    if isinstance(voi, VoiWindow):
        window = {"center": voi.center, "width": voi.width, "function": str(voi.function), "gamma": voi.gamma}
        window["name"] = voi.name
    return {"window": window, "invert": grayscale.invert}


def _shown(facts: Any) -> Shown:
    try:
        transform = SpatialTransform(*(int(value) for value in facts["turn"]))
        unlinked = facts["apart"]
        presentation = PresentationState(
            voi=_window(facts["window"]),
            invert=facts["invert"] is True,
            overlay_planes=facts["graphics"] is True,
            transform=transform if transform in TURNS else UPRIGHT,
            unlinked=None
            if unlinked is None
            else GrayscaleState(_window(unlinked["window"]), unlinked["invert"] is True),
        )
        return Shown(max(0, int(facts["frame"])), presentation)
    except MALFORMED:
        return Shown()


def _window(facts: Any) -> Voi | None:
    if facts is None:
        return None
    window = VoiWindow(
        float(facts["center"]),
        float(facts["width"]),
        VoiFunction(facts["function"]),
        str(facts["name"]),
        float(facts["gamma"]),
    )
    sensible = math.isfinite(window.center) and window.width > 0 and window.gamma > 0
    return window if sensible else None


def _overlay(facts: dict[str, Any]) -> Overlay:
    try:
        found = facts["overlay"]
        chosen = frozenset(found["findings"]) & {finding.key for finding in FINDINGS}
        opacity = min(1.0, max(0.0, float(found["opacity"])))
        colormap = found["colormap"] if found["colormap"] in COLORMAPS else Overlay().colormap
        return Overlay(cast("frozenset[str]", chosen), bool(chosen), opacity, colormap, found["outlined"] is True)
    except MALFORMED:
        return Overlay()
