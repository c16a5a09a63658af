"""Where the parts of the window lie: thumbnails left, films in the middle, findings right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


def lay_out(window: MainWindow) -> None:
    """Put the parts of a window in their places."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addWidget(window.worklist_panel)
    row.addLayout(_middle(window), 1)
    row.addWidget(window.findings)
    centre = QWidget(window)
    centre.setLayout(row)
    window.setCentralWidget(centre)
    window.statusBar().addPermanentWidget(window.busy, 1)
    window.statusBar().setSizeGripEnabled(False)


def _middle(window: MainWindow) -> QVBoxLayout:
    films = QHBoxLayout()
    films.setSpacing(2)
    films.addWidget(window.prior, 1)
    films.addWidget(window.viewports, 2)
    middle = QVBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(window.offer)
    middle.addWidget(window.notice)
    middle.addLayout(films, 1)
    middle.addWidget(window.histogram)
    middle.addWidget(window.frames)
    return middle
