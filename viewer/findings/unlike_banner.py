"""The banner over the findings of a film that is unlike those the model knows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from inference.core.analysis import Analysis
from inference.text.wording import familiarity_text
from viewer.style.translation import tr


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

    def show_analysis(self, analysis: Analysis | None) -> None:
        """Show it where the film is unlike the others; else nothing."""
        words = familiarity_text(analysis, tr) if analysis is not None else ""
        self.setText(f"⚠ {words}")
        self.setAccessibleName(words)
        self.setVisible(bool(words))
