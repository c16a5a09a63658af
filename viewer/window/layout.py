"""Where the parts of the window lie: worklist left, films in the middle, findings right, what is running below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLayout, QMainWindow, QVBoxLayout, QWidget

Shares = Sequence[tuple[QWidget, int]]  # widgets with how large a part of the room each takes


def lay_out(window: QMainWindow, left: QWidget, middle: QLayout, right: QWidget, *, foot: QWidget) -> None:
    """Put the parts of a window in their places."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(left)
    row.addLayout(middle, 1)
    row.addWidget(right)
    centre = QWidget(window)
    centre.setLayout(row)
    window.setCentralWidget(centre)
    window.statusBar().addPermanentWidget(foot, 1)
    window.statusBar().setSizeGripEnabled(False)


def middle_of(films: Shares, below: Sequence[QWidget]) -> QLayout:
    """Films side by side, with bars below them."""
    row = QHBoxLayout()
    row.setSpacing(2)
    for widget, share in films:
        row.addWidget(widget, share)
    middle = QVBoxLayout()
    middle.setSpacing(0)
    middle.addLayout(row, 1)
    for widget in below:
        middle.addWidget(widget)
    return middle
