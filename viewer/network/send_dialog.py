"""What of which films is sent to which node."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from inference.network.nodes.node import Node
from viewer.network.dialog_parts import field, node_choice, said
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.theme import open_at
from viewer.style.translation import tr


@dataclass(frozen=True, slots=True)
class SendScope:
    """Films that may be sent together, and what to call them.

    ``analysed``: there are results, or they can be made; ``dicom``: films of it are DICOM; ``picture``: one at least
    names nobody. ``folder``: what an export wrote there is sent as it lies; ``anonymized``: without identity.
    """

    title: str
    films: tuple[Path, ...] = ()
    analysed: bool = True
    dicom: bool = True
    picture: bool = False
    folder: Path | None = None
    anonymized: bool = False


@dataclass(frozen=True, slots=True)
class SendRequest:
    """What is sent where: the model's ``results``, the films or their copies, and whether identity is left out.

    Without ``films`` it is the open one as it is seen; ``folder`` is what an export wrote. ``patient_id`` and
    ``patient_name``: whose the pictures are, which name nobody.
    """

    node: str
    results: bool
    film: bool
    anonymize: bool
    films: tuple[Path, ...] = ()
    folder: Path | None = None
    patient_id: str = ""
    patient_name: str = ""


class SendDialog(QDialog):
    """Asks what goes to which node; ``request`` is what was asked for, after ``accepted``."""

    def __init__(
        self, nodes: Sequence[Node], scopes: Sequence[SendScope], *, chosen: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Send to a node"))
        self.setObjectName("sendDialog")
        self._scopes = tuple(scopes)
        self.node = node_choice(nodes, self)
        self.scope = CalmComboBox(self)
        self.scope.setAccessibleName(tr("Of which films"))
        self.scope.addItems([scope.title for scope in scopes])
        self.scope.setCurrentIndex(chosen)
        self.results = QCheckBox(tr("Results: report, overlays, structured report"), self)
        self.film = QCheckBox(tr("The film itself"), self)
        self.anonymize = QCheckBox(tr("Leave out the patient's identity"), self)
        self.anonymize.setChecked(True)  # each time anew
        self.patient_id = self._line(tr("Patient ID of pictures (a number of their own if empty)"))
        self.patient_name = self._line(tr("Patient name of pictures"))
        self.said = said(self)
        self._lay_out()
        self.scope.currentIndexChanged.connect(self._choose)
        for box in (self.results, self.film, self.anonymize):
            box.toggled.connect(self._check)
        self._choose()

    def _line(self, words: str) -> QLineEdit:
        line = field(words, self)
        line.setPlaceholderText(words)
        line.setMaxLength(64)
        return line

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox(self)
        self.send = buttons.addButton(tr("Send"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self.node.accessibleName(), self.node)
        form.addRow(self.scope.accessibleName(), self.scope)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        for widget in (self.results, self.film, self.anonymize, self.patient_id, self.patient_name, self.said):
            whole.addWidget(widget)
        whole.addStretch(1)
        whole.addWidget(buttons)
        open_at(self, 520, 330)

    @property
    def _chosen(self) -> SendScope:
        return self._scopes[max(self.scope.currentIndex(), 0)]

    @property
    def request(self) -> SendRequest:
        """What is chosen now."""
        chosen = (self.results.isChecked(), self.film.isChecked(), self.anonymize.isChecked())
        scope, named = self._chosen, self.patient_id.isEnabled()
        return SendRequest(
            self.node.currentText(),
            *chosen,
            films=scope.films,
            folder=scope.folder,
            patient_id=self.patient_id.text().strip() if named else "",
            patient_name=self.patient_name.text().strip() if named else "",
        )

    def _choose(self) -> None:
        """Show what can be sent of other films."""
        scope, as_it_lies = self._chosen, self._chosen.folder is not None
        self.results.setEnabled(scope.analysed and not as_it_lies)
        self.results.setChecked(scope.analysed)
        self.film.setText(tr("The films themselves") if scope.films else tr("The film itself"))
        self.film.setEnabled(scope.dicom and not as_it_lies)
        self.film.setChecked(self.film.isChecked() and self.film.isEnabled())
        self.anonymize.setEnabled(not as_it_lies)
        if as_it_lies:
            self.anonymize.setChecked(scope.anonymized)
        self._check()

    def _check(self) -> None:
        scope, left_out = self._chosen, self.anonymize.isChecked()
        for line in (self.patient_id, self.patient_name):
            line.setVisible(scope.picture)
            line.setEnabled(scope.picture and not left_out)
        self.send.setEnabled(scope.folder is not None or self.results.isChecked() or self.film.isChecked())
        named = tr("The patient's identity goes with it, to this node alone.")
        without = tr("Names, dates and UIDs are left out or replaced; the node cannot match it with the patient.")
        self.said.setText(without if left_out else named)
