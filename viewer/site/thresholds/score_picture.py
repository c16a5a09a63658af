"""A small picture of how own films score: normals above the line, positives below it, and where the points lie."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from viewer.style.theme import scaled, toned
from viewer.style.translation import tr

NORMALS, POSITIVES = QColor("#6fa3c2"), QColor("#e8a04c")
SITE, BAND, TEXT = QColor("#7fd6a4"), QColor("#3a4654"), QColor("#b6c0cc")
MARKED = (0.001, 0.01, 0.1, 0.5, 0.9, 0.99)
SPAN = 8.0  # log-odds at either end


class ScorePicture(QWidget):
    """Bars by log-odds of the score; a dotted line is the site's point, a band "not sure"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._normals: Sequence[int] = ()
        self._positives: Sequence[int] = ()
        self._site: float | None = None
        self._band: tuple[float, float] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(tr("Scores of own films"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A flat picture."""
        return QSize(scaled(460), scaled(190))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Small, still to be read."""
        return QSize(scaled(300), scaled(140))

    def show_scores(self, normals: Sequence[int], positives: Sequence[int]) -> None:
        """Show how many films fall into each bin."""
        self._normals, self._positives = normals, positives
        self.update()

    def show_point(self, site: float | None, band: tuple[float, float] | None) -> None:
        """Show the site's operating point and band, raw scores."""
        self._site, self._band = site, band
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw band, bars, line and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        foot = painter.fontMetrics().height()
        area = QRectF(self.rect()).adjusted(6, foot + 4, -6, -foot - 6)
        middle = area.center().y()
        if self._band is not None:
            left, right = (self._x(area, score) for score in self._band)
            painter.fillRect(QRectF(left, area.top(), right - left, area.height()), toned(BAND))
        most = max((*self._normals, *self._positives, 1))
        self._paint_bars(painter, area, self._normals, most, up=True)
        self._paint_bars(painter, area, self._positives, most, up=False)
        painter.setPen(QPen(toned(TEXT), 1))
        painter.drawLine(QLineF(area.left(), middle, area.right(), middle))
        self._paint_words(painter, area)
        if self._site is not None:
            painter.setPen(QPen(toned(SITE), 2, Qt.PenStyle.DotLine))
            x = self._x(area, self._site)
            painter.drawLine(QLineF(x, area.top(), x, area.bottom()))

    def _paint_bars(self, painter: QPainter, area: QRectF, counts: Sequence[int], most: int, *, up: bool) -> None:
        width = area.width() / max(len(counts), 1)
        for place, count in enumerate(counts):
            height = area.height() / 2 * count / most
            top = area.center().y() - height if up else area.center().y()
            bar = QRectF(area.left() + place * width + 0.5, top, max(width - 1, 1), height)
            painter.fillRect(bar, toned(NORMALS if up else POSITIVES))

    def _paint_words(self, painter: QPainter, area: QRectF) -> None:
        line = painter.fontMetrics().height()
        painter.setPen(toned(NORMALS))
        painter.drawText(QPointF(area.left(), area.top() - 5), tr("Normals: {count}").format(count=sum(self._normals)))
        painter.setPen(toned(POSITIVES))
        words = tr("Positives: {count}").format(count=sum(self._positives))
        width = painter.fontMetrics().horizontalAdvance(words)
        painter.drawText(QPointF(area.right() - width, area.top() - 5), words)
        painter.setPen(toned(TEXT))
        for score in MARKED:
            words = f"{score:g}"
            x = self._x(area, score) - painter.fontMetrics().horizontalAdvance(words) / 2
            painter.drawText(QPointF(x, area.bottom() + line), words)

    def _x(self, area: QRectF, score: float) -> float:
        held = min(max(score, 1e-9), 1 - 1e-9)
        odds = min(max(math.log(held / (1 - held)), -SPAN), SPAN)
        return area.left() + area.width() * (odds + SPAN) / (2 * SPAN)
