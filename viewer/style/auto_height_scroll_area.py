"""The two parts of the panel on the right: rows that scroll, and below them what scrolls only where it must."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from viewer.style.theme import scaled

LEAST = 95  # pixels high at 100 %
LEAST_ROWS = 155  # of the rows of findings: two of them


class AutoHeightScrollArea(QScrollArea):
    """Holds widgets one below the other; scrolls up and down only."""

    def __init__(self, *held: QWidget) -> None:
        super().__init__()
        inner = QWidget(self)
        inner.setObjectName("findingRows")
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for widget in held:
            self._column.addWidget(widget)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(inner)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As tall as what is held, at the width there is."""
        return QSize(self.width(), self._column.totalHeightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few lines, or all that is held."""
        return QSize(0, min(scaled(LEAST), self.sizeHint().height()))


def scrolled(*rows: QWidget) -> QScrollArea:
    """Rows one below the other that scroll up and down, with what room there is."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setMinimumHeight(scaled(LEAST_ROWS))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inner = QWidget(area)
    inner.setObjectName("findingRows")
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    for row in rows:
        column.addWidget(row)
    column.addStretch(1)
    area.setWidget(inner)
    return area
