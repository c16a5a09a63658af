"""A page of words in the place of the film: what comes next, that the clock stands still, that all is read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from viewer.style.sentence_label import SentenceLabel
from viewer.style.theme import scaled


class WordsPage(QWidget):
    """A title, sentences, and two buttons at most; Enter presses the first."""

    first_wanted = Signal()
    second_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.title, self.text = QLabel(self), SentenceLabel(self)
        self.title.setObjectName("studyTitle")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        self.first, self.second = QPushButton(self), QPushButton(self)
        for button, wanted in ((self.first, self.first_wanted), (self.second, self.second_wanted)):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.first)
        buttons.addWidget(self.second)
        buttons.addStretch(1)
        column = QVBoxLayout()
        column.addStretch(2)
        for part in (self.title, self.text):
            part.setMinimumWidth(scaled(560))
            column.addWidget(part)
        column.addSpacing(scaled(18))
        column.addLayout(buttons)
        column.addStretch(3)
        layout = QHBoxLayout(self)
        layout.addStretch(1)
        layout.addLayout(column)
        layout.addStretch(1)

    def show_words(self, title: str, text: str, first: str = "", second: str = "") -> None:
        """Say this, with these buttons."""
        self.title.setText(title)
        self.text.setText(text)
        for button, words in ((self.first, first), (self.second, second)):
            button.setText(words)
            button.setVisible(bool(words))
