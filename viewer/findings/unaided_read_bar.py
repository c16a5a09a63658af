"""The unaided read: how far the reader's own calls are, then where reader and model disagree."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from inference.core.findings import FINDINGS
from inference.core.reader_annotations import ReaderAnnotations
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import tr


class UnaidedReadBar(QFrame):
    """Asks for the calls, offers to show the model, and lists disagreements; in a line where room is short."""

    rest_absent = Signal()
    reveal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("readFirst")
        self._told = self._briefly = ""
        self._folded: tuple[object, ...] = ()
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.rest = QPushButton(tr("Rest absent"), self)
        set_tool_tip(self.rest, tr("Call every finding absent that has no call yet"))
        self.rest.clicked.connect(self.rest_absent)
        self.reveal = QPushButton(tr("Show the model"), self)
        self.reveal.clicked.connect(self.reveal_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.rest)
        buttons.addWidget(self.reveal)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.words, 1)
        self._column.addLayout(buttons)
        self.hide()

    def show_reading(self, reading: ReaderAnnotations, disagreement: str, *, unaided: bool) -> None:
        """Show what the reader called, or, once the model is shown, what the two disagree on; nothing where empty."""
        called, all_of_them = len(reading.calls), len(FINDINGS)
        for button in (self.rest, self.reveal):
            button.setVisible(unaided)
        self.rest.setEnabled(called < all_of_them)
        self.reveal.setEnabled(called == all_of_them)
        told = tr("Unaided read: {called} of {count} findings called. + present, ? not sure, \u2212 absent")
        self._told = told.format(called=called, count=all_of_them) if unaided else disagreement
        self._briefly = f"{called} / {all_of_them}" if unaided else disagreement.partition("\n")[0]
        self.setVisible(unaided or bool(disagreement))

    def fold(self, *, folded: bool, width: int) -> None:
        """Be one line of this width, the rest in the tool tip, or all of it."""
        now = (folded, width, self._told, self.rest.isHidden())
        if self.isHidden() or now == self._folded:
            return
        self._folded = now
        self.words.setText(self._briefly if folded else self._told)
        set_tool_tip(self.words, self._told if folded else "")
        down = QBoxLayout.Direction.LeftToRight if folded else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(down)
        self._column.setContentsMargins(12, 1 if folded else 8, 12, 1 if folded else 8)
        self.words.setProperty("folded", folded and self.rest.isHidden())
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self._column.invalidate()
        self.setFixedHeight(self._column.totalHeightForWidth(width))  # a layout gives what wraps less than it asks for

    def height_at(self, width: int, *, folded: bool) -> int:
        """How high it is at a width, folded or not; nothing where it says nothing."""
        if self.isHidden():
            return 0
        self.fold(folded=folded, width=width)
        return self.height()
