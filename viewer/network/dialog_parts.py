"""What several dialogs of the network are made of."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from inference.network.nodes.node import Node
from viewer.style.calm_inputs import CalmComboBox, CalmSpinBox
from viewer.style.translation import tr


def node_choice(nodes: Sequence[Node], parent: QWidget) -> CalmComboBox:
    """A choice among the nodes, by name."""
    box = CalmComboBox(parent)
    box.setAccessibleName(tr("Node"))
    box.addItems([node.name for node in nodes])
    return box


def field(words: str, parent: QWidget, text: str = "") -> QLineEdit:
    """A line to type into, called so for screen readers."""
    line = QLineEdit(text, parent)
    line.setAccessibleName(words)
    return line


def number(words: str, parent: QWidget, low: int, high: int, value: int) -> CalmSpinBox:
    """A number to type, called so for screen readers."""
    box = CalmSpinBox(parent)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setAccessibleName(words)
    box.setRange(low, high)
    box.setValue(value)
    return box


def said(parent: QWidget) -> QLabel:
    """A line in which the dialog says how something went; plain text."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def button(words: str, parent: QWidget) -> QPushButton:
    """A button that Enter does not press by itself."""
    made = QPushButton(words, parent)
    made.setAutoDefault(False)
    return made


def with_browse(line: QLineEdit, dialog: QDialog, *, folder: bool) -> QWidget:
    """A line for a path with a button that asks for it."""
    holder = QWidget(dialog)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(line, 1)
    browse = button(tr("Browse …"), dialog)

    def ask() -> None:
        found = (
            QFileDialog.getExistingDirectory(dialog, line.accessibleName(), line.text())
            if folder
            else QFileDialog.getOpenFileName(dialog, line.accessibleName(), line.text())[0]
        )
        if found:
            line.setText(found)

    browse.clicked.connect(ask)
    row.addWidget(browse)
    return holder
