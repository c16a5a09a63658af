"""One viewport: a film, perhaps an overlay, what is written over it; shows what it is told, tells what the hand did."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFontMetrics,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsView, QRubberBand, QWidget

from viewer.state.camera import Camera
from viewer.style.cursors import LeftTool, cursor_of
from viewer.viewport.corner_annotations import CornerAnnotations
from viewer.viewport.film_layers import FilmLayers
from viewer.viewport.heatmap_captions import CaptionLine
from viewer.viewport.magnifier import Magnifier, begin_glass, end_glass
from viewer.viewport.text_painter import font
from viewer.viewport.view_box import FilmViewBox
from viewer.viewport.viewport_texts import ViewportTexts, draw_texts, text_places

MARGIN = 10
FINE, COARSE = 0.1, 4.0
REGION = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SMALLEST_REGION = 6  # screen pixels; less is a click


class Viewport(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph ships no types
    """A film on the screen; sizes are in screen pixels, positions on the film in film units.

    What is shown: pictures in ``layers``, ``texts`` over them, through a ``camera`` and perhaps a ``magnifier``.
    """

    pressed = Signal()
    window_dragged = Signal(float, float)
    region_drawn = Signal(QRectF)  # on the film
    panned = Signal(float, float)
    zoomed = Signal(float, QPointF)
    film_stepped = Signal(int)
    opacity_stepped = Signal(int)
    maximise_wanted = Signal()
    magnifier_held = Signal(bool)
    menu_wanted = Signal(QPointF)  # where, in screen pixels of the viewport
    pointed_at = Signal(object)  # QPointF on the film, None when the pointer has left
    resized = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, background="#000000")
        self.setAccessibleName(title)
        self.setMinimumSize(1, 1)  # the layout's cell is its size, however small; the grid keeps room for one
        self.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self.setMouseTracking(True)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)  # asked for by who changes what
        self._box = FilmViewBox()
        self.setCentralItem(self._box)
        self.layers = FilmLayers(self._box, self.viewport().update)
        self.texts = ViewportTexts()
        self.camera: Camera | None = None
        self.magnifier: Magnifier | None = None
        self._last: QPointF | None = None
        self._pressed_at: QPointF | None = None
        self._armed = False
        self.left_tool = LeftTool.WINDOW
        self._band: QRubberBand | None = None
        self.show_cursor()

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_camera(self, camera: Camera) -> None:
        """Show this part of the film, so turned."""
        self.camera = camera
        self._box.show_camera(camera, (self.width(), self.height()))
        self.viewport().update()

    def show_magnifier(self, magnifier: Magnifier | None) -> None:
        """Show a piece of the film through the magnifier, or put it away."""
        if magnifier is not None or self.magnifier is not None:
            self.magnifier = magnifier
            self.viewport().update()

    def show_corners(self, corners: CornerAnnotations) -> None:
        """Show the corner annotations and the orientation markers."""
        self._write(replace(self.texts, corners=corners))

    def show_status(self, lines: tuple[str, ...]) -> None:
        """Show what is under the cursor, zoom and window at the bottom left."""
        before = self.texts.status
        if lines != before:
            self.texts = replace(self.texts, status=lines)
            height = (max(len(lines), len(before)) + 1) * QFontMetrics(font(12, self.width())).lineSpacing() + MARGIN
            area = self.viewport().rect()  # only this part: the pointer moves more often than anything else
            self.viewport().update(area.adjusted(0, area.height() - height, 0, 0))

    def show_caption(self, lines: tuple[CaptionLine, ...]) -> None:
        """Say what is drawn over the film."""
        self._write(replace(self.texts, caption=lines))

    def show_hint(self, teller: str, hint: str) -> None:
        """Say at the top what the hand is to do next, or nothing more of this teller."""
        if hint != self.texts.hints.get(teller, ""):
            self._write(replace(self.texts, hints=MappingProxyType({**self.texts.hints, teller: hint})))

    def show_message(self, message: tuple[str, str, str] | None) -> None:
        """Show a title, a sentence and a hint in the middle of the empty viewport, or nothing."""
        self._write(replace(self.texts, message=message))

    def _write(self, texts: ViewportTexts) -> None:
        if texts != self.texts:
            self.texts = texts
            self.viewport().update()

    @property
    def seen(self) -> QRectF:
        """The part of the film, in film units, that fits into the viewport."""
        return QRectF(self._box.viewRect())

    @property
    def text_places(self) -> tuple[QRectF, ...]:
        """Where something is written over the film, in screen pixels: corners, captions, orientation markers."""
        return text_places(self._text_area(), self.texts)

    def _text_area(self) -> QRectF:
        return QRectF(self.viewport().rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))

    # -- drawn in screen pixels -----------------------------------------------------------------------------------

    def drawForeground(self, painter: QPainter, _rect: QRectF) -> None:  # noqa: N802 - Qt's name
        """Draw what is written over the film and the magnifier, in screen pixels."""
        painter.save()
        painter.resetTransform()
        draw_texts(painter, self._text_area(), self.texts)
        self._draw_magnifier(painter)
        painter.restore()

    def _draw_magnifier(self, painter: QPainter) -> None:
        if self.magnifier is None or self.camera is None:
            return
        painter.save()
        centre = self._box.mapViewToScene(self.magnifier.point)
        begin_glass(painter, self.magnifier, centre, self.camera)
        self.layers.draw_over_grey(painter, self.magnifier.grey, self.magnifier.area)
        painter.setFont(font(13))
        end_glass(painter, self.magnifier, centre)
        painter.restore()

    # -- the hand -------------------------------------------------------------------------------------------------

    def arm_region(self, *, armed: bool) -> None:
        """Whether the next left drag draws a region."""
        self._armed = armed
        self.show_cursor()

    def use_left_tool(self, tool: LeftTool) -> None:
        """Have the left button do this from now on."""
        self.left_tool = tool
        self.show_cursor()

    def show_cursor(self, own: Qt.CursorShape | None = None, *, held: bool = False) -> None:
        """Show a pointer of somebody who draws here (``own``), else that of what the left button does."""
        if own is not None or self._armed:
            self.viewport().setCursor(own if own is not None else Qt.CursorShape.CrossCursor)
        else:
            self.viewport().setCursor(cursor_of(self.left_tool, held=held))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Begin a drag, or a region."""
        self.pressed.emit()
        self._last = self._pressed_at = event.position()
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if not self._armed and event.modifiers() != REGION:
            self._take_hold(held=True)
        else:
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
            self._drag_left(step, event)
        elif buttons & Qt.MouseButton.MiddleButton:
            self.panned.emit(step.x(), step.y())
        elif buttons & Qt.MouseButton.RightButton:
            self._zoom_by(step)

    def _drag_left(self, step: QPointF, event: QMouseEvent) -> None:
        if self.left_tool is LeftTool.WINDOW:
            speed = _speed(event.modifiers())
            self.window_dragged.emit(step.x() * speed, step.y() * speed)
        elif self.left_tool is LeftTool.PAN:
            self.panned.emit(step.x(), step.y())
        elif self.left_tool is LeftTool.ZOOM:
            self._zoom_by(step)

    def _zoom_by(self, step: QPointF) -> None:
        """Zoom about the middle: up is nearer."""
        centre = QPointF(self.width() / 2, self.height() / 2)
        self.zoomed.emit(1.01 ** (-step.y()), self.film_point(centre))

    def _take_hold(self, *, held: bool) -> None:
        """The left button is down, or up again."""
        self.show_cursor(held=held)
        if self.left_tool is LeftTool.MAGNIFIER:
            self.magnifier_held.emit(held)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """End a drag; a region is told of."""
        event.accept()
        start, self._last = self._last, None
        if event.button() == Qt.MouseButton.LeftButton and not self._armed:
            self._take_hold(held=False)
        if event.button() == Qt.MouseButton.RightButton and self._is_click(event.position()):
            self.menu_wanted.emit(event.position())
        if self._band is None:
            return
        self._band.deleteLater()
        self._band = None
        if start is not None and (event.position() - start).manhattanLength() >= SMALLEST_REGION:
            corners = QRectF(self.film_point(start), self.film_point(event.position()))
            self.region_drawn.emit(corners.normalized())

    def _is_click(self, position: QPointF) -> bool:
        """Whether the button came up where it went down: it asked for a menu, and zoomed nothing."""
        return self._pressed_at is not None and (position - self._pressed_at).manhattanLength() < SMALLEST_REGION

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
        angle = event.angleDelta().y() or event.angleDelta().x()
        event.accept()
        if angle == 0:
            return
        modifiers = event.modifiers()
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            self.zoomed.emit(1.0015**angle, self.film_point(event.position()))
        elif modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.opacity_stepped.emit(1 if angle > 0 else -1)
        else:
            self.film_stepped.emit(-1 if angle > 0 else 1)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """The menu key asks for a menu in the middle; the mouse does when its button comes up and zoomed nothing."""
        event.accept()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self.menu_wanted.emit(QPointF(self.width() / 2, self.height() / 2))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Tell that the camera has to be applied again."""
        super().resizeEvent(event)
        self.resized.emit()

    def film_point(self, position: QPointF) -> QPointF:
        """The point of the film, in film units, under a position in the viewport, to a fraction of a pixel."""
        scene, _ = self.viewportTransform().inverted()
        return QPointF(self._box.mapSceneToView(scene.map(position)))

    def screen_point(self, point: QPointF) -> QPointF:
        """The position in the viewport of a point of the film, in film units."""
        return QPointF(self.viewportTransform().map(QPointF(self._box.mapViewToScene(point))))


def _speed(modifiers: Qt.KeyboardModifier) -> float:
    """How fast a drag moves the window: with Ctrl finely, with Shift in great steps."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return FINE
    return COARSE if modifiers & Qt.KeyboardModifier.ShiftModifier else 1.0
