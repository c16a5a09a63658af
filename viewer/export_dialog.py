"""The dialog of an export: where to, and whether the patient's identity is left out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from viewer.language import tr
from viewer.looks import scaled
from viewer.text import plain_in_rich


@dataclass(frozen=True, slots=True)
class ExportRequest:
    """What the user asked for; ``overwrite`` only after being asked."""

    path: Path
    anonymize: bool
    overwrite: bool


class ExportDialog(QDialog):
    """Asks where the report goes; ``request`` is what was asked for, after ``accepted``."""

    def __init__(self, folder: Path, names: dict[bool, str], *, anonymize: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export report"))
        self.setMinimumWidth(scaled(560))
        self._folder, self._names = folder, names
        self.request: ExportRequest | None = None
        self.path = QLineEdit(self)
        self.path.setAccessibleName(tr("File of the report"))
        browse = QPushButton(tr("Browse …"), self)
        browse.clicked.connect(self._browse)
        self.anonymize = QCheckBox(tr("Leave out the patient's identity"), self)
        self.anonymize.setChecked(anonymize)
        self.anonymize.toggled.connect(self._suggest)
        buttons = QDialogButtonBox(self)
        self.save = buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._accept)
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(browse)
        form = QFormLayout(self)
        form.addRow(tr("Report (PNG)"), row)
        form.addRow("", self.anonymize)
        note = QLabel(tr("Letters burnt into the film's own pixels are not removed."), self)
        note.setObjectName("quiet")
        note.setWordWrap(True)
        form.addRow("", note)
        form.addRow(buttons)
        self._suggest(anonymize)

    def _suggest(self, anonymize: bool) -> None:
        self.path.setText(str(self._folder / self._names[anonymize]))

    def _browse(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            tr("Export report"),
            self.path.text(),
            "PNG (*.png)",
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if chosen:
            self.path.setText(chosen)

    def _accept(self) -> None:
        path = Path(self.path.text().strip()).expanduser()
        if path.suffix.lower() != ".png":
            path = path.with_name(path.name + ".png")
        exists = path.exists()
        if exists and not self._may_replace(path):
            return
        self.request = ExportRequest(path, self.anonymize.isChecked(), overwrite=exists)
        self.accept()

    def _may_replace(self, path: Path) -> bool:
        question = tr("{file} exists already. Replace it?").format(file=plain_in_rich(path.name))
        answer = QMessageBox.question(self, tr("Export report"), question)
        return answer == QMessageBox.StandardButton.Yes
