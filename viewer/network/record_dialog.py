"""The record of the network: what was sent, received, asked for and refused, newest first; no names, UIDs as hashes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.network.record import Did
from inference.text.messages import sentence_of
from inference.text.network_messages import OF_NETWORK_ERRORS
from viewer.network.dialog_parts import said
from viewer.style.rich_text import plain_in_rich
from viewer.style.theme import open_at
from viewer.style.translation import marked, tr

MOST = 1_000  # lines that are shown; the file holds more
DONE = {
    Did.TESTED: marked("tested"),
    Did.SENT: marked("sent"),
    Did.RECEIVED: marked("received"),
    Did.QUERIED: marked("asked"),
    Did.FETCHED: marked("fetched"),
    Did.REFUSED: marked("refused"),
}
OUTCOMES = {
    "answers": marked("answers"),
    "answered": marked("answered"),
    "kept": marked("kept"),
    "duplicate": marked("was there already"),
    "committed": marked("told as safe"),
    "accepted": marked("taken"),
    "verified": marked("taken, and verified"),
    "refused": marked("refused"),
    **{kind.__name__: message.title for kind, message in OF_NETWORK_ERRORS.items()},
}


class RecordDialog(QDialog):
    """Shows the lines of the record, which are oldest first."""

    def __init__(self, lines: Sequence[Mapping[str, object]], where: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Record of the network"))
        self.setObjectName("recordDialog")
        titles = [tr("Time"), tr("What was done"), tr("Node"), tr("Objects"), tr("Outcome"), tr("Study or object")]
        newest = list(lines[-MOST:])[::-1]
        self.table = QTableWidget(len(newest), len(titles), self)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels(titles)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        for row, line in enumerate(newest):
            for column, text in enumerate(_cells(line)):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.ToolTipRole, plain_in_rich(text))
                self.table.setItem(row, column, item)
        self.said = said(self)
        nothing = tr("Nothing was done on the network yet.")
        kept = tr("No names; UIDs as hashes. It is kept in {file}.").format(file=where)
        self.said.setText(kept if newest else nothing)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        closing.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        whole.addWidget(closing)
        open_at(self, 860, 480)


def _cells(line: Mapping[str, object]) -> tuple[str, ...]:
    did, outcome = str(line.get("did", "")), str(line.get("outcome", ""))
    done = tr(DONE[Did(did)]) if did in set(Did) else did
    words = tr(OUTCOMES[outcome]) if outcome in OUTCOMES else tr(sentence_of(outcome))
    count = str(line.get("count") or "")
    return _local(str(line.get("time", ""))), done, str(line.get("node", "")), count, words, str(line.get("uid", ""))


def _local(moment: str) -> str:
    """A time of the record as the clock on this desk has it; what is none stays as it is."""
    try:
        return f"{datetime.fromisoformat(moment).astimezone():%Y-%m-%d %H:%M:%S}"
    except ValueError:
        return moment
