"""Rows one below the other that scroll up and down where there is no room for all of them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from viewer.style.theme import scaled

LEAST_ROWS = 155  # pixels high at 100 %: two of the rows of findings


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
