"""One line of text that takes no more room than its letters need, and says it more briefly where room is short."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QStylePainter, QWidget

ROOMY, TIGHT = 1.3, 1.16  # height of a line over the size of its font; the font's own spacing is 1.45
LIFTED = 0.12  # of the size of the font: the middle of its letters lies so far below the middle of its lines


class LineLabel(QLabel):
    """Shows the longest of several wordings that fits its width; sizes are those of the shortest."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._choices: tuple[str, ...] = ("",)
        self._spacing = ROOMY

    def offer(self, *choices: str) -> None:
        """Say one of these, the longest first."""
        if choices != self._choices:
            self._choices = choices
            self._choose()
            self.updateGeometry()

    def space(self, spacing: float) -> None:
        """How high the line is, over the size of its font."""
        if spacing != self._spacing:
            self._spacing = spacing
            self.updateGeometry()

    def needed(self, *, longest: bool = False) -> int:
        """How wide the shortest or the longest wording is, in pixels."""
        return self._width(self._choices[0 if longest else -1])

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The shortest wording, on a line of the height that was asked for."""
        return QSize(self.needed(), self.height_with(self._spacing))

    def height_with(self, spacing: float) -> int:
        """How high the line is at a spacing, in pixels."""
        return math.ceil(self.font().pixelSize() * spacing)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The same."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Say it at the length for which there is room now."""
        super().resizeEvent(event)
        self._choose()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Draw the letters in the middle of the line, though the font asks for more space around them."""
        painter = QStylePainter(self)
        where = int(self.alignment() | Qt.AlignmentFlag.AlignVCenter)
        fits = QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() + 1)
        lifted = self.rect().translated(0, -round(LIFTED * self.font().pixelSize()))
        painter.drawItemText(lifted, where, self.palette(), self.isEnabled(), fits, self.foregroundRole())

    def _choose(self) -> None:
        fitting = (words for words in self._choices if self._width(words) <= self.width())
        self.setText(next(fitting, self._choices[-1]))

    def _width(self, words: str) -> int:
        return QFontMetrics(self.font()).horizontalAdvance(words) + 2 if words else 0
