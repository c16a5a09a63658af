"""The fields of the dialog of site thresholds, in three steps: own films, operating point, file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDialogButtonBox,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inference.core.findings import FINDINGS
from viewer.site.thresholds.score_picture import ScorePicture
from viewer.style.calm_inputs import CalmComboBox, CalmSpinBox
from viewer.style.translation import tr

PREVALENCES = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)


class ThresholdForm(QWidget):
    """Holds the fields; decides nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.head, self.said, self.result = self._label(), self._label("quiet"), self._label()
        self.finding = CalmComboBox(self)
        self.finding.setAccessibleName(tr("Finding"))
        for finding in FINDINGS:
            self.finding.addItem(tr(finding.title), finding.key)
        self.normals_folder = self._button(tr("Normal films …"))
        self.positives_folder = self._button(tr("Films with the finding …"))
        self.from_ledger = self._button(tr("From my unaided reads"))
        self.picture = ScorePicture(self)
        self.false_calls = CalmSpinBox(self)
        self.false_calls.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self.false_calls.setRange(1, 50)
        self.false_calls.setValue(10)
        self.false_calls.setAccessibleName(tr("False calls per 100 normals"))
        self.band = QCheckBox(self)
        self.prevalence = CalmComboBox(self)
        self.prevalence.setAccessibleName(tr("Share of films with it here"))
        self.prevalence.addItem(tr("As the model states it"), 0.0)
        for share in PREVALENCES:
            self.prevalence.addItem(f"{100 * share:g} %", share)
        self.signer = QLineEdit(self)
        self.signer.setAccessibleName(tr("Signed off by"))
        self.signer.setPlaceholderText(tr("Name; empty: not signed off"))
        self.signer.setMaxLength(200)
        self.use, self.export = self._button(tr("Put in force")), self._button(tr("Export …"))
        self.bring, self.withdraw = self._button(tr("Import …")), self._button(tr("Withdraw"))
        self.closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        self._lay_out()

    def say(self, words: str) -> None:
        """Say how something went."""
        self.said.setText(words)

    def show_prevalence(self, share: float) -> None:
        """Show what is stated of the finding, without telling it back."""
        self.prevalence.blockSignals(True)
        self.prevalence.setCurrentIndex(max(0, self.prevalence.findData(share)))
        self.prevalence.blockSignals(False)

    def _label(self, name: str = "") -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _button(self, words: str) -> QPushButton:
        made = QPushButton(words, self)
        made.setAutoDefault(False)
        return made

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.head)
        column.addWidget(self._films())
        column.addWidget(self._point(), 1)
        column.addWidget(self._file())
        column.addWidget(self.closing)

    def _films(self) -> QGroupBox:
        box = QGroupBox(tr("1. Own films"), self)
        row = QHBoxLayout()
        for part in (self.finding, self.normals_folder, self.positives_folder, self.from_ledger):
            row.addWidget(part)
        row.addStretch(1)
        column = QVBoxLayout(box)
        column.addLayout(row)
        column.addWidget(self.said)
        self.say(tr("Own normal films carry the operating point; films with the finding say how many it finds."))
        return box

    def _point(self) -> QGroupBox:
        box = QGroupBox(tr("2. Operating point, beside the model's own"), self)
        form = QFormLayout()
        form.addRow(tr("False calls per 100 normals"), self.false_calls)
        form.addRow(tr("Share of films with it here"), self.prevalence)
        form.addRow(self.band)
        right = QVBoxLayout()
        right.addLayout(form)
        right.addWidget(self.result)
        right.addStretch(1)
        row = QHBoxLayout(box)
        row.addWidget(self.picture, 3)
        row.addLayout(right, 2)
        return box

    def _file(self) -> QGroupBox:
        box = QGroupBox(tr("3. Sign off and keep"), self)
        row = QHBoxLayout(box)
        row.addWidget(QLabel(tr("Signed off by"), self))
        row.addWidget(self.signer, 1)
        for button in (self.use, self.export, self.bring, self.withdraw):
            row.addWidget(button)
        return box
