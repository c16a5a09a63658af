"""All that is written over a film: corner annotations, status, caption, hints, or why there is no film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from viewer.viewport.corner_annotations import CornerAnnotations
from viewer.viewport.heatmap_captions import CaptionLine
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
