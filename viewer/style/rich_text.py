"""Words in widgets: text from files made safe where it would be taken for rich text, and headings in dialogs."""

from __future__ import annotations

import html

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QWidget


def plain_in_rich(text: str) -> str:
    """The text as rich text that shows it literally, for tool tips and message boxes."""
    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>"


def tip_text(text: str) -> str:
    """The text as every tool tip takes it, literally: Qt would draw what looks like HTML, pictures and all.

    It also takes ``&lt;`` for a sign of rich text.
    """
    return plain_in_rich(text) if "<" in text or "&" in text else text


def set_tool_tip(target: QWidget | QAction, text: str) -> None:
    """Give a widget or an action its tool tip: the only way to, so that none is drawn as rich text."""
    if tip_text(text) != target.toolTip():
        target.setToolTip(tip_text(text))


def heading(words: str, parent: QWidget) -> QLabel:
    """A line above the choices of a dialog that belong together."""
    label = QLabel(words, parent)
    label.setObjectName("findingName")
    return label
