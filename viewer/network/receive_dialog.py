"""The receiver and the watched folder: what they need to know, and whether they are on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QPlainTextEdit, QVBoxLayout, QWidget

from inference.core.errors import UsageError
from inference.network.nodes.arrangements import Arrangements
from inference.network.nodes.node import Node
from inference.network.receiver.options import allowed_from
from inference.text.messages import message_for
from viewer.network.dialog_parts import button, field, number, said, with_browse
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr


class ReceiveDialog(QDialog):
    """Asks at which port and as whom to listen, and for whom; ``start_wanted`` carries the arrangements."""

    start_wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(self, arranged: Arrangements, nodes: Sequence[Node] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Receive films"))
        self.setObjectName("receiveDialog")
        self._arranged = arranged
        self.port = number(tr("Port"), self, 1, 65535, arranged.port)
        self.ae_title = field(tr("Our AE title"), self, arranged.ae_title)
        self.folder = field(tr("Films are kept in"), self, str(arranged.inbox))
        self.allowed = QPlainTextEdit("\n".join(arranged.allowed), self)
        self.allowed.setAccessibleName(tr("Who may send"))
        self.allowed.setPlaceholderText(tr("One AE@ADDRESS a line; empty: programs of this computer alone"))
        self.send_back = CalmComboBox(self)
        self.send_back.setAccessibleName(tr("Results go back to"))
        self.send_back.addItem(tr("no node"), "")
        for node in nodes:
            self.send_back.addItem(node.name, node.name)
        self.send_back.setCurrentIndex(max(self.send_back.findData(arranged.send_back), 0))
        self.start, self.stop = button(tr("Start receiving"), self), button(tr("Stop receiving"), self)
        self.said = said(self)
        form = QFormLayout()
        form.addRow(self.port.accessibleName(), self.port)
        form.addRow(self.ae_title.accessibleName(), self.ae_title)
        form.addRow(self.folder.accessibleName(), with_browse(self.folder, self, folder=True))
        form.addRow(self.allowed.accessibleName(), self.allowed)
        form.addRow(self.send_back.accessibleName(), self.send_back)
        _finish(self, form, (self.start, self.stop), self.said)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self.stop_wanted)

    def show_going(self, *, going: bool) -> None:
        """Show whether the receiver is on."""
        self.start.setEnabled(not going)
        self.stop.setEnabled(going)
        words = tr("Receiving. What comes joins the worklist.") if going else tr("Off. Nobody is listened to.")
        self.said.setText(words)

    def _start(self) -> None:
        lines = tuple(line.strip() for line in self.allowed.toPlainText().splitlines() if line.strip())
        try:
            for line in lines:
                allowed_from(line)
        except UsageError as error:
            self.said.setText(spoken(message_for(error)).text)
            return
        self.start_wanted.emit(
            replace(
                self._arranged,
                port=self.port.value(),
                ae_title=self.ae_title.text().strip(),
                folder=str(Path(text).expanduser()) if (text := self.folder.text().strip()) else "",
                allowed=lines,
                send_back=self.send_back.currentData() or "",
            )
        )


class WatchDialog(QDialog):
    """Asks for the folder to look into."""

    start_wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(self, arranged: Arrangements, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Watched folder"))
        self.setObjectName("watchDialog")
        self._arranged = arranged
        self.folder = field(tr("Folder to look into"), self, arranged.watched)
        self.start, self.stop = button(tr("Start looking"), self), button(tr("Stop looking"), self)
        self.said = said(self)
        form = QFormLayout()
        form.addRow(self.folder.accessibleName(), with_browse(self.folder, self, folder=True))
        _finish(self, form, (self.start, self.stop), self.said)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self.stop_wanted)

    def show_going(self, *, going: bool) -> None:
        """Show whether the folder is looked into."""
        self.start.setEnabled(not going)
        self.stop.setEnabled(going)
        on = tr("Looking. Films that have stopped growing join the worklist; nothing there is changed.")
        self.said.setText(on if going else tr("Off."))

    def _start(self) -> None:
        folder = Path(self.folder.text().strip()).expanduser()
        if not self.folder.text().strip() or not folder.is_dir():
            self.said.setText(tr("There is no such folder."))
            return
        self.start_wanted.emit(replace(self._arranged, watched=str(folder)))


def _finish(dialog: QDialog, form: QFormLayout, buttons: tuple[QWidget, ...], words: QWidget) -> None:
    closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    closing.rejected.connect(dialog.reject)
    whole = QVBoxLayout(dialog)
    whole.addLayout(form, 1)
    for one in buttons:
        whole.addWidget(one)
    whole.addWidget(words)
    whole.addWidget(closing)
    open_at(dialog, 560, 380)
