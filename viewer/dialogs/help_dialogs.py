"""Help: the model card, this computer, and what this program is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QMessageBox,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.core.software import SOFTWARE
from inference.model_pack.files import read_bounded
from inference.text.wording import RESEARCH_USE
from viewer.control.jobs.job_registry import Answer
from viewer.control.jobs.lazy_ports import system_text
from viewer.control.jobs.worker import Work
from viewer.dialogs.markdown_page import MarkdownPage
from viewer.style.theme import open_at
from viewer.style.translation import tr

LONGEST_CARD = 4 << 20  # bytes


def show_model_card(parent: QWidget, pack: Path) -> None:
    """Show the pack's model card, or say that it has none: none that is a file of a reasonable length."""
    try:
        text = read_bounded(pack / "MODEL_CARD.md", LONGEST_CARD).decode("utf-8", "replace")
    except (OSError, ValueError):
        text = tr("This model pack brings no model card.")
    _show_text(parent, tr("Model card: {pack}").format(pack=pack.name), text, pack)


def show_about(parent: QWidget) -> None:
    """Say version and intended use."""
    what = tr("Chest films, seven findings, and a heatmap for each.")
    licence = tr("Apache License 2.0. Films never leave this computer.")
    text = f"<b>{SOFTWARE}</b><p>{what}</p><p>{tr(RESEARCH_USE)}</p><p>{licence}</p>"
    QMessageBox.about(parent, tr("About ThoraCAM"), text)


class SystemDialog(QDialog):
    """What this computer brings for the work, and which device does it and why; to be read and copied."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("This computer"))
        open_at(self, 760, 420)
        self.text = QPlainTextEdit(tr("Looking …"), self)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(tr("This computer"))
        buttons = QDialogButtonBox(self)
        self.copy = buttons.addButton(tr("Copy"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy.setEnabled(False)
        self.copy.clicked.connect(self._copy)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)

    def show_text(self, text: str) -> None:
        """What was found."""
        self.text.setPlainText(text)
        self.copy.setEnabled(True)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def show_system(parent: QWidget, examine: Callable[[Work, Answer], None], device: str) -> SystemDialog:
    """Say what this computer is, once TensorFlow was asked."""
    dialog = SystemDialog(parent)

    def work(_token: CancelToken, _progress: ProgressCallback) -> str:
        return system_text(device, tr)

    def found(value: object) -> None:
        if shiboken6.isValid(dialog):
            dialog.show_text(str(value))

    dialog.open()
    examine(work, found)
    return dialog


def _show_text(parent: QWidget, title: str, markdown: str, folder: Path) -> None:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    open_at(dialog, 760, 640)
    page = MarkdownPage(dialog)
    page.show_markdown(markdown, folder, folder)
    buttons = QDialogButtonBox(dialog)
    buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(page)
    column.addWidget(buttons)
    dialog.open()
