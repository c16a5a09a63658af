"""One finding in the panel: overlay toggle, name, probability, bar, state."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from inference.annotations.wording import others_text
from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import Finding
from inference.core.reader_annotations import ReaderAnnotations
from inference.text.wording import (
    UNLIKE_BRIEFLY,
    brief_state_text,
    evidence_location_text,
    faithfulness_text,
    measured_text,
    percent,
    state_text,
)
from viewer.findings.assessment_buttons import AssessmentButtons, NoteLine
from viewer.findings.probability_bar import ProbabilityBar
from viewer.state.report_annotations import ReportAnnotations
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import marked, tr

EVIDENCE_LOCATION_TIP = marked(
    "The score may rest on something else on the film, such as a letter, a line or the abdomen. "
    "Look there before you trust it. Strongest: at least half as hot as the hottest place."
)


class FindingRow(QFrame):
    """Shows one result; tells when the user wants its overlay shown or hidden."""

    toggled = Signal(str)
    place_wanted = Signal(str)
    judged = Signal(str, int)
    note_written = Signal(str, str)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self._judging = ""
        self.setObjectName("findingRow")
        self.toggle = QToolButton(self)
        self.toggle.setCheckable(True)
        self.toggle.setAccessibleName(tr("Overlay of {finding}").format(finding=tr(finding.title)))
        self.toggle.clicked.connect(lambda: self.toggled.emit(finding.key))
        self.name = QLabel(tr(finding.title), self)
        self.name.setObjectName("findingName")
        self.number = QLabel("–", self)
        self.number.setObjectName("findingNumber")
        self.bar = ProbabilityBar(self)
        self.bar.clicked.connect(lambda: self.place_wanted.emit(finding.key))
        self.bar.setAccessibleName(tr("Probability of {finding}").format(finding=tr(finding.title)))
        self.state = QLabel("", self)
        self.state.setObjectName("findingState")
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setWordWrap(True)
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.evidence_location = QLabel("", self)
        self.evidence_location.setObjectName("findingAstray")
        self.evidence_location.setTextFormat(Qt.TextFormat.PlainText)
        self.evidence_location.setWordWrap(True)
        self.evidence_location.hide()
        self.prior = QLabel("", self)
        self.prior.setTextFormat(Qt.TextFormat.PlainText)
        self.prior.setObjectName("findingState")
        self.prior.hide()
        self.others = QLabel("", self)
        self.others.setTextFormat(Qt.TextFormat.PlainText)
        self.others.setWordWrap(True)
        self.others.setObjectName("findingOthers")
        self.others.hide()
        self.assessment = AssessmentButtons(finding, self)
        self.assessment.chosen.connect(lambda place: self.judged.emit(finding.key, place))
        self.note = NoteLine(finding, self)
        self.assessment.note_wanted.connect(self.note.open)
        self.note.written.connect(lambda text: self.note_written.emit(finding.key, text))
        self._lay_out()

    def show_keys(self, keys: str, judging: str) -> None:
        """Show the keys that toggle this overlay, without one a dot; those for ``judging`` go into tool tips."""
        self._judging = judging
        tip = tr("Show or hide the overlay of {finding}").format(finding=tr(self.finding.title))
        self.toggle.setText(keys.split(", ")[0] if keys else "•")
        set_tool_tip(self.toggle, f"{tip} ({keys})" if keys else tip)

    def _lay_out(self) -> None:
        """Every line is laid out by itself, so that a long name moves nothing below it."""
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 5, 10, 5)
        row.setSpacing(8)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(2)
        row.addLayout(column, 1)
        column.addLayout(_line(self.name, self.number))
        column.addWidget(self.bar)
        column.addLayout(_line(self.state, self.assessment))
        for below in (self.evidence_location, self.prior, self.others, self.note):
            column.addWidget(below)

    def show_prior(self, words: str) -> None:
        """Show what the model said of the prior, or nothing."""
        self.prior.setText(words)
        set_tool_tip(self.prior, tr("Two films differ in more than the finding: pose, breath, exposure"))
        self.prior.setVisible(bool(words))

    def show_reading(self, reading: ReaderAnnotations, *, unaided: bool, judged: bool, open_film: bool) -> None:
        """Show the reader's word on this finding; ``unaided``: the model is not shown yet."""
        self.assessment.show_reading(reading, calling=unaided, judged=judged, open_film=open_film, keys=self._judging)
        self.note.show_note(reading.assessment(self.finding.key).note)

    def show_others(self, reading: ReaderAnnotations, report: ReportAnnotations | None) -> None:
        """Show what a report's reader said of this finding, and whose the user's own word was."""
        words = others_text(reading, None if report is None else report.reader, self.finding.key, tr)
        self.others.setText(words)
        self.others.setVisible(bool(words))

    def show_result(self, result: FindingResult | None, *, drawn: bool, waiting: str, muted: bool = False) -> None:
        """Show a result and whether its overlay is drawn; without one, say in a word what is waited for.

        ``muted``: without the colours of its state, for a film on which no number is to be trusted.
        """
        self.bar.show_result(result, muted=muted)
        has_heatmap = result is not None and result.heatmap is not None
        self.toggle.setEnabled(has_heatmap)
        self.toggle.setChecked(drawn and has_heatmap)
        self.number.setText(percent(result.probability) if result else "–")
        self.state.setText(_words(result, brief_state_text(result, tr)) if result else waiting)
        details = [
            _words(result, state_text(result, tr)) if result else waiting,
            measured_text(result, tr) if result else "",
            tr(UNLIKE_BRIEFLY) if muted else "",
        ]
        if result is not None and result.heatmap is not None and not result.heatmap.empty:
            details.append(tr("Click the bar to go where the heatmap is hottest."))
        told = "\n".join(filter(None, details))
        set_tool_tip(self.bar, told)
        for label in (self.state, self.name, self.number):
            set_tool_tip(label, told)
        self._show_evidence_location(result)
        quiet = muted or result is None or result.state in (ScoreState.NOT_ANALYSED, ScoreState.FAILED)
        above = result is not None and result.state is ScoreState.ABOVE
        grayscale = "quiet" if quiet else "above" if above else "plain"
        if self.property("tone") != grayscale:
            for widget in (self, self.name, self.number, self.state):
                widget.setProperty("tone", grayscale)
                self.style().unpolish(widget)
                self.style().polish(widget)

    def _show_evidence_location(self, result: FindingResult | None) -> None:
        """Warn where most of the evidence lies where the finding cannot be."""
        words = evidence_location_text(result, tr) if result is not None else ""
        self.evidence_location.setText(f"⚠ {words}")
        self.evidence_location.setAccessibleName(f"{tr(self.finding.title)}: {words}")
        set_tool_tip(self.evidence_location, tr(EVIDENCE_LOCATION_TIP))
        self.evidence_location.setVisible(bool(words))


def _line(left: QWidget, right: QWidget) -> QHBoxLayout:
    """Two things in a line: what the left one leaves is the right one's, at its end."""
    line = QHBoxLayout()
    line.setSpacing(8)
    line.addWidget(left, 1)
    line.addWidget(right)
    return line


def _words(result: FindingResult, state: str) -> str:
    return f"{state}\n{faithfulness_text(result.faithfulness, tr)}" if result.faithfulness else state
