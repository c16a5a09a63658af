"""The fields of one node: shown, and read back as a node."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from inference.core.errors import UsageError
from inference.network.nodes.node import OUR_AE_TITLE, DicomNode, Login, Node, Syntaxes, Tls, WebNode, checked_url
from inference.network.nodes.node_store import checked_node
from viewer.network.dialog_parts import field, number, with_browse
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.translation import marked, tr

KINDS = {DicomNode: marked("DICOM"), WebNode: marked("DICOMweb")}
LOGINS = {Login.NONE: marked("None"), Login.PASSWORD: marked("Name and password"), Login.TOKEN: marked("Bearer token")}


class NodeForm(QWidget):
    """Fields of either kind of node; those of the other kind are hidden."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self.kind = CalmComboBox(self)
        self.kind.setAccessibleName(tr("Protocol"))
        self.kind.addItems([tr(words) for words in KINDS.values()])
        self.name = field(tr("Name"), self)
        self.ae_title, self.host = field(tr("AE title"), self), field(tr("Host"), self)
        self.port = number(tr("Port"), self, 1, 65535, 104)
        self.connecting = number(tr("Patience for a connection"), self, 1, 600, 10)
        self.seconds = number(tr("Patience for an answer"), self, 1, 600, 30)
        self.ours = field(tr("Our AE title"), self)
        self.uncompressed = QCheckBox(tr("Send compressed films uncompressed"), self)
        self.url, self.user = field(tr("URL"), self), field(tr("User"), self)
        self.login = CalmComboBox(self)
        self.login.setAccessibleName(tr("Login"))
        for login, words in LOGINS.items():
            self.login.addItem(tr(words), login.value)
        self.secret = field(tr("Password or token"), self)
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.secret.setPlaceholderText(tr("Kept in the system's keyring alone"))
        self.tls = QCheckBox(tr("TLS"), self)
        self.check = QCheckBox(tr("Check its certificate"), self)
        self.authority = field(tr("Certificate authority"), self)
        self.certificate, self.key = field(tr("Our certificate"), self), field(tr("Key of our certificate"), self)
        self._lay_out(dialog)
        self.kind.currentIndexChanged.connect(self._show_kind)
        self.show_node(None)

    def _lay_out(self, dialog: QDialog) -> None:
        for box in (self.connecting, self.seconds):
            box.setSuffix(" s")
        self._form = QFormLayout()
        ours: tuple[QWidget, ...] = (self.kind, self.name, self.ae_title, self.host, self.port, self.ours, self.url)
        for widget in (*ours, self.login, self.user, self.secret, self.connecting, self.seconds):
            self._form.addRow(widget.accessibleName(), widget)
        for tick in (self.uncompressed, self.tls, self.check):
            self._form.addRow("", tick)
        for path in (self.authority, self.certificate, self.key):
            self._form.addRow(path.accessibleName(), with_browse(path, dialog, folder=False))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._form)
        column.addStretch(1)

    def _show_kind(self) -> None:
        is_dicom = self.kind.currentIndex() == 0
        of_dicom: tuple[QWidget, ...] = (self.ae_title, self.host, self.port, self.ours, self.uncompressed, self.tls)
        for widget in of_dicom:
            self._form.setRowVisible(widget, is_dicom)
        for line in (self.url, self.login, self.user, self.secret):
            self._form.setRowVisible(line, not is_dicom)

    def show_node(self, node: Node | None) -> None:
        """Show a node, or the fields of a new one."""
        shown = node or DicomNode(name="new", ae_title="PACS", host="localhost", port=104)
        self.kind.setCurrentIndex(int(isinstance(shown, WebNode)))
        self.name.setText("" if node is None else shown.name)
        self.connecting.setValue(round(shown.connect_seconds))
        self.seconds.setValue(round(shown.answer_seconds))
        self.secret.clear()
        tls = shown.tls or Tls()
        self.tls.setChecked(shown.tls is not None)
        self.check.setChecked(tls.check)
        for line, text in ((self.authority, tls.authority), (self.certificate, tls.certificate), (self.key, tls.key)):
            line.setText(text)
        if isinstance(shown, DicomNode):
            new = node is None
            self.ae_title.setText("" if new else shown.ae_title)
            self.host.setText("" if new else shown.host)
            self.port.setValue(shown.port)
            self.ours.setText(shown.our_ae_title)
            self.uncompressed.setChecked(shown.syntaxes is Syntaxes.PLAIN)
            self.url.clear()
            self.user.clear()
        else:
            self.url.setText(shown.url)
            self.user.setText(shown.user)
            self.login.setCurrentIndex(self.login.findData(shown.login.value))
        self._show_kind()

    def node(self) -> Node:
        """The node that the fields say; raises ``UsageError`` where they make no sense."""
        tls = Tls(
            authority=self.authority.text().strip(),
            certificate=self.certificate.text().strip(),
            key=self.key.text().strip(),
            check=self.check.isChecked(),
        )
        return checked_node(self._dicom(tls) if self.kind.currentIndex() == 0 else self._web(tls))

    def _dicom(self, tls: Tls) -> DicomNode:
        host = self.host.text().strip()
        if not host:
            raise UsageError("A DICOM node has a host.")
        return DicomNode(
            name=self.name.text().strip(),
            ae_title=self.ae_title.text().strip(),
            host=host,
            port=self.port.value(),
            our_ae_title=self.ours.text().strip() or OUR_AE_TITLE,
            tls=tls if self.tls.isChecked() else None,
            connect_seconds=float(self.connecting.value()),
            answer_seconds=float(self.seconds.value()),
            syntaxes=Syntaxes.PLAIN if self.uncompressed.isChecked() else Syntaxes.STORED,
        )

    def _web(self, tls: Tls) -> WebNode:
        return WebNode(
            name=self.name.text().strip(),
            url=checked_url(self.url.text().strip()),
            login=Login(self.login.currentData()),
            user=self.user.text().strip(),
            tls=tls,
            connect_seconds=float(self.connecting.value()),
            answer_seconds=float(self.seconds.value()),
        )
