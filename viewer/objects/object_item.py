"""What other programs drew, over a film: masks and lines in film units, words and legend in screen pixels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPainterPath, QPen, qRgba
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from inference.core.film_objects import Colour, Graphic, GraphicText, ObjectLayer, Segment
from viewer.objects.legend import GROUND, draw_legend, legend_lines
from viewer.objects.own_colour import OTHERS
from viewer.state.objects.shown import NOTHING, DrawnObjects
from viewer.viewport.text_painter import font

_EVERYWHERE: Final = QRectF(-1e6, -1e6, 2e6, 2e6)
_SEAM: Final = QColor(0, 0, 0, 160)
_CROSS: Final = 6.0  # screen pixels of each arm of a point
_LINE, _SEAM_LINE = 1.8, 4.0
_FILL: Final = 60  # of 255
_LARGEST: Final = 2048  # pixels of a mask along its longer side: a finer one is drawn coarser
_BESIDE: Final = 8.0  # screen pixels between an anchor and its text
_MARGIN: Final = (5, 2)
Mapped = Callable[[tuple[float, float]], QPointF]


class ObjectItem(QGraphicsItem):
    """Draws the objects it is shown; ``reserved`` tells where in the viewport something else is written."""

    def __init__(self, reserved: Callable[[], tuple[QRectF, ...]]) -> None:
        super().__init__()
        self._reserved = reserved
        self.drawn = NOTHING
        self._images: tuple[tuple[QRectF, QImage], ...] = ()
        self._planes: tuple[tuple[QRectF, QImage], ...] = ()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setZValue(5)

    def show_objects(self, drawn: DrawnObjects) -> None:
        """Draw these from now on."""
        if drawn.segments != self.drawn.segments or drawn.aspect != self.drawn.aspect:
            known = dict(zip(map(id, self.drawn.segments), self._images, strict=True))
            same = known if drawn.aspect == self.drawn.aspect else {}
            self._images = tuple(same.get(id(one)) or _segment(one, drawn.aspect) for one in drawn.segments)
        if drawn.planes != self.drawn.planes:
            masks = (plane.mask.astype(np.uint8) * np.uint8(255) for plane in drawn.planes)
            self._planes = tuple(_picture(mask, _plane_colour(drawn), 0, 0, drawn.aspect) for mask in masks)
        self.drawn = drawn

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """Everywhere: words are placed by the viewport, not by the film."""
        return _EVERYWHERE

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Draw masks through the film's own place on the screen, all else in screen pixels."""
        drawn = self.drawn
        if drawn is NOTHING:
            return
        place, aspect = painter.worldTransform(), drawn.aspect
        painter.save()
        for opacity, pictures in ((drawn.opacity, self._images), (1.0, self._planes)):
            painter.setOpacity(opacity)
            for area, image in pictures:
                painter.drawImage(area, image)
        painter.setOpacity(1.0)
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(12))

        def mapped(point: tuple[float, float]) -> QPointF:
            return place.map(QPointF(point[0], point[1] * aspect))

        for layer in drawn.layers:
            _draw_layer(painter, layer, mapped)
        for region in drawn.regions:
            _draw_graphic(painter, region.graphic, OTHERS, mapped)
            _draw_name(painter, region.name, region.graphic, mapped)
        viewport = QRectF(widget.rect()) if widget is not None else QRectF(painter.viewport())
        draw_legend(painter, viewport, self._reserved(), legend_lines(drawn))
        painter.restore()


def _segment(segment: Segment, aspect: float) -> tuple[QRectF, QImage]:
    return _picture(segment.mask, segment.colour, segment.left, segment.top, aspect)


def _plane_colour(drawn: DrawnObjects) -> Colour:
    return drawn.layers[0].colour if drawn.layers else (242, 201, 76)


