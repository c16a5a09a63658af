"""The banner over the findings of a film that is unlike those the model knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class UnlikeBanner(QLabel):
    """Says that the numbers are not to be trusted, and what to do; the tab key reaches it, nothing waits for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("unlike")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()

    def show_words(self, words: str) -> None:
        """Show what is to be said of the film; nothing where it is like the others."""
        self.setText(f"⚠ {words}")
        self.setAccessibleName(words)
        self.setVisible(bool(words))
