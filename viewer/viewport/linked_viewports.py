"""Two panes that look at one film, linked in zoom and pan or each by itself, and the hand that moves it in them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QPointF, QRectF, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from inference.core.film import Radiograph
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.text.messages import UserMessage, no_real_size
from viewer.state.camera import Camera, around, film_size, fitted, moved, zoomed
from viewer.style.translation import tr
from viewer.viewport.true_size import pixel_mm, real_scale
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_splitter import ViewportSplitter

ANOTHER_SCREEN = (QEvent.Type.ScreenChangeInternal, QEvent.Type.DevicePixelRatioChange)


class LinkedViewports(QWidget):
    """Keeps the cameras of the film's pane and the overlay's; what they show is added by ``ViewportPair``."""

    looked_from = Signal(object, object, object)  # camera, size of the film, size of the pane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = Viewport(tr("Film"), self)
        self.marked = Viewport(tr("Film with overlay"), self)
        self.splitter = ViewportSplitter(self.plain, self.marked, self)
        self._film: Radiograph | None = None
        self._transform = UPRIGHT
        self._camera: Camera | None = None
        self._unlinked: Camera | None = None  # the overlay pane's own while the panes are not linked
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        for view in (self.plain, self.marked):
            view.panned.connect(partial(self._pan, view))
            view.zoomed.connect(partial(self._zoom, view))
            view.resized.connect(self._apply_camera)
            view.maximise_wanted.connect(partial(self._maximise, view))

    @property
    def scale(self) -> float:
        """Screen pixels a film unit (the width of a film pixel)."""
        return 1.0 if self._camera is None else self._camera.scale

    @property
    def linked(self) -> bool:
        """Whether zooming and panning one pane moves the other."""
        return self._unlinked is None

    def link(self, *, linked: bool) -> None:
        """Have the panes move together or each by itself; linked again, both show what the film pane shows."""
        self._unlinked = None if linked else self._camera
        if self._camera is not None:
            self._look_from(self._camera, self.plain)

    def join(self, other: Viewport) -> None:
        """Let the hand on another pane pan and zoom as on these two."""
        other.panned.connect(partial(self._pan, self.plain))
        other.zoomed.connect(self._zoom_about_middle)

    def fit(self) -> None:
        """Show the whole film."""
        if self._film is not None:
            self._look_from(self._whole(self._film))

    def look_at(self, region: QRectF) -> None:
        """Show a region of the film, in film units, with as much again around it."""
        if self._film is not None:
            centre, size = region.center().toTuple(), region.size().toTuple()
            self._look_from(around(self._whole(self._film), centre, size, self.splitter.viewport_size()))

    def one_to_one(self) -> None:
        """One film pixel on one pixel of the screen."""
        if self._camera is not None:
            self._look_from(replace(self._camera, scale=1.0 / self.devicePixelRatioF(), fitted=False))

    def real_size(self) -> UserMessage | None:
        """A millimetre on the film as one on the screen; where that cannot be known, why."""
        if self._camera is None or self._film is None:
            return None
        scale = self._real_scale(self._film)
        if scale is None:
            return no_real_size(spacing=self._film.spacing is not None)
        self._look_from(replace(self._camera, scale=scale, fitted=False))
        return None

    def zoom(self, factor: float) -> None:
        """Magnify about the middle of the pane."""
        if self._camera is not None:
            self._look_from(zoomed(self._camera, factor, (self._camera.x, self._camera.y)))

    def _forget_film(self) -> None:
        self._film = self._camera = self._unlinked = None

    def _turn_to(self, transform: SpatialTransform) -> None:
        """Turn about the middle of the pane; a film that was whole in view stays whole in view."""
        self._transform = transform
        if self._camera is not None and self._camera.transform != transform:
            self._camera = replace(self._camera, transform=transform)
            self._unlinked = self._unlinked and replace(self._unlinked, transform=transform)
            self._apply_camera()

    def _whole(self, film: Radiograph) -> Camera:
        return fitted(film_size(film), self.splitter.viewport_size(), self._transform)

    def _real_scale(self, film: Radiograph) -> float | None:
        millimetres = pixel_mm(self.screen())
        return None if millimetres is None else real_scale(film, millimetres)

    def _look_from(self, camera: Camera, view: Viewport | None = None) -> None:
        """Show what a camera sees in one pane, and in the other if they are linked, or in both without ``view``."""
        assert self._film is not None
        alone = self._unlinked is not None and view is not None
        if view is not self.marked or not alone:
            self._camera = camera
        if self._unlinked is not None and view is not self.plain:
            self._unlinked = camera
        for shown in (view,) if alone and view is not None else (self.plain, self.marked):
            shown.show_camera(camera)
        self.looked_from.emit(self._camera, film_size(self._film), self.splitter.viewport_size())

    def _camera_of(self, view: Viewport) -> Camera | None:
        return self._unlinked if view is self.marked and self._unlinked is not None else self._camera

    def _pan(self, view: Viewport, dx: float, dy: float) -> None:
        camera = self._camera_of(view)
        if camera is not None:
            self._look_from(moved(camera, dx, dy), view)

    def _zoom(self, view: Viewport, factor: float, anchor: QPointF) -> None:
        camera = self._camera_of(view)
        if camera is not None:
            self._look_from(zoomed(camera, factor, (anchor.x(), anchor.y())), view)

    @Slot(float, QPointF)
    def _zoom_about_middle(self, factor: float, _anchor: QPointF) -> None:
        self.zoom(factor)

    def event(self, event: QEvent) -> bool:
        """Draw for the pixels of another screen when the window has come there."""
        done = bool(super().event(event))
        if event.type() in ANOTHER_SCREEN:
            self._apply_camera()
        return done

    @Slot()
    def _apply_camera(self) -> None:
        if self._camera is None or self._film is None:
            return
        whole = self._whole(self._film)
        for view in (self.plain, self.marked) if self._unlinked is not None else (None,):
            camera = self._camera if view is None else self._camera_of(view)
            assert camera is not None
            self._look_from(whole if camera.fitted else camera, view)

    def _maximise(self, view: Viewport) -> None:
        self.splitter.maximise(view)
        self._apply_camera()
