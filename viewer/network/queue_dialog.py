"""The queue of what is sent: each object, where it goes, how it stands, and what was said of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.network.sending.queue import SENTENCES, Entry, State
from viewer.network.dialog_parts import button, said
from viewer.style.rich_text import plain_in_rich
from viewer.style.theme import open_at
from viewer.style.translation import marked, tr

STATES = {
    State.WAITING: marked("waits"),
    State.ACCEPTED: marked("taken"),
    State.VERIFIED: marked("taken, and verified"),
    State.FAILED: marked("failed"),
    State.CANCELLED: marked("taken back"),
}
LOOK_EVERY_MS = 1_000


class QueueDialog(QDialog):
    """Shows what was sent, and what waits; ``look`` answers the entries as they are now."""

    again_wanted = Signal()
    cancel_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, look: Callable[[], Sequence[Entry]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Queue of what is sent"))
        self.setObjectName("queueDialog")
        self._look, self._shown = look, tuple[Entry, ...]()
        self.table = QTableWidget(0, 4, self)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels([tr("Node"), tr("Object"), tr("State"), tr("What was said")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.verticalHeader().hide()
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.said = said(self)
        self._lay_out()
        self._timer = QTimer(self)  # while it is open: sending goes on beside it
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look_again)
        self._timer.start()
        self.finished.connect(self._timer.stop)
        self.look_again()

    def _lay_out(self) -> None:
        self.again, self.back = button(tr("Try again"), self), button(tr("Take back what waits"), self)
        self.forget = button(tr("Forget what is done"), self)
        self.again.clicked.connect(self.again_wanted)
        self.back.clicked.connect(self.cancel_wanted)
        self.forget.clicked.connect(self.forget_wanted)
        row = QHBoxLayout()
        for one in (self.again, self.back, self.forget):
            row.addWidget(one)
        row.addStretch(1)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        closing.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        whole.addLayout(row)
        whole.addWidget(closing)
        open_at(self, 820, 460)

    def look_again(self) -> None:
        """Show the entries as they are now, newest first."""
        entries = tuple(self._look())
        if entries == self._shown and self.said.text():
            return
        self._shown = entries
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(reversed(entries)):
            cells = (entry.node, entry.title, tr(STATES[entry.state]), _in_words(entry.said))
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.ToolTipRole, plain_in_rich(text))
                self.table.setItem(row, column, item)
        counts = {state: sum(entry.state is state for entry in entries) for state in State}
        parts = [f"{tr(words)}: {counts[state]}" for state, words in STATES.items() if counts[state]]
        self.said.setText("  ·  ".join(parts) or tr("Nothing was sent yet."))
        self.again.setEnabled(len(entries) > counts[State.ACCEPTED] + counts[State.VERIFIED])
        self.back.setEnabled(counts[State.WAITING] > 0)
        self.forget.setEnabled(len(entries) > counts[State.WAITING] + counts[State.FAILED])


def _in_words(text: str) -> str:
    """What was said of an object, its own sentences in the language in use."""
    for sentence in SENTENCES:
        text = text.replace(sentence, tr(sentence))
    return text
