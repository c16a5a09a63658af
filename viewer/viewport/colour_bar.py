"""The colour bar: which colour stands for how much evidence, on the absolute scale."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inference.imaging.colormap import blend, rgba_table
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr


class ColourBar(QWidget):
    """Shows the colours over a mid-grey film, with numbers at both ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colormap, self._opacity, self._scale, self.grain = "inferno", 0.4, "", ""
        self.setAccessibleName(tr("Colour bar of the overlay"))

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A bar and two lines of text, or three."""
        return QSize(200, 20 + scaled(17) * (3 if self._long else 2))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it: a scale without numbers says nothing."""
        return self.sizeHint()

    @property
    def _long(self) -> bool:
        """Whether the grain needs a line more than there is."""
        return QFontMetrics(self._font()).horizontalAdvance(self.grain) > self.width()

    def _font(self) -> QFont:
        font = self.font()
        font.setPixelSize(scaled(11))
        return font

    def show_scale(self, colormap: str, opacity: float, scale: str, grain: str) -> None:
        """Show a colour map at an opacity; ``scale``: what full colour stands for; ``grain``: how fine the map is."""
        self._colormap, self._opacity, self._scale, self.grain = colormap, opacity, scale, grain
        self.setAccessibleDescription(f"{scale}. {grain}")
        self.updateGeometry()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the bar and its numbers."""
        painter = QPainter(self)
        colours = blend(np.full((1, 256), 96, np.uint8), rgba_table(self._colormap, self._opacity)[None])
        picture = QImage(np.ascontiguousarray(colours).tobytes(), 256, 1, 768, QImage.Format.Format_RGB888)
        painter.drawImage(QRectF(0, 0, self.width(), 14), picture)
        painter.setPen(toned("#9aa6b3"))
        line = QRectF(0, 17, self.width(), scaled(18))
        painter.setFont(self._font())
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, tr("0  no evidence"))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self._scale)
        below = QRectF(0, 17 + scaled(17), self.width(), scaled(36))
        painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap), self.grain)
