"""A probability bar: filled to the probability, with the operating point and the grey band around it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from inference.core.analysis import FindingResult, ScoreState
from inference.text.wording import UNLIKE_BRIEFLY, evidence_location_text, percent, state_text
from viewer.style.theme import toned
from viewer.style.translation import tr

FILLS = {
    ScoreState.ABOVE: QColor("#d9903d"),
    ScoreState.NOT_SURE: QColor("#8f9aa8"),
    ScoreState.BELOW: QColor("#4f7183"),
}
MUTED = QColor("#626b75")
TROUGH = QColor("#222a33")
BAND = QColor("#3a4450")
POINT = QColor("#e8edf2")


class ProbabilityBar(QWidget):
    """Shows one result; hatched when experimental, dashed and empty when there is no probability."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._result: FindingResult | None = None
        self._leads = self._muted = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A flat bar."""
        return QSize(200, 16)

    def show_result(self, result: FindingResult | None, *, muted: bool = False) -> None:
        """Show a result, or an empty bar; ``muted``: in no colour, because no number of the film is to be trusted."""
        self._result, self._muted = result, muted
        if result is not None:
            doubt = tr(UNLIKE_BRIEFLY) if muted else ""
            told = (percent(result.probability), state_text(result, tr), evidence_location_text(result, tr), doubt)
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
        """Draw trough, grey band, fill and operating point."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 3.5, -0.5, -3.5)
        result = self._result
        if result is None or result.probability is None:
            painter.setPen(QPen(BAND, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(area, 3, 3)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(TROUGH)
        painter.drawRoundedRect(area, 3, 3)
        if result.grey_band is not None:
            painter.fillRect(_span(area, *result.grey_band), BAND)
        fill = QBrush(toned(MUTED if self._muted else FILLS[result.state]), _pattern(result))
        painter.setBrush(fill)
        painter.drawRoundedRect(_span(area, 0.0, result.probability), 3, 3)
        if result.operating_point is not None:
            x = area.left() + area.width() * result.operating_point
            painter.setPen(QPen(toned(POINT), 2))
            painter.drawLine(int(x), 0, int(x), self.height())


def _pattern(result: FindingResult) -> Qt.BrushStyle:
    return Qt.BrushStyle.BDiagPattern if result.experimental else Qt.BrushStyle.SolidPattern


def _span(area: QRectF, start: float, end: float) -> QRectF:
    return QRectF(area.left() + area.width() * start, area.top(), area.width() * (end - start), area.height())
