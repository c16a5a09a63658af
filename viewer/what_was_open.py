"""What is open, as far as another start can take it up: frozen values, and JSON that reads back whatever it holds."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from inference.colour import COLORMAPS
from inference.findings import FINDINGS
from inference.gradcam import Method
from inference.turn import TURNS, UPRIGHT, Turn
from inference.types import Voi, VoiFunction, VoiWindow
from viewer.restoring import ODD
from viewer.session import FilmState, Look, Overlay, Session, Tone


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """How a film was shown."""

    frame: int = 0
    look: Look = field(default_factory=Look)


@dataclass(frozen=True, slots=True, eq=False)
class WasOpen:
    """``opened`` are the files and folders that the user named, ``films`` those shown otherwise than they open."""

    opened: tuple[Path, ...] = ()
    current: Path | None = None
    films: Mapping[Path, Shown] = field(default_factory=lambda: MappingProxyType({}))
    overlay: Overlay = field(default_factory=Overlay)
    method: str = ""
    comparing: bool = False


def what_is_open(session: Session, without: Collection[Path] = ()) -> WasOpen:
    """What the session shows now, ``without`` what belongs to the program and not to the user."""
    opened = tuple(path for path in session.opened if path not in without)
    if not opened:
        return WasOpen()
    states = dict(session.films)
    if session.film is not None and session.current is not None:
        states[session.current] = replace(session.film, look=session.look)
    films = {path: Shown(state.frame, state.look) for path, state in states.items() if _is_changed(state)}
    return WasOpen(opened, session.current, MappingProxyType(films), session.overlay, session.method, session.comparing)


def joined(before: WasOpen, now: WasOpen) -> WasOpen:
    """Both together; the film that is open now stays the open one."""
    if not now.opened:
        return before
    return replace(
        now,
        opened=tuple(dict.fromkeys((*before.opened, *now.opened))),
        films=MappingProxyType({**before.films, **now.films}),
    )


def facts_of(was: WasOpen) -> dict[str, Any]:
    """As JSON holds it."""
    overlay = was.overlay
    return {
        "opened": [str(path) for path in was.opened],
        "current": None if was.current is None else str(was.current),
        "films": {str(path): {"frame": shown.frame, **_look_facts(shown.look)} for path, shown in was.films.items()},
        "overlay": {
            "findings": sorted(overlay.chosen) if overlay.visible else [],
            "opacity": overlay.opacity,
            "colormap": overlay.colormap,
            "outlined": overlay.outlined,
        },
        "method": was.method,
        "comparing": was.comparing,
    }


def was_open_of(facts: dict[str, Any]) -> WasOpen:
    """What such JSON says; parts that make no sense are left out."""
    opened, films, current, method = (facts.get(name) for name in ("opened", "films", "current", "method"))
    names = opened if isinstance(opened, list) else []
    shown = {Path(name): _shown(how) for name, how in films.items()} if isinstance(films, dict) else {}
    return WasOpen(
        tuple(Path(name) for name in names if isinstance(name, str) and name),
        Path(current) if isinstance(current, str) else None,
        MappingProxyType(shown),
        _overlay(facts),
        method if isinstance(method, str) and method in set(Method) else "",
        facts.get("comparing") is True,
    )


def _is_changed(state: FilmState) -> bool:
    look = state.look
    plain = look.voi is None and not look.invert and not look.graphics and look.turn == UPRIGHT and look.apart is None
    return state.frame != 0 or not plain


def _look_facts(look: Look) -> dict[str, Any]:
    turn = look.turn
    return {
        **_tone_facts(look),
        "graphics": look.graphics,
        "turn": [turn.xx, turn.xy, turn.yx, turn.yy],
        "apart": None if look.apart is None else _tone_facts(look.apart),
    }


def _tone_facts(tone: Tone) -> dict[str, Any]:
    """A LUT of the file is not kept: its film opens in its own default."""
    voi = tone.voi
    window = None
    if isinstance(voi, VoiWindow):
        window = {"center": voi.center, "width": voi.width, "function": str(voi.function), "gamma": voi.gamma}
        window["name"] = voi.name
    return {"window": window, "invert": tone.invert}


def _shown(facts: Any) -> Shown:
    try:
        turn = Turn(*(int(value) for value in facts["turn"]))
        apart = facts["apart"]
        look = Look(
            voi=_window(facts["window"]),
            invert=facts["invert"] is True,
            graphics=facts["graphics"] is True,
            turn=turn if turn in TURNS else UPRIGHT,
            apart=None if apart is None else Tone(_window(apart["window"]), apart["invert"] is True),
        )
        return Shown(max(0, int(facts["frame"])), look)
    except ODD:
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
    except ODD:
        return Overlay()
