"""Where the parts of the window lie: worklist left, films in the middle, findings right, what is running below."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QMainWindow, QSplitter, QVBoxLayout, QWidget

WIDEST = 2.0  # of a panel's own width
SLIMMEST = (0.8, 1.0)  # of the worklist's and the findings' own width: in less their lines would be cut
BORDER = 6  # screen pixels of the border of a panel, wide enough to be aimed at


class Panels(QSplitter):
    """The worklist and the findings beside the films: each hidden or shown, and as wide as the user drew it.

    A panel's width is told as a share of its own width, which grows with the text.
    """

    def __init__(self, worklist: QWidget, middle: QLayout, findings: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.worklist, self.findings = worklist, findings
        self._own = {panel: panel.minimumWidth() for panel in (worklist, findings)}
        self._before: tuple[bool, ...] | None = None  # which were shown before the films got the screen
        centre = QWidget(self)
        centre.setLayout(middle)
        for place, part in enumerate((worklist, centre, findings)):
            self.addWidget(part)
            self.setStretchFactor(place, part is centre)
        for panel, slimmest in zip(self._own, SLIMMEST, strict=True):
            panel.setMinimumWidth(round(slimmest * self._own[panel]))
            panel.setMaximumWidth(round(WIDEST * self._own[panel]))
        self.setChildrenCollapsible(False)
        self.setHandleWidth(BORDER)
        self.draw(1.0, 1.0)

    def shown(self) -> tuple[bool, ...]:
        """Whether the worklist and the findings are shown; with the films alone on the screen, whether they were."""
        return self._before or tuple(not panel.isHidden() for panel in self._own)

    def toggle(self, panel: QWidget) -> None:
        """Hide a panel, or show it."""
        panel.setVisible(panel.isHidden())

    def show_panels(self, shown: Sequence[bool]) -> None:
        """Show or hide the worklist and the findings."""
        for panel, visible in zip(self._own, shown, strict=True):
            panel.setVisible(visible)

    def widths(self) -> tuple[float, ...]:
        """The widths of the worklist and the findings as shares of their own."""
        return tuple(panel.width() / self._own[panel] for panel in self._own)

    def draw(self, worklist: float, findings: float) -> None:
        """Make the panels as wide as shares of their own width."""
        left, right = worklist * self._own[self.worklist], findings * self._own[self.findings]
        self.setSizes([round(left), max(round(self.width() - left - right), 1), round(right)])

    def begin_films_alone(self) -> None:
        """Leave the films and the findings."""
        if self._before is None:
            self._before = self.shown()
            self.worklist.hide()

    def end_films_alone(self) -> None:
        """Show the panels that were shown before."""
        if self._before is not None:
            before, self._before = self._before, None
            self.show_panels(before)


def lay_out(window: QMainWindow, panels: Panels, foot: QWidget) -> None:
    """Put the parts of a window in their places."""
    window.setCentralWidget(panels)
    window.statusBar().addPermanentWidget(foot, 1)
    window.statusBar().setSizeGripEnabled(False)


def middle_of(films: QWidget, below: Sequence[QWidget]) -> QLayout:
    """The films, with bars below them."""
    middle = QVBoxLayout()
    middle.setContentsMargins(0, 0, 0, 0)
    middle.setSpacing(0)
    middle.addWidget(films, 1)
    for widget in below:
        middle.addWidget(widget)
    return middle
