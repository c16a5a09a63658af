"""A sentence with a hint above the films; text from files is shown literally."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from inference.text.messages import UserMessage
from viewer.style.translation import spoken, tr


class MessageBar(QFrame):
    """Shows one message until the user dismisses it; ``action`` is what it offers to do, if anything."""

    dismissed = Signal()
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None, action: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.accept = QPushButton(action, self)
        self.accept.setVisible(bool(action))
        self.accept.clicked.connect(self.accepted)
        button = QPushButton(tr("Dismiss"), self)
        button.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.label, 1)
        row.addWidget(self.accept)
        row.addWidget(button)
        self.hide()

    def show_message(self, message: UserMessage | None) -> None:
        """Show a message, or hide the bar."""
        if message is not None:
            message = spoken(message)
            self.label.setText(f"{message.title}. {message.text} {message.hint}".strip())
        self.setVisible(message is not None)
