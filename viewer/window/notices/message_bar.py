"""A sentence with a hint over the films; text from files is shown literally."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from inference.text.messages import UserMessage
from viewer.state.session import Outcome
from viewer.style.sentence_label import SentenceLabel
from viewer.style.translation import spoken, tr

FADES_AFTER_MS = 15_000


class MessageBar(QFrame):
    """Shows one message until the user dismisses it; ``action`` is what it offers to do, if anything."""

    dismissed = Signal()
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None, action: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("noticeBar")
        self.label = SentenceLabel(self)
        self.accept = QPushButton(action, self)
        self.accept.setVisible(bool(action))
        self.accept.clicked.connect(self.accepted)
        self.dismiss = QPushButton(tr("Dismiss"), self)
        self.dismiss.clicked.connect(self.dismissed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.addWidget(self.label, 1)
        row.addWidget(self.accept)
        row.addWidget(self.dismiss)
        self.hide()

    def show_message(self, message: UserMessage | None) -> None:
        """Show a message, or hide the bar."""
        if message is not None:
            message = spoken(message)
            self.label.setText(_sentences(message))
        self.setVisible(message is not None)


class OutcomeBar(MessageBar):
    """Says how something ended that the user asked for, and offers to show it; goes by itself after a while."""

    place_wanted = Signal(object)  # the file or folder to be shown

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, tr("Show"))
        self.setObjectName("outcomeBar")
        self._place: Path | None = None
        self.accepted.connect(lambda: self.place_wanted.emit(self._place))
        self._fading = QTimer(self)
        self._fading.setSingleShot(True)
        self._fading.setInterval(FADES_AFTER_MS)
        self._fading.timeout.connect(self._fade)

    def show_outcome(self, outcome: Outcome | None) -> None:
        """Show how it ended, or hide the bar."""
        self._place = None if outcome is None else outcome.place
        self.accept.setVisible(self._place is not None)
        self.show_message(None if outcome is None else outcome.message)
        self._fading.start() if outcome is not None else self._fading.stop()

    def _fade(self) -> None:
        """Stay while the pointer is on it: somebody reads it."""
        self._fading.start() if self.underMouse() else self.dismissed.emit()


def _sentences(message: UserMessage) -> str:
    """Title, text and hint as sentences; a text that ends in a folder gets its full stop here."""
    text = message.text if message.text.endswith((".", "?", "!", ":")) else f"{message.text}."
    return f"{message.title}. {text} {message.hint}".strip()
