"""A banner over the findings: what is to be known of the film before a number is read; a line where room is short."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget

from viewer.style.rich_text import set_tool_tip

SIGN = "⚠"


class Banner(QLabel):
    """Says what is wrong, in full or in a line; the tab key reaches it, nothing waits for it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.words = self._briefly = ""
        self._folded: tuple[object, ...] = ()
        self._heights: dict[tuple[int, bool], int] = {}
        self.hide()

    def show_words(self, words: str, briefly: str = "") -> None:
        """Show what is to be said of the film, nothing where that is nothing; ``briefly``: where there is one line."""
        if (words, briefly or words) != (self.words, self._briefly):
            self._heights.clear()
        self.words, self._briefly = words, briefly or words
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def fold(self, *, folded: bool, width: int) -> None:
        """Say it in one line of this width, the rest in the tool tip, or in full."""
        now = (folded, width, self.words, self._briefly)
        if not self.words or now == self._folded:
            return
        self._folded = now
        self.setProperty("folded", folded)
        self.style().unpolish(self)
        self.style().polish(self)
        high = 1 if folded else 8
        self.setContentsMargins(16, high, 12, high)  # those of the style sheet come a step later
        text = f"{SIGN} {self._briefly if folded else self.words}"
        room = width - 2 * self.margin() - self.contentsMargins().left() - self.contentsMargins().right() - 32
        metrics = QFontMetrics(self.font())
        self.setText(metrics.elidedText(text, Qt.TextElideMode.ElideRight, room) if folded else text)
        self.setMinimumHeight(0)  # which heightForWidth would keep to
        self.setFixedHeight(self.heightForWidth(width))  # a layout gives a label that wraps less than it asks for
        set_tool_tip(self, self.words if folded else "")

    def height_at(self, width: int, *, folded: bool) -> int:
        """How high it is at a width, in full or in a line; nothing where it says nothing."""
        if not self.words:
            return 0
        if (width, folded) not in self._heights:
            self.fold(folded=folded, width=width)
            self._heights[width, folded] = self.height()
        return self._heights[width, folded]
