"""Where two viewports look from at one film: linked in zoom and pan, or each by itself; the hand moves them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, QPointF, QRectF, Signal, Slot
from PySide6.QtGui import QScreen

from inference.core.film import Spacing
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.text.messages import UserMessage, no_real_size
from viewer.state.camera import LARGEST_SCALE, SMALLEST_SCALE, Camera, fitted, kept_inside, moved, real_scale, zoomed
from viewer.viewport.viewport import Viewport
from viewer.viewport.viewport_grid import ViewportGrid


class LinkedCameras(QObject):
    """The cameras of the film's viewport and of the overlay's; the viewports are told to show what they see."""

    looked_from = Signal(object, object, object)  # camera, size of the film, size of the viewport

    def __init__(self, film: Viewport, overlay: Viewport, grid: ViewportGrid) -> None:
        super().__init__(grid)
        self._film, self._overlay, self._grid = film, overlay, grid
        self._size: tuple[float, float] | None = None  # of the film, in film units
        self._spacing: Spacing | None = None
        self._transform = UPRIGHT
        self._camera: Camera | None = None
        self._unlinked: Camera | None = None  # the overlay viewport's own while they are not linked
        grid.arranged.connect(self.look_again)
        for view in (film, overlay):
            view.panned.connect(partial(self._pan, view))
            view.zoomed.connect(partial(self._zoom, view))
            view.resized.connect(self.look_again)
            view.maximise_wanted.connect(partial(self._maximise, view))

    # -- where they look from -------------------------------------------------------------------------------------

    @property
    def scale(self) -> float:
        """Screen pixels a film unit (the width of a film pixel)."""
        return 1.0 if self._camera is None else self._camera.scale

    @property
    def nearest(self) -> float | None:
        """The scale of whichever looks from nearer; None without a film."""
        scales = [camera.scale for camera in (self._camera, self._unlinked) if camera is not None]
        return max(scales) if scales else None

    def of(self, view: Viewport) -> Camera | None:
        """The camera of one of the two; None without a film."""
        return self._unlinked if view is self._overlay and self._unlinked is not None else self._camera

    @property
    def looking(self) -> tuple[Camera, tuple[float, float], float] | None:
        """The camera of the film's viewport, the size of that (width, height), and the pixels of the screen for each
        of its device independent ones; None without a film.
        """
        if self._camera is None:
            return None
        return self._camera, self._grid.viewport_size(), self._grid.devicePixelRatioF()

    @property
    def real_scale(self) -> float | None:
        """The scale at which a millimetre on the film is one on the screen; None where that cannot be known."""
        millimetres = pixel_mm(self._grid.screen())
        return None if millimetres is None else real_scale(self._spacing, millimetres)

    # -- which film -----------------------------------------------------------------------------------------------

    def take(self, size: tuple[float, float], spacing: Spacing | None, transform: SpatialTransform) -> None:
        """Look at the whole of another film, which lies so; its ``size`` is (width, height) in film units."""
        self._size, self._spacing, self._transform = size, spacing, transform
        self.fit()

    def turn_to(self, transform: SpatialTransform) -> None:
        """Turn about the middle of the viewport; a film that was whole in view stays whole in view."""
        self._transform = transform
        if self._camera is not None and self._camera.transform != transform:
            self._camera = replace(self._camera, transform=transform)
            self._unlinked = self._unlinked and replace(self._unlinked, transform=transform)
            self.look_again()

    def forget(self) -> None:
        """Look at nothing, linked."""
        self._size = self._spacing = self._camera = self._unlinked = None

    # -- moved ----------------------------------------------------------------------------------------------------

    @property
    def linked(self) -> bool:
        """Whether zooming and panning one viewport moves the other."""
        return self._unlinked is None

    def link(self, *, linked: bool) -> None:
        """Have the viewports move together or each by itself; linked again, both show what the film's shows."""
        self._unlinked = None if linked else self._camera
        if self._camera is not None:
            self.look_from(self._camera, self._film)

    def join(self, other: Viewport) -> None:
        """Let the hand on another viewport pan and zoom as on these two."""
        other.panned.connect(partial(self._pan, self._film))
        other.zoomed.connect(self._zoom_about_middle)

    def fit(self) -> None:
        """Show the whole film."""
        if self._size is not None:
            self.look_from(self._whole(self._size))

    def look_at(self, region: QRectF) -> None:
        """Have a region of the film, in film units, in the middle, as near to it as the film reaches.

        A film that is whole in view stays so.
        """
        if self._size is None or self._camera is None or self._camera.fitted:
            return
        x, y = region.center().toTuple()
        self.look_from(kept_inside(replace(self._camera, x=x, y=y), self._size, self._grid.viewport_size()))

    def look_into(self, region: QRectF, scale: float | None = None) -> None:
        """Have a region of the film, in film units, fill the viewport, or lie in its middle at a ``scale``.

        A region that is the whole film fits it, whatever the viewport's size becomes.
        """
        if self._size is None:
            return
        if (
            scale is None
            and region.contains(QRectF(0, 0, *self._size).adjusted(1, 1, -1, -1))
            and _near(region, self._size)
        ):
            self.fit()
            return
        across, down = self._transform.size(max(region.width(), 1.0), max(region.height(), 1.0))
        wide, high = self._grid.viewport_size()
        x, y = region.center().toTuple()
        nearest = min(max(scale or min(wide / across, high / down), SMALLEST_SCALE), LARGEST_SCALE)
        self.look_from(Camera(x, y, nearest, transform=self._transform))

    def one_to_one(self) -> None:
        """One film pixel on one pixel of the screen."""
        if self._camera is not None:
            self.look_from(replace(self._camera, scale=1.0 / self._grid.devicePixelRatioF(), fitted=False))

    def real_size(self) -> UserMessage | None:
        """A millimetre on the film as one on the screen; where that cannot be known, why."""
        if self._camera is None:
            return None
        scale = self.real_scale
        if scale is None:
            return no_real_size(spacing=self._spacing is not None)
        self.look_from(replace(self._camera, scale=scale, fitted=False))
        return None

    def zoom(self, factor: float) -> None:
        """Magnify about the middle of the viewport."""
        if self._camera is not None:
            self.look_from(zoomed(self._camera, factor, (self._camera.x, self._camera.y)))

    def look_from(self, camera: Camera, view: Viewport | None = None) -> None:
        """Show what a camera sees in one viewport, and in the other if they are linked; in both without ``view``."""
        assert self._size is not None
        alone = self._unlinked is not None and view is not None
        if view is not self._overlay or not alone:
            self._camera = camera
        if self._unlinked is not None and view is not self._film:
            self._unlinked = camera
        for shown in (view,) if alone and view is not None else (self._film, self._overlay):
            shown.show_camera(camera)
        self.looked_from.emit(self._camera, self._size, self._grid.viewport_size())

    @Slot()
    def look_again(self) -> None:
        """Show the same once more, as the viewports or the pixels of their screen have another size."""
        if self._camera is None or self._size is None:
            return
        whole = self._whole(self._size)
        for view in (self._film, self._overlay) if self._unlinked is not None else (None,):
            camera = self._camera if view is None else self.of(view)
            assert camera is not None
            self.look_from(whole if camera.fitted else camera, view)

    # -- the hand -------------------------------------------------------------------------------------------------

    def _whole(self, size: tuple[float, float]) -> Camera:
        return fitted(size, self._grid.viewport_size(), self._transform)

    def _pan(self, view: Viewport, dx: float, dy: float) -> None:
        camera = self.of(view)
        if camera is not None:
            self.look_from(moved(camera, dx, dy), view)

    def _zoom(self, view: Viewport, factor: float, anchor: QPointF) -> None:
        camera = self.of(view)
        if camera is not None:
            self.look_from(zoomed(camera, factor, (anchor.x(), anchor.y())), view)

    @Slot(float, QPointF)
    def _zoom_about_middle(self, factor: float, _anchor: QPointF) -> None:
        self.zoom(factor)

    def _maximise(self, view: Viewport) -> None:
        self._grid.maximise(view)


def _near(region: QRectF, size: tuple[float, float]) -> bool:
    """Whether a region is no larger than the film, but for a pixel."""
    return region.width() <= size[0] + 1 and region.height() <= size[1] + 1


def pixel_mm(screen: QScreen) -> float | None:
    """The size of a (device independent) pixel of a screen in mm; None where the screen does not say its size."""
    width, pixels = screen.physicalSize().width(), screen.geometry().width()
    return width / pixels if width > 0 and pixels > 0 else None
