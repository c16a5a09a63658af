"""What an action needs before it can run, and the words for what is missing."""

from __future__ import annotations

from collections.abc import Callable

from viewer.commands.action_table import ActionSpec
from viewer.state.session import Session, keys_with_heatmap, neighbour, unaided
from viewer.state.undo_history import UndoHistory
from viewer.state.window_level import preset_count
from viewer.state.worklist_order import next_study
from viewer.style.translation import marked, tr
from viewer.window.measure_actions import TOOLS

Missing = Callable[[ActionSpec, Session], str]


def _film(_spec: ActionSpec, session: Session) -> str:
    film = session.film
    return "" if film is not None and film.radiograph is not None else marked("No film is open.")


def _analysis(spec: ActionSpec, session: Session) -> str:
    film = session.shown_film
    return _film(spec, session) or ("" if film and film.analysis else marked("This film is not analysed yet."))


def _heatmap(spec: ActionSpec, session: Session) -> str:
    found = keys_with_heatmap(session.shown_film)
    wanted = spec.name.removeprefix("overlay_")
    has = bool(found) if wanted == spec.name else wanted in found
    return _analysis(spec, session) or ("" if has else marked("This film has no heatmap of it."))


def _drawings(spec: ActionSpec, session: Session) -> str:
    film = session.film.radiograph if session.film else None
    return _film(spec, session) or (
        "" if film and film.overlay_planes else marked("The file brings no drawings along.")
    )


def _preset(spec: ActionSpec, session: Session) -> str:
    film = session.film.radiograph if session.film else None
    fits = film is not None and spec.argument is not None and spec.argument < preset_count(film)
    return _film(spec, session) or ("" if fits else marked("The file brings fewer windows."))


def _next(_spec: ActionSpec, session: Session) -> str:
    return "" if neighbour(session, 1) else marked("This is the last film.")


def _previous(_spec: ActionSpec, session: Session) -> str:
    return "" if neighbour(session, -1) else marked("This is the first film.")


def _next_study(_spec: ActionSpec, session: Session) -> str:
    return "" if next_study(session, 1) else marked("This is the last study.")


def _previous_study(_spec: ActionSpec, session: Session) -> str:
    return "" if next_study(session, -1) else marked("This is the first study.")


def _studies(_spec: ActionSpec, session: Session) -> str:
    return "" if session.studies else marked("No film is open.")


def _many(spec: ActionSpec, session: Session) -> str:
    """The model's word must not come out on films that somebody is still to read first."""
    hidden = session.read_unaided and any(unaided(session, session.films[path]) for path in session.order)
    return _studies(spec, session) or (marked("Not while films are to be read first.") if hidden else "")


def _work(_spec: ActionSpec, session: Session) -> str:
    return "" if session.busy else marked("Nothing is running.")


def _word(spec: ActionSpec, session: Session) -> str:
    """Calls before the model is shown need a film, verdicts on the model its word."""
    return _film(spec, session) if session.unaided else _analysis(spec, session)


def _mark(spec: ActionSpec, session: Session) -> str:
    return _film(spec, session) or ("" if session.reading.annotations else marked("Nothing is drawn on this film."))


_NEEDS: dict[str, Missing] = {
    **dict.fromkeys(("export", "print"), _analysis),
    "export_many": _many,
    "copy": _film,
    "marks": _heatmap,
    "graphics": _drawings,
    "next": _next,
    "previous": _previous,
    "next_study": _next_study,
    "previous_study": _previous_study,
    "cancel": _work,
    "peek": _heatmap,
    "touch": _analysis,
    "toggle_drawn": _film,
    **dict.fromkeys(("delete_mark", "delete_all_marks"), _mark),
    **dict.fromkeys(TOOLS, _film),
    **dict.fromkeys(("reviewed", "search", "worst_first", "as_opened"), _studies),
    **dict.fromkeys(("fit", "one_to_one", "real_size", "zoom_in", "zoom_out", "magnifier", "reset"), _film),
    **dict.fromkeys(("rotate", "rotate_left", "flip_across", "flip_down", "reset_turn", "reset_window"), _film),
    **dict.fromkeys(("invert", "region", "shape", "lighter", "darker"), _film),
}
_NEEDS_BY_INTENT: dict[str, Missing] = {"toggle_finding": _heatmap, "use_preset": _preset, "judge_next": _word}


def what_is_missing(spec: ActionSpec, session: Session, history: UndoHistory) -> str:
    """Why this action cannot run now, in the window's language; empty when it can."""
    if spec.name == "undo_mark" and not history.past:
        return tr("There is nothing to undo.")
    if spec.name == "redo_mark" and not history.future:
        return tr("There is nothing to do again.")
    need = _NEEDS.get(spec.name) or _NEEDS_BY_INTENT.get(spec.intent)
    return tr(need(spec, session)) if need else ""
