"""Sentences with names of files in them, which break where no space is, so that nothing of a long name is cut."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

UNBROKEN = re.compile(r"\S{16}(?=\S)")
ZERO_WIDTH_SPACE = "\u200b"


class SentenceLabel(QLabel):
    """Shows text literally, wrapped; ``text`` is what was given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)

    def text(self) -> str:
        """What is said, as it was given."""
        return self._text

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show these words, with a place to break in every long one; a screen reader has them whole."""
        self._text = text
        self.setAccessibleName(text)
        super().setText(UNBROKEN.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", text))
