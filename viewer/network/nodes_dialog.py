"""The dialog of nodes: a list, the fields of one, and whether it answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inference.core.errors import UsageError
from inference.network.nodes.arrangements import Arrangements
from inference.network.nodes.node import Node
from inference.text.messages import message_for
from viewer.network.dialog_parts import button, said
from viewer.network.node_form import NodeForm
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.theme import open_at, widened
from viewer.style.translation import spoken, tr


class NodesDialog(QDialog):
    """Shows the nodes; what is to be done with one is told, and done at once."""

    kept = Signal(object, str)  # a node, and the secret that was typed for it
    removed = Signal(str)
    test_wanted = Signal(object, str)
    priors_chosen = Signal(str, bool)  # the node that is asked for priors, empty for none; whether by itself

    def __init__(self, nodes: Sequence[Node], arranged: Arrangements, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Nodes of the network"))
        self.setObjectName("nodesDialog")
        self._nodes, self._arranged = list[Node](), arranged
        self.names = QListWidget(self)
        self.names.setAccessibleName(tr("Nodes"))
        self.form = NodeForm(self)
        self.new, self.keep = button(tr("New"), self), button(tr("Save"), self)
        self.remove, self.test = button(tr("Remove"), self), button(tr("Test"), self)
        self.priors = CalmComboBox(self)
        self.priors.setAccessibleName(tr("Priors are fetched from"))
        self.by_itself = QCheckBox(tr("without a click"), self)
        self.said = said(self)
        self._lay_out()
        self.show_nodes(nodes)
        self._connect()

    def _lay_out(self) -> None:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(self.form)
        columns = QHBoxLayout()
        self.names.setFixedWidth(widened(180))
        columns.addWidget(self.names)
        columns.addWidget(area, 1)
        buttons = QHBoxLayout()
        for one in (self.new, self.keep, self.remove, self.test):
            buttons.addWidget(one)
        buttons.addStretch(1)
        priors = QHBoxLayout()
        words = said(self)
        words.setText(self.priors.accessibleName())
        words.setWordWrap(False)
        for widget in (words, self.priors, self.by_itself):
            priors.addWidget(widget)
        priors.addStretch(1)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        closing.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addLayout(buttons)
        whole.addWidget(self.said)
        whole.addLayout(priors)
        whole.addWidget(closing)
        open_at(self, 760, 640)

    def _connect(self) -> None:
        self.names.currentRowChanged.connect(self._show)
        self.new.clicked.connect(self._begin)
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)
        self.test.clicked.connect(self._test)
        self.priors.currentIndexChanged.connect(self._choose_priors)
        self.by_itself.toggled.connect(self._choose_priors)

    def show_nodes(self, nodes: Sequence[Node], current: str = "") -> None:
        """Show these nodes, and the fields of the current one."""
        self._nodes = list(nodes)
        self.names.blockSignals(True)
        self.names.clear()
        self.names.addItems([node.name for node in nodes])
        names = [node.name for node in nodes]
        self.names.setCurrentRow(names.index(current) if current in names else 0 if names else -1)
        self.names.blockSignals(False)
        self._show(self.names.currentRow())
        self.priors.blockSignals(True)
        self.priors.clear()
        self.priors.addItem(tr("no node"), "")
        for name in names:
            self.priors.addItem(name, name)
        self.priors.setCurrentIndex(max(self.priors.findData(self._arranged.priors_node), 0))
        self.priors.blockSignals(False)
        self.by_itself.setChecked(self._arranged.priors_by_itself)
        self.by_itself.setEnabled(bool(self.priors.currentData()))

    def say(self, words: str) -> None:
        """Say how something went."""
        self.said.setText(words)

    def _show(self, row: int) -> None:
        known = 0 <= row < len(self._nodes)
        self.form.show_node(self._nodes[row] if known else None)
        self.remove.setEnabled(known)

    def _begin(self) -> None:
        self.names.setCurrentRow(-1)
        self.form.show_node(None)
        self.form.name.setFocus()

    def _read(self) -> Node | None:
        try:
            return self.form.node()
        except UsageError as error:
            self.say(spoken(message_for(error)).text)
            return None

    def _keep(self) -> None:
        if (node := self._read()) is not None:
            self.kept.emit(node, self.form.secret.text())

    def _remove(self) -> None:
        row = self.names.currentRow()
        if 0 <= row < len(self._nodes):
            self.removed.emit(self._nodes[row].name)

    def _test(self) -> None:
        if (node := self._read()) is not None:
            self.say(tr("Asking …"))
            self.test_wanted.emit(node, self.form.secret.text())

    def _choose_priors(self) -> None:
        name = self.priors.currentData() or ""
        self.by_itself.setEnabled(bool(name))
        self.priors_chosen.emit(name, bool(name) and self.by_itself.isChecked())
