"""How the film's viewport and the overlay's lie: side by side, one alone, or the overlay's on another screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from viewer.viewport.viewport import Viewport

HALVES = [1000, 1000]


class ViewportSplitter(QSplitter):
    """Holds both viewports with a bar between them that the hand moves."""

    def __init__(self, film: Viewport, overlay: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._film, self._overlay = film, overlay
        self.is_parted = False
        for view in (film, overlay):
            self.addWidget(view)
        self.setSizes(HALVES)
        self.setChildrenCollapsible(False)

    def part(self) -> Viewport:
        """The viewport with overlay, to be shown elsewhere."""
        self.is_parted = True
        self._overlay.show()
        return self._overlay

    def rejoin(self) -> None:
        """Have the viewport with overlay beside the other again."""
        self.is_parted = False
        self.addWidget(self._overlay)
        self.setSizes(HALVES)
        self._film.show()
        self._overlay.show()

    def maximise(self, view: Viewport) -> None:
        """Show one viewport over the whole middle, or both again; nothing while they are parted."""
        if not self.is_parted:
            other = self._overlay if view is self._film else self._film
            other.setVisible(other.isHidden())

    def viewport_size(self) -> tuple[float, float]:
        """The smallest of the viewports that are shown."""
        shown = [view for view in (self._film, self._overlay) if not view.isHidden()]
        return min(view.width() for view in shown), min(view.height() for view in shown)

    def density(self) -> float:
        """Pixels of the densest screen that shows a viewport, for each device independent pixel."""
        return max(float(view.devicePixelRatioF()) for view in (self._film, self._overlay))
