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
BESIDE = 20  # screen pixels between the middle of a viewport and a caption
HALF = 0.48  # of the viewport for a line that has another beside it
TOP_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
CAPTION = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
HINT = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
GROUND_MARGIN = (6, 3)  # screen pixels of ground around text
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


def heading_font(width: float) -> QFont:
    """The font of the line that says which film a viewport of this width shows."""
    return font(13, width, bold=True)


def heading_box(rect: QRectF, heading: str, widest: float) -> QRectF:
    """Where the heading stands, cut at ``widest``; empty without one."""
    return lines_box(heading_font(rect.width()), rect, (heading,) if heading else (), TOP_LEFT, widest)


def draw_heading(painter: QPainter, rect: QRectF, heading: str, widest: float) -> None:
    """Draw the one line that says which film this is, cut at ``widest``, if there is one."""
    if not heading:
        return
    plain = painter.font()
    painter.setFont(heading_font(rect.width()))
    draw_ground(painter, heading_box(rect, heading, widest))
    draw_text(painter, rect, _cut(painter.font(), (heading,), widest), TOP_LEFT, LETTER)
    painter.setFont(plain)


def lines_box(used: QFont, rect: QRectF, lines: tuple[str, ...], where: Qt.AlignmentFlag, widest: float) -> QRectF:
    """Where the lines of a corner stand in this font, cut at ``widest``; empty without lines."""
    text = _cut(used, lines, widest)
    return QFontMetricsF(used).boundingRect(rect, int(where), text) if text else QRectF()


def draw_lines(painter: QPainter, rect: QRectF, lines: tuple[str, ...], where: Qt.AlignmentFlag, widest: float) -> None:
    """Draw the lines of a corner, cut at ``widest``, where they would run into those of the next corner."""
    text = _cut(painter.font(), lines, widest)
    if text:
        draw_ground(painter, lines_box(painter.font(), rect, lines, where, widest))
        draw_text(painter, rect, text, where, TEXT)


def _cut(used: QFont, lines: tuple[str, ...], widest: float) -> str:
    metrics = QFontMetrics(used)
    return "\n".join(metrics.elidedText(line, Qt.TextElideMode.ElideRight, int(widest)) for line in lines)


def status_box(used: QFont, rect: QRectF, lines: tuple[str, ...], beside: int, widest: float) -> QRectF:
    """Where the lines of the bottom left corner stand; empty without lines. See :func:`draw_status`."""
    if not lines:
        return QRectF()
    metrics = QFontMetricsF(used)
    height = len(lines) * metrics.lineSpacing()
    widths = _widths(rect, len(lines), beside, widest)
    wide = max(min(metrics.horizontalAdvance(_steady(line)), width) for line, width in zip(lines, widths, strict=True))
    return QRectF(rect.left(), rect.bottom() - height, wide, height)


def draw_status(painter: QPainter, rect: QRectF, lines: tuple[str, ...], beside: int, widest: float) -> None:
    """Draw the lines of the bottom left corner; the lowest ``beside`` are cut at ``widest`` for what stands beside.

    Two spaces part a line into columns. A column begins where it would begin if every digit were as wide as any
    other, so that nothing moves when a number changes.
    """
    if not lines:
        return
    metrics, box = QFontMetricsF(painter.font()), status_box(painter.font(), rect, lines, beside, widest)
    height = metrics.lineSpacing()
    draw_ground(painter, box)
    for number, (line, width) in enumerate(zip(lines, _widths(rect, len(lines), beside, widest), strict=True)):
        for start, column in _columns(line):
            left = metrics.horizontalAdvance(_steady(line[:start]))
            cut = metrics.elidedText(column, Qt.TextElideMode.ElideRight, max(width - left, 0.0))
            place = QRectF(rect.left() + left, box.top() + number * height, width, height)
            draw_text(painter, place, cut, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, TEXT)


def _widths(rect: QRectF, count: int, beside: int, widest: float) -> list[float]:
    return [widest if number < beside else rect.width() for number in reversed(range(count))]


def caption_boxes(rect: QRectF, lines: tuple[CaptionLine, ...], top: float) -> list[QRectF]:
    """Where each line of the caption stands in the right half, from ``top`` down, with the sample of its outline."""
    metrics, boxes = QFontMetricsF(font(13, rect.width())), []
    for line in lines:
        space = QRectF(rect.center().x() + BESIDE + SAMPLE, top, rect.width() / 2 - BESIDE - SAMPLE - 6, rect.height())
        box = metrics.boundingRect(space, int(CAPTION), line.text)
        boxes.append(box.adjusted(-SAMPLE if line.stroke is not None else 0, 0, 0, 0))
        top = box.bottom() + 2
    return boxes


def draw_caption(painter: QPainter, rect: QRectF, lines: tuple[CaptionLine, ...], top: float) -> None:
    """Draw what is said of the overlay at the right, from ``top`` down."""
    if not lines:
        return
    painter.setFont(font(13, rect.width()))
    boxes = caption_boxes(rect, lines, top)
    draw_ground(painter, united(boxes))
    for line, box in zip(lines, boxes, strict=True):
        words = box.adjusted(SAMPLE if line.stroke is not None else 0, 0, 0, 0)
        draw_text(painter, words, line.text, CAPTION, LETTER)
        if line.stroke is not None:
            painter.setPen(stroke_pen(line.stroke))
            painter.drawLine(QPointF(box.left(), box.center().y()), QPointF(words.left() - 8, box.center().y()))


def hint_box(rect: QRectF, text: str, top: float) -> QRectF:
    """Where the hint stands; empty without one."""
    if not text:
        return QRectF()
    space = QRectF(rect.left() + 12, top + 4, rect.width() - 24, rect.height())
    return QFontMetricsF(font(13, rect.width())).boundingRect(space, int(HINT), text)


def draw_hint(painter: QPainter, rect: QRectF, text: str, top: float) -> None:
    """Draw what to do next, in the middle, from ``top`` down."""
    if text:
        painter.setFont(font(13, rect.width()))
        box = hint_box(rect, text, top)
        draw_ground(painter, box)
        draw_text(painter, box, text, HINT, LETTER)


def united(boxes: list[QRectF]) -> QRectF:
    """The smallest rectangle around others; empty without any."""
    whole = QRectF()
    for box in boxes:
        whole = whole.united(box)
    return whole


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
    painter.drawRoundedRect(grounded(rect), 4, 4)


def grounded(rect: QRectF) -> QRectF:
    """Text with the ground around it; nothing around nothing."""
    across, down = GROUND_MARGIN
    return rect if rect.isEmpty() else rect.adjusted(-across, -down, across, down)


def _steady(text: str) -> str:
    return _ANY_DIGIT.sub("0", text)


def _columns(line: str) -> list[tuple[int, str]]:
    """Where each column begins, and its text without the figure spaces that fill it up."""
    return [(found.start(), found[0].replace("\u2007", "")) for found in re.finditer(r"(?:[^ ]| (?! ))+", line)]
