"""How the film's pane and the overlay's lie: side by side, one of them alone, or the overlay's on another screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from viewer.viewport.viewport import Viewport

HALVES = [1000, 1000]


class ViewportSplitter(QSplitter):
    """Holds both panes with a bar between them that the hand moves."""

    def __init__(self, plain: Viewport, marked: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._plain, self._marked = plain, marked
        self.is_parted = False
        for view in (plain, marked):
            self.addWidget(view)
        self.setSizes(HALVES)
        self.setChildrenCollapsible(False)

    def part(self) -> Viewport:
        """The pane with overlay, to be shown elsewhere."""
        self.is_parted = True
        self._marked.show()
        return self._marked

    def rejoin(self) -> None:
        """Have the pane with overlay beside the other again."""
        self.is_parted = False
        self.addWidget(self._marked)
        self.setSizes(HALVES)
        self._plain.show()
        self._marked.show()

    def maximise(self, view: Viewport) -> None:
        """Show one pane over the whole middle, or both again; nothing while they are parted."""
        if not self.is_parted:
            other = self._marked if view is self._plain else self._plain
            other.setVisible(other.isHidden())

    def viewport_size(self) -> tuple[float, float]:
        """The smallest of the panes that are shown."""
        shown = [view for view in (self._plain, self._marked) if not view.isHidden()]
        return min(view.width() for view in shown), min(view.height() for view in shown)

    def density(self) -> float:
        """Pixels of the densest screen that shows a pane, for each device independent pixel."""
        return max(float(view.devicePixelRatioF()) for view in (self._plain, self._marked))
