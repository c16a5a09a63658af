"""The two viewports side by side: the untouched film and the film with overlay, linked in zoom, pan and window."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import choose_voi
from inference.text.wording import INCOMPLETE
from viewer.state.image_pyramid import ImagePyramid, film_levels
from viewer.state.layout import Role
from viewer.state.overlay import Overlay
from viewer.state.session import FilmState, GrayscaleState, PresentationState
from viewer.style.cursors import LeftTool
from viewer.style.translation import spoken, tr
from viewer.viewport.corner_annotations import CornerAnnotations, corner_text
from viewer.viewport.heatmap_captions import CaptionLine
from viewer.viewport.linked_cameras import LinkedCameras
from viewer.viewport.magnifier import TIMES
from viewer.viewport.overlay_layer import OverlayLayer
from viewer.viewport.pixel_probe import heat_lines
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_grid import ViewportGrid
from viewer.viewport.viewport_status import ViewportStatus, magnifier_of, status_lines
from viewer.viewport.viewport_texts import invitation

ANOTHER_SCREEN = (QEvent.Type.ScreenChangeInternal, QEvent.Type.DevicePixelRatioChange)
DEFAULT_TIMES = 3


class ViewportPair(QWidget):
    """Shows one film twice, in ``film`` and in ``overlay``, and draws again only what has changed."""

    window_dragged = Signal(float, float)
    region_drawn = Signal(QRectF)  # in film pixels
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)
    left_tool_changed = Signal()
    menu_wanted = Signal(object, QPointF)  # over which viewport, and where in it

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.film = Viewport(tr("Film"), self)
        self.overlay = Viewport(tr("Film with overlay"), self)
        self.both = (self.film, self.overlay)
        self.grid = ViewportGrid(self.film, self.overlay, self)
        self.cameras = LinkedCameras(self.film, self.overlay, self.grid)
        self._over = OverlayLayer(self.film, self.overlay)
        self.flash = self._over.flash
        self._radiograph: Radiograph | None = None
        self._levels: ImagePyramid | None = None
        self._presentation = PresentationState()
        self._grey_keys: dict[Viewport, tuple[object, ...]] = {}
        self._analysis: Analysis | None = None
        self._drawn: frozenset[str] = frozenset()
        self._corners = "full"
        self.in_hand = self.overlay
        self._message: tuple[str, str, str] | None = None
        self._pointer: QPointF | None = None
        self._magnification: int | None = None
        self._region_armed = False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.grid)
        self.cameras.looked_from.connect(self._draw_seen)
        self.grid.arranged.connect(self._take_in_hand)
        for view in self.both:
            self._connect(view)
        self._show_nothing(invitation())

    def _connect(self, view: Viewport) -> None:
        view.window_dragged.connect(self.window_dragged)
        view.region_drawn.connect(self._take_region)
        view.film_stepped.connect(self._step)
        view.opacity_stepped.connect(self.opacity_stepped)
        view.pointed_at.connect(partial(self._point_at, view))
        view.magnifier_held.connect(lambda held: self.magnify(held=held))
        view.menu_wanted.connect(partial(self.menu_wanted.emit, view))

    def join(self, prior: QWidget, view: Viewport) -> None:
        """Hold the viewport of a prior; the hand on its ``view`` windows, pans, zooms and travels as on these two."""
        self.grid.take(Role.PRIOR, prior)
        self.cameras.join(view)
        view.window_dragged.connect(self.window_dragged)
        view.film_stepped.connect(self.film_stepped)
        view.maximise_wanted.connect(partial(self.grid.maximise, prior))
        view.pointed_at.connect(partial(self._point_beside, view))

    def event(self, event: QEvent) -> bool:
        """Draw for the pixels of another screen when the window has come there."""
        done = bool(super().event(event))
        if event.type() in ANOTHER_SCREEN:
            self.cameras.look_again()
        return done

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_state(self, state: FilmState | None, presentation: PresentationState, overlay: Overlay) -> None:
        """Show a film with its window and its overlays, or say why there is none."""
        if state is None:
            self._show_nothing(invitation())
        elif state.failure is not None:
            failure = spoken(state.failure)
            self._show_nothing((failure.title, failure.text, failure.hint))
        elif state.radiograph is None:
            self._show_nothing(None)
        else:
            self._show_film(state.radiograph, presentation)
            self._analysis, self._drawn = state.analysis, overlay.drawn
            self._over.show_overlay(state.radiograph, state.analysis, overlay)
            self._over.show_overlay_planes(state.radiograph, shown=presentation.overlay_planes)
            self._show_magnifier()
            self._show_status()

    def show_corner_level(self, level: str) -> None:
        """Show the corner annotations in full, anonymised, or none."""
        if level == self._corners:
            return
        self._corners = level
        if self._radiograph is not None:
            for view in self.both:
                self._show_corners(view)
            self._show_status()

    def _show_nothing(self, message: tuple[str, str, str] | None) -> None:
        self.cameras.forget()
        self._radiograph = self._levels = None
        self._grey_keys = {}
        self._over.forget()
        for view in self.both:
            view.layers.show_film(None, (1, 1))
            view.layers.show_outlines(())
            view.show_corners(CornerAnnotations())
            view.show_status(())
            view.show_caption(())
            view.show_magnifier(None)
        self._show_message(message)

    def _show_film(self, film: Radiograph, presentation: PresentationState) -> None:
        self._presentation = presentation
        if self._radiograph is not film:
            self._radiograph, self._levels = film, film_levels(film)
            self._grey_keys = {}
            self._over.forget()
            self._show_message(None)
            self.cameras.take(film.size, film.spacing, presentation.transform)
        for view in self.both:
            self._show_corners(view)
        self.cameras.turn_to(presentation.transform)
        self._draw_grey()

    def _show_message(self, message: tuple[str, str, str] | None) -> None:
        """Say something once, in the first viewport of the current film that is shown."""
        self._message = message
        first = self.grid.current if self.film.isHidden() else self.film
        for view in self.both:
            view.show_message(message if view is first else None)

    def _show_corners(self, view: Viewport) -> None:
        if self._radiograph is not None:
            invert = self._presentation.grayscale(overlay=view is self.overlay).invert
            shown = corner_text(self._radiograph, self._presentation.transform, self._corners, inverted=invert)
            view.show_corners(shown)

    @Slot()
    def _draw_seen(self) -> None:
        """What depends on where the viewports look from."""
        self._draw_grey()
        self._show_magnifier()
        self._show_status()

    def _draw_grey(self) -> None:
        nearest = self.cameras.nearest
        if self._radiograph is None or self._levels is None or nearest is None:
            return
        level = self._levels.level_for(nearest * self.grid.density())
        drawn: dict[tuple[object, ...], NDArray[np.uint8]] = {}
        for view in self.both:
            grayscale = self._grayscale(view)
            voi = choose_voi(self._radiograph, grayscale.voi)
            key = (self._radiograph.film_hash, level, voi, grayscale.invert)
            if key == self._grey_keys.get(view):
                continue
            if key not in drawn:
                drawn[key] = self._levels.grey(level, voi, invert=grayscale.invert)
            self._grey_keys[view] = key
            view.layers.show_film(drawn[key], self._radiograph.size)

    def _grayscale(self, view: Viewport) -> GrayscaleState:
        return self._presentation.grayscale(overlay=view is self.overlay)

    @property
    def current(self) -> Viewport:
        """The viewport of the current film that every layout shows, with its overlays."""
        return self.grid.current

    @property
    def overlay_is_active(self) -> bool:
        """Whether the viewport with overlay is in hand: the pointer was last over it."""
        return self.in_hand is self.overlay

    @Slot()
    def _take_in_hand(self) -> None:
        """Other viewports are shown: of them one is in hand, and what is to be said stands in one of them."""
        if not self.in_hand.isVisibleTo(self):
            self.in_hand = self.current
        self._show_message(self._message)

    def _show_status(self) -> None:
        if self._radiograph is None or self.cameras.nearest is None:
            return
        for view in self.both:
            view.show_status(self._status_of(view) if self._corners != "none" else ())
        incomplete = (CaptionLine(tr(INCOMPLETE)),) if self._radiograph.truncated is not None else ()
        self.film.show_caption(incomplete)
        self.overlay.show_caption(self._over.caption or incomplete)

    def _status_of(self, view: Viewport) -> tuple[str, ...]:
        status = self._status(view)
        if status is None:
            return ()
        at = status.pixel if view is self.overlay else None
        return status_lines(status, () if at is None else heat_lines(status.film, self._analysis, self._drawn, at))

    def _status(self, view: Viewport) -> ViewportStatus | None:
        film, levels, camera = self._radiograph, self._levels, self.cameras.of(view)
        if film is None or levels is None or camera is None:
            return None
        ratio, real = self.devicePixelRatioF(), self.cameras.real_scale
        return ViewportStatus(film, levels, self._grayscale(view), camera, self._pointer, ratio, real)

    # -- magnifier ------------------------------------------------------------------------------------------------

    def magnify(self, *, held: bool) -> None:
        """Hold the magnifier over the place under the cursor, in both viewports, or put it away."""
        self._magnification = DEFAULT_TIMES if held else None
        self._show_magnifier()

    def _step(self, steps: int) -> None:
        """The wheel: another magnification while the magnifier is held, else another film."""
        if self._magnification is None:
            self.film_stepped.emit(steps)
            return
        self._magnification = min(max(self._magnification - steps, TIMES[0]), TIMES[-1])
        self._show_magnifier()

    def _show_magnifier(self) -> None:
        for view in self.both:
            status = self._status(view)
            times, density = self._magnification, self.grid.density()
            view.show_magnifier(None if status is None else magnifier_of(status, times, density))

    @property
    def left_tool(self) -> LeftTool:
        """What the left button does while nothing is drawn."""
        return self.film.left_tool

    def use_left_tool(self, tool: LeftTool) -> None:
        """Have the left button do this from now on, in both viewports."""
        self.arm_region(armed=False)
        for view in self.both:
            view.use_left_tool(tool)
        self.left_tool_changed.emit()

    # -- the pointer and the region -------------------------------------------------------------------------------

    @property
    def region_armed(self) -> bool:
        """Whether the next left drag draws a region."""
        return self._region_armed

    def arm_region(self, *, armed: bool) -> None:
        """Have the next left drag draw a region, or not."""
        self._region_armed = armed
        for view in self.both:
            view.arm_region(armed=armed)

    @Slot(QRectF)
    def _take_region(self, region: QRectF) -> None:
        self.arm_region(armed=False)
        if self._radiograph is not None:
            aspect = self._radiograph.pixel_aspect
            self.region_drawn.emit(QRectF(region.x(), region.y() / aspect, region.width(), region.height() / aspect))

    def _point_beside(self, view: Viewport, point: QPointF | None) -> None:
        if point is not None:
            self.in_hand = view

    def _point_at(self, view: Viewport, point: QPointF | None) -> None:
        self._pointer = point
        if point is not None:
            self.in_hand = view
        self._show_magnifier()
        self._show_status()
