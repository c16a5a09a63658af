"""Help: the licences of all bundled parts, from ``resources/licences``; their texts stay as they were written."""

from __future__ import annotations

import tomllib
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

import resources
from viewer.style.theme import open_at, scaled
from viewer.style.translation import tr

FOLDER = resources.path("licences")


class LicencesDialog(QDialog):
    """Parts on the left; the chosen one's licence, note and texts on the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Licences"))
        open_at(self, 900, 640)
        self.parts = QListWidget(self)
        self.parts.setAccessibleName(tr("Licences"))
        self.parts.setFixedWidth(scaled(260))
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        row = QHBoxLayout()
        row.addWidget(self.parts)
        row.addWidget(self.text, 1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addLayout(row)
        column.addWidget(buttons)
        self._fill()

    def _fill(self) -> None:
        for part in bundled_parts():
            item = QListWidgetItem(f"{part['name']} {part.get('version', '')}".strip(), self.parts)
            item.setData(Qt.ItemDataRole.UserRole, part)
        self.parts.currentItemChanged.connect(self._show)
        self.parts.setCurrentRow(0)

    def _show(self, item: QListWidgetItem) -> None:
        part = item.data(Qt.ItemDataRole.UserRole)
        texts = [(FOLDER / name).read_text(encoding="utf-8") for name in part["texts"]]
        head = tr("Licence: {licence}").format(licence=part["licence"])
        self.text.setPlainText("\n\n".join(filter(None, (head, part.get("note", ""), *texts))))


def bundled_parts() -> list[dict[str, Any]]:
    """Every part with its name, licence and the files of its texts; most with a version, some with a note."""
    parts: list[dict[str, Any]] = tomllib.loads((FOLDER / "parts.toml").read_text(encoding="utf-8"))["part"]
    return parts
