"""The layout in use: chosen by the user, with the films that it shows beside the open one got ready."""

from __future__ import annotations

from dataclasses import replace

from inference.text.messages import no_prior
from viewer.control.controller_port import ControllerPort
from viewer.control.layouts.page_films import PageFilms
from viewer.control.layouts.prior import PriorControl
from viewer.state.layout import Layout


class LayoutControl:
    """Changes the layout; ``toggle_prior`` goes to the one of prior and current, and back to the one before."""

    def __init__(self, port: ControllerPort) -> None:
        self._port = port
        self._prior, self._page = PriorControl(port), PageFilms(port)
        self._before = Layout.LARGE

    def choose(self, layout: Layout) -> None:
        """Show the films in this layout; where it wants a prior and there is none, say so."""
        changes = self._port.changes
        before = changes.session.layout
        if before is not layout:
            self._before = before
        with changes.together():
            notice = None if changes.session.notice == no_prior() else changes.session.notice
            changes.become(replace(changes.session, layout=layout, notice=notice))
            self._prior.choose()
            if changes.session.comparing and changes.session.film is not None and changes.session.prior is None:
                self._port.messages.notify(no_prior())

    def toggle_prior(self) -> None:
        """Show the prior beside the open film, or lie as before that."""
        comparing = self._port.session.comparing
        self.choose(self._before if comparing else Layout.PRIOR)

    def choose_films(self) -> None:
        """Have ready what the layout shows beside the film that is open now; a page looks after itself."""
        self._prior.choose()
