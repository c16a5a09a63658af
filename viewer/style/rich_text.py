"""Words in widgets: text from files made safe where it would be taken for rich text, and headings in dialogs."""

from __future__ import annotations

import html

from PySide6.QtWidgets import QLabel, QWidget


def plain_in_rich(text: str) -> str:
    """The text as rich text that shows it literally, for tool tips and message boxes."""
    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>"


def heading(words: str, parent: QWidget) -> QLabel:
    """A line above the choices of a dialog that belong together."""
    label = QLabel(words, parent)
    label.setObjectName("findingName")
    return label
