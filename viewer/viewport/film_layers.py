"""The pictures of a viewport, one over the other: the film's grey, the overlay, the file's drawings, outlines."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem

from inference.imaging.heatmap_overlay import Area, ShownHeat
from viewer.viewport.heatmap_captions import Outline
from viewer.viewport.text_painter import stroke_pen
from viewer.viewport.view_box import FilmViewBox

Picture = NDArray[np.uint8]


class _Brought(NamedTuple):
    """Heat ``levels`` as they lie ``over`` a part of the film, in the shape that the part is drawn in."""

    levels: Picture
    place: Area
    over: Picture


class FilmLayers:
    """Puts pictures into a view box; a ``size`` is the film's (width, height) in film units, which a picture fills.

    ``redraw`` has the viewport painted once, whatever has changed meanwhile: a scene of Qt asks for it by itself, item
    by item, and has its neighbour painted with it each time.
    """

    def __init__(self, box: FilmViewBox, redraw: Callable[[], object]) -> None:
        self._box, self._redraw = box, redraw
        self._film, self._overlay, self._planes = (pg.ImageItem(axisOrder="row-major") for _ in range(3))
        for item in (self._film, self._overlay, self._planes):
            self.add(item)
        self._outlines: list[QGraphicsPathItem] = []
        self._heat: ShownHeat | None = None
        self._area: Area | None = None  # of the film, that this heat lies on
        self._brought: _Brought | None = None
        self._size = (1.0, 1.0)

    def add(self, item: QGraphicsItem) -> None:
        """Put an item over the film, in film units."""
        self._box.addItem(item, ignoreBounds=True)
        self._redraw()

    def draw_again(self) -> None:
        """An item that was put over the film has changed by itself."""
        self._redraw()

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_film(self, grey: Picture | None, size: tuple[float, float]) -> None:
        """Show 8-bit grey, under the heat that is shown; None takes all pictures away."""
        self._size = size
        if grey is None:
            self._heat = self._area = self._brought = None
            for item in (self._film, self._overlay, self._planes):
                self._show(item, None, size)
        else:
            self._show(self._film, grey, size)
            self._tint()

    def show_overlay(self, heat: ShownHeat | None, size: tuple[float, float]) -> None:
        """Show the film's greys tinted by heat; None takes it away."""
        if heat is None:
            self._area = None
        elif self._heat is None or heat.levels is not self._heat.levels:
            self._area = heat.area
        self._heat, self._size = heat, size
        self._tint()

    def _tint(self) -> None:
        """Draw the part of the grey again that heat lies on."""
        area, grey = self._area, self.grey
        if self._heat is None or area is None or not grey.size:
            self._show(self._overlay, None, self._size)
            return
        rows, columns = grey.shape
        top, left = int(area[1] * rows), int(area[0] * columns)
        part = grey[top : math.ceil((area[1] + area[3]) * rows), left : math.ceil((area[0] + area[2]) * columns)]
        place = (left / columns, top / rows, part.shape[1] / columns, part.shape[0] / rows)
        self._show(
            self._overlay, self._heat.tinting(part, self._levels_over(self._heat, place, part)), self._size, place
        )

    def _levels_over(self, heat: ShownHeat, place: Area, part: Picture) -> Picture:
        """The heat's levels over a part of the film: a step of the window or of the opacity leaves them as they are."""
        kept = self._brought
        if kept is None or kept.levels is not heat.levels or (kept.place, kept.over.shape) != (place, part.shape):
            kept = self._brought = _Brought(heat.levels, place, heat.levels_over(place, part.shape))
        return kept.over

    def show_overlay_planes(self, picture: Picture | None, size: tuple[float, float]) -> None:
        """Show the file's own drawings, RGBA; None takes them away."""
        self._show(self._planes, picture, size)

    def show_outlines(self, found: tuple[Outline, ...]) -> None:
        """Show outlines, light on a dark seam, as thick at every zoom."""
        if found or self._outlines:
            self._redraw()
        for item in self._outlines:
            self._box.removeItem(item)
        self._outlines = [
            _path_item(outline.path, pen) for outline in found for pen in (_seam(), stroke_pen(outline.stroke))
        ]
        for item in self._outlines:
            self.add(item)

    def draw_over_grey(self, painter: QPainter, grey: Picture, area: QRectF) -> None:
        """Draw what lies over another ``grey`` of a part of the film, for the magnifier; all is in film units."""
        if self._heat is not None and grey.size:
            wide, tall = self._size
            place = (area.left() / wide, area.top() / tall, area.width() / wide, area.height() / tall)
            picture = self._heat.over(grey, place)
            rows, columns = grey.shape
            image = QImage(picture.tobytes(), columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
            painter.drawImage(area, image)
        if self._planes.image is not None and self._planes.qimage is not None:
            painter.drawImage(self._planes.mapRectToParent(self._planes.boundingRect()), self._planes.qimage)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outline in self._outlines:
            painter.strokePath(outline.path(), outline.pen())

    def _show(
        self, item: pg.ImageItem, picture: Picture | None, size: tuple[float, float], part: Area = (0, 0, 1, 1)
    ) -> None:
        if picture is None:
            if item.image is None:
                return
            item.clear()
        else:
            item.setImage(picture, autoLevels=False)  # 8 bit without levels: shown as it is, by no table of colours
            left, top, wide, tall = part
            item.setRect(QRectF(left * size[0], top * size[1], wide * size[0], tall * size[1]))
        self._redraw()

    # -- what is shown --------------------------------------------------------------------------------------------

    @property
    def grey(self) -> Picture:
        """The film as it is shown, 8 bit; without a pixel where there is none."""
        return np.zeros((0, 0), np.uint8) if self._film.image is None else np.asarray(self._film.image, np.uint8)

    @property
    def overlay(self) -> Picture | None:
        """The part of the film that heat is shown over, RGBA; None where there is none."""
        return None if self._overlay.image is None else np.asarray(self._overlay.image, np.uint8)

    @property
    def outlines(self) -> tuple[QGraphicsPathItem, ...]:
        """The outlines that are drawn, the seam of each before its line."""
        return tuple(self._outlines)


def _path_item(path: QPainterPath, pen: QPen) -> QGraphicsPathItem:
    item = QGraphicsPathItem(path)
    item.setPen(pen)
    return item


def _seam() -> QPen:
    pen = QPen(QColor(0, 0, 0, 150), 4)
    pen.setCosmetic(True)
    return pen
