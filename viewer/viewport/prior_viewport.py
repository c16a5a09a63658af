"""The prior beside the current film: its own grey, linked to the other viewports in zoom, pan, polarity and window."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QHBoxLayout, QWidget

from inference.core.film import Radiograph
from inference.core.voi import VoiWindow
from inference.imaging.display_pipeline import choose_voi
from viewer.state.camera import Camera
from viewer.state.image_pyramid import ImagePyramid, film_levels
from viewer.state.overlay import Overlay
from viewer.state.prior_matching import PRIOR, linked, prior_title
from viewer.state.session import FilmState, PresentationState
from viewer.state.window_level import current_window
from viewer.style.translation import spoken, tr
from viewer.viewport.corner_annotations import CornerAnnotations, corner_text
from viewer.viewport.overlay_layer import OverlayLayer
from viewer.viewport.viewport import Viewport


class PriorViewport(QWidget):
    """Shows one film that is told to it in ``view``, from the place the other viewports look from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = Viewport(tr("Prior film"), self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self._over = OverlayLayer(self.view, self.view)
        self._prior: Radiograph | None = None
        self._levels: ImagePyramid | None = None
        self._drawn: tuple[object, ...] = ()
        self._scale = 1.0
        self._level, self._title_text = "full", ""
        self._other: tuple[Camera, tuple[float, float], tuple[float, float]] | None = None
        self._presentation: tuple[Radiograph, PresentationState] | None = None
        self.view.resized.connect(self._follow)

    def show_overlay(self, state: FilmState | None, overlay: Overlay) -> None:
        """Show AI overlays of the prior over it."""
        if state is not None and state.radiograph is not None and state.radiograph is self._prior:
            self._over.show_overlay(state.radiograph, state.analysis, overlay)
            self.view.show_caption(self._over.caption)

    def show_prior(self, state: FilmState | None, open_film: FilmState | None, presentation: PresentationState) -> None:
        """Show a prior with the window of the open film carried over; None takes it away."""
        current = None if open_film is None else open_film.radiograph
        if state is None or current is None:
            self._forget()
            return
        lay = None if self._presentation is None else self._presentation[1]
        self._presentation = (current, presentation)
        if lay is None or (lay.transform, lay.invert) != (presentation.transform, presentation.invert):
            self._draw_corners()
        film = state.radiograph
        if film is None:
            if self._prior is None:
                failed = spoken(state.failure) if state.failure else None
                reading = (tr(PRIOR), tr("The earlier film is being read."), "")
                self.view.show_message((failed.title, failed.text, failed.hint) if failed else reading)
            return
        if film is not self._prior:
            self._forget()
            self._presentation = (current, presentation)
            self._prior, self._levels = film, film_levels(film)
            self._title_text = prior_title(state, tr)
            self._draw_corners()
            self.view.show_message(None)
            self._follow()
        self._draw()

    def show_corner_level(self, level: str) -> None:
        """Show the corner annotations in full, anonymised, or none."""
        if level != self._level:
            self._level = level
            self._draw_corners()

    def _draw_corners(self) -> None:
        """The corner annotations, headed by that this is a prior, and of when where identity may be shown."""
        if self._prior is not None:
            lies = PresentationState() if self._presentation is None else self._presentation[1]
            corners = corner_text(self._prior, lies.transform, self._level, inverted=lies.invert)
            title = self._title_text if self._level == "full" else tr(PRIOR)
            self.view.show_corners(replace(corners, heading=title))

    def follow(self, camera: Camera, size: tuple[float, float], viewport: tuple[float, float]) -> None:
        """Look at the same part of the prior as the other viewports look at of their film of this size."""
        self._other = (camera, size, viewport)
        self._follow()

    def _follow(self) -> None:
        if self._prior is None or self._other is None:
            return
        camera = linked(*self._other, self._prior.size, (self.view.width(), self.view.height()))
        self._scale = camera.scale
        self.view.show_camera(camera)
        self._draw()

    def _draw(self) -> None:
        if self._prior is None or self._levels is None or self._presentation is None:
            return
        current, presentation = self._presentation
        voi = choose_voi(self._prior, carried(self._prior, current, presentation))
        level = self._levels.level_for(self._scale * self.devicePixelRatioF())
        key = (self._prior.film_hash, level, voi, presentation.invert)
        if key != self._drawn:
            self._drawn = key
            self.view.layers.show_film(self._levels.grey(level, voi, invert=presentation.invert), self._prior.size)

    def _forget(self) -> None:
        self._prior = self._levels = self._presentation = None
        self._drawn = ()
        self._over.forget()
        self.view.layers.show_film(None, (1, 1))
        self.view.layers.show_outlines(())
        self.view.show_caption(())
        self.view.show_corners(CornerAnnotations())
        self.view.show_message(None)


def carried(prior: Radiograph, current: Radiograph, presentation: PresentationState) -> VoiWindow | None:
    """The prior's own window changed as the current film's was: as much wider and as much higher; None: unchanged.

    Films of two machines seldom share their values, so widths are carried as shares of each film's own window.
    """
    if presentation.voi is None:
        return None
    here, there, seen = (
        current_window(current, None),
        current_window(prior, None),
        current_window(current, presentation.voi),
    )
    share = there.width / max(here.width, 1e-6)
    width = max(1.0, seen.width * share)
    return VoiWindow(there.center + (seen.center - here.center) * share, width, seen.function)
