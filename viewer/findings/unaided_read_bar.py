"""The unaided read: how far the reader's own calls are, then where reader and model disagree."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inference.core.findings import FINDINGS
from inference.core.reader_annotations import ReaderAnnotations
from viewer.style.translation import tr


class UnaidedReadBar(QFrame):
    """Asks for the calls, offers to show the model, and lists disagreements."""

    rest_absent = Signal()
    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readFirst")
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.rest = QPushButton(tr("Rest absent"), self)
        self.rest.setToolTip(tr("Call every finding absent that has no call yet"))
        self.rest.clicked.connect(self.rest_absent)
        self.reveal = QPushButton(tr("Show the model"), self)
        self.reveal.clicked.connect(self.reveal_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.rest)
        buttons.addWidget(self.reveal)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self.words)
        column.addLayout(buttons)
        self.hide()

    def show_reading(self, reading: ReaderAnnotations, disagreement: str, *, unaided: bool) -> None:
        """Show what the reader called, or, once the model is shown, what the two disagree on; nothing where empty."""
        called, all_of_them = len(reading.calls), len(FINDINGS)
        for button in (self.rest, self.reveal):
            button.setVisible(unaided)
        self.rest.setEnabled(called < all_of_them)
        self.reveal.setEnabled(called == all_of_them)
        if unaided:
            told = tr("Unaided read: {called} of {count} findings called. ✓ present, ? not sure, ✗ absent")
            self.words.setText(told.format(called=called, count=all_of_them))
        else:
            self.words.setText(disagreement)
        self.setVisible(unaided or bool(disagreement))
