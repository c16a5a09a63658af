"""Text over a film, in screen pixels: corners, values that keep their place, captions with samples, messages."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QFontMetricsF, QPainter, QPen

from inference.imaging.heatmap_contours import Dash, Stroke
from viewer.style.theme import scaled, toned
from viewer.viewport.heatmap_captions import CaptionLine

ROOMY = 330.0  # screen pixels of a viewport in which names and dates fit at 100 %
LARGEST = 1.5  # text on the film grows no further: it would cover what it describes
TEXT = QColor("#c9d3de")
LETTER = QColor("#f2c94c")
SHADOW = QColor(0, 0, 0, 200)
GROUND = QColor(0, 0, 0, 200)  # text is read over white film and over heat in any colour
SAMPLE = 42  # screen pixels for a piece of an outline before its name
HALF = 0.48  # of the viewport for a line that has another beside it
_ANY_DIGIT = re.compile("[0-9\u2007\u2212-]")  # with figure space and minus


def font(size: int, width: float = math.inf, *, bold: bool = False) -> QFont:
    """The font of text over films, so many pixels high at 100 %; in a viewport of little ``width`` it grows less."""
    made = QFont()
    most = LARGEST if width == math.inf else min(LARGEST, max(1.0, width / ROOMY))
    made.setPixelSize(min(scaled(size), round(size * most)))
    made.setBold(bold)
    return made


def stroke_pen(stroke: Stroke) -> QPen:
    """The pen of a finding's outline, as thick at every zoom."""
    pen = QPen(QColor(stroke.colour), 2)
    if stroke.dash is not Dash.SOLID:
        pen.setDashPattern(stroke.dash.value)
    pen.setCosmetic(True)
    return pen


def draw_text(painter: QPainter, rect: QRectF, text: str, where: int, colour: QColor) -> None:
    """Draw text with a shadow; nothing for none."""
    if not text:
        return
    for pen, shift in ((SHADOW, 1), (colour, 0)):
        painter.setPen(QPen(toned(pen)))
        painter.drawText(rect.translated(shift, shift), where, text)


def draw_heading(painter: QPainter, rect: QRectF, heading: str) -> QRectF:
    """Draw the one line that says which film this is, if there is one; what it leaves of the viewport."""
    if not heading:
        return rect
    plain = painter.font()
    painter.setFont(font(13, rect.width(), bold=True))
    heading = QFontMetrics(painter.font()).elidedText(heading, Qt.TextElideMode.ElideRight, int(rect.width() * HALF))
    draw_ground(painter, painter.boundingRect(rect, int(Qt.AlignmentFlag.AlignLeft), heading))
    draw_text(painter, rect, heading, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, LETTER)
    height = QFontMetricsF(painter.font()).lineSpacing()
    painter.setFont(plain)
    return rect.adjusted(0, height + 2, 0, 0)


def draw_lines(painter: QPainter, rect: QRectF, lines: tuple[str, ...], where: Qt.AlignmentFlag) -> None:
    """Draw the lines of a corner, cut where they would run into those of the next corner."""
    metrics = QFontMetrics(painter.font())
    widest = int(rect.width() * HALF)
    text = "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, widest) for line in lines)
    if not text:
        return
    draw_ground(painter, painter.boundingRect(rect, int(where), text))
    draw_text(painter, rect, text, where, TEXT)


