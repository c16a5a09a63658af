"""The dialog of an export of many films: which studies, what for each film and for all, and where to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

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
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from inference.batch.batch_run import TABLE
from viewer.export.left_out import batch_note
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.rich_text import heading, plain_in_rich
from viewer.style.theme import open_at, scaled
from viewer.style.translation import marked, tr

JOBS = (1, 2, 4, 8)
PARTS: dict[str, str] = {
    "overlays": marked("One overlay a finding (PNG)"),
    "all_overlays": marked("Overlays of findings below their operating point too"),
    "originals": marked("Film, 8 bit (PNG)"),
    "pdf": marked("Report as PDF too"),
    "heat": marked("Heatmaps as numbers (16-bit PNG, NPY)"),
    "dicom": marked("Report, overlays, structured report (DICOM)"),
    "fhir": marked("Results for FHIR systems (R4, JSON)"),
    "media": marked("All DICOM in a folder that any viewer opens (DICOMDIR)"),
    "summary": marked("A summary of all films, the worst finding first (HTML, PDF, PNG)"),
    "studies": marked("A report of each study of several films (PDF, PNG)"),
}
TICKED = ("overlays", "summary", "studies")
ONLY: dict[str, str] = {
    "": marked("Report and figures"),
    "results": marked("Figures alone (CSV, JSON)"),
    "reports": marked("Reports alone"),
}
LEFT_OUT: dict[str, tuple[str, ...]] = {  # parts that each of them has not
    "": (),
    "results": ("overlays", "all_overlays", "originals", "pdf", "heat", "dicom", "media", "studies"),
    "reports": ("overlays", "all_overlays", "fhir"),
}


@dataclass(frozen=True, slots=True)
class StudyChoice:
    """A study that can be chosen: what it is called, its films, whether it is chosen at first, or holds pictures."""

    title: str
    films: tuple[Path, ...]
    chosen: bool
    picture: bool = False


@dataclass(frozen=True, slots=True)
class BatchExportRequest:
    """What the user asked for; ``parts`` are keys of ``PARTS``, ``only`` one of ``ONLY``.

    ``overwrite`` only after being asked.

    ``patient_id`` and ``patient_name``: whose the pictures are, which name nobody. ``annotations_shown``: the reader's
    annotations are on the screen, not switched off.
    """

    folder: Path
    studies: tuple[tuple[Path, ...], ...]
    parts: frozenset[str]
    anonymize: bool
    resume: bool
    jobs: int
    overwrite: bool = False
    patient_id: str = ""
    patient_name: str = ""
    only: str = ""
    annotations_shown: bool = True


class BatchExportDialog(QDialog):
    """Asks for all of it; ``request`` is what was asked for, after ``accepted``."""

    send_wanted = Signal(object)  # the films of the studies that are chosen

    def __init__(
        self,
        folder: Path,
        studies: Sequence[StudyChoice],
        *,
        annotations_shown: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export films"))
        self.request: BatchExportRequest | None = None
        self._studies, self._annotations_shown = tuple(studies), annotations_shown
        self.studies = QListWidget(self)
        self.studies.setAccessibleName(tr("Studies"))
        for study in studies:
            item = QListWidgetItem(f"{study.title}  ({len(study.films)})", self.studies)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if study.chosen else Qt.CheckState.Unchecked)
        self.all = QPushButton(tr("All"), self)
        self.none = QPushButton(tr("None"), self)
        self.only = CalmComboBox(self)
        self.only.setAccessibleName(tr("What of each film"))
        for key, words in ONLY.items():
            self.only.addItem(tr(words), key)
        self.note = _quiet("", self)
        self.parts = {name: QCheckBox(tr(words), self) for name, words in PARTS.items()}
        for name in TICKED:
            self.parts[name].setChecked(True)
        self.anonymize = QCheckBox(tr("Leave out the patient's identity"), self)
        self.anonymize.setChecked(True)  # each time anew
        self.patient_id = self._line(tr("Patient ID of pictures (a number of their own if empty)"))
        self.patient_name = self._line(tr("Patient name of pictures"))
        self.resume = QCheckBox(tr("Pass over films that are done already"), self)
        self.jobs = CalmComboBox(self)
        for number in JOBS:
            self.jobs.addItem(str(number), number)
        self.jobs.setAccessibleName(tr("Films written at once"))
        self.path = QLineEdit(str(folder / "thoracam-reports"), self)
        self.path.setAccessibleName(tr("Where the export goes"))
        self.count = QLabel(self)
        self.count.setObjectName("quiet")
        self._lay_out()
        self._connect()
        self._check()
        open_at(self, 860, 640)

    def _line(self, words: str) -> QLineEdit:
        line = QLineEdit(self)
        line.setPlaceholderText(words)
        line.setAccessibleName(words)
        line.setMaxLength(64)
        return line

    def _lay_out(self) -> None:
        form = QWidget(self)
        left, right = QVBoxLayout(), QVBoxLayout(form)
        right.setContentsMargins(0, 0, 6, 0)
        left.addWidget(heading(tr("Which studies"), self))
        left.addWidget(self.studies, 1)
        row = QHBoxLayout()
        for button in (self.all, self.none):
            row.addWidget(button)
        row.addWidget(self.count, 1)
        left.addLayout(row)
        right.addWidget(heading(tr("What of each film, and beside it"), self))
        right.addWidget(self.only)
        for box in self.parts.values():
            right.addWidget(box)
        right.addSpacing(10)
        right.addWidget(heading(tr("How"), self))
        right.addWidget(_quiet(tr("Each film in its own window, as it opens."), self))
        right.addWidget(self.anonymize)
        right.addWidget(self.note)
        right.addWidget(self.patient_id)
        right.addWidget(self.patient_name)
        right.addWidget(self.resume)
        right.addLayout(_labelled(tr("Films written at once"), self.jobs, self))
        right.addStretch(1)
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
        area = QScrollArea(self)  # no words are cut where room is short
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(form)
        whole.addLayout(left, 0, 0)
        whole.addWidget(area, 0, 1)
        whole.addLayout(where, 1, 0, 1, 2)
        whole.addWidget(self._buttons, 2, 0, 1, 2)
        whole.setColumnMinimumWidth(0, scaled(280))

    def _connect(self) -> None:
        self.all.clicked.connect(self._choose_all)
        self.none.clicked.connect(self._choose_none)
        self._browse_button.clicked.connect(self._browse)
        self.studies.itemChanged.connect(self._check)
        self.anonymize.toggled.connect(self._check)
        self.only.currentIndexChanged.connect(self._check)
        for box in self.parts.values():
            box.toggled.connect(self._check)
        self.path.textChanged.connect(self._check)
        self._buttons.accepted.connect(self._accept)
        self._buttons.rejected.connect(self.reject)
        self.send.clicked.connect(self._send)

    # -- chosen ---------------------------------------------------------------------------------------------------

    def chosen(self) -> BatchExportRequest:
        """What is chosen now."""
        ticked = [self.studies.item(row).checkState() == Qt.CheckState.Checked for row in range(len(self._studies))]
        return BatchExportRequest(
            Path(self.path.text().strip()).expanduser(),
            tuple(study.films for study, chosen in zip(self._studies, ticked, strict=True) if chosen),
            frozenset(name for name, box in self.parts.items() if box.isChecked() and box.isEnabled()),
            self.anonymize.isChecked(),
            self.resume.isChecked(),
            int(self.jobs.currentData()),
            only=str(self.only.currentData()),
            annotations_shown=self._annotations_shown,
            patient_id=self.patient_id.text().strip() if self.patient_id.isEnabled() else "",
            patient_name=self.patient_name.text().strip() if self.patient_name.isEnabled() else "",
        )

    def _choose_all(self) -> None:
        self._tick(Qt.CheckState.Checked)

    def _choose_none(self) -> None:
        self._tick(Qt.CheckState.Unchecked)

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.studies.count()):
            self.studies.item(row).setCheckState(state)

    def _check(self) -> None:
        without = LEFT_OUT[str(self.only.currentData())]
        for name, box in self.parts.items():
            ticked = name != "all_overlays" or self.parts["overlays"].isChecked()
            box.setEnabled(name not in without and ticked)
        asked = self.chosen()
        some = {"overlays"} == asked.parts & {"overlays", "all_overlays"}
        self.note.setText(
            batch_note(anonymized=asked.anonymize, overlays=some, annotations_shown=self._annotations_shown)
        )
        pictures = any(study.picture for study in self._studies if study.films in asked.studies)
        for line in (self.patient_id, self.patient_name):
            line.setVisible(pictures)
            line.setEnabled(pictures and not asked.anonymize)
        films = sum(len(study) for study in asked.studies)
        self.count.setText(tr("{count} films chosen").format(count=films))
        self.save.setEnabled(bool(films) and bool(self.path.text().strip()))
        self.send.setEnabled(bool(films))

    def _send(self) -> None:
        films = tuple(path for study in self.chosen().studies for path in study)
        self.reject()
        self.send_wanted.emit(films)

    def _browse(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Export films"), self.path.text())
        if chosen:
            self.path.setText(chosen)

    def _accept(self) -> None:
        asked = self.chosen()
        exists = (asked.folder / TABLE).exists()
        if not self.save.isEnabled() or (exists and not asked.resume and not self._may_replace(asked.folder)):
            return
        self.request = replace(asked, overwrite=exists and not asked.resume)
        self.accept()

    def _may_replace(self, folder: Path) -> bool:
        question = tr("{file} exists already. Replace what an earlier export wrote into it?")
        answer = QMessageBox.question(self, tr("Export films"), question.format(file=plain_in_rich(folder.name)))
        return answer == QMessageBox.StandardButton.Yes


def _quiet(words: str, parent: QWidget) -> QLabel:
    label = QLabel(words, parent)
    label.setObjectName("quiet")
    label.setWordWrap(True)
    return label


def _labelled(words: str, field: QWidget, parent: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(QLabel(words, parent))
    row.addWidget(field)
    row.addStretch(1)
    return row
