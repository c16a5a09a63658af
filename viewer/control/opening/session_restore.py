"""Restores what was open before: how each film was shown at once, overlays when the analysis is there."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from viewer.control.session_changes import SessionChanges, Subscription
from viewer.control.view_control import ViewControl
from viewer.state.saved_session import SavedSession
from viewer.state.session import FilmState, Session, keys_with_heatmap


def as_it_was(session: Session, saved: SavedSession) -> Session:
    """The films of the worklist as they were shown; those that are gone are passed over."""
    films = session.films.copy()
    for path, shown in saved.films.items():
        if path in films:
            films[path] = replace(films[path], frame=shown.frame, presentation=shown.presentation)
    return replace(session, films=MappingProxyType(films))


class OverlayRestore:
    """Draws the overlays that were drawn, once the film that was open is analysed again.

    Leaves when that is done, or when the user goes elsewhere.
    """

    def __init__(self, changes: SessionChanges, view: ViewControl, saved: SavedSession) -> None:
        self._changes, self._view, self._saved = changes, view, saved
        self._over = not saved.overlay.visible
        self._subscription: Subscription | None = None

    def begin(self) -> None:
        """Draw now what can be drawn, or listen for the analysis."""
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
        overlay, was = self._changes.session.overlay, self._saved.overlay
        chosen = was.chosen & keys_with_heatmap(film)
        self._view.show_overlay(replace(overlay, chosen=chosen, visible=bool(chosen), outlined=was.outlined))

    def _leave_if_over(self) -> None:
        if self._over and self._subscription is not None:
            self._subscription.end()
