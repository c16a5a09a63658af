"""All that is written over a film: corner annotations, status, caption, hints, or why there is no film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetrics, QFontMetricsF, QPainter

from viewer.viewport.corner_annotations import CornerAnnotations
from viewer.viewport.heatmap_captions import CaptionLine
from viewer.viewport.text_painter import (
    LETTER,
    SAMPLE,
    draw_caption,
    draw_heading,
    draw_hint,
    draw_lines,
    draw_message,
    draw_status,
    draw_text,
    font,
)

BESIDE = 20  # lines of status at most that leave half of the viewport to a caption


@dataclass(frozen=True, slots=True)
class ViewportTexts:
    """``status`` stands at the bottom left, ``caption`` says what is drawn over the film, ``hints`` what to do next.

    ``hints`` are kept by who gives them; ``message`` is title, sentence and hint in the middle of an empty viewport.
    """

    corners: CornerAnnotations = field(default_factory=CornerAnnotations)
    status: tuple[str, ...] = ()
    caption: tuple[CaptionLine, ...] = ()
    hints: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    message: tuple[str, str, str] | None = None


def draw_texts(painter: QPainter, area: QRectF, texts: ViewportTexts) -> None:
    """Draw them in an area of screen pixels."""
    painter.setFont(font(12, area.width()))
    flags, corners = Qt.AlignmentFlag, texts.corners
    draw_status(painter, area, texts.status, max(len(corners.bottom_right), 2) + bool(texts.caption) * BESIDE)
    below = draw_heading(painter, area, corners.heading)
    draw_lines(painter, below, corners.top_left, flags.AlignLeft | flags.AlignTop)
    draw_lines(painter, area, corners.top_right, flags.AlignRight | flags.AlignTop)
    draw_lines(painter, area, corners.bottom_right, flags.AlignRight | flags.AlignBottom)
    _draw_orientation(painter, area, corners)
    draw_caption(painter, area, texts.caption, len(corners.bottom_right))
    free = (max(len(corners.top_left), len(corners.top_right), 1) + 0.5) * QFontMetrics(painter.font()).lineSpacing()
    draw_hint(painter, area, "\n".join(filter(None, texts.hints.values())), area.top() + free)
    if texts.message is not None:
        draw_message(painter, area, texts.message)


def _draw_orientation(painter: QPainter, area: QRectF, corners: CornerAnnotations) -> None:
    painter.setFont(font(20, area.width(), bold=True))
    flags = Qt.AlignmentFlag
    for letter, where in (
        (corners.left_edge, flags.AlignLeft | flags.AlignVCenter),
        (corners.right_edge, flags.AlignRight | flags.AlignVCenter),
        (corners.top_edge, flags.AlignHCenter | flags.AlignTop),
        (corners.bottom_edge, flags.AlignHCenter | flags.AlignBottom),
    ):
        draw_text(painter, area, letter, where, LETTER)


def text_places(area: QRectF, texts: ViewportTexts) -> tuple[QRectF, ...]:
    """Where :func:`draw_texts` writes, in the same screen pixels, without hints and messages, which come and go."""
    metrics, corners = QFontMetricsF(font(12, area.width())), texts.corners
    line = metrics.lineSpacing()
    heading = line + 4 if corners.heading else 0.0
    caption = [*(one.text for one in texts.caption)]
    blocks = (
        (corners.top_left, QPointF(area.left(), area.top() + heading), False),
        (corners.top_right, QPointF(area.right(), area.top()), False),
        (caption, QPointF(area.right(), area.bottom() - (len(corners.bottom_right) + 0.5) * line), True),
        (texts.status, QPointF(area.left(), area.bottom()), True),
        (corners.bottom_right, QPointF(area.right(), area.bottom()), True),
    )
    found = [_block(metrics, lines, corner, area, upward=upward) for lines, corner, upward in blocks if lines]
    return (*found, *_marker_places(area, corners))


def _block(metrics: QFontMetricsF, lines: Sequence[str], corner: QPointF, area: QRectF, *, upward: bool) -> QRectF:
    """The ground below lines of text that begin at a corner of the area."""
    width = min(max(metrics.horizontalAdvance(text) for text in lines) + SAMPLE, area.width())
    height = len(lines) * metrics.lineSpacing()
    left = corner.x() if corner.x() < area.center().x() else corner.x() - width
    return QRectF(left, corner.y() - height if upward else corner.y(), width, height).adjusted(-6, -3, 6, 3)


def _marker_places(area: QRectF, corners: CornerAnnotations) -> list[QRectF]:
    side = QFontMetricsF(font(20, area.width(), bold=True)).lineSpacing()
    middle = area.center() - QPointF(side / 2, side / 2)
    found = (
        (corners.left_edge, QPointF(area.left(), middle.y())),
        (corners.right_edge, QPointF(area.right() - side, middle.y())),
        (corners.top_edge, QPointF(middle.x(), area.top())),
        (corners.bottom_edge, QPointF(middle.x(), area.bottom() - side)),
    )
    return [QRectF(corner, QSizeF(side, side)) for letter, corner in found if letter]
