"""The dialog that makes a reader study of the films that are open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inference.core.findings import FINDINGS
from inference.site.reader_study.making import study_films
from inference.site.reader_study.study_file import FORMAT, Arm, ArmKind, Scale, Study, StudyFilm, write_study
from inference.site.reader_study.truth import read_truth, truth_path, write_truth
from viewer.style.calm_inputs import CalmComboBox, CalmSpinBox
from viewer.style.rich_text import heading
from viewer.style.sentence_label import SentenceLabel
from viewer.style.theme import open_at, scaled
from viewer.style.translation import marked, tr

KINDS = {
    ArmKind.UNAIDED: marked("Unaided"),
    ArmKind.AI_FIRST: marked("AI first: its word from the start"),
    ArmKind.AI_SECOND: marked("AI second: an unaided read, then its word"),
}
NAMES = {ArmKind.UNAIDED: "Unaided", ArmKind.AI_FIRST: "AI first", ArmKind.AI_SECOND: "AI second"}
MOST_DAYS, MOST_SEED = 3650, 999_999


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """A study to make: where it goes, of which films, how it is read, and the table of truth, if any."""

    path: Path
    films: tuple[Path, ...]
    truth: Path | None
    plan: Study

    def study(self, films: tuple[StudyFilm, ...]) -> Study:
        """The study with its films."""
        plan = self.plan
        return Study(
            format=FORMAT,
            title=plan.title or self.path.stem,
            seed=plan.seed,
            findings=plan.findings,
            arms=plan.arms,
            films=films,
            scale=plan.scale,
            washout_days=plan.washout_days,
            crossover=plan.crossover,
            go_back=plan.go_back,
        )


class StudyForm(QDialog):
    """Asks how the films are read; ``made`` brings a ``StudyRequest``."""

    made = Signal(object)

    def __init__(self, films: Sequence[Path], parent: QWidget) -> None:
        super().__init__(parent)
        self._films = tuple(films)
        self.setWindowTitle(tr("New reader study"))
        open_at(self, 700, 560)
        self.title, self.truth = QLineEdit(self), QLineEdit(self)
        self.title.setAccessibleName(tr("Title"))
        self.truth.setAccessibleName(tr("Table of what is true"))
        self.truth.setPlaceholderText(tr("none; it is kept apart from the study"))
        self.findings = {finding.key: QCheckBox(tr(finding.title), self) for finding in FINDINGS}
        self.arms = {kind: QCheckBox(tr(words), self) for kind, words in KINDS.items()}
        self.heat = QCheckBox(tr("Show heatmaps with the model's word"), self)
        self.crossover = QCheckBox(tr("Each session holds all arms, on different films"), self)
        self.go_back = QCheckBox(tr("Readers may go back to a film"), self)
        self.scale = CalmComboBox(self)
        self.scale.setAccessibleName(tr("Scale"))
        self.scale.addItems([tr("Five steps of confidence"), tr("0 to 100")])
        self.washout = _number(tr("Days between sessions"), self, MOST_DAYS, 28)
        self.seed = _number(tr("Seed of every order"), self, MOST_SEED, 1)
        self.say = SentenceLabel(self)
        for box in (
            self.findings["pneumothorax"],
            self.arms[ArmKind.UNAIDED],
            self.arms[ArmKind.AI_FIRST],
            self.heat,
            self.crossover,
        ):
            box.setChecked(True)
        self._lay_out()
        self._check()

    def _lay_out(self) -> None:
        truth = QPushButton(tr("Choose …"), self)
        truth.setAutoDefault(False)
        truth.clicked.connect(self._choose_truth)
        grid = QGridLayout()
        grid.setHorizontalSpacing(scaled(24))
        self._put(grid, 0, (heading(tr("Findings"), self), *self.findings.values()))
        self._put(grid, 1, (heading(tr("Arms"), self), *self.arms.values(), self.heat, self.crossover, self.go_back))
        form = QGridLayout()
        rows = ((tr("Title"), self.title), (tr("Scale"), self.scale), (tr("Days between sessions"), self.washout))
        for row, (words, widget) in enumerate(
            (*rows, (tr("Seed of every order"), self.seed), (tr("Table of what is true"), self.truth))
        ):
            form.addWidget(QLabel(words, self), row, 0)
            form.addWidget(widget, row, 1)
        form.addWidget(truth, 4, 2)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.save = buttons.addButton(tr("Save …"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(self._save)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(
            QLabel(tr("{count} films are open: they become the study.").format(count=len(self._films)), self)
        )
        layout.addLayout(form)
        layout.addSpacing(scaled(6))
        layout.addLayout(grid)
        layout.addWidget(self.say)
        layout.addStretch(1)
        layout.addWidget(buttons)

    def _put(self, grid: QGridLayout, column: int, widgets: Sequence[QWidget]) -> None:
        for row, widget in enumerate(widgets):
            grid.addWidget(widget, row, column)
            if isinstance(widget, QCheckBox):
                widget.toggled.connect(self._check)

    def _check(self) -> None:
        """What is missing before the study can be made."""
        chosen = [kind for kind, box in self.arms.items() if box.isChecked()]
        self.heat.setEnabled(any(kind is not ArmKind.UNAIDED for kind in chosen))
        self.crossover.setEnabled(len(chosen) > 1)
        missing = "" if any(box.isChecked() for box in self.findings.values()) else tr("Choose a finding.")
        missing = missing or ("" if chosen else tr("Choose an arm."))
        missing = missing or ("" if self._films else tr("Open the films of the study first."))
        self.say.setText(missing)
        self.save.setEnabled(not missing)

    def _choose_truth(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, tr("Table of what is true"), self.truth.text(), "CSV (*.csv)")
        if found:
            self.truth.setText(found)

    def _save(self) -> None:
        found, _ = QFileDialog.getSaveFileName(self, tr("Save the study"), "study.toml", tr("Reader study (*.toml)"))
        if found:
            self.ask(Path(found))

    def ask(self, path: Path) -> None:
        """Ask for the study to be made there."""
        truth = self.truth.text().strip()
        heat = self.heat.isChecked()
        arms = tuple(
            Arm(NAMES[kind], kind, heat and kind is not ArmKind.UNAIDED)
            for kind, box in self.arms.items()
            if box.isChecked()
        )
        plan = Study(
            format=FORMAT,
            title=self.title.text().strip(),
            seed=self.seed.value(),
            findings=tuple(key for key, box in self.findings.items() if box.isChecked()),
            arms=arms,
            films=(),
            scale=tuple(Scale)[self.scale.currentIndex()],
            washout_days=self.washout.value(),
            crossover=self.crossover.isChecked() and len(arms) > 1,
            go_back=self.go_back.isChecked(),
        )
        self.made.emit(StudyRequest(path, self._films, Path(truth) if truth else None, plan))
        self.accept()


def make_study(request: StudyRequest) -> Path:
    """Make the study, and the table of truth beside it; raises ``ThoraCamError`` kin."""
    study = request.study(study_films(request.films, request.path, request.plan.seed))
    truths = None if request.truth is None else read_truth(request.truth, study)
    write_study(request.path, study, overwrite=True)
    if truths is not None:
        write_truth(truth_path(request.path), study, truths, overwrite=True)
    return request.path


def _number(words: str, parent: QWidget, most: int, value: int) -> CalmSpinBox:
    box = CalmSpinBox(parent)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
    box.setAccessibleName(words)
    box.setRange(0, most)
    box.setValue(value)
    return box
