"""All that is written over a film: corner annotations, status, caption, hints, or why there is no film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from viewer.style.translation import tr
from viewer.viewport.corner_annotations import CornerAnnotations
from viewer.viewport.heatmap_captions import CaptionLine
from viewer.viewport.text_painter import (
    GROUND_MARGIN,
    HALF,
    LETTER,
    TOP_LEFT,
    caption_boxes,
    draw_caption,
    draw_heading,
    draw_hint,
    draw_lines,
    draw_message,
    draw_status,
    draw_text,
    font,
    grounded,
    heading_box,
    hint_box,
    lines_box,
    status_box,
    united,
)

LINES = 20  # of status, at most


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


def invitation() -> tuple[str, str, str]:
    """The message of a viewport while nothing is open."""
    return tr("Open chest films"), tr("Drop files or a folder here."), tr("Or choose them in the File menu.")


@dataclass(frozen=True, slots=True)
class Places:
    """Where texts begin: ``below`` is under the heading, a line of a ``corner`` is at most so wide.

    The caption stands at the bottom right: neither apex nor lung lies there. The lowest ``beside`` lines of the status
    leave that half of the viewport to others.
    """

    below: QRectF
    corner: float
    beside: int
    caption: float
    hint: float


def draw_texts(painter: QPainter, area: QRectF, texts: ViewportTexts) -> None:
    """Draw them in an area of screen pixels; where it is too small for all, what matters least is left out."""
    texts = fitting(area, texts)
    flags, corners, places = Qt.AlignmentFlag, texts.corners, _places(area, texts)
    painter.setFont(font(12, area.width()))
    draw_status(painter, area, texts.status, places.beside, places.corner)
    draw_heading(painter, area, corners.heading, places.corner)
    draw_lines(painter, places.below, corners.top_left, TOP_LEFT, places.corner)
    draw_lines(painter, area, corners.top_right, flags.AlignRight | flags.AlignTop, places.corner)
    draw_lines(painter, area, corners.bottom_right, flags.AlignRight | flags.AlignBottom, places.corner)
    _draw_orientation(painter, area, corners)
    draw_caption(painter, area, texts.caption, places.caption)
    draw_hint(painter, area, _hint(texts), places.hint)
    if texts.message is not None:
        draw_message(painter, area, texts.message)


# -- what there is room for -------------------------------------------------------------------------------------------


def fitting(area: QRectF, texts: ViewportTexts) -> ViewportTexts:
    """The texts without the lines that would lie over others, those that matter least left out first."""
    while (less := _with_less(texts, boxes_of(area, texts))) is not None:
        texts = less
    return texts


def boxes_of(area: QRectF, texts: ViewportTexts) -> dict[str, QRectF]:
    """The rectangles that the texts fill with their ground, by what they are, what matters most first."""
    small, corners, places, flags = font(12, area.width()), texts.corners, _places(area, texts), Qt.AlignmentFlag
    letters = _letter_boxes(area, corners)
    boxes = {
        **{f"letter {place}": box for place, box in enumerate(letters)},
        "heading": heading_box(area, corners.heading, places.corner),
        "caption": united(caption_boxes(area, texts.caption, places.caption)),
        "top_left": lines_box(small, places.below, corners.top_left, TOP_LEFT, places.corner),
        "hints": hint_box(area, _hint(texts), places.hint),
        "status": status_box(small, area, texts.status, places.beside, places.corner),
        "bottom_right": lines_box(
            small, area, corners.bottom_right, flags.AlignRight | flags.AlignBottom, places.corner
        ),
        "top_right": lines_box(small, area, corners.top_right, flags.AlignRight | flags.AlignTop, places.corner),
    }
    return {name: box if name.startswith("letter") else grounded(box) for name, box in boxes.items()}


def _with_less(texts: ViewportTexts, boxes: dict[str, QRectF]) -> ViewportTexts | None:
    """One line less of the least of what lies over something else; None where nothing does."""
    names = list(boxes)
    for place in reversed(range(len(names))):
        over = [other for other in names[:place] if boxes[names[place]].intersects(boxes[other])]
        if over and not (names[place].startswith("letter")):
            return _shorter(texts, names[place])
    return None


def _shorter(texts: ViewportTexts, name: str) -> ViewportTexts:
    """One line less of a text; the caption first moves down to where corner annotations were."""
    corners = texts.corners
    if name == "caption" and corners.bottom_right:
        return _shorter(texts, "bottom_right")
    if name == "heading":
        return replace(texts, corners=replace(corners, heading=""))
    if name == "hints":
        return replace(texts, hints=MappingProxyType({}))
    if name == "caption":
        return replace(texts, caption=texts.caption[:-1])
    if name == "status":
        return replace(texts, status=texts.status[1:])
    if name == "bottom_right":
        return replace(texts, corners=replace(corners, bottom_right=corners.bottom_right[1:]))
    lines = {"top_left": corners.top_left, "top_right": corners.top_right}[name][:-1]
    changed = replace(corners, top_left=lines) if name == "top_left" else replace(corners, top_right=lines)
    return replace(texts, corners=changed)


def _places(area: QRectF, texts: ViewportTexts) -> Places:
    corners, width = texts.corners, area.width()
    line = QFontMetricsF(font(12, width)).lineSpacing()
    letters = [box.width() for box in _letter_boxes(area, corners)[2:]]
    corner = min(width * HALF, (width - max(letters)) / 2 - 2 * GROUND_MARGIN[0]) if any(letters) else width * HALF
    heading = heading_box(area, corners.heading, max(corner, 0.0))
    below = area if heading.isEmpty() else area.adjusted(0, heading.height() + 2 * GROUND_MARGIN[1] + 1, 0, 0)
    left, right = below.top() + len(corners.top_left) * line, area.top() + max(len(corners.top_right), 1) * line
    beside = LINES if texts.caption else max(len(corners.bottom_right), 2)
    caption = (
        area.bottom()
        - (len(corners.bottom_right) + 0.5) * line
        - united(caption_boxes(area, texts.caption, 0)).height()
    )
    return Places(below, max(corner, 0.0), beside, caption, max(left, right) + 0.5 * line)


def _hint(texts: ViewportTexts) -> str:
    return "\n".join(filter(None, texts.hints.values()))


def text_places(area: QRectF, texts: ViewportTexts) -> tuple[QRectF, ...]:
    """Where :func:`draw_texts` writes, in the same screen pixels, without hints and messages, which come and go."""
    boxes = boxes_of(area, fitting(area, replace(texts, hints=MappingProxyType({}))))
    return tuple(box for box in boxes.values() if not box.isEmpty())


# -- orientation markers ----------------------------------------------------------------------------------------------


def _letters(corners: CornerAnnotations) -> tuple[tuple[str, Qt.AlignmentFlag], ...]:
    """The patient's directions with their places: left, right, top, bottom."""
    flags = Qt.AlignmentFlag
    return (
        (corners.left_edge, flags.AlignLeft | flags.AlignVCenter),
        (corners.right_edge, flags.AlignRight | flags.AlignVCenter),
        (corners.top_edge, flags.AlignHCenter | flags.AlignTop),
        (corners.bottom_edge, flags.AlignHCenter | flags.AlignBottom),
    )


def _letter_boxes(area: QRectF, corners: CornerAnnotations) -> list[QRectF]:
    metrics = QFontMetricsF(font(20, area.width(), bold=True))
    return [metrics.boundingRect(area, int(where), text) if text else QRectF() for text, where in _letters(corners)]


def _draw_orientation(painter: QPainter, area: QRectF, corners: CornerAnnotations) -> None:
    painter.setFont(font(20, area.width(), bold=True))
    for letter, where in _letters(corners):
        draw_text(painter, area, letter, where, LETTER)
