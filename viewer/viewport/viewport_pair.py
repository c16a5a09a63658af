"""The two panes side by side: the untouched film and the film with overlay, linked in zoom, pan and window."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Signal, Slot
from PySide6.QtWidgets import QWidget

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import choose_voi
from inference.text.wording import INCOMPLETE
from viewer.state.camera import film_size
from viewer.state.image_pyramid import ImagePyramid, film_levels
from viewer.state.session import FilmState, GrayscaleState, Overlay, PresentationState
from viewer.style.translation import spoken, tr
from viewer.viewport.corner_annotations import CornerAnnotations, corner_text
from viewer.viewport.heatmap_captions import CaptionLine
from viewer.viewport.linked_viewports import LinkedViewports
from viewer.viewport.magnifier import TIMES
from viewer.viewport.overlay_layer import OverlayLayer
from viewer.viewport.pixel_probe import heat_lines
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_status import ViewportStatus, magnifier_of, status_lines

DEFAULT_TIMES = 3


class ViewportPair(LinkedViewports):
    """Shows one film twice, and draws again only what has changed."""

    window_dragged = Signal(float, float)
    region_drawn = Signal(QRectF)  # in film pixels
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: ImagePyramid | None = None
        self._presentation = PresentationState()
        self._grey_keys: dict[Viewport, tuple[object, ...]] = {}
        self._over = OverlayLayer(self.plain, self.marked)
        self._analysis: Analysis | None = None
        self._drawn: frozenset[str] = frozenset()
        self._corners = "full"
        self._active = self.plain
        self._pointer: QPointF | None = None
        self._magnification: int | None = None
        self._region_armed = False
        self.looked_from.connect(self._draw_seen)
        for view in (self.plain, self.marked):
            self._connect(view)
        self._show_nothing(_invitation())

    def _connect(self, view: Viewport) -> None:
        view.window_dragged.connect(self.window_dragged)
        view.region_drawn.connect(self._take_region)
        view.film_stepped.connect(self._step)
        view.opacity_stepped.connect(self.opacity_stepped)
        view.pointed_at.connect(partial(self._point_at, view))

    def join(self, other: Viewport) -> None:
        """Let the hand on another pane window, pan, zoom and travel as on these two."""
        super().join(other)
        other.window_dragged.connect(self.window_dragged)
        other.film_stepped.connect(self.film_stepped)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_state(self, state: FilmState | None, presentation: PresentationState, overlay: Overlay) -> None:
        """Show a film with its window and its overlays, or say why there is none."""
        if state is None:
            self._show_nothing(_invitation())
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
        """Show the corner text in full, anonymised, or none."""
        if level == self._corners:
            return
        self._corners = level
        if self._film is not None:
            for view in (self.plain, self.marked):
                view.show_corners(corner_text(self._film, self._presentation.transform, level))
            self._show_status()

    def _show_nothing(self, message: tuple[str, str, str] | None) -> None:
        self._forget_film()
        self._levels = None
        self._grey_keys = {}
        self._over.forget()
        for view in (self.plain, self.marked):
            view.show_film(None, (1, 1))
            view.show_corners(CornerAnnotations())
            view.show_status(())
            view.show_caption(())
            view.show_outlines(())
            view.show_magnifier(None)
        self.plain.show_message(message)

    def _show_film(self, film: Radiograph, presentation: PresentationState) -> None:
        if self._film is not film:
            self._film, self._levels, self._transform = film, film_levels(film), presentation.transform
            self._grey_keys = {}
            self._over.forget()
            self._presentation = presentation
            self.plain.show_message(None)
            self.fit()
        self._presentation = presentation
        for view in (self.plain, self.marked):
            view.show_corners(corner_text(film, presentation.transform, self._corners))
        self._turn_to(presentation.transform)
        self._draw_grey()

    @Slot()
    def _draw_seen(self) -> None:
        """What depends on where the panes look from."""
        self._draw_grey()
        self._show_magnifier()
        self._show_status()

    def _draw_grey(self) -> None:
        if self._film is None or self._levels is None or self._camera is None:
            return
        nearest = max(camera.scale for camera in (self._camera, self._unlinked) if camera is not None)
        level = self._levels.level_for(nearest * self.splitter.density())
        drawn: dict[tuple[object, ...], NDArray[np.uint8]] = {}
        for view in (self.plain, self.marked):
            grayscale = self._grayscale(view)
            voi = choose_voi(self._film, grayscale.voi)
            key = (self._film.film_hash, level, voi, grayscale.invert)
            if key == self._grey_keys.get(view):
                continue
            if key not in drawn:
                drawn[key] = self._levels.grey(level, voi, invert=grayscale.invert)
            self._grey_keys[view] = key
            view.show_film(drawn[key], film_size(self._film))

    def _grayscale(self, view: Viewport) -> GrayscaleState:
        return self._presentation.grayscale(marked=view is self.marked)

    @property
    def overlay_is_active(self) -> bool:
        """Whether the pointer was last over the pane with overlay."""
        return self._active is self.marked

    def _show_status(self) -> None:
        if self._film is None or self._camera is None:
            return
        for view in (self.plain, self.marked):
            view.show_status(self._status_of(view) if self._corners != "none" else ())
        incomplete = (CaptionLine(tr(INCOMPLETE)),) if self._film.truncated is not None else ()
        self.plain.show_caption(incomplete)
        self.marked.show_caption(self._over.caption or incomplete)

    def _status_of(self, view: Viewport) -> tuple[str, ...]:
        status = self._status(view)
        if status is None:
            return ()
        at = status.pixel if view is self.marked else None
        return status_lines(status, () if at is None else heat_lines(status.film, self._analysis, self._drawn, at))

    def _status(self, view: Viewport) -> ViewportStatus | None:
        film, levels, camera = self._film, self._levels, self._camera_of(view)
        if film is None or levels is None or camera is None:
            return None
        ratio, real = self.devicePixelRatioF(), self._real_scale(film)
        return ViewportStatus(film, levels, self._grayscale(view), camera, self._pointer, ratio, real)

    # -- magnifier ------------------------------------------------------------------------------------------------

    def magnify(self, *, held: bool) -> None:
        """Hold the magnifier over the place under the cursor, in both panes, or put it away."""
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
        for view in (self.plain, self.marked):
            status = self._status(view)
            times, density = self._magnification, self.splitter.density()
            view.show_magnifier(None if status is None else magnifier_of(status, times, density))

    # -- the pointer and the region -------------------------------------------------------------------------------

    @property
    def region_armed(self) -> bool:
        """Whether the next left drag draws a region."""
        return self._region_armed

    def arm_region(self, *, armed: bool) -> None:
        """Have the next left drag draw a region, or not."""
        self._region_armed = armed
        for view in (self.plain, self.marked):
            view.arm_region(armed=armed)

    @Slot(QRectF)
    def _take_region(self, region: QRectF) -> None:
        self.arm_region(armed=False)
        if self._film is not None:
            aspect = self._film.pixel_aspect
            self.region_drawn.emit(QRectF(region.x(), region.y() / aspect, region.width(), region.height() / aspect))

    def _point_at(self, view: Viewport, point: QPointF | None) -> None:
        self._pointer = point
        if point is not None:
            self._active = view
        self._show_magnifier()
        self._show_status()


def _invitation() -> tuple[str, str, str]:
    return tr("Open chest films"), tr("Drop files or a folder here."), tr("Or choose them in the File menu.")
