"""The two panes side by side: the untouched film and the film with overlay, linked in zoom, pan and window."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from inference.colour import coloured, heat_levels
from inference.display import choose_voi
from inference.overlay import combined_heat
from inference.types import Analysis, Radiograph
from viewer.camera import Camera, fitted, moved, zoomed
from viewer.corner_text import CornerText, corner_text
from viewer.film_levels import FilmLevels, film_levels
from viewer.film_view import FilmView
from viewer.language import spoken, tr
from viewer.session import FilmState, Look, Overlay
from viewer.windowing import window_text

OVERLAY_SIDE = 1024  # the window draws overlays at most this fine: a heatmap's own grain is far coarser


class FilmPanes(QWidget):
    """Shows one film twice; keeps the camera, and draws again only what has changed."""

    window_dragged = Signal(float, float)
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plain = FilmView(tr("Film"), self)
        self.marked = FilmView(tr("Film with overlay"), self)
        self._film: Radiograph | None = None
        self._levels: FilmLevels | None = None
        self._camera: Camera | None = None
        self._look = Look()
        self._grey_key: tuple[object, ...] = ()
        self._overlay_key: tuple[object, ...] = ()
        self._graphics_key: tuple[object, ...] = ()
        self._heat: tuple[tuple[object, ...], NDArray[np.uint8] | None] | None = None
        self._caption = ""
        self._corners = "full"
        self._pointer: QPointF | None = None
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
        view.film_stepped.connect(self.film_stepped)
        view.opacity_stepped.connect(self.opacity_stepped)
        view.panned.connect(self._pan)
        view.zoomed.connect(self._zoom)
        view.pointed_at.connect(self._point_at)
        view.resized.connect(self._apply_camera)
        view.maximise_wanted.connect(partial(self._maximise, view))

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
            self._show_overlay(state.radiograph, state.analysis, overlay)
            self._show_graphics(state.radiograph, shown=look.graphics)
            self._show_status()

    def show_corner_level(self, level: str) -> None:
        """Show the corner text in full, anonymised, or none."""
        if level == self._corners:
            return
        self._corners = level
        if self._film is not None:
            for view in (self.plain, self.marked):
                view.show_corners(corner_text(self._film, level))
            self._show_status()

    def _show_nothing(self, message: tuple[str, str, str] | None) -> None:
        self._film = self._levels = self._camera = None
        self._grey_key = self._overlay_key = self._graphics_key = ()
        for view in (self.plain, self.marked):
            view.show_film(None, (1, 1))
            view.show_corners(CornerText())
            view.show_status((), "")
        self.plain.show_message(message)

    def _show_film(self, film: Radiograph, look: Look) -> None:
        if self._film is not film:
            self._film, self._levels = film, film_levels(film)
            self._grey_key = self._overlay_key = self._graphics_key = ()
            self.plain.show_message(None)
            self.fit()
            for view in (self.plain, self.marked):
                view.show_corners(corner_text(film, self._corners))
        self._look = look
        self._draw_grey()

    def _draw_grey(self) -> None:
        if self._film is None or self._levels is None or self._camera is None:
            return
        level = self._levels.level_for(self._camera.scale * self.devicePixelRatioF())
        voi = choose_voi(self._film, self._look.voi)
        key = (self._film.film_hash, level, voi, self._look.invert)
        if key == self._grey_key:
            return
        self._grey_key = key
        grey = self._levels.grey(level, voi, invert=self._look.invert)
        for view in (self.plain, self.marked):
            view.show_film(grey, self._size())

    def _show_overlay(self, film: Radiograph, analysis: Analysis | None, overlay: Overlay) -> None:
        key = (film.film_hash, id(analysis), overlay)
        if key == self._overlay_key:
            return
        self._overlay_key = key
        self._caption = _caption(analysis, overlay)
        levels = self._heat_levels(film, analysis, overlay.drawn)
        picture = None if levels is None else coloured(levels, overlay.colormap, overlay.opacity)
        self.marked.show_overlay(picture, self._size())

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
        zoom = tr("Zoom {percent} %").format(percent=f"{self._camera.scale * 100:.0f}")
        lines = (self._pixel_text(), zoom, window_text(self._film, self._look.voi))
        shown = tuple(line for line in lines if line and self._corners != "none")
        self.plain.show_status(shown, "")
        self.marked.show_status(shown, self._caption)

    def _pixel_text(self) -> str:
        if self._film is None or self._pointer is None:
            return ""
        column, row = int(self._pointer.x()), int(self._pointer.y() / self._film.pixel_aspect)
        rows, columns = self._film.shape
        if not (0 <= row < rows and 0 <= column < columns):
            return ""
        return f"({column}, {row})  {self._film.pixels[row, column]:g} {self._film.unit}".rstrip()

    # -- camera ---------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole film."""
        if self._film is not None:
            self._look_from(fitted(self._size(), self._pane_size()))

    def one_to_one(self) -> None:
        """One film pixel on one pixel of the screen."""
        if self._camera is not None:
            self._look_from(Camera(self._camera.x, self._camera.y, 1.0 / self.devicePixelRatioF()))

    def zoom(self, factor: float) -> None:
        """Magnify about the middle of the pane."""
        if self._camera is not None:
            self._look_from(zoomed(self._camera, factor, (self._camera.x, self._camera.y)))

    def _look_from(self, camera: Camera) -> None:
        self._camera = camera
        for view in (self.plain, self.marked):
            view.show_camera(camera)
        self._draw_grey()
        self._show_status()

    @Slot(float, float)
    def _pan(self, dx: float, dy: float) -> None:
        if self._camera is not None:
            self._look_from(moved(self._camera, dx, dy))

    @Slot(float, QPointF)
    def _zoom(self, factor: float, anchor: QPointF) -> None:
        if self._camera is not None:
            self._look_from(zoomed(self._camera, factor, (anchor.x(), anchor.y())))

    @Slot(QPointF)
    def _point_at(self, point: QPointF) -> None:
        self._pointer = point
        self._show_status()

    @Slot()
    def _apply_camera(self) -> None:
        if self._camera is None:
            return
        if self._camera.fitted:
            self.fit()
        else:
            self._look_from(self._camera)

    def _maximise(self, view: FilmView) -> None:
        other = self.marked if view is self.plain else self.plain
        other.setVisible(other.isHidden())
        self._apply_camera()

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


def _caption(analysis: Analysis | None, overlay: Overlay) -> str:
    if analysis is None or not overlay.drawn:
        return ""
    drawn = [result for result in analysis.results if result.finding.key in overlay.drawn]
    empty = [tr(result.finding.title) for result in drawn if result.heatmap is None or result.heatmap.empty]
    shown = [tr(result.finding.title) for result in drawn if tr(result.finding.title) not in empty]
    parts = [f"AI: {' + '.join(shown)}"] if shown else []
    if empty:
        parts.append(tr("No evidence map: {findings}").format(findings=", ".join(empty)))
    return "  ·  ".join(parts)


def graphics_picture(film: Radiograph) -> NDArray[np.uint8]:
    """What the file draws over its film, RGBA uint8 of the film's shape, in the colour of marks."""
    picture = np.zeros((*film.shape, 4), np.uint8)
    for graphic in film.graphics:
        picture[graphic.mask] = (242, 201, 76, 255)
    return picture
