"""The dialog of an export: what, where to, how the film is shown, and whether the patient's identity is left out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inference.core.errors import BadName
from inference.files.names import name_problem
from inference.report.output.export import Part, ending_of
from inference.report.page.options import PLAIN_DICOM, DicomForm
from inference.text.messages import message_for
from viewer.export.dicom_choices import DicomChoices
from viewer.export.export_request import ExportRequest, with_ending
from viewer.export.left_out import MayStay, left_out_note
from viewer.export.report_preview import ReportPreview
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.rich_text import heading, plain_in_rich, set_tool_tip
from viewer.style.theme import open_at, widened
from viewer.style.translation import marked, tr

PART_WORDS: dict[Part, str] = {
    Part.REPORT_PNG: marked("Report (PNG)"),
    Part.REPORT_PDF: marked("Report (PDF)"),
    Part.FILM: marked("Film, 8 bit (PNG)"),
    Part.VIEWPORTS: marked("Film and overlay side by side (PNG)"),
    Part.OVERLAYS: marked("One overlay a finding (PNG)"),
    Part.CSV: marked("Figures (CSV)"),
    Part.JSON: marked("Figures (JSON)"),
    Part.FHIR: marked("Results for FHIR systems (R4, JSON)"),
    Part.REAL_SIZE: marked("Film in real size, with a ruler (PDF)"),
    Part.DICOM: marked("Report, overlays, structured report (DICOM)"),
}
LOOKS = {
    True: marked("As seen now: window/level, rotation, overlays"),
    False: marked("As the film opens: its own window"),
}


class ExportDialog(QDialog):
    """Asks what goes where, and of a ``picture`` whose it is; ``request`` is what was asked for, after ``accepted``.

    ``stays``: what of the film may stay behind; ``sized``: it is known how large the film is; ``size``: its columns and
    rows.
    """

    impression_wanted = Signal()
    send_wanted = Signal()
    preview_wanted = Signal(object)  # an ExportRequest, whenever the page would look different

    def __init__(
        self,
        folder: Path,
        names: dict[bool, str],
        *,
        reader: str = "",
        picture: bool = False,
        stays: MayStay = MayStay(),  # noqa: B008 - frozen
        sized: bool = True,
        size: tuple[int, int] | None = None,
        form: DicomForm = PLAIN_DICOM,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export"))
        self._folder, self._names, self._picture, self.stays = folder, names, picture, stays
        self.request: ExportRequest | None = None
        self.parts = {part: QCheckBox(tr(words), self) for part, words in PART_WORDS.items()}
        self.parts[Part.REPORT_PNG].setChecked(True)
        self.parts[Part.REAL_SIZE].setEnabled(sized)
        self.dicom = DicomChoices(form, self)
        self.all_overlays = QCheckBox(tr("Overlays of findings below their operating point too"), self)
        self.impression = QPushButton(tr("Impression …"), self)
        self.impression.setAutoDefault(False)
        self.path = QLineEdit(self)
        self.path.setAccessibleName(tr("Where the export goes"))
        self.presentation = CalmComboBox(self)
        self.presentation.setAccessibleName(tr("How the film is shown"))
        for seen, words in LOOKS.items():
            self.presentation.addItem(tr(words), seen)
        self.anonymize = QCheckBox(tr("Leave out the patient's identity"), self)
        self.anonymize.setChecked(True)  # each time anew
        self.note = QLabel(self)
        self.reader = QLineEdit(reader, self)
        self.reader.setPlaceholderText(tr("Name of the reader, for DICOM"))
        self.reader.setAccessibleName(tr("Name of the reader, for DICOM"))
        self.patient_id, self.patient_name = QLineEdit(self), QLineEdit(self)
        self.signed = QCheckBox(tr("Signed by this reader"), self)
        set_tool_tip(self.signed, tr("The structured report is then verified, and the page says who signed."))
        self.problem = QLabel(self)
        self.preview = ReportPreview(self)
        self._name_sizes(size)
        self._dress()
        self._lay_out()
        self._connect()
        self._suggest()

    def _dress(self) -> None:
        for label in (self.note, self.problem):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.note.setObjectName("quiet")
        words = (tr("Patient ID, for DICOM (a number of its own if empty)"), tr("Patient name, for DICOM"))
        for field, said in zip((self.patient_id, self.patient_name), words, strict=True):
            field.setPlaceholderText(said)
            field.setAccessibleName(said)
            field.setMaxLength(64)
            field.setVisible(self._picture)
        self.problem.setObjectName("doubts")
        self.problem.hide()

    def _name_sizes(self, size: tuple[int, int] | None) -> None:
        """Say beside each picture how many pixels it will have."""
        for part, films in {Part.FILM: 1, Part.OVERLAYS: 1, Part.VIEWPORTS: 2}.items():
            if size is not None:
                self.parts[part].setText(f"{tr(PART_WORDS[part])}, {films * size[0]} \u00d7 {size[1]}")

    def _lay_out(self) -> None:
        form = QWidget(self)
        left = QVBoxLayout(form)
        left.setContentsMargins(0, 0, 6, 0)
        left.addWidget(heading(tr("What"), self))
        below: dict[Part, QWidget] = {Part.OVERLAYS: self.all_overlays, Part.DICOM: self.dicom}
        for part, box in self.parts.items():
            left.addWidget(box)
            if part in below:
                left.addWidget(below[part])
        left.addSpacing(10)
        left.addWidget(heading(tr("How"), self))
        left.addWidget(self.presentation)
        left.addWidget(self.anonymize)
        left.addWidget(self.note)
        for line in (self.patient_id, self.patient_name, self.reader):
            left.addWidget(line)
        left.addWidget(self.signed)
        left.addWidget(self.impression, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch(1)
        where = QHBoxLayout()  # always in sight, however much has to be scrolled above it
        where.addWidget(heading(tr("Where"), self))
        where.addWidget(self.path, 1)
        self._browse_button = QPushButton(tr("Browse …"), self)
        where.addWidget(self._browse_button)
        self._buttons = QDialogButtonBox(self)
        self.save = self._buttons.addButton(tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.send = self._buttons.addButton(tr("Send to a node …"), QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        whole = QGridLayout(self)
        whole.setHorizontalSpacing(24)
        area = QScrollArea(self)  # for large text on a small screen
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        whole.addWidget(area, 0, 0)
        whole.addWidget(self.preview, 0, 1)
        whole.addLayout(where, 1, 0, 1, 2)
        whole.addWidget(self.problem, 2, 0, 1, 2)
        whole.addWidget(self._buttons, 3, 0, 1, 2)
        whole.setColumnMinimumWidth(0, widened(460))
        open_at(self, 920, 800)

    def _connect(self) -> None:
        self._browse_button.clicked.connect(self._browse)
        self.impression.clicked.connect(self.impression_wanted)
        for box in self.parts.values():
            box.toggled.connect(self._suggest)
            box.toggled.connect(self._say_left_out)
        self.parts[Part.DICOM].toggled.connect(self.dicom.setEnabled)
        self.all_overlays.toggled.connect(self._say_left_out)
        self.presentation.currentIndexChanged.connect(self._say_left_out)
        self.anonymize.toggled.connect(self._suggest)
        self.anonymize.toggled.connect(self._name_or_none)
        self.reader.textChanged.connect(self._name_or_none)
        for line in (self.patient_id, self.patient_name, self.reader):
            line.editingFinished.connect(self._ask_for_preview)
        self.signed.toggled.connect(self._ask_for_preview)
        self._name_or_none()
        self.presentation.currentIndexChanged.connect(self._ask_for_preview)
        self.path.textChanged.connect(self._check)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self.send.clicked.connect(self.send_wanted)
        self.send.clicked.connect(self.reject)

    def show_preview(self, pixels: NDArray[np.uint8]) -> None:
        """Show the page, RGB uint8 (rows, columns, 3)."""
        self.preview.show_page(pixels)

    def showEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Ask for the first preview when somebody can see it."""
        super().showEvent(event)  # type: ignore[arg-type]  # a QShowEvent
        self._ask_for_preview()

    def chosen(self) -> ExportRequest:
        """What is chosen now."""
        parts = frozenset(part for part, box in self.parts.items() if box.isChecked())
        path = Path(self.path.text().strip()).expanduser()
        return ExportRequest(
            with_ending(path, parts),
            self.anonymize.isChecked(),
            overwrite=False,
            parts=parts,
            as_seen=bool(self.presentation.currentData()),
            reader=self.reader.text().strip(),
            all_overlays=self.all_overlays.isEnabled() and self.all_overlays.isChecked(),
            signed=self.signed.isEnabled() and self.signed.isChecked(),
            patient_id=self.patient_id.text().strip() if self.patient_id.isEnabled() else "",
            patient_name=self.patient_name.text().strip() if self.patient_name.isEnabled() else "",
            dicom=self.dicom.form,
        )

    def _name_or_none(self) -> None:
        """A reader signs by name; without the patient's identity the reader's is left out too."""
        named = not self.anonymize.isChecked()
        self._say_left_out()
        for line in (self.patient_id, self.patient_name, self.reader):
            line.setEnabled(named)
        self.signed.setEnabled(named and bool(self.reader.text().strip()))

    def _say_left_out(self) -> None:
        """Say what stays behind of what is chosen now."""
        overlays = self.parts[Part.OVERLAYS].isChecked()
        self.all_overlays.setEnabled(overlays and bool(self.stays.below))
        asked = self.chosen()
        some = overlays and not asked.all_overlays
        words = left_out_note(self.stays, anonymized=asked.anonymize, as_seen=asked.as_seen, overlays=some)
        self.note.setText(words)

    def show_written(self, *, written: bool) -> None:
        """Take in that the reader wrote something, or took it back."""
        self.stays = replace(self.stays, written=written)
        self._name_or_none()
        self._ask_for_preview()

    def _suggest(self) -> None:
        asked = self.chosen()
        typed = Path(self.path.text().strip())
        folder = typed.parent if self.path.text().strip() else self._folder
        known = {"", *(self._names[choice] for choice in self._names)}
        name = self._names[asked.anonymize] if typed.stem in known or typed.name in known else typed.stem
        self.path.setText(str(with_ending(folder / name, asked.parts)))
        self._check()
        self._ask_for_preview()

    def _check(self) -> None:
        asked = self.chosen()
        problem = name_problem(asked.path.name)
        words = message_for(BadName(asked.path, problem)).text if problem else ""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))
        self.save.setEnabled(bool(asked.parts) and not words)

    def _ask_for_preview(self) -> None:
        if self.isVisible():
            self.preview_wanted.emit(self.chosen())

    def _browse(self) -> None:
        asked = self.chosen()
        ending = ending_of(asked.parts)
        kinds = f"{ending[1:].upper()} (*{ending})" if ending else "Folder (*)"
        keep = QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export"), self.path.text(), kinds, options=keep)
        if chosen:
            self.path.setText(str(with_ending(Path(chosen), asked.parts)))

    def _accept(self) -> None:
        asked = self.chosen()
        exists = asked.path.exists()
        if not self.save.isEnabled() or (exists and not self._may_replace(asked.path)):
            return
        self.request = replace(asked, overwrite=exists)
        self.accept()

    def _may_replace(self, path: Path) -> bool:
        question = tr("{file} exists already. Replace it?")
        if path.is_dir():
            question = tr("{file} exists already. Replace what an earlier export wrote into it?")
        answer = QMessageBox.question(self, tr("Export"), question.format(file=plain_in_rich(path.name)))
        return answer == QMessageBox.StandardButton.Yes
