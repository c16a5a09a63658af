"""The dialog before a reader study: which study, which reader, where they stand; begin, go on, or make a study."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inference.core.errors import ThoraCamError
from inference.core.findings import BY_KEY
from inference.site.reader_study.progress import Standing, standing
from inference.site.reader_study.results_file import Header, Results, now, read_results, results_path
from inference.site.reader_study.study_file import Study, is_code, read_study
from inference.text.messages import message_for
from viewer.style.sentence_label import SentenceLabel
from viewer.style.theme import open_at, scaled
from viewer.style.translation import spoken, tr


class StudyDialog(QDialog):
    """Tells of each study that is chosen what it asks; ``start_wanted`` brings its file and the reader's code."""

    start_wanted = Signal(object, str)
    new_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Reader study"))
        open_at(self, 620, 420)
        self.path, self.reader, self.about = QLineEdit(self), QLineEdit(self), SentenceLabel(self)
        self.path.setAccessibleName(tr("Study"))
        self.reader.setAccessibleName(tr("Reader's code"))
        self.reader.setMaxLength(24)
        self.reader.setPlaceholderText(tr("for instance R1; no name"))
        self.choose, self.make = QPushButton(tr("Choose …"), self), QPushButton(tr("New study …"), self)
        self.start = QPushButton(tr("Begin"), self)
        self.start.setDefault(True)
        self._lay_out()
        for button in (self.choose, self.make):
            button.setAutoDefault(False)
        self.choose.clicked.connect(self._choose)
        self.make.clicked.connect(self.new_wanted)
        self.start.clicked.connect(self._start)
        self.path.textChanged.connect(self.look)
        self.reader.textChanged.connect(self.look)
        self.look()

    def _lay_out(self) -> None:
        form = QGridLayout()
        form.addWidget(QLabel(tr("Study"), self), 0, 0)
        form.addWidget(self.path, 0, 1)
        form.addWidget(self.choose, 0, 2)
        form.addWidget(QLabel(tr("Reader's code"), self), 1, 0)
        form.addWidget(self.reader, 1, 1)
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.start, QDialogButtonBox.ButtonRole.ActionRole)
        closing = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        closing.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.make)
        foot.addWidget(buttons, 1)
        layout = QVBoxLayout(self)
        layout.addLayout(form)
        layout.addSpacing(scaled(8))
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.about, 1)
        layout.addLayout(foot)

    def look(self) -> None:
        """Say what the study asks and where the reader stands; beginning needs both."""
        text, reader = self.path.text().strip(), self.reader.text().strip()
        self.start.setEnabled(False)
        self.start.setText(tr("Begin"))
        if not text:
            self.about.setText(
                tr(
                    "The same films are read without the model and with it, rated and timed. Choose a study, or make "
                    "one of the films that are open."
                )
            )
            return
        try:
            study = read_study(Path(text))
            self.about.setText(self._told(study, Path(text), reader))
        except ThoraCamError as error:
            message = spoken(message_for(error))
            self.about.setText(f"{message.title}\n{message.text} {message.hint}")

    def _told(self, study: Study, path: Path, reader: str) -> str:
        about = study_words(study)
        if not is_code(reader):
            wanted = tr("Give your code: letters and digits, no name.")
            return f"{about}\n\n{wanted}"
        known = results_path(path, reader)
        results = read_results(known) if known.exists() else Results(Header(study=study.digest, readers=(reader,)))
        stands = standing(study, reader, results, now())
        self.start.setEnabled(stands.next is not None)
        self.start.setText(tr("Go on") if results.reads else tr("Begin"))
        return f"{about}\n\n{standing_words(stands)}"

    def _choose(self) -> None:
        found, _ = QFileDialog.getOpenFileName(self, tr("Study"), self.path.text(), tr("Reader study (*.toml)"))
        if found:
            self.path.setText(found)

    def _start(self) -> None:
        self.start_wanted.emit(Path(self.path.text().strip()), self.reader.text().strip())


def study_words(study: Study) -> str:
    """What a study asks, in lines."""
    low, high = study.scale.ends
    findings = ", ".join(tr(BY_KEY[key].title) for key in study.findings)
    lines = [
        study.title,
        tr("{films} films, rated {low} to {high}").format(films=len(study.films), low=low, high=high),
        tr("Findings: {findings}").format(findings=findings),
        tr("Arms: {arms}").format(arms=", ".join(arm.name for arm in study.arms)),
    ]
    if len(study.arms) > 1:
        lines.append(tr("Days between sessions: {days}").format(days=study.washout_days))
    return "\n".join(lines)


def standing_words(stands: Standing) -> str:
    """Where a reader stands, in a sentence."""
    if stands.finished:
        return tr("You have read this study.")
    if stands.opens is not None:
        opens = stands.opens.astimezone().date().isoformat()
        told = tr("Session {number} of {count} opens on {date}: so many days between arms were agreed.")
        return told.format(number=stands.session + 1, count=stands.sessions, date=opens)
    told = tr("Session {number} of {count}: {done} of {total} films are read.")
    return told.format(number=stands.session + 1, count=stands.sessions, done=stands.done, total=stands.total)
