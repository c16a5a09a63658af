"""What is said lies over the films, at their foot, so that no picture moves or shrinks when a sentence comes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from viewer.style.theme import scaled

WIDEST, MARGIN = 760, 12


class NoticeStack(QWidget):
    """Holds bars over another widget, as high as those that are shown; elsewhere the hand reaches what is below."""

    def __init__(self, over: QWidget, bars: Sequence[QWidget]) -> None:
        super().__init__(over)
        self.setObjectName("noticeStack")
        self._over, self._bars = over, tuple(bars)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for bar in self._bars:
            column.addWidget(bar, 0, Qt.AlignmentFlag.AlignBottom)
            bar.installEventFilter(self)
        over.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Lie anew when a bar comes, goes or says something else, and when what is below has another size."""
        kinds = (QEvent.Type.Resize,) if watched is self._over else (QEvent.Type.ShowToParent, QEvent.Type.HideToParent)
        if event.type() in kinds or (event.type() == QEvent.Type.LayoutRequest and watched is not self._over):
            self._place()
        return False

    def _place(self) -> None:
        shown = [bar for bar in self._bars if not bar.isHidden()]
        self.setVisible(bool(shown))
        if not shown:
            return
        width = max(1, min(scaled(WIDEST), self._over.width() - 2 * MARGIN))
        layout = self.layout()
        assert layout is not None
        layout.invalidate()
        height = layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry((self._over.width() - width) // 2, self._over.height() - height - MARGIN, width, height)
        self.raise_()
