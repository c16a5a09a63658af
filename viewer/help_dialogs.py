"""Help: the model card, and what this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

import inference
from inference.wording import RESEARCH_USE
from viewer.language import tr
from viewer.looks import open_at


def show_model_card(parent: QWidget, pack: Path) -> None:
    """Show the pack's model card, or say that it has none."""
    card = pack / "MODEL_CARD.md"
    text = card.read_text(encoding="utf-8") if card.is_file() else tr("This model pack brings no model card.")
    _show_text(parent, tr("Model card: {pack}").format(pack=pack.name), text)


def show_about(parent: QWidget) -> None:
    """Say version and intended use."""
    what = tr("Chest films, seven findings, and a heatmap for each.")
    licence = tr("Apache License 2.0. Films never leave this computer.")
    text = f"<b>ThoraCAM {inference.__version__}</b><p>{what}</p><p>{tr(RESEARCH_USE)}</p><p>{licence}</p>"
    QMessageBox.about(parent, tr("About ThoraCAM"), text)


def _show_text(parent: QWidget, title: str, markdown: str) -> None:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    open_at(dialog, 760, 640)
    browser = QTextBrowser(dialog)
    browser.setMarkdown(markdown)
    buttons = QDialogButtonBox(dialog)
    buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(browser)
    column.addWidget(buttons)
    dialog.open()
