"""The (i) of the panel: what bars and numbers mean and which model spoke, in a bubble that closes by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QToolButton, QVBoxLayout, QWidget

from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import scaled
from viewer.style.translation import tr

WIDTH = 380  # pixels at 100 %


class AboutButton(QToolButton):
    """Opens a bubble with ``words``, which are its tool tip too; Esc or a click elsewhere closes the bubble."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutButton")
        self.setText("ⓘ")
        self.setAccessibleName(tr("About these numbers"))
        self._bubble = QFrame(self, Qt.WindowType.Popup)
        self._bubble.setObjectName("aboutBubble")
        self.words = QLabel(self._bubble)
        self.words.setObjectName("modelText")
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        column = QVBoxLayout(self._bubble)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.words)
        self.clicked.connect(self._open)

    def show_words(self, words: str) -> None:
        """Have these in the bubble."""
        self.words.setText(words)
        set_tool_tip(self, words)
        self.setAccessibleDescription(words)

    def _open(self) -> None:
        width = min(scaled(WIDTH), self.window().width() - 40)
        self._bubble.setFixedWidth(width)
        self._bubble.adjustSize()
        corner = self.mapToGlobal(QPoint(self.width(), 0))
        self._bubble.move(corner - QPoint(width, self._bubble.height() + 4))
        self._bubble.show()
