"""What more there is to a finding, in lines below its bar: shown where there is room, else in the row's tool tip."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from viewer.style.rich_text import set_tool_tip

GAP = 2  # pixels between lines


class RowDetails(QWidget):
    """Lines one below the other, each there while it has words and all are ``open``."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP)
        self._open = True
        self._lines: list[QLabel] = []
        self.hide()

    def line(self, name: str) -> QLabel:
        """A new line, in the looks of this name."""
        label = QLabel("", self)
        label.setObjectName(name)
        label.setAccessibleName(f"{self._title}: ")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.hide()
        self._lines.append(label)
        self._column.addWidget(label)
        return label

    def say(self, label: QLabel, words: str, why: str = "", sign: str = "") -> bool:
        """Have a line say something, after a ``sign`` that is not read out; ``why`` is its tool tip.

        Returns whether it said something else before.
        """
        text = f"{sign} {words}".strip() if words else ""
        if text == label.text():
            return False
        label.setText(text)
        label.setAccessibleName(f"{self._title}: {words}")
        set_tool_tip(label, why)
        self._settle()
        return True

    def open(self, *, opened: bool) -> None:
        """Show the lines that have words, or none."""
        self._open = opened
        self._settle()

    @property
    def words(self) -> list[str]:
        """What the lines say, for the tool tip of the row."""
        return [label.text() for label in self._lines if label.text()]

    def height_at(self, width: int) -> int:
        """How high the lines would be at a width, with a gap before each; nothing without words."""
        return sum(label.heightForWidth(width) + GAP for label in self._lines if label.text())

    def _settle(self) -> None:
        for label in self._lines:
            label.setVisible(self._open and bool(label.text()))
        self.setVisible(self._open and bool(self.words))