def _picture(mask: NDArray[np.uint8], colour: Colour, left: int, top: int, aspect: float) -> tuple[QRectF, QImage]:
    """A mask in its colour, and where it lies in film units."""
    rows, columns = mask.shape
    step = -(-max(rows, columns) // _LARGEST)
    part = np.ascontiguousarray(mask[::step, ::step])
    high, wide = part.shape
    indexed = QImage(part.tobytes(), wide, high, wide, QImage.Format.Format_Indexed8)
    indexed.setColorTable([qRgba(*colour, alpha) for alpha in range(256)])
    image = indexed.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    return QRectF(left, top * aspect, wide * step, high * step * aspect), image


# -- lines and words --------------------------------------------------------------------------------------------------


def _draw_layer(painter: QPainter, layer: ObjectLayer, mapped: Mapped) -> None:
    colour = QColor(*layer.colour)
    for graphic in layer.graphics:
        _draw_graphic(painter, graphic, QColor(*graphic.colour) if graphic.colour else colour, mapped)
    for text in layer.texts:
        _draw_text(painter, text, QColor(*text.colour) if text.colour else colour, mapped)


def _draw_graphic(painter: QPainter, graphic: Graphic, colour: QColor, mapped: Mapped) -> None:
    points = [mapped(point) for point in graphic.line]
    path = QPainterPath()
    if graphic.kind in ("POINT", "MULTIPOINT"):
        for point in points:
            for arm in (QPointF(_CROSS, 0), QPointF(0, _CROSS)):
                path.moveTo(point - arm)
                path.lineTo(point + arm)
    else:
        path.moveTo(points[0])
        for point in points[1:]:
            path.lineTo(point)
    if graphic.filled:
        inside = QColor(colour)
        inside.setAlpha(_FILL)
        painter.fillPath(path, inside)
    for pen in (QPen(_SEAM, _SEAM_LINE), QPen(colour, _LINE)):
        painter.strokePath(path, pen)


def _draw_text(painter: QPainter, text: GraphicText, colour: QColor, mapped: Mapped) -> None:
    metrics = QFontMetricsF(painter.font())
    size = metrics.boundingRect(QRectF(0, 0, 1e4, 1e4), int(Qt.AlignmentFlag.AlignLeft), text.words)
    anchor = mapped(text.anchor) if text.anchor is not None else None
    box = QRectF(0, 0, size.width(), size.height())
    if text.box is not None:
        area = QRectF(mapped(text.box[0]), mapped(text.box[1])).normalized()
        over = area.width() - box.width()
        box.moveTo(area.left() + {"CENTER": over / 2, "RIGHT": over}.get(text.align, 0.0), area.top())
    elif anchor is not None:
        box.moveTo(anchor + QPointF(_BESIDE, -box.height() - _BESIDE / 2))
    if text.visible and anchor is not None:
        near = QPointF(_within(anchor.x(), box.left(), box.right()), _within(anchor.y(), box.top(), box.bottom()))
        for pen in (QPen(_SEAM, _SEAM_LINE), QPen(colour, _LINE)):
            painter.setPen(pen)
            painter.drawLine(near, anchor)
    _write(painter, box, text.words, colour)


def _draw_name(painter: QPainter, name: str, graphic: Graphic, mapped: Mapped) -> None:
    """What a region of a report is said of, at its upper right corner on the screen."""
    points = [mapped(point) for point in graphic.line]
    corner = QPointF(max(point.x() for point in points), min(point.y() for point in points))
    size = QFontMetricsF(painter.font()).size(0, name)
    _write(painter, QRectF(corner + QPointF(_BESIDE, 0), size), name, OTHERS)


def _write(painter: QPainter, box: QRectF, words: str, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(box.adjusted(-_MARGIN[0], -_MARGIN[1], *_MARGIN), 3, 3)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(_readable(colour)))
    painter.drawText(box.adjusted(0, 0, 1, 1), int(Qt.AlignmentFlag.AlignLeft), words)


def _readable(colour: QColor) -> QColor:
    """A colour as light as words on a dark ground need, in the same hue."""
    if colour.lightnessF() >= 0.6:
        return colour
    return QColor.fromHslF(max(colour.hslHueF(), 0.0), colour.hslSaturationF(), 0.7)


def _within(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
