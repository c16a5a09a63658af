"""What of the open film is sent to which node, and the queue of what was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.network.nodes.node import Node
from inference.network.sending.queue import Entry, State
from viewer.network.dialog_parts import button, node_choice, said
from viewer.style.theme import open_at
from viewer.style.translation import marked, tr

STATES = {
    State.WAITING: marked("waits"),
    State.ACCEPTED: marked("taken"),
    State.VERIFIED: marked("taken, and verified"),
    State.FAILED: marked("failed"),
    State.CANCELLED: marked("taken back"),
}


@dataclass(frozen=True, slots=True)
class SendRequest:
    """What is sent where: the model's ``results``, the ``film`` or its copy, and whether identity is left out."""

    node: str
    results: bool
    film: bool
    anonymize: bool


class SendDialog(QDialog):
    """Asks what goes to which node; ``request`` is what was asked for, after ``accepted``."""

    def __init__(self, nodes: Sequence[Node], *, analysed: bool, dicom: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Send to a node"))
        self.setObjectName("sendDialog")
        self.node = node_choice(nodes, self)
        self.results = QCheckBox(tr("Results: report, overlays, structured report"), self)
        self.results.setChecked(analysed)
        self.results.setEnabled(analysed)
        self.film = QCheckBox(tr("The film itself"), self)
        self.film.setEnabled(dicom)
        self.anonymize = QCheckBox(tr("Leave out the patient's identity"), self)
        self.anonymize.setChecked(True)  # each time anew
        self.said = said(self)
        buttons = QDialogButtonBox(self)
        self.send = buttons.addButton(tr("Send"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.addRow(self.node.accessibleName(), self.node)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        for box in (self.results, self.film, self.anonymize):
            whole.addWidget(box)
            box.toggled.connect(self._check)
        whole.addWidget(self.said)
        whole.addStretch(1)
        whole.addWidget(buttons)
        open_at(self, 480, 260)
        self._check()

    @property
    def request(self) -> SendRequest:
        """What is chosen now."""
        chosen = (self.results.isChecked(), self.film.isChecked(), self.anonymize.isChecked())
        return SendRequest(self.node.currentText(), *chosen)

    def _check(self) -> None:
        self.send.setEnabled(self.results.isChecked() or self.film.isChecked())
        named = tr("The patient's identity goes with it, to this node alone.")
        left_out = tr("Names, dates and UIDs are left out or replaced; the node cannot match it with the patient.")
        self.said.setText(left_out if self.anonymize.isChecked() else named)


class QueueDialog(QDialog):
    """Shows what was sent, and what waits."""

    again_wanted = Signal()
    cancel_wanted = Signal()
    forget_wanted = Signal()

    def __init__(self, entries: Sequence[Entry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Queue of what is sent"))
        self.setObjectName("queueDialog")
        self.table = QTableWidget(0, 4, self)
        self.table.setAccessibleName(self.windowTitle())
        self.table.setHorizontalHeaderLabels([tr("Node"), tr("File"), tr("State"), tr("What was said")])
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().hide()
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        again, back = button(tr("Try again"), self), button(tr("Take back what waits"), self)
        forget = button(tr("Forget what is done"), self)
        again.clicked.connect(self.again_wanted)
        back.clicked.connect(self.cancel_wanted)
        forget.clicked.connect(self.forget_wanted)
        row = QHBoxLayout()
        for one in (again, back, forget):
            row.addWidget(one)
        row.addStretch(1)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        closing.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addWidget(self.table, 1)
        whole.addLayout(row)
        whole.addWidget(closing)
        open_at(self, 760, 420)
        self.show_entries(entries)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, newest first."""
        self.table.setRowCount(len(entries))
        for row, entry in enumerate(reversed(entries)):
            cells = (entry.node, entry.path.name, tr(STATES[entry.state]), entry.said)
            for column, text in enumerate(cells):
                self.table.setItem(row, column, QTableWidgetItem(text))
