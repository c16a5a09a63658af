"""The button that shows a finding's overlay: its key, and the colour and dashes in which the finding is outlined."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QToolButton, QWidget

from inference.imaging.heatmap_contours import Dash, Stroke
from viewer.style.theme import scaled

INK = QColor("#10151b")
FOCUS = QColor("#ffffff")


class OverlayToggle(QToolButton):
    """Down while the overlay is drawn: then it is filled with the finding's colour, the same in every theme."""

    def __init__(self, stroke: Stroke, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colour, self._dash = QColor(stroke.colour), stroke.dash
        self.setCheckable(True)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the key over a piece of the finding's line, or on its colour."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() and self.isEnabled():
            self._paint_filled(painter)
        elif self.isEnabled():
            self._paint_sample(painter)

    def _paint_filled(self, painter: QPainter) -> None:
        painter.setBrush(self._colour)
        painter.setPen(QPen(FOCUS if self.hasFocus() else self._colour, 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(INK)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _paint_sample(self, painter: QPainter) -> None:
        pen = QPen(self._colour, max(2, scaled(2)))
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._dash is not Dash.SOLID:
            pen.setDashPattern([each / 2 for each in self._dash.value])
        painter.setPen(pen)
        y, inset = self.height() - 3.0, 5.0
        painter.drawLine(QLineF(inset, y, self.width() - inset, y))
