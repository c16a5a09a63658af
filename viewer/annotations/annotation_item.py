"""The annotations over a film: lines in film units, so that they follow it; labels and handles in screen pixels."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from inference.annotations.measure.outline import Line
from viewer.annotations.label_places import MARGIN, Room
from viewer.viewport.text_painter import font

YELLOW = QColor("#f2c94c")
BRIGHT = QColor("#ffe08a")
BLUE = QColor("#7fc4f5")
SHADOW = QColor(0, 0, 0, 150)
GROUND = QColor(8, 11, 15, 190)
HANDLE = 7.0
FAR = 30.0  # from here on a line leads from a label to its annotation
INSIDE = (6, 3, -6, -3)
LEFT = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
_EVERYWHERE = QRectF(-1e6, -1e6, 2e6, 2e6)


@dataclass(frozen=True, slots=True)
class DrawnAnnotation:
    """An annotation ready to draw: ``lines`` and ``handles`` in film units; handles are shown while it is selected.

    A number below zero is that of an annotation which is not the user's own. ``proposed``: by
    the program, and not the reader's own yet; its handles are shown. ``label_at``, in film units, is the middle of a
    label that was moved by hand.
    """

    number: int
    lines: tuple[Line, ...]
    handles: Line
    label: tuple[str, ...]
    selected: bool = False
    proposed: bool = False
    label_at: tuple[float, float] | None = None

    @property
    def colour(self) -> QColor:
        """That of its lines and words: another for marks of a report's reader."""
        return BLUE if self.number < 0 else BRIGHT if self.selected else YELLOW

    @property
    def pen(self) -> QPen:
        """Its lines are dashed where they are not the user's own."""
        return QPen(self.colour, 1.3, Qt.PenStyle.DashLine if self.number < 0 else Qt.PenStyle.SolidLine)


class AnnotationItem(QGraphicsItem):
    """Draws annotations and what is written beside them; each label of a visible one stays inside the viewport.

    ``reserved`` tells of the places in the viewport where something else is written.
    """

    def __init__(self, reserved: Callable[[], tuple[QRectF, ...]] = tuple) -> None:
        super().__init__()
        self._reserved = reserved
        self._lungs: QRectF | None = None
        self.annotations: tuple[DrawnAnnotation, ...] = ()
        self.labels: dict[int, QRectF] = {}
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(10)

    def show_annotations(self, annotations: tuple[DrawnAnnotation, ...], lungs: QRectF | None = None) -> None:
        """Draw these annotations; labels keep off ``lungs`` (film units) where there is room elsewhere."""
        if annotations != self.annotations or lungs != self._lungs:
            self.annotations, self._lungs = annotations, lungs
            for view in self.scene().views() if self.scene() is not None else ():
                view.viewport().update()

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Everywhere: labels are placed by the viewport, not by the film."""
        return _EVERYWHERE

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw in screen pixels, through the film's own place on the screen."""
        self.labels = {}
        if not self.annotations:
            return
        place = painter.worldTransform()
        viewport = QRectF(widget.rect()) if widget is not None else QRectF(painter.viewport())
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(label_font())
        for annotation in self.annotations:
            self._draw_annotation(painter, place, annotation)
        for annotation, box in self._placed(painter, place, viewport):
            self._draw_label(painter, place, box, annotation)
        painter.restore()

    def _placed(self, painter: QPainter, place: QTransform, viewport: QRectF) -> list[tuple[DrawnAnnotation, QRectF]]:
        """The annotations with where their labels lie; those moved by hand first, for they stay where they are."""
        room = Room(viewport, self._reserved(), _mapped(place, self._lungs))
        by_hand_first = sorted(self.annotations, key=lambda one: one.label_at is None)
        for annotation in by_hand_first:
            points = [place.map(QPointF(*point)) for line in (*annotation.lines, annotation.handles) for point in line]
            if not annotation.label or not points or not _bounds(points).intersects(viewport):
                continue
            size = _label_size(painter, annotation.label, viewport)
            if annotation.label_at is None:
                box = room.free_place(size, _bounds(points), tuple(self.labels.values()))
            else:
                size.moveCenter(place.map(QPointF(*annotation.label_at)))
                box = room.nearest_place(size)
            self.labels[annotation.number] = box
        return [(one, self.labels[one.number]) for one in self.annotations if one.number in self.labels]

    def _draw_annotation(self, painter: QPainter, place: QTransform, annotation: DrawnAnnotation) -> None:
        path = QPainterPath()
        for line in annotation.lines:
            path.moveTo(place.map(QPointF(*line[0])))
            for point in line[1:]:
                path.lineTo(place.map(QPointF(*point)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (QPen(SHADOW, 3.2), annotation.pen):
            painter.setPen(pen)
            painter.drawPath(path)
        if annotation.selected or annotation.proposed:
            painter.setPen(QPen(QColor("#10151b"), 1))
            painter.setBrush(annotation.colour)
            for point in annotation.handles:
                painter.drawRect(_around(place.map(QPointF(*point)), HANDLE))

    def _draw_label(self, painter: QPainter, place: QTransform, box: QRectF, annotation: DrawnAnnotation) -> None:
        points = [place.map(QPointF(*point)) for line in (*annotation.lines, annotation.handles) for point in line]
        _draw_leader(painter, box, points, annotation.colour)
        painter.setPen(QPen(BRIGHT, 1) if annotation.selected else Qt.PenStyle.NoPen)
        painter.setBrush(GROUND)
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(annotation.colour)
        painter.drawText(box.adjusted(*INSIDE), LEFT, "\n".join(annotation.label))


def _draw_leader(painter: QPainter, box: QRectF, points: list[QPointF], colour: QColor) -> None:
    """A thin line from a label that had to stand apart to the nearest point of its annotation."""
    nearest = min(points, key=lambda point: (point - box.center()).manhattanLength())
    edge = QPointF(
        min(max(nearest.x(), box.left()), box.right()),
        min(max(nearest.y(), box.top()), box.bottom()),
    )
    if (edge - nearest).manhattanLength() > FAR:
        for pen in (QPen(SHADOW, 2.4), QPen(colour, 1, Qt.PenStyle.DotLine)):
            painter.setPen(pen)
            painter.drawLine(edge, nearest)


def label_font() -> QFont:
    """The font beside annotations."""
    return font(12)


def _label_size(painter: QPainter, lines: tuple[str, ...], viewport: QRectF) -> QRectF:
    """The size of a label; lines too long for the viewport are broken between words."""
    most = QRectF(0, 0, max(40.0, viewport.width() - 2 * MARGIN - 12), 10_000)
    inner = QFontMetricsF(painter.font()).boundingRect(most, LEFT, "\n".join(lines))
    return QRectF(0, 0, math.ceil(inner.width()) + 13, math.ceil(inner.height()) + 6)


def _mapped(place: QTransform, area: QRectF | None) -> QRectF | None:
    return None if area is None else place.mapRect(area)


def _bounds(points: list[QPointF]) -> QRectF:
    across, down = [point.x() for point in points], [point.y() for point in points]
    box = QRectF(min(across), min(down), max(across) - min(across), max(down) - min(down))
    return box.adjusted(-0.5, -0.5, 0.5, 0.5)


def _around(point: QPointF, size: float) -> QRectF:
    return QRectF(point.x() - size / 2, point.y() - size / 2, size, size)
