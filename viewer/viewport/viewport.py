"""One pane: a film, perhaps an overlay, corner text; it shows what it is told and tells what the hand did."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsPathItem, QRubberBand, QWidget

from viewer.state.camera import Camera
from viewer.viewport.corner_annotations import CornerAnnotations
from viewer.viewport.heatmap_captions import CaptionLine, Outline
from viewer.viewport.magnifier import Magnifier, begin_glass, end_glass
from viewer.viewport.text_painter import (
    LETTER,
    draw_caption,
    draw_heading,
    draw_hint,
    draw_lines,
    draw_message,
    draw_status,
    draw_text,
    font,
    stroke_pen,
)
from viewer.viewport.view_box import FilmViewBox

MARGIN = 10
FINE, COARSE = 0.1, 4.0
REGION = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SMALLEST_REGION = 6  # screen pixels; less is a click


class Viewport(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph ships no types
    """A pane of the window; sizes are in screen pixels, positions on the film in film units."""

    window_dragged = Signal(float, float)
    region_drawn = Signal(QRectF)  # on the film
    panned = Signal(float, float)
    zoomed = Signal(float, QPointF)
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)
    maximise_wanted = Signal()
    pointed_at = Signal(object)  # QPointF on the film, None when the pointer has left the pane
    resized = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background="#000000")
        self.setAccessibleName(title)
        self.setMinimumSize(200, 200)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setMouseTracking(True)
        self._title = title
        self._box = FilmViewBox()
        self.setCentralItem(self._box)
        self._film = pg.ImageItem(axisOrder="row-major")
        self._overlay = pg.ImageItem(axisOrder="row-major")
        self._graphics = pg.ImageItem(axisOrder="row-major")
        self._box.addItem(self._film, ignoreBounds=True)
        self._box.addItem(self._overlay, ignoreBounds=True)
        self._box.addItem(self._graphics, ignoreBounds=True)
        self._corners = CornerAnnotations()
        self._status: tuple[str, ...] = ()
        self._caption: tuple[CaptionLine, ...] = ()
        self._hints: dict[str, str] = {}
        self._outlines: list[QGraphicsPathItem] = []
        self._message: tuple[str, str, str] | None = None
        self._last: QPointF | None = None
        self._camera: Camera | None = None
        self._magnifier: Magnifier | None = None
        self._armed = False
        self._band: QRubberBand | None = None

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_film(self, grey: NDArray[np.uint8] | None, size: tuple[float, float]) -> None:
        """Show 8-bit grey over the film's area (width, height); None clears the pane."""
        if grey is None:
            for item in (self._film, self._overlay, self._graphics):
                item.clear()
            return
        self._film.setImage(grey, autoLevels=False, levels=(0, 255))
        self._film.setRect(QRectF(0, 0, *size))

    def show_overlay(self, picture: NDArray[np.uint8] | None, size: tuple[float, float]) -> None:
        """Show an RGBA overlay over the film's area (width, height); None takes it away."""
        _show_picture(self._overlay, picture, size)

    def show_overlay_planes(self, picture: NDArray[np.uint8] | None, size: tuple[float, float]) -> None:
        """Show the file's own drawings, RGBA, over the film's area (width, height); None takes them away."""
        _show_picture(self._graphics, picture, size)

    def show_camera(self, camera: Camera) -> None:
        """Show this part of the film, so turned."""
        self._camera = camera
        self._box.show_camera(camera, (self.width(), self.height()))

    def show_magnifier(self, magnifier: Magnifier | None) -> None:
        """Show a piece of the film through the magnifier, or put it away."""
        if magnifier is not None or self._magnifier is not None:
            self._magnifier = magnifier
            self.viewport().update()

    def show_corners(self, corners: CornerAnnotations) -> None:
        """Show text in the corners and the letters at the edges."""
        if corners != self._corners:
            self._corners = corners
            self.viewport().update()

    def show_status(self, lines: tuple[str, ...]) -> None:
        """Show what is under the cursor, zoom and window at the bottom left."""
        if lines != self._status:
            most = max(len(lines), len(self._status)) + 1
            self._status = lines
            height = most * QFontMetrics(font(12, self.width())).lineSpacing() + MARGIN
            area = self.viewport().rect()  # only this part: the pointer moves more often than anything else
            self.viewport().update(area.adjusted(0, area.height() - height, 0, 0))

    def show_caption(self, lines: tuple[CaptionLine, ...]) -> None:
        """Say at the bottom what is drawn over the film."""
        if lines != self._caption:
            self._caption = lines
            self.viewport().update()

    def show_hint(self, teller: str, hint: str) -> None:
        """Say at the top what the hand is to do next, or nothing more of this teller."""
        if hint != self._hints.get(teller, ""):
            self._hints[teller] = hint
            self.viewport().update()

    def show_outlines(self, found: tuple[Outline, ...]) -> None:
        """Show outlines over the film, light on a dark seam, as thick at every zoom."""
        for item in self._outlines:
            self._box.removeItem(item)
        self._outlines = [
            _path_item(outline.path, pen) for outline in found for pen in (_seam(), stroke_pen(outline.stroke))
        ]
        for item in self._outlines:
            self._box.addItem(item, ignoreBounds=True)

    def show_message(self, message: tuple[str, str, str] | None) -> None:
        """Show a title, a sentence and a hint in the middle of the empty pane, or nothing."""
        if message != self._message:
            self._message = message
            self.viewport().update()

    def add_item(self, item: QGraphicsItem) -> None:
        """Put an item over the film, in film units."""
        self._box.addItem(item, ignoreBounds=True)

    # -- drawn in screen pixels -----------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802 - Qt's name
        """Draw the texts over the film, in screen pixels."""
        painter.save()
        painter.resetTransform()
        area = QRectF(self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
        painter.setFont(font(12, area.width()))
        flags, corners = Qt.AlignmentFlag, self._corners
        draw_status(painter, area, self._status, max(len(corners.bottom_right), 2))
        below = draw_heading(painter, area, corners.heading)
        draw_lines(painter, below, corners.top_left, flags.AlignLeft | flags.AlignTop)
        draw_lines(painter, area, corners.top_right, flags.AlignRight | flags.AlignTop)
        draw_lines(painter, area, corners.bottom_right, flags.AlignRight | flags.AlignBottom)
        self._draw_edges(painter, area)
        free = draw_caption(painter, area, self._caption, max(len(corners.top_left), len(corners.top_right), 1))
        draw_hint(painter, area, "\n".join(filter(None, self._hints.values())), free)
        self._draw_magnifier(painter)
        if self._message is not None:
            draw_message(painter, area, self._message)
        painter.restore()

    def _draw_magnifier(self, painter: QPainter) -> None:
        magnifier, camera = self._magnifier, self._camera
        if magnifier is None or camera is None:
            return
        painter.save()
        centre = self._box.mapViewToScene(magnifier.point)
        begin_glass(painter, magnifier, centre, camera)
        for item in (self._overlay, self._graphics):
            if item.image is not None and item.qimage is not None:
                painter.drawImage(item.mapRectToParent(item.boundingRect()), item.qimage)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for outline in self._outlines:
            painter.strokePath(outline.path(), outline.pen())
        painter.setFont(font(13))
        end_glass(painter, magnifier, centre)
        painter.restore()

    def _draw_edges(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(font(20, area.width(), bold=True))
        flags, corners = Qt.AlignmentFlag, self._corners
        for letter, where in (
            (corners.left_edge, flags.AlignLeft | flags.AlignVCenter),
            (corners.right_edge, flags.AlignRight | flags.AlignVCenter),
            (corners.top_edge, flags.AlignHCenter | flags.AlignTop),
            (corners.bottom_edge, flags.AlignHCenter | flags.AlignBottom),
        ):
            draw_text(painter, area, letter, where, LETTER)

    # -- the hand -------------------------------------------------------------------------------------------------

    def arm_region(self, *, armed: bool) -> None:
        """Whether the next left drag draws a region."""
        self._armed = armed
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if armed else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag, or a region."""
        self._last = event.position()
        event.accept()
        if event.button() == Qt.MouseButton.LeftButton and (self._armed or event.modifiers() == REGION):
            self._band = QRubberBand(QRubberBand.Shape.Rectangle, self.viewport())
            self._band.setGeometry(QRect(event.position().toPoint(), QSize()))
            self._band.show()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Left: window or region; middle: pan; right: zoom; none: point."""
        self.pointed_at.emit(self.film_point(event.position()))
        if self._last is None:
            return
        if self._band is not None:
            self._band.setGeometry(QRect(self._last.toPoint(), event.position().toPoint()).normalized())
            return
        step = event.position() - self._last
        self._last = event.position()
        buttons = event.buttons()
        if buttons & Qt.MouseButton.LeftButton:
            speed = _speed(event.modifiers())
            self.window_dragged.emit(step.x() * speed, step.y() * speed)
        elif buttons & Qt.MouseButton.MiddleButton:
            self.panned.emit(step.x(), step.y())
        elif buttons & Qt.MouseButton.RightButton:
            centre = QPointF(self.width() / 2, self.height() / 2)
            self.zoomed.emit(1.01 ** (-step.y()), self.film_point(centre))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End a drag; a region is told of."""
        event.accept()
        start, self._last = self._last, None
        if self._band is None:
            return
        self._band.deleteLater()
        self._band = None
        if start is not None and (event.position() - start).manhattanLength() >= SMALLEST_REGION:
            corners = QRectF(self.film_point(start), self.film_point(event.position()))
            self.region_drawn.emit(corners.normalized())

    def enterEvent(self, event: QEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Point where the pointer comes in, also where it rests afterwards."""
        self.pointed_at.emit(self.film_point(event.position()))
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Point at nothing."""
        self.pointed_at.emit(None)
        super().leaveEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the whole window."""
        self.maximise_wanted.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Wheel: films; with Ctrl: zoom at the cursor; with Shift: opacity."""
        transform = event.angleDelta().y() or event.angleDelta().x()
        event.accept()
        if transform == 0:
            return
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1.0015**transform, self.film_point(event.position()))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.opacity_stepped.emit(1 if transform > 0 else -1)
        else:
            self.film_stepped.emit(-1 if transform > 0 else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the camera has to be applied again."""
        super().resizeEvent(event)
        self.resized.emit()

    def film_point(self, position: QPointF) -> QPointF:
        """The point of the film, in film units, under a position in the pane, to a fraction of a pixel."""
        scene, _ = self.viewportTransform().inverted()
        return QPointF(self._box.mapSceneToView(scene.map(position)))

    def screen_point(self, point: QPointF) -> QPointF:
        """The position in the pane of a point of the film, in film units."""
        return QPointF(self.viewportTransform().map(QPointF(self._box.mapViewToScene(point))))


def _path_item(path: QPainterPath, pen: QPen) -> QGraphicsPathItem:
    item = QGraphicsPathItem(path)
    item.setPen(pen)
    return item


def _seam() -> QPen:
    pen = QPen(QColor(0, 0, 0, 150), 4)
    pen.setCosmetic(True)
    return pen


def _speed(modifiers: Qt.KeyboardModifier) -> float:
    """How fast a drag moves the window: with Ctrl finely, with Shift in great steps."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return FINE
    return COARSE if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0


def _show_picture(item: pg.ImageItem, picture: NDArray[np.uint8] | None, size: tuple[float, float]) -> None:
    if picture is None:
        item.clear()
        return
    item.setImage(picture, autoLevels=False, levels=(0, 255))
    item.setRect(QRectF(0, 0, *size))
