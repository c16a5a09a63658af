"""A probability bar: filled to the probability, with operating point, grey band, and a whisker over small views."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inference.core.analysis import FindingResult, ScoreState
from inference.text.wording import UNLIKE_BRIEFLY, evidence_location_text, probability_text, stability_text, state_text
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr

FILLS = {
    ScoreState.ABOVE: QColor("#e8a04c"),
    ScoreState.NOT_SURE: QColor("#c3ccd6"),
    ScoreState.BELOW: QColor("#6fa3c2"),
}
URGENT = QColor("#ff8070")
MUTED = QColor("#98a2ad")
TROUGH = QColor("#1a222b")
BAND = QColor("#98a5b3")
POINT = QColor("#ffffff")
SITE = QColor("#7fd6a4")
SEAM = QColor("#05080b")
LEAST_WHISKER = 4  # pixels; a narrower range is a speck on the bar, and is said in words alone
HEIGHT, BAND_HEIGHT = 17, 4  # pixels at 100 %; the band lies below the fill, which never covers it


class ProbabilityBar(QWidget):
    """Shows one result; hatched when experimental, dashed and empty when there is no probability."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: FindingResult | None = None
        self._leads = self._muted = self._urgent = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A flat bar."""
        return QSize(60, round((HEIGHT + scaled(HEIGHT)) / 2))

    def show_result(self, result: FindingResult | None, *, muted: bool = False, urgent: bool = False) -> None:
        """Show a result, or an empty bar; ``muted``: in no colour, because no number of the film is to be trusted."""
        if result is self._result and (muted, urgent) == (self._muted, self._urgent):
            return
        self._result, self._muted, self._urgent = result, muted, urgent
        if result is not None:
            doubt = tr(UNLIKE_BRIEFLY) if muted else ""
            steady = stability_text(result, tr)
            told = (
                probability_text(result),
                state_text(result, tr),
                steady,
                evidence_location_text(result, tr),
                doubt,
            )
            self.setAccessibleDescription(", ".join(filter(None, told)))
        heatmap = result.heatmap if result is not None else None
        self._leads = heatmap is not None and not heatmap.empty
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._leads else Qt.CursorShape.ArrowCursor)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Lead to the hottest region, where there is one."""
        if self._leads and event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw trough, fill, grey band and operating point."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        area = whole.adjusted(0, 2, 0, -BAND_HEIGHT - 2)
        result = self._result
        if result is None or result.probability is None:
            painter.setPen(QPen(toned(BAND), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area, 3, 3)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(toned(TROUGH))
        painter.drawRoundedRect(area, 3, 3)
        self._paint_fill(painter, _span(area, 0.0, result.probability), result)
        if result.grey_band is not None:
            below = QRectF(area.left(), round(area.bottom()) + 1, area.width(), BAND_HEIGHT - 1)
            painter.fillRect(_span(below, *result.grey_band), toned(BAND))
        if result.operating_point is not None:
            _paint_point(painter, whole, area.left() + area.width() * result.operating_point)
        if result.site is not None:
            _paint_site(painter, whole, area.left() + area.width() * result.site.operating_point)
        if result.stability is not None:
            _paint_whisker(painter, _span(area, *result.stability.low_high))

    def _paint_fill(self, painter: QPainter, area: QRectF, result: FindingResult) -> None:
        colour = toned(URGENT if self._urgent else MUTED if self._muted else FILLS[result.state])
        painter.setPen(QPen(colour, 1))
        hatched = Qt.BrushStyle.BDiagPattern if result.experimental else Qt.BrushStyle.SolidPattern
        painter.setBrush(QBrush(colour, hatched))
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)


def _paint_whisker(painter: QPainter, area: QRectF) -> None:
    """From the least to the greatest probability over small views: a thin line with end strokes, on a dark seam."""
    left, right = round(area.left()), round(area.right())
    if right - left < LEAST_WHISKER:
        return
    middle, end = round(area.center().y()), round(area.height() / 4)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    lines = [QLineF(left, middle, right, middle)]
    lines += [QLineF(x, middle - end, x, middle + end) for x in (left, right)]
    for colour, thick in ((SEAM, 3), (POINT, 1)):
        pen = QPen(toned(colour), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLines(lines)


def _paint_site(painter: QPainter, area: QRectF, x: float) -> None:
    """The site's operating point: dotted, on a dark seam, told from the pack's by shape as by colour."""
    at = min(max(round(x), round(area.left()) + 2), round(area.right()) - 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for pen in (QPen(toned(SEAM), 4), QPen(toned(SITE), 2, Qt.PenStyle.DotLine)):
        painter.setPen(pen)
        painter.drawLine(QLineF(at, area.top(), at, area.bottom()))


def _paint_point(painter: QPainter, area: QRectF, x: float) -> None:
    """A light line on a dark seam: it is told from the fill as from the trough."""
    at = min(max(round(x), round(area.left()) + 2), round(area.right()) - 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for colour, thick in ((SEAM, 6), (POINT, 2)):
        painter.setPen(QPen(toned(colour), thick))
        painter.drawLine(QLineF(at, area.top(), at, area.bottom()))


def _span(area: QRectF, start: float, end: float) -> QRectF:
    return QRectF(area.left() + area.width() * start, area.top(), area.width() * (end - start), area.height())
