"""The dialog of an impression: the reader's free text on the whole film, with phrases to pick and to keep."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from viewer.style.rich_text import heading, set_tool_tip
from viewer.style.theme import open_at, widened
from viewer.style.translation import marked, tr

LONGEST = 10_000  # letters, as annotations are stored
PHRASES = (
    marked("No pneumothorax."),
    marked("No pleural effusion."),
    marked("No rib fracture seen."),
    marked("Heart and mediastinum not widened."),
    marked("No change since the prior film."),
    marked("Clinical correlation advised."),
)
_OWN = Qt.ItemDataRole.UserRole


class ImpressionDialog(QDialog):
    """Asks for the text; ``text`` and ``phrases``, the user's own, are as they were left, after ``accepted``."""

    def __init__(self, text: str, phrases: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Impression"))
        self.edit = QPlainTextEdit(text, self)
        self.edit.setAccessibleName(tr("Impression"))
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(tr("What you make of this film, in your own words"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Phrases"))
        self.list.setWordWrap(True)
        for phrase in phrases:
            self._offer(phrase, own=True)
        for phrase in PHRASES:
            self._offer(tr(phrase), own=False)
        self.insert = QPushButton(tr("Insert"), self)
        self.keep = QPushButton(tr("Keep as a phrase"), self)
        self.remove = QPushButton(tr("Remove phrase"), self)
        for button in (self.insert, self.keep, self.remove):
            button.setAutoDefault(False)
        set_tool_tip(self.keep, tr("The selected text, or all of it, becomes a phrase of your own."))
        self.problem = QLabel(tr("Too long: {count} letters at most.").format(count=f"{LONGEST:,}"), self)
        self.problem.setObjectName("doubts")
        self.problem.hide()
        self._lay_out()
        self._connect()
        self.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.edit.setFocus()

    @property
    def text(self) -> str:
        """What is written, without blanks around it."""
        return self.edit.toPlainText().strip()

    @property
    def phrases(self) -> tuple[str, ...]:
        """The user's own phrases."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return tuple(item.text() for item in items if item.data(_OWN))

    def _offer(self, phrase: str, *, own: bool) -> None:
        item = QListWidgetItem(phrase)
        item.setData(_OWN, own)
        self.list.insertItem(len(self.phrases) if own else self.list.count(), item)

    def _lay_out(self) -> None:
        note = QLabel(tr("Your own words: they go into reports, and are left out with the patient's identity."), self)
        note.setObjectName("quiet")
        note.setWordWrap(True)
        left, right, row = QVBoxLayout(), QVBoxLayout(), QHBoxLayout()
        for widget in (self.edit, self.problem, note):
            left.addWidget(widget)
        right.addWidget(heading(tr("Phrases"), self))
        right.addWidget(self.list, 1)
        for button in (self.insert, self.keep, self.remove):
            row.addWidget(button)
        right.addLayout(row)
        self._buttons = QDialogButtonBox(self)
        self.save = self._buttons.addButton(tr("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        whole = QGridLayout(self)
        whole.setHorizontalSpacing(20)
        whole.addLayout(left, 0, 0)
        whole.addLayout(right, 0, 1)
        whole.addWidget(self._buttons, 1, 0, 1, 2)
        whole.setColumnMinimumWidth(0, widened(380))
        whole.setColumnStretch(0, 3)
        whole.setColumnStretch(1, 2)
        open_at(self, 820, 460)

    def _connect(self) -> None:
        self.insert.clicked.connect(self._insert)
        self.list.itemActivated.connect(self._insert)
        self.keep.clicked.connect(self._keep)
        self.remove.clicked.connect(self._remove)
        self.list.currentItemChanged.connect(self._check)
        self.edit.textChanged.connect(self._check)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.save.click)
        self._check()

    def _insert(self) -> None:
        """Put the chosen phrase where the cursor is, apart from the word before it."""
        item = self.list.currentItem()
        if item is None:
            return
        cursor = self.edit.textCursor()
        before = self.edit.toPlainText()[: cursor.selectionStart()]
        cursor.insertText(item.text() if not before or before[-1].isspace() else f" {item.text()}")
        self.edit.setFocus()

    def _keep(self) -> None:
        chosen = self.edit.textCursor().selectedText().replace("\u2029", "\n").strip() or self.text
        if chosen and chosen not in self.phrases:
            self._offer(chosen, own=True)

    def _remove(self) -> None:
        self.list.takeItem(self.list.currentRow())

    def _check(self) -> None:
        item, text = self.list.currentItem(), self.text
        self.insert.setEnabled(item is not None)
        self.remove.setEnabled(item is not None and bool(item.data(_OWN)))
        self.keep.setEnabled(bool(text))
        self.problem.setVisible(len(text) > LONGEST)
        self.save.setEnabled(len(text) <= LONGEST)
