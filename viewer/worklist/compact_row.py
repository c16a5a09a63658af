"""A film of the list in two lines: who and which view; how far and how urgent, what the reader did, and when."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from viewer.style.theme import scaled, toned
from viewer.worklist.film_line import FilmLine, Tone

NAME, READ = "#d3dbe4", "#a3afbc"  # of films still to be reviewed, and of the others
EDGE, GAP, BAR = 8, 6, 3  # pixels
_URGENT = frozenset({Tone.URGENT, Tone.ABOVE})


class CompactRow:
    """Draws rows of one height; what has no room is cut at its end, the right column never."""

    def __init__(self) -> None:
        self._above, self._below = _font(12), _font(11)
        self._metrics = {id(font): QFontMetricsF(font) for font in (self._above, self._below)}
        self.size = QSize(0, scaled(36))

    def draw(self, painter: QPainter, area: QRectF, line: FilmLine) -> None:
        """Draw a film's two lines into its row."""
        painter.save()
        inner = area.adjusted(EDGE, 1, -EDGE, -1)
        upper, lower = inner.adjusted(0, 0, 0, -inner.height() / 2), inner.adjusted(0, inner.height() / 2, 0, 0)
        if line.tone in _URGENT:
            painter.fillRect(QRectF(area.left(), area.top() + 3, BAR, area.height() - 6), toned(line.tone))
        self._draw_line(painter, upper, self._above, (line.name, READ if line.reviewed else NAME), line.view)
        self._draw_line(painter, lower, self._below, (line.state, line.tone), self._right(line, lower))
        painter.restore()

    def _right(self, line: FilmLine, area: QRectF) -> str:
        """The reader's badges and the date: all of it, without its year, or none, as the state leaves room."""
        advance = self._metrics[id(self._below)].horizontalAdvance
        room = area.width() - GAP - advance(line.state)
        choices = (" ".join(filter(None, (line.badges, date))) for date in (line.date, line.date[5:]))
        return next((text for text in choices if advance(text) <= room), line.badges)

    def _draw_line(self, painter: QPainter, area: QRectF, font: QFont, left: tuple[str, str], right: str) -> None:
        metrics, (text, colour) = self._metrics[id(font)], left
        middle = Qt.AlignmentFlag.AlignVCenter
        room = area.width() - (metrics.horizontalAdvance(right) + GAP if right else 0)
        painter.setFont(font)
        painter.setPen(toned(Tone.PLAIN))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | middle), right)
        painter.setPen(toned(colour))
        painter.drawText(area, int(middle), metrics.elidedText(text, Qt.TextElideMode.ElideRight, room))


def _font(size: int) -> QFont:
    font = QFont()
    font.setPixelSize(scaled(size))
    return font
