"""The legend of what other programs drew: whose it is, and which colour is what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from inference.core.film_objects import Origin
from viewer.objects.own_colour import OTHERS
from viewer.state.objects.shown import DrawnObjects, Named
from viewer.style.theme import toned
from viewer.style.translation import tr
from viewer.viewport.text_painter import TEXT, font

GROUND: Final = QColor(8, 11, 15, 200)
MOST_LINES: Final = 10
_EDGE: Final = 10.0  # screen pixels from the edge of the viewport
_SWATCH: Final = 10.0
_SHARE: Final = 0.45  # of the viewport's width
_MARGIN: Final = (6, 3)


@dataclass(frozen=True, slots=True)
class LegendLine:
    """A line: of a maker where it has no colour, else of what is drawn in that colour."""

    words: str
    colour: QColor | None = None


def legend_lines(drawn: DrawnObjects) -> tuple[LegendLine, ...]:
    """Each maker with what it drew, and in which colours; the last line counts what has no room."""
    lines = tuple(line for origin, named in drawn.legend for line in _of_maker(origin, named))
    if len(lines) <= MOST_LINES:
        return lines
    return (*lines[: MOST_LINES - 1], LegendLine(f"+ {len(lines) - MOST_LINES + 1}"))


def _of_maker(origin: Origin, named: Sequence[Named]) -> Iterator[LegendLine]:
    yield LegendLine(origin.maker or origin.title or tr("Another program"))
    for name, colour in named:
        yield LegendLine(name, OTHERS if colour is None else QColor(*colour))


def draw_legend(painter: QPainter, viewport: QRectF, reserved: Sequence[QRectF], lines: Sequence[LegendLine]) -> None:
    """Draw lines at the left, above what is written at the bottom there: no lung lies there."""
    if not lines:
        return
    used = font(12, viewport.width())
    painter.setFont(used)
    metrics = QFontMetricsF(used)
    widest, high = viewport.width() * _SHARE, metrics.lineSpacing()
    words = [metrics.elidedText(line.words, Qt.TextElideMode.ElideRight, widest - 2 * _SWATCH) for line in lines]
    wide = max(metrics.horizontalAdvance(one) for one in words) + 2 * _SWATCH
    box = QRectF(_EDGE, _above_texts(viewport, reserved, widest) - high * len(lines), wide, high * len(lines))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(GROUND)
    painter.drawRoundedRect(box.adjusted(-_MARGIN[0], -_MARGIN[1], *_MARGIN), 3, 3)
    for place, (line, one) in enumerate(zip(lines, words, strict=True)):
        row = QRectF(box.left(), box.top() + place * high, box.width(), high)
        indent = 0.0
        if line.colour is not None:
            indent = 1.6 * _SWATCH
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(toned(line.colour))
            painter.drawRect(QRectF(row.left(), row.center().y() - _SWATCH / 2, _SWATCH, _SWATCH))
        painter.setPen(QPen(toned(OTHERS if line.colour is None else TEXT)))
        painter.drawText(row.adjusted(indent, 0, 1, 0), int(Qt.AlignmentFlag.AlignVCenter), one)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def below_texts(viewport: QRectF, reserved: Sequence[QRectF], widest: float) -> float:
    """Where the first free place at the left begins, from the top."""
    column = QRectF(_EDGE, 0, widest, viewport.height() / 2)
    texts = [
        box.bottom() for box in reserved if box.isValid() and box.top() < column.bottom() and box.intersects(column)
    ]
    return max((bottom for bottom in texts if bottom < column.bottom()), default=_EDGE) + _EDGE


def _above_texts(viewport: QRectF, reserved: Sequence[QRectF], widest: float) -> float:
    """Where the last free place at the left ends, from the bottom."""
    column = QRectF(_EDGE, viewport.height() / 2, widest, viewport.height() / 2)
    tops = [box.top() for box in reserved if box.isValid() and box.intersects(column)]
    return min((top for top in tops if top > column.top()), default=viewport.bottom()) - _EDGE
