"""The receiver and the watched folder: what they need to know, and whether they are on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from inference.core.errors import UsageError
from inference.network.nodes.arrangements import Arrangements
from inference.network.nodes.node import Node
from inference.network.receiver.options import allowed_from
from inference.text.messages import message_for
from viewer.control.network.arrivals import Tally
from viewer.network.dialog_parts import button, field, number, said, with_browse
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr

LOOK_EVERY_MS = 500


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
        self.certificate = self._path(tr("Our certificate"), arranged.certificate, tr("Empty: no TLS"))
        self.key = self._path(tr("Key of our certificate"), arranged.key, tr("Empty: it is with the certificate"))
        words = tr("With one, senders need a certificate of its")
        self.authority = self._path(tr("Authority of senders"), arranged.authority, words)
        self.start, self.stop = button(tr("Start receiving"), self), button(tr("Stop receiving"), self)
        self.said, self.counted = said(self), said(self)
        self.tally: Callable[[], Tally] = Tally
        form = QFormLayout()
        form.addRow(self.port.accessibleName(), self.port)
        form.addRow(self.ae_title.accessibleName(), self.ae_title)
        form.addRow(self.folder.accessibleName(), with_browse(self.folder, self, folder=True))
        form.addRow(self.allowed.accessibleName(), self.allowed)
        form.addRow(self.send_back.accessibleName(), self.send_back)
        for line in (self.certificate, self.key, self.authority):
            form.addRow(line.accessibleName(), with_browse(line, self, folder=False))
        _finish(self, form, (self.start, self.stop), self.said, self.counted)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self.stop_wanted)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.show_tally)
        self._timer.start()
        self.finished.connect(self._timer.stop)

    def _path(self, words: str, text: str, hint: str) -> QLineEdit:
        line = field(words, self, text)
        line.setPlaceholderText(hint)
        return line

    def say(self, words: str) -> None:
        """Say how something went."""
        self.said.setText(words)

    def show_tally(self) -> None:
        """Show what came since the receiver was started."""
        found = self.tally()
        words = tr("Objects that came: {kept}; again: {again}; in quarantine: {quarantined}; refused: {refused}.")
        self.counted.setText(
            words.format(kept=found.kept, again=found.duplicates, quarantined=found.quarantined, refused=found.refused)
            if self.stop.isEnabled()
            else ""
        )

    def show_going(self, *, going: bool) -> None:
        """Show whether the receiver is on."""
        self.start.setEnabled(not going)
        self.stop.setEnabled(going)
        words = tr("Receiving. What comes joins the worklist.") if going else tr("Off. Nobody is listened to.")
        self.said.setText(words)
        self.show_tally()

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
                folder=_expanded(self.folder),
                allowed=lines,
                send_back=self.send_back.currentData() or "",
                certificate=_expanded(self.certificate),
                key=_expanded(self.key),
                authority=_expanded(self.authority),
            )
        )


class WatchDialog(QDialog):
    """Asks for the folder to look into, and for one that results are written into, if any."""

    start_wanted = Signal(object)
    stop_wanted = Signal()

    def __init__(self, arranged: Arrangements, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Watched folder"))
        self.setObjectName("watchDialog")
        self._arranged = arranged
        self.folder = field(tr("Folder to look into"), self, arranged.watched)
        self.results = field(tr("Results into"), self, arranged.watched_results)
        self.results.setPlaceholderText(tr("Empty: no reports are written"))
        self.anonymize = QCheckBox(tr("Leave out the patient's identity"), self)
        self.anonymize.setChecked(arranged.watched_anonymized)
        self.start, self.stop = button(tr("Start looking"), self), button(tr("Stop looking"), self)
        self.said = said(self)
        form = QFormLayout()
        form.addRow(self.folder.accessibleName(), with_browse(self.folder, self, folder=True))
        form.addRow(self.results.accessibleName(), with_browse(self.results, self, folder=True))
        form.addRow("", self.anonymize)
        self.results.textChanged.connect(self._show_wanted)
        self._show_wanted()
        _finish(self, form, (self.start, self.stop), self.said)
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(self.stop_wanted)

    def show_going(self, *, going: bool) -> None:
        """Show whether the folder is looked into."""
        self.start.setEnabled(not going)
        self.stop.setEnabled(going)
        on = tr("Looking. Films that have stopped growing join the worklist; nothing there is changed.")
        if self.results.text().strip():
            on = tr("Looking. Films that have stopped growing join the worklist, and their results are written.")
        self.said.setText(on if going else tr("Off."))

    def _show_wanted(self) -> None:
        self.anonymize.setVisible(bool(self.results.text().strip()))

    def _start(self) -> None:
        folder = Path(self.folder.text().strip()).expanduser()
        if not self.folder.text().strip() or not folder.is_dir():
            self.said.setText(tr("There is no such folder."))
            return
        results = _expanded(self.results)
        if results and Path(results).resolve().is_relative_to(folder.resolve()):
            self.said.setText(tr("Results go into a folder outside the one that is watched."))
            return
        self.start_wanted.emit(
            replace(
                self._arranged,
                watched=str(folder.absolute()),
                watched_results=str(Path(results).absolute()) if results else "",
                watched_anonymized=self.anonymize.isChecked(),
            )
        )


def _expanded(line: QLineEdit) -> str:
    text = line.text().strip()
    return str(Path(text).expanduser()) if text else ""


def _finish(dialog: QDialog, form: QFormLayout, buttons: tuple[QWidget, ...], *words: QWidget) -> None:
    closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, dialog)
    closing.rejected.connect(dialog.reject)
    whole = QVBoxLayout(dialog)
    whole.addLayout(form, 1)
    for one in buttons:
        whole.addWidget(one)
    for said_line in words:
        whole.addWidget(said_line)
    whole.addWidget(closing)
    open_at(dialog, 580, 380 if len(words) == 1 else 540)
