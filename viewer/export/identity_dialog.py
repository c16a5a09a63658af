"""The question before something is printed: whether the patient's identity is left out; safe each time anew."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from viewer.export.left_out import identity_note
from viewer.style.translation import tr


class IdentityDialog(QDialog):
    """Asks for one thing; ``anonymized`` is the answer after ``accepted``.

    ``written``: there are words of the reader.
    """

    def __init__(self, title: str, go_on: str, parent: QWidget | None = None, *, written: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.leave_out = QCheckBox(tr("Leave out the patient's identity"), self)
        self.leave_out.setChecked(True)
        note = QLabel(identity_note(left_out=True, written=written), self)
        note.setObjectName("quiet")
        note.setWordWrap(True)
        buttons = QDialogButtonBox(self)
        self.go_on = buttons.addButton(go_on, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (self.leave_out, note, buttons):
            column.addWidget(widget)

    @property
    def anonymized(self) -> bool:
        """Whether identity is left out."""
        return self.leave_out.isChecked()
