"""Help: the keys, the model card, and what this program is."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QMessageBox, QTextBrowser, QVBoxLayout, QWidget

import inference
from inference.findings import FINDINGS
from inference.wording import RESEARCH_USE
from viewer.actions import ACTIONS, FINDING_KEYS

MOUSE = (
    ("Left drag", "Window (across: width, down: level)"),
    ("Ctrl+left drag, Shift+left drag", "Window finely, in great steps"),
    ("Ctrl+Shift+left drag", "Window from the region drawn"),
    ("Middle drag", "Pan"),
    ("Right drag", "Zoom"),
    ("Wheel", "Next or previous film; with the magnifier held, 2 to 4 times"),
    ("Ctrl+wheel", "Zoom at the cursor"),
    ("Shift+wheel", "Opacity of the overlay"),
    ("Click on a bar", "Show the finding's overlay and go where it is hottest"),
    ("Double click", "One pane over the whole middle, and back"),
)


def show_shortcuts(parent: QWidget) -> None:
    """Show every action with its keys, and what the mouse does."""
    rows = [(" or ".join(spec.shortcuts), spec.text.rstrip(" …")) for spec in ACTIONS if spec.shortcuts]
    rows += [(key, f"Overlay: {finding.title}") for key, finding in zip(FINDING_KEYS, FINDINGS, strict=True)]
    rows += [("Shift+F1 to Shift+F7", "Your word on a finding: agree, not sure, disagree, none")]
    rows += [("0 to 9", "Window: 0 as the film opens, 1 and on those of the file, then the full range")]
    lines = "\n".join(f"| {key} | {text} |" for key, text in (*rows, *MOUSE))
    _show_text(parent, "Keyboard and mouse", f"| Key | Does |\n|---|---|\n{lines}\n")


def show_model_card(parent: QWidget, pack: Path) -> None:
    """Show the pack's model card, or say that it has none."""
    card = pack / "MODEL_CARD.md"
    text = card.read_text(encoding="utf-8") if card.is_file() else "This model pack brings no model card."
    _show_text(parent, f"Model card: {pack.name}", text)


def show_about(parent: QWidget) -> None:
    """Say version and intended use."""
    QMessageBox.about(
        parent,
        "About ThoraCAM",
        f"<b>ThoraCAM {inference.__version__}</b><p>Chest films, seven findings, and a heatmap for each.</p>"
        f"<p>{RESEARCH_USE}</p><p>Apache License 2.0. Films never leave this computer.</p>",
    )


def _show_text(parent: QWidget, title: str, markdown: str) -> None:
    dialog = QDialog(parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(title)
    dialog.resize(760, 640)
    browser = QTextBrowser(dialog)
    browser.setMarkdown(markdown)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    buttons.rejected.connect(dialog.reject)
    column = QVBoxLayout(dialog)
    column.addWidget(browser)
    column.addWidget(buttons)
    dialog.open()
