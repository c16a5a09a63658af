"""The two panes side by side: the untouched film and the film with overlay, linked in zoom, pan and window."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from inference.colour import coloured, heat_levels
from inference.display import choose_voi
from inference.messages import UserMessage, no_real_size
from inference.overlay import combined_heat
from inference.turn import Turn, turn_text
from inference.types import Analysis, Radiograph
from inference.wording import INCOMPLETE
from viewer.camera import Camera, fitted, moved, zoomed
from viewer.corner_text import CornerText, corner_text
from viewer.film_levels import FilmLevels, film_levels
from viewer.film_view import FilmView
from viewer.language import spoken, tr
from viewer.loupe import RADIUS, TIMES, Loupe, part_around
from viewer.marks import CaptionLine, captions, outlines
from viewer.probe import heat_lines, pixel_text
from viewer.real_size import pixel_mm, real_scale
from viewer.session import FilmState, Look, Overlay, Tone
from viewer.windowing import shape_text, window_text

OVERLAY_SIDE = 1024  # the window draws overlays at most this fine: a heatmap's own grain is far coarser
CLOSEST = 4.0  # a region is shown at most so many times larger than the whole film is
DEFAULT_TIMES = 3
ANOTHER_SCREEN = (QEvent.Type.ScreenChangeInternal, QEvent.Type.DevicePixelRatioChange)


class FilmPanes(QWidget):
    """Shows one film twice; keeps the camera, and draws again only what has changed."""

    window_dragged = Signal(float, float)
    region_drawn = Signal(QRectF)  # in film pixels
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)
    looked_from = Signal(object, object, object)  # camera, size of the film, size of the pane

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = FilmView(tr("Film"), self)
        self.marked = FilmView(tr("Film with overlay"), self)
        self._film: Radiograph | None = None
        self._levels: FilmLevels | None = None
        self._camera: Camera | None = None
        self._apart: Camera | None = None  # the overlay pane's own while the panes are not linked
        self._loupe_times: int | None = None
        self._look = Look()
        self._grey_keys: dict[FilmView, tuple[object, ...]] = {}
        self._active = self.plain
        self._overlay_key: tuple[object, ...] = ()
        self._graphics_key: tuple[object, ...] = ()
        self._heat: tuple[tuple[object, ...], NDArray[np.uint8] | None] | None = None
        self._caption: tuple[CaptionLine, ...] = ()
        self._corners = "full"
        self._analysis: Analysis | None = None
        self._drawn: frozenset[str] = frozenset()
        self._pointer: QPointF | None = None
        self._region_armed = False
        self.is_parted = False
        splitter = self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)
        for view in (self.plain, self.marked):
            splitter.addWidget(view)
            self._connect(view)
        splitter.setSizes([1000, 1000])
        splitter.setChildrenCollapsible(False)
        self._show_nothing(_invitation())

    def _connect(self, view: FilmView) -> None:
        view.window_dragged.connect(self.window_dragged)
        view.region_drawn.connect(self._take_region)
        view.film_stepped.connect(self._step)
        view.opacity_stepped.connect(self.opacity_stepped)
        view.panned.connect(partial(self._pan, view))
        view.zoomed.connect(partial(self._zoom, view))
        view.pointed_at.connect(partial(self._point_at, view))
        view.resized.connect(self._apply_camera)
        view.maximise_wanted.connect(partial(self._maximise, view))

    @property
    def scale(self) -> float:
        """Screen pixels a film unit (the width of a film pixel)."""
        return 1.0 if self._camera is None else self._camera.scale

    def join(self, other: FilmView) -> None:
        """Let the hand on another pane window, pan, zoom and travel as on these two."""
        other.window_dragged.connect(self.window_dragged)
        other.film_stepped.connect(self.film_stepped)
        other.panned.connect(partial(self._pan, self.plain))
        other.zoomed.connect(self._zoom_about_middle)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_state(self, state: FilmState | None, look: Look, overlay: Overlay) -> None:
        """Show a film with its window and its overlays, or say why there is none."""
        if state is None:
            self._show_nothing(_invitation())
        elif state.failure is not None:
            failure = spoken(state.failure)
            self._show_nothing((failure.title, failure.text, failure.hint))
        elif state.radiograph is None:
            self._show_nothing(None)
        else:
            self._show_film(state.radiograph, look)
            self._analysis, self._drawn = state.analysis, overlay.drawn
            self._show_overlay(state.radiograph, state.analysis, overlay)
            self._show_graphics(state.radiograph, shown=look.graphics)
            self._show_loupe()
            self._show_status()

    def show_corner_level(self, level: str) -> None:
        """Show the corner text in full, anonymised, or none."""
        if level == self._corners:
            return
        self._corners = level
        if self._film is not None:
            for view in (self.plain, self.marked):
                view.show_corners(corner_text(self._film, self._look.turn, level))
            self._show_status()

    def _show_nothing(self, message: tuple[str, str, str] | None) -> None:
        self._film = self._levels = self._camera = self._apart = None
        self._grey_keys = {}
        self._overlay_key = self._graphics_key = ()
        for view in (self.plain, self.marked):
            view.show_film(None, (1, 1))
            view.show_corners(CornerText())
            view.show_status(())
            view.show_caption(())
            view.show_outlines(())
            view.show_loupe(None)
        self.plain.show_message(message)

    def _show_film(self, film: Radiograph, look: Look) -> None:
        if self._film is not film:
            self._film, self._levels = film, film_levels(film)
            self._grey_keys = {}
            self._overlay_key = self._graphics_key = ()
            self._look = look
            self.plain.show_message(None)
            self.fit()
        self._look = look
        for view in (self.plain, self.marked):
            view.show_corners(corner_text(film, look.turn, self._corners))
        self._turn_to(look.turn)
        self._draw_grey()

    def _draw_grey(self) -> None:
        if self._film is None or self._levels is None or self._camera is None:
            return
        nearest = max(camera.scale for camera in (self._camera, self._apart) if camera is not None)
        level = self._levels.level_for(nearest * self._density())
        drawn: dict[tuple[object, ...], NDArray[np.uint8]] = {}
        for view in (self.plain, self.marked):
            tone = self._tone(view)
            voi = choose_voi(self._film, tone.voi)
            key = (self._film.film_hash, level, voi, tone.invert)
            if key == self._grey_keys.get(view):
                continue
            if key not in drawn:
                drawn[key] = self._levels.grey(level, voi, invert=tone.invert)
            self._grey_keys[view] = key
            view.show_film(drawn[key], self._size())

    def _tone(self, view: FilmView) -> Tone:
        return self._look.tone(marked=view is self.marked)

    @property
    def marked_is_active(self) -> bool:
        """Whether the pointer was last over the pane with overlay."""
        return self._active is self.marked

    def _show_overlay(self, film: Radiograph, analysis: Analysis | None, overlay: Overlay) -> None:
        key = (film.film_hash, id(analysis), overlay)
        if key == self._overlay_key:
            return
        self._overlay_key = key
        self._caption = captions(analysis, overlay)
        levels = None if overlay.outlined else self._heat_levels(film, analysis, overlay.drawn)
        picture = None if levels is None else coloured(levels, overlay.colormap, overlay.opacity)
        self.marked.show_overlay(picture, self._size())
        self.marked.show_outlines(outlines(analysis, overlay, film.shape, film.pixel_aspect))

    def _show_graphics(self, film: Radiograph, *, shown: bool) -> None:
        key = (film.film_hash, shown)
        if key == self._graphics_key:
            return
        self._graphics_key = key
        picture = graphics_picture(film) if shown and film.graphics else None
        for view in (self.plain, self.marked):
            view.show_graphics(picture, self._size())

    def _heat_levels(
        self, film: Radiograph, analysis: Analysis | None, drawn: frozenset[str]
    ) -> NDArray[np.uint8] | None:
        """The heat to draw; kept, so that another opacity or colour costs a look-up only."""
        if analysis is None or not drawn:
            return None
        key = (film.film_hash, id(analysis), drawn)
        if self._heat is None or self._heat[0] != key:
            heat = combined_heat(analysis, drawn, film.shape, OVERLAY_SIDE)
            self._heat = (key, None if heat is None else heat_levels(heat))
        return self._heat[1]

    def _show_status(self) -> None:
        if self._film is None or self._camera is None:
            return
        for view in (self.plain, self.marked):
            view.show_status(self._status_of(view) if self._corners != "none" else ())
        incomplete = (CaptionLine(tr(INCOMPLETE)),) if self._film.gap is not None else ()
        self.plain.show_caption(incomplete)
        self.marked.show_caption(self._caption or incomplete)

    def _status_of(self, view: FilmView) -> tuple[str, ...]:
        film, camera, tone = self._film, self._camera_of(view), self._tone(view)
        assert film is not None
        assert camera is not None
        found: list[str] = []
        if self._pointer is not None:
            at = (self._pointer.x(), self._pointer.y() / film.pixel_aspect)
            if view is self.marked:
                found += heat_lines(film, self._analysis, self._drawn, at)
            found.append(pixel_text(film, tone, at))
        unusual = "  ".join(filter(None, (tr(turn_text(self._look.turn)), shape_text(film, tone.voi, tr))))
        return tuple(filter(None, (*found, unusual, self._zoom_text(camera), window_text(film, tone.voi))))

    def _zoom_text(self, camera: Camera) -> str:
        """The magnification; whether it is the real size, and by which spacing."""
        real = self._real_scale()
        assert self._film is not None
        spacing = self._film.spacing
        is_real = real is not None and spacing is not None and abs(camera.scale / real - 1) < 0.001
        on_screen = camera.scale * self.devicePixelRatioF()  # 100 % is a film pixel on a pixel of the screen
        zoom = tr("Zoom {percent} %").format(percent=f"{on_screen * 100:.0f}")
        if not is_real or spacing is None:
            return zoom
        return tr("{zoom} (real size, {origin})").format(zoom=zoom, origin=tr(spacing.origin))

    # -- camera ---------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole film."""
        if self._film is not None:
            self._look_from(fitted(self._size(), self._pane_size(), self._look.turn))

    def _turn_to(self, turn: Turn) -> None:
        """Turn about the middle of the pane; a film that was whole in view stays whole in view."""
        if self._camera is not None and self._camera.turn != turn:
            self._camera = replace(self._camera, turn=turn)
            self._apart = self._apart and replace(self._apart, turn=turn)
            self._apply_camera()

    @property
    def linked(self) -> bool:
        """Whether zooming and panning one pane moves the other."""
        return self._apart is None

    def link(self, *, linked: bool) -> None:
        """Have the panes move together or each by itself; linked again, both show what the film pane shows."""
        self._apart = None if linked else self._camera
        if self._camera is not None:
            self._look_from(self._camera, self.plain)

    def look_at(self, region: QRectF) -> None:
        """Show a region of the film, in film units, with as much again around it."""
        if self._camera is None or self._film is None:
            return
        width, height = self._camera.turn.size(region.width(), region.height())
        pane, whole = self._pane_size(), fitted(self._size(), self._pane_size(), self._look.turn)
        scale = min(pane[0] / (3 * width), pane[1] / (3 * height))
        centre = region.center()
        near = min(max(scale, whole.scale), CLOSEST * whole.scale)
        self._look_from(replace(whole, x=centre.x(), y=centre.y(), scale=near, fitted=False))

    def one_to_one(self) -> None:
        """One film pixel on one pixel of the screen."""
        if self._camera is not None:
            self._look_from(replace(self._camera, scale=1.0 / self.devicePixelRatioF(), fitted=False))

    def real_size(self) -> UserMessage | None:
        """A millimetre on the film as one on the screen; where that cannot be known, why."""
        if self._camera is None or self._film is None:
            return None
        scale = self._real_scale()
        if scale is None:
            return no_real_size(spacing=self._film.spacing is not None)
        self._look_from(replace(self._camera, scale=scale, fitted=False))
        return None

    def _real_scale(self) -> float | None:
        millimetres = pixel_mm(self.screen())
        return None if millimetres is None or self._film is None else real_scale(self._film, millimetres)

    def zoom(self, factor: float) -> None:
        """Magnify about the middle of the pane."""
        if self._camera is not None:
            self._look_from(zoomed(self._camera, factor, (self._camera.x, self._camera.y)))

    def _look_from(self, camera: Camera, view: FilmView | None = None) -> None:
        """Show what a camera sees in one pane, and in the other if they are linked, or in both without ``view``."""
        alone = self._apart is not None and view is not None
        if view is not self.marked or not alone:
            self._camera = camera
        if self._apart is not None and view is not self.plain:
            self._apart = camera
        for shown in (view,) if alone and view is not None else (self.plain, self.marked):
            shown.show_camera(camera)
        self.looked_from.emit(self._camera, self._size(), self._pane_size())
        self._draw_grey()
        self._show_loupe()
        self._show_status()

    def _camera_of(self, view: FilmView) -> Camera | None:
        return self._apart if view is self.marked and self._apart is not None else self._camera

    def _pan(self, view: FilmView, dx: float, dy: float) -> None:
        camera = self._camera_of(view)
        if camera is not None:
            self._look_from(moved(camera, dx, dy), view)

    def _zoom(self, view: FilmView, factor: float, anchor: QPointF) -> None:
        camera = self._camera_of(view)
        if camera is not None:
            self._look_from(zoomed(camera, factor, (anchor.x(), anchor.y())), view)

    @Slot(float, QPointF)
    def _zoom_about_middle(self, factor: float, _anchor: QPointF) -> None:
        self.zoom(factor)

    # -- magnifier ------------------------------------------------------------------------------------------------

    def magnify(self, *, held: bool) -> None:
        """Hold the magnifier over the place under the cursor, in both panes, or put it away."""
        self._loupe_times = DEFAULT_TIMES if held else None
        self._show_loupe()

    def _step(self, steps: int) -> None:
        """The wheel: another magnification while the magnifier is held, else another film."""
        if self._loupe_times is None:
            self.film_stepped.emit(steps)
            return
        self._loupe_times = min(max(self._loupe_times - steps, TIMES[0]), TIMES[-1])
        self._show_loupe()

    def _show_loupe(self) -> None:
        for view in (self.plain, self.marked):
            view.show_loupe(self._loupe(self._camera_of(view), self._tone(view)))

    def _loupe(self, camera: Camera | None, tone: Tone) -> Loupe | None:
        film, levels, point, times = self._film, self._levels, self._pointer, self._loupe_times
        if film is None or levels is None or point is None or times is None or camera is None:
            return None
        scale = camera.scale * times
        level = levels.level_for(scale * self._density())
        part = part_around(levels, level, point, RADIUS / scale, film.pixel_aspect)
        voi, slices = choose_voi(film, tone.voi), (part.rows, part.columns)
        return Loupe(point, times, levels.grey(level, voi, invert=tone.invert, part=slices), part.area)

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

    def _point_at(self, view: FilmView, point: QPointF | None) -> None:
        self._pointer = point
        if point is not None:
            self._active = view
        self._show_loupe()
        self._show_status()

    def event(self, event: QEvent) -> bool:
        """Draw for the pixels of another screen when the window has come there."""
        done = bool(super().event(event))
        if event.type() in ANOTHER_SCREEN:
            self._apply_camera()
        return done

    @Slot()
    def _apply_camera(self) -> None:
        if self._camera is None:
            return
        for view in (self.plain, self.marked) if self._apart is not None else (None,):
            camera = self._camera if view is None else self._camera_of(view)
            assert camera is not None
            whole = fitted(self._size(), self._pane_size(), self._look.turn)
            self._look_from(whole if camera.fitted else camera, view)

    def part(self) -> FilmView:
        """The pane with overlay, to be shown elsewhere."""
        self.is_parted = True
        self.marked.show()
        return self.marked

    def rejoin(self) -> None:
        """Have the pane with overlay beside the other again."""
        self.is_parted = False
        self.splitter.addWidget(self.marked)
        self.splitter.setSizes([1000, 1000])
        self.plain.show()
        self.marked.show()

    def _maximise(self, view: FilmView) -> None:
        if self.is_parted:
            return
        other = self.marked if view is self.plain else self.plain
        other.setVisible(other.isHidden())
        self._apply_camera()

    def _density(self) -> float:
        """Pixels of the densest screen that shows a pane, for each device independent pixel."""
        return max(float(view.devicePixelRatioF()) for view in (self.plain, self.marked))

    def _pane_size(self) -> tuple[float, float]:
        """The smallest of the panes that are shown."""
        shown = [view for view in (self.plain, self.marked) if not view.isHidden()]
        return min(view.width() for view in shown), min(view.height() for view in shown)

    def _size(self) -> tuple[float, float]:
        assert self._film is not None
        rows, columns = self._film.shape
        return float(columns), rows * self._film.pixel_aspect


def _invitation() -> tuple[str, str, str]:
    return tr("Open chest films"), tr("Drop files or a folder here."), tr("Or choose them in the File menu.")


def graphics_picture(film: Radiograph) -> NDArray[np.uint8]:
    """What the file draws over its film, RGBA uint8 of the film's shape, in the colour of marks."""
    picture = np.zeros((*film.shape, 4), np.uint8)
    for graphic in film.graphics:
        picture[graphic.mask] = (242, 201, 76, 255)
    return picture
