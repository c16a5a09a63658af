"""Takes up what was open before: how each film was shown at once, overlays when the analysis is there."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import Protocol

from viewer.state.saved_session import SavedSession
from viewer.state.session import Listener, Overlay, Session, keys_with_heatmap


class Shows(Protocol):
    """The part of the controller that is used here."""

    session: Session

    def listen(self, listener: Listener) -> None:
        """Be told of every new session."""

    def show_overlay(self, overlay: Overlay) -> None:
        """Draw these findings' overlays."""


def as_it_was(session: Session, was: SavedSession) -> Session:
    """The films of the list as they were shown; those that are gone are passed over."""
    films = dict(session.films)
    for path, shown in was.films.items():
        if path in films:
            films[path] = replace(films[path], frame=shown.frame, presentation=shown.presentation)
    return replace(session, films=MappingProxyType(films))


def show_overlay_again(shows: Shows, was: SavedSession) -> None:
    """Draw the overlays that were drawn, once the film that was open is analysed again."""
    waiting = _Waiting(shows, was)
    shows.listen(waiting.presentation)
    waiting.presentation(shows.session)


class _Waiting:
    """Draws once; gives up when the user goes elsewhere."""

    def __init__(self, shows: Shows, was: SavedSession) -> None:
        self._shows, self._was = shows, was
        self._over = not was.overlay.visible

    def presentation(self, session: Session) -> None:
        """See whether the analysis is there."""
        film = session.shown_film
        if session.current != self._was.current:
            self._over = True
        if self._over or film is None or film.analysis is None:
            return
        self._over = True
        chosen = self._was.overlay.chosen & keys_with_heatmap(film)
        self._shows.show_overlay(
            replace(session.overlay, chosen=chosen, visible=bool(chosen), outlined=self._was.overlay.outlined)
        )
