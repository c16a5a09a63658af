"""One pane: a film, perhaps an overlay, corner text; it shows what it is told and tells what the hand did."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from viewer.camera import Camera, visible
from viewer.corner_text import CornerText
from viewer.looks import scaled, toned

MARGIN = 10
LARGEST = 1.5  # text on the film grows no further: it would cover what it describes
TEXT = QColor("#c9d3de")
LETTER = QColor("#f2c94c")
SHADOW = QColor(0, 0, 0, 200)


class FilmView(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph ships no types
    """A pane of the window; sizes are in screen pixels, positions on the film in film units."""

    window_dragged = Signal(float, float)
    panned = Signal(float, float)
    zoomed = Signal(float, QPointF)
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)
    maximise_wanted = Signal()
    pointed_at = Signal(QPointF)
    resized = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background="#000000")
        self.setAccessibleName(title)
        self.setMinimumSize(200, 200)
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setMouseTracking(True)
        self._title = title
        self._box = pg.ViewBox(invertY=True, enableMenu=False, enableMouse=False, border=None)
        self._box.setAspectLocked(False)
        self.setCentralItem(self._box)
        self._film = pg.ImageItem(axisOrder="row-major")
        self._overlay = pg.ImageItem(axisOrder="row-major")
        self._graphics = pg.ImageItem(axisOrder="row-major")
        self._box.addItem(self._film, ignoreBounds=True)
        self._box.addItem(self._overlay, ignoreBounds=True)
        self._box.addItem(self._graphics, ignoreBounds=True)
        self._corners = CornerText()
        self._status: tuple[str, ...] = ()
        self._caption = ""
        self._message: tuple[str, str, str] | None = None
        self._last: QPointF | None = None

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

    def show_graphics(self, picture: NDArray[np.uint8] | None, size: tuple[float, float]) -> None:
        """Show the file's own drawings, RGBA, over the film's area (width, height); None takes them away."""
        _show_picture(self._graphics, picture, size)

    def show_camera(self, camera: Camera) -> None:
        """Show this part of the film."""
        left, top, width, height = visible(camera, (self.width(), self.height()))
        self._box.setRange(QRectF(left, top, width, height), padding=0, disableAutoRange=True)

    def show_corners(self, corners: CornerText) -> None:
        """Show text in the corners and the side letters."""
        self._corners = corners
        self.viewport().update()

    def show_status(self, lines: tuple[str, ...], caption: str) -> None:
        """Show window, zoom and pixel value at the bottom left, and what is drawn at the top."""
        if (lines, caption) != (self._status, self._caption):
            self._status, self._caption = lines, caption
            self.viewport().update()

    def show_message(self, message: tuple[str, str, str] | None) -> None:
        """Show a title, a sentence and a hint in the middle of the empty pane, or nothing."""
        if message != self._message:
            self._message = message
            self.viewport().update()

    # -- drawn in screen pixels -----------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802 - Qt's name
        """Draw the texts over the film, in screen pixels."""
        painter.save()
        painter.resetTransform()
        painter.setFont(_font(12))
        area = self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        flags = Qt.AlignmentFlag
        _draw_lines(painter, area, self._corners.top_left, flags.AlignLeft | flags.AlignTop)
        _draw_lines(painter, area, self._corners.top_right, flags.AlignRight | flags.AlignTop)
        _draw_lines(painter, area, self._status, flags.AlignLeft | flags.AlignBottom)
        _draw_lines(painter, area, self._corners.bottom_right, flags.AlignRight | flags.AlignBottom)
        self._draw_edges(painter, area)
        self._draw_message(painter, area)
        painter.restore()

    def _draw_edges(self, painter: QPainter, area: object) -> None:
        rect = QRectF(area)  # type: ignore[call-overload]  # a QRect
        painter.setFont(_font(20, bold=True))
        middle = Qt.AlignmentFlag.AlignVCenter
        _draw_text(painter, rect, self._corners.left_edge, Qt.AlignmentFlag.AlignLeft | middle, LETTER)
        _draw_text(painter, rect, self._corners.right_edge, Qt.AlignmentFlag.AlignRight | middle, LETTER)
        painter.setFont(_font(13))
        above_status = rect.adjusted(0, 0, 0, -4 * QFontMetrics(painter.font()).height())
        centre = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap
        _draw_text(painter, above_status, self._caption, centre, LETTER)

    def _draw_message(self, painter: QPainter, area: object) -> None:
        if self._message is None:
            return
        rect = QRectF(area).adjusted(24, 0, -24, 0)  # type: ignore[call-overload]  # a QRect
        middle, top = rect.center().y(), Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        wrap = Qt.TextFlag.TextWordWrap
        title, text, hint = self._message
        y = middle - 60
        for line, size, bold, colour in ((title, 18, True, TEXT), (text, 13, False, TEXT), (hint, 13, False, LETTER)):
            painter.setFont(_font(size, bold=bold))
            box = QRectF(rect.left(), y, rect.width(), rect.bottom() - y)
            painter.setPen(QPen(toned(colour)))
            used = painter.boundingRect(box, int(top) | int(wrap), line)
            painter.drawText(box, int(top) | int(wrap), line)
            y += used.height() + 10

    # -- the hand -------------------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag."""
        self._last = event.position()
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Left: window; middle: pan; right: zoom; none: point."""
        self.pointed_at.emit(self.film_point(event.position()))
        if self._last is None:
            return
        step = event.position() - self._last
        self._last = event.position()
        buttons = event.buttons()
        if buttons & Qt.MouseButton.LeftButton:
            self.window_dragged.emit(step.x(), step.y())
        elif buttons & Qt.MouseButton.MiddleButton:
            self.panned.emit(step.x(), step.y())
        elif buttons & Qt.MouseButton.RightButton:
            centre = QPointF(self.width() / 2, self.height() / 2)
            self.zoomed.emit(1.01 ** (-step.y()), self.film_point(centre))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End a drag."""
        self._last = None
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for the whole window."""
        self.maximise_wanted.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 - Qt's name
        """Wheel: films; with Ctrl: zoom at the cursor; with Shift: opacity."""
        turn = event.angleDelta().y() or event.angleDelta().x()
        event.accept()
        if turn == 0:
            return
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1.0015**turn, self.film_point(event.position()))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.opacity_stepped.emit(1 if turn > 0 else -1)
        else:
            self.film_stepped.emit(-1 if turn > 0 else 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the camera has to be applied again."""
        super().resizeEvent(event)
        self.resized.emit()

    def film_point(self, position: QPointF) -> QPointF:
        """The point of the film, in film units, under a position in the pane."""
        return QPointF(self._box.mapSceneToView(self.mapToScene(position.toPoint())))


def _show_picture(item: pg.ImageItem, picture: NDArray[np.uint8] | None, size: tuple[float, float]) -> None:
    if picture is None:
        item.clear()
        return
    item.setImage(picture, autoLevels=False, levels=(0, 255))
    item.setRect(QRectF(0, 0, *size))


def _font(size: int, *, bold: bool = False) -> QFont:
    font = QFont()
    font.setPixelSize(min(scaled(size), round(size * LARGEST)))
    font.setBold(bold)
    return font


def _draw_lines(painter: QPainter, area: object, lines: tuple[str, ...], where: Qt.AlignmentFlag) -> None:
    rect = QRectF(area)  # type: ignore[call-overload]  # a QRect
    metrics = QFontMetrics(painter.font())
    widest = int(rect.width() * 0.48)
    text = "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, widest) for line in lines)
    _draw_text(painter, rect, text, where, TEXT)


def _draw_text(painter: QPainter, rect: QRectF, text: str, where: int, colour: QColor) -> None:
    for pen, shift in ((SHADOW, 1), (colour, 0)):
        painter.setPen(QPen(toned(pen)))
        painter.drawText(rect.translated(shift, shift), where, text)