def draw_status(painter: QPainter, rect: QRectF, lines: tuple[str, ...], beside: int) -> None:
    """Draw the lines of the bottom left corner; the lowest ``beside`` leave half the viewport to other text.

    Two spaces part a line into columns. A column begins where it would begin if every digit were as wide as any
    other, so that nothing moves when a number changes.
    """
    if not lines:
        return
    metrics = QFontMetricsF(painter.font())
    height = metrics.lineSpacing()
    widths = [rect.width() * (HALF if number < beside else 1.0) for number in reversed(range(len(lines)))]
    widest = max(
        min(metrics.horizontalAdvance(_steady(line)), width) for line, width in zip(lines, widths, strict=True)
    )
    top = rect.bottom() - len(lines) * height
    draw_ground(painter, QRectF(rect.left(), top, widest, len(lines) * height))
    for number, (line, width) in enumerate(zip(lines, widths, strict=True)):
        for start, column in _columns(line):
            left = metrics.horizontalAdvance(_steady(line[:start]))
            cut = metrics.elidedText(column, Qt.TextElideMode.ElideRight, max(width - left, 0.0))
            place = QRectF(rect.left() + left, top + number * height, width, height)
            draw_text(painter, place, cut, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, TEXT)


def draw_caption(painter: QPainter, rect: QRectF, lines: tuple[CaptionLine, ...], below: int) -> None:
    """Draw what is said of the overlay at the bottom right, above ``below`` lines: no apex lies there, nor the lungs.

    It takes what half of the viewport the status at the left leaves.
    """
    if not lines:
        return
    bottom = rect.bottom() - (below + 0.5) * QFontMetrics(font(12, rect.width())).lineSpacing()
    painter.setFont(font(13, rect.width()))
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    space = QRectF(rect.left() + rect.width() / 2 + SAMPLE, 0, rect.width() / 2 - SAMPLE - 6, rect.height())
    sizes = [painter.boundingRect(space, int(flags), line.text) for line in lines]
    top = bottom - sum(size.height() + 2 for size in sizes)
    boxes = []
    for size in sizes:
        boxes.append(size.translated(0, top))
        top += size.height() + 2
    lefts = [box.left() - SAMPLE * (line.stroke is not None) for line, box in zip(lines, boxes, strict=True)]
    draw_ground(painter, QRectF(QPointF(min(lefts), boxes[0].top()), boxes[-1].bottomRight()))
    for line, box, left in zip(lines, boxes, lefts, strict=True):
        draw_text(painter, box, line.text, flags, LETTER)
        if line.stroke is not None:
            painter.setPen(stroke_pen(line.stroke))
            painter.drawLine(QPointF(left, box.center().y()), QPointF(box.left() - 8, box.center().y()))


def draw_hint(painter: QPainter, rect: QRectF, text: str, top: float) -> None:
    """Draw what to do next, in the middle, from ``top`` down."""
    if not text:
        return
    painter.setFont(font(13, rect.width()))
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    space = QRectF(rect.left() + 12, top + 4, rect.width() - 24, rect.height())
    box = painter.boundingRect(space, int(flags), text)
    draw_ground(painter, box)
    draw_text(painter, box, text, flags, LETTER)


def draw_message(painter: QPainter, rect: QRectF, message: tuple[str, str, str]) -> None:
    """Draw a title, a sentence and a hint in the middle of an empty viewport."""
    rect = rect.adjusted(24, 0, -24, 0)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
    title, text, hint = message
    y = rect.center().y() - 60
    for line, size, bold, colour in ((title, 18, True, TEXT), (text, 13, False, TEXT), (hint, 13, False, LETTER)):
        painter.setFont(font(size, rect.width(), bold=bold))
        box = QRectF(rect.left(), y, rect.width(), rect.bottom() - y)
        painter.setPen(QPen(toned(colour)))
        used = painter.boundingRect(box, int(flags), line)
        painter.drawText(box, int(flags), line)
        y += used.height() + 10


def draw_ground(painter: QPainter, rect: QRectF) -> None:
    """Darken the film below text, which white film would swallow."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(rect.adjusted(-6, -3, 6, 3), 4, 4)


def _steady(text: str) -> str:
    return _ANY_DIGIT.sub("0", text)


def _columns(line: str) -> list[tuple[int, str]]:
    """Where each column begins, and its text without the figure spaces that fill it up."""
    return [(found.start(), found[0].replace("\u2007", "")) for found in re.finditer(r"(?:[^ ]| (?! ))+", line)]
