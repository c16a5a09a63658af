"""The dialog after an unexpected error: what happened in plain words, and four ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from inference.text.messages import program_fault
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr

Role = QDialogButtonBox.ButtonRole


class CrashDialog(QDialog):
    """Asks what to do; ``details`` hold no patient data. Closing it means going on."""

    reopen_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, details: str, parent: QWidget | None = None, *, started: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("crashDialog")
        message = spoken(program_fault(started=started))
        self.setWindowTitle(message.title)
        self._more = 0
        self.words = QLabel(f"{message.text}\n\n{message.hint}", self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.again = QLabel(self)
        self.again.hide()
        self.details = QPlainTextEdit(details, self)
        self.details.setReadOnly(True)
        self.details.setAccessibleName(tr("Details"))
        column = QVBoxLayout(self)
        column.addWidget(self.words)
        column.addWidget(self.details, 1)
        column.addWidget(self.again)
        column.addWidget(self._buttons(started=started))
        open_at(self, 640, 300)

    def _buttons(self, *, started: bool) -> QDialogButtonBox:
        """Before the window is there, there is nothing to go on with."""
        box = QDialogButtonBox(self)
        self.copy = box.addButton(tr("Copy details"), Role.ActionRole)
        self.copy.clicked.connect(self._copy)
        self.leave = self._leaving(box, tr("Quit"), Role.DestructiveRole)
        self.leave.clicked.connect(self.quit_wanted)
        if started:
            self.reopen = self._leaving(box, tr("Reopen the study"), Role.ActionRole)
            self.reopen.clicked.connect(self.reopen_wanted)
            self._leaving(box, tr("Go on"), Role.AcceptRole).setDefault(True)
        return box

    def _leaving(self, box: QDialogButtonBox, text: str, role: Role) -> QPushButton:
        button = box.addButton(text, role)
        button.clicked.connect(self.accept)
        return button

    def add(self, details: str) -> None:
        """Something else went wrong while the dialog is open."""
        self._more += 1
        if details not in self.details.toPlainText():
            self.details.appendPlainText(details)
        self.again.setText(tr("Since then: {count} more").format(count=self._more))
        self.again.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(tr("Copied"))
