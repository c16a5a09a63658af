"""Restores what was open before: how each film was shown at once, overlays when the analysis is there."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from viewer.control.session_changes import SessionChanges, Subscription
from viewer.control.view_control import ViewControl
from viewer.state.saved_session import SavedSession
from viewer.state.session import FilmState, Session, keys_with_heatmap
from viewer.state.transitions import with_windows_linked


def as_it_was(session: Session, saved: SavedSession) -> Session:
    """The films of the worklist as they were shown; those that are gone are passed over.

    Whether windows are linked is one for all films: it is as it was on the film that was open.
    """
    films = session.films.copy()
    for path, shown in saved.films.items():
        if path in films:
            films[path] = replace(films[path], frame=shown.frame, presentation=shown.presentation)
    open_then = saved.films.get(saved.current) if saved.current is not None else None
    linked = open_then is None or open_then.presentation.unlinked is None
    presentation = with_windows_linked(session.presentation, linked=linked)
    return replace(session, films=MappingProxyType(films), presentation=presentation)


class OverlayRestore:
    """Draws the overlays that were drawn, once the film that was open is analysed again.

    Leaves when that is done, or when the user goes elsewhere.
    """

    def __init__(self, changes: SessionChanges, view: ViewControl, saved: SavedSession) -> None:
        self._changes, self._view, self._saved = changes, view, saved
        self._over = not saved.overlay.visible
        self._subscription: Subscription | None = None

    def begin(self) -> None:
        """Draw now what can be drawn, in the opacity and colours of then, or listen for the analysis."""
        was = self._saved.overlay
        now = self._changes.session.overlay
        self._view.show_overlay(replace(now, opacity=was.opacity, colormap=was.colormap, outlined=was.outlined))
        self._subscription = self._changes.listen(lambda session: session.shown_film, self._go_on)
        self._leave_if_over()

    def _go_on(self, film: FilmState | None) -> None:
        if film is None or film.entry.path != self._saved.current:
            self._over = True
        elif film.analysis is not None and not self._over:
            self._over = True
            self._draw(film)
        self._leave_if_over()

    def _draw(self, film: FilmState) -> None:
        chosen = self._saved.overlay.chosen & keys_with_heatmap(film)
        self._view.show_overlay(replace(self._changes.session.overlay, chosen=chosen, visible=bool(chosen)))

    def _leave_if_over(self) -> None:
        if self._over and self._subscription is not None:
            self._subscription.end()
