"""One finding in the panel: overlay toggle, name, probability, bar, state, and what more there is to it."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inference.annotations.wording import CALL_WORDS, others_text
from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import URGENT, Finding
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.heatmap_contours import stroke_of
from inference.text.site_words import site_text
from inference.text.wording import (
    evidence_location_text,
    faithfulness_text,
    probability_text,
)
from viewer.findings.assessment_buttons import AssessmentButtons, NoteLine
from viewer.findings.overlay_toggle import OverlayToggle
from viewer.findings.probability_bar import ProbabilityBar
from viewer.findings.row_details import RowDetails
from viewer.findings.row_label import ROOMY, TIGHT, LineLabel
from viewer.findings.row_words import states_of, told_of
from viewer.state.report_annotations import ReportAnnotations
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import marked, tr

EVIDENCE_LOCATION_TIP = marked(
    "The score may rest on something else on the film, such as a letter, a line or the abdomen. "
    "Look there before you trust it. Strongest: at least half as hot as the hottest place."
)
PRIOR_TIP = marked("Two films differ in more than the finding: pose, breath, exposure")
SPACING = 8
LEAST_BAR = 44  # pixels


class Form(Enum):
    """How a row is laid out: bar on a line of its own, bar beside the state, or that with no room to spare."""

    TALL = (5, 2)  # margin above and below, and between lines, in pixels
    COMPACT = (3, 1)
    TIGHT = (0, 0)


class FindingRow(QFrame):
    """Shows one result; tells when the user wants its overlay shown or hidden."""

    toggled = Signal(str)
    place_wanted = Signal(str)
    judged = Signal(str, int)
    note_written = Signal(str, str)

    def __init__(self, finding: Finding, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.finding = finding
        self.form, self._spare = Form.TALL, True
        self._judging = self._told = self._dispute = self._change = ""
        self._result: FindingResult | None = None
        self.setObjectName("findingRow")
        # the badge is as wide as the row leaves it: a row that asked for that width in turn would never settle
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.toggle = OverlayToggle(stroke_of(finding.key), self)
        self.toggle.setAccessibleName(tr("Overlay of {finding}").format(finding=tr(finding.title)))
        self.toggle.clicked.connect(lambda: self.toggled.emit(finding.key))
        self.name = LineLabel("findingName", self)
        self.name.offer(tr(finding.title))
        self.badge = LineLabel("findingBadge", self)
        self.number = LineLabel("findingNumber", self)
        self.number.offer("–")
        self.bar = ProbabilityBar(self)
        self.bar.clicked.connect(lambda: self.place_wanted.emit(finding.key))
        self.bar.setAccessibleName(tr("Probability of {finding}").format(finding=tr(finding.title)))
        self.state = LineLabel("findingState", self)
        self.state.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.assessment = AssessmentButtons(finding, self)
        self.assessment.chosen.connect(lambda place: self.judged.emit(finding.key, place))
        self.details = RowDetails(tr(finding.title), self)
        self.evidence_location = self.details.line("findingAstray")
        self.site = self.details.line("findingDetail")
        self.test = self.details.line("findingDetail")
        self.prior = self.details.line("findingDetail")
        self.others = self.details.line("findingOthers")
        self.note = NoteLine(finding, self)
        self.note.opened.connect(self._make_room)
        self.assessment.note_wanted.connect(self.note.open)
        self.note.written.connect(lambda text: self.note_written.emit(finding.key, text))
        self._lay_out()

    def _lay_out(self) -> None:
        """Every line is laid out by itself, so that a long name moves nothing below it."""
        self._row = row = QHBoxLayout(self)
        row.setSpacing(SPACING)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        row.addLayout(self._column, 1)
        self._first = _line(self.name, self.badge, self.number)
        self._bars, self._states = _line(self.bar), _line(self.state, self.assessment)
        for line in (self._first, self._bars, self._states):
            self._column.addLayout(line)
        for below in (self.details, self.note):
            self._column.addWidget(below)
        self._use(Form.TALL)

    # -- its form -------------------------------------------------------------------------------------------------

    def take_form(self, form: Form, *, details: bool, state_width: int, spare: bool) -> None:
        """Be laid out so; ``state_width``: how wide the state is beside the bar, the same in all rows.

        ``spare``: there is room for a line more, on which a note can be written.
        """
        self._spare = spare
        self.details.open(opened=details)
        self.note.keep(kept=details)
        if form is not self.form:
            self._use(form)
        beside = form is not Form.TALL and self._result is not None
        self.state.setMinimumWidth(state_width if beside else 0)
        self.state.setMaximumWidth(state_width if beside else QWIDGET_MOST)
        self.bar.setMaximumWidth(LEAST_BAR if form is not Form.TALL and self._result is None else QWIDGET_MOST)
        self._states.setStretchFactor(self.state, 0 if beside else 1)

    def height_in(self, form: Form, width: int, *, details: bool) -> int:
        """How high the row is at a width, so laid out."""
        margin, gap = form.value
        spacing = TIGHT if form is Form.TIGHT else ROOMY
        number = self.name if form is Form.TIGHT else self.number  # which is no larger then
        lines = [label.height_with(spacing) for label in (self.name, number, self.state)]
        buttons = self.assessment.height_in(tight=form is Form.TIGHT)
        first, bar = max(lines[:2]), self.bar.sizeHint().height()
        rest = bar + gap + max(lines[2], buttons) if form is Form.TALL else max(bar, lines[2], buttons)
        told = 2 * margin + first + gap + rest
        if details:
            told += self.details.height_at(self._inner(width)) + (gap if self.details.words else 0)
            told += self.note.sizeHint().height() + gap if self.note.text().strip() else 0
        return told

    def _inner(self, width: int) -> int:
        margins, frame = self._row.contentsMargins(), self.contentsMargins()
        toggle = max(self.toggle.minimumWidth(), self.toggle.sizeHint().width())
        return width - margins.left() - margins.right() - frame.left() - frame.right() - SPACING - toggle

    def _use(self, form: Form) -> None:
        self.form = form
        margin, gap = form.value
        self._row.setContentsMargins(10, margin, 8, margin)
        self._column.setSpacing(gap)
        for label in (self.name, self.badge, self.number, self.state):
            label.space(TIGHT if form is Form.TIGHT else ROOMY)
        home = self._bars if form is Form.TALL else self._states
        for line in (self._bars, self._states):
            line.removeWidget(self.bar)
        home.insertWidget(0, self.bar, 1)
        self.assessment.fold(tight=form is Form.TIGHT)
        self._dress("tight", form is Form.TIGHT, (self.number,))

    def _make_room(self, writing: bool) -> None:
        """Where no line can be added, the note is written in the place of bar and state."""
        hidden = writing and not self._spare
        self.bar.setVisible(not hidden)
        self.state.setVisible(not hidden)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Say on the first line what there is room for."""
        super().resizeEvent(event)
        self._show_badge()

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_keys(self, keys: str, judging: str) -> None:
        """Show the keys that toggle this overlay, without one a dot; those for ``judging`` go into tool tips."""
        self._judging = judging
        tip = tr("Show or hide the overlay of {finding}").format(finding=tr(self.finding.title))
        self.toggle.setText(keys.split(", ")[0] if keys else "•")
        set_tool_tip(self.toggle, f"{tip} ({keys})" if keys else tip)

    def show_prior(self, words: str, briefly: str) -> bool:
        """Show what the model said of the prior, or nothing; ``briefly``: where no line can be added.

        Returns whether that was another before.
        """
        said = self.details.say(self.prior, words, tr(PRIOR_TIP)) or briefly != self._change
        if said:
            self._change = briefly
            self._tell()
        return said

    def show_reading(self, reading: ReaderAnnotations, *, unaided: bool, judged: bool, open_film: bool) -> None:
        """Show the reader's word on this finding; ``unaided``: the model is not shown yet."""
        self.assessment.show_reading(reading, calling=unaided, judged=judged, open_film=open_film, keys=self._judging)
        self.note.show_note(reading.assessment(self.finding.key).note)

    def show_dispute(self, reading: ReaderAnnotations, *, disputed: bool) -> None:
        """Mark the row where the reader's own call, made before the model was shown, says otherwise."""
        call = reading.calls.get(self.finding.key)
        said = tr("≠ you: {call}").format(call=tr(CALL_WORDS[call])) if disputed and call is not None else ""
        self._dress("disputed", bool(said), (self,))
        if said != self._dispute:
            self._dispute = said
            self._tell()

    def show_others(self, reading: ReaderAnnotations, report: ReportAnnotations | None) -> None:
        """Show what a report's reader said of this finding, and whose the user's own word was."""
        reader = None if report is None else report.reader
        if self.details.say(self.others, others_text(reading, reader, self.finding.key, tr)):
            self._tell()

    def show_result(
        self,
        result: FindingResult | None,
        *,
        drawn: bool,
        waiting: tuple[str, str],
        muted: bool = False,
        familiar: str = "",
    ) -> None:
        """Show a result and whether its overlay is drawn; without one, say what is waited for, at length or briefly.

        ``muted``: without the colours of its state, for a film on which no number is to be trusted; what is urgent
        still says so. ``familiar``: how like the films that the model knows this one is.
        """
        self._result = result
        above = result is not None and result.state is ScoreState.ABOVE
        urgent = above and self.finding in URGENT
        self.bar.show_result(result, muted=muted, urgent=urgent and not muted)
        has_heatmap = result is not None and result.heatmap is not None
        self.toggle.setEnabled(has_heatmap)
        self.toggle.setChecked(drawn and has_heatmap)
        self.number.offer(probability_text(result) if result else "–")
        self.state.offer(*(states_of(result, urgent=urgent) if result else waiting))
        self._told = "\n".join(filter(None, (*told_of(result, muted=muted), familiar) if result else waiting[:1]))
        words = evidence_location_text(result, tr) if result is not None else ""
        self.details.say(self.evidence_location, words, tr(EVIDENCE_LOCATION_TIP), "⚠")
        self.details.say(self.site, site_text(result, tr) if result is not None else "")
        tested = result.faithfulness if result is not None else None
        self.details.say(self.test, faithfulness_text(tested, tr) if tested else "")
        self._tell()
        quiet = muted or result is None or result.state in (ScoreState.NOT_ANALYSED, ScoreState.FAILED)
        grayscale = "urgent" if urgent else "quiet" if quiet else "above" if above else "plain"
        self._dress("tone", grayscale, (self, self.name, self.number, self.state))

    def _dress(self, name: str, value: object, widgets: tuple[QWidget, ...]) -> None:
        if self.property(name) != value:
            for widget in widgets:
                widget.setProperty(name, value)
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def _tell(self) -> None:
        """Say all that there is to this finding in its tool tip, and in short on its first line."""
        told = "\n".join(filter(None, (self._told, self._dispute, *self.details.words)))
        for part in (self.bar, self.state, self.name, self.number, self.badge):
            set_tool_tip(part, told)
        self._show_badge()

    def _show_badge(self) -> None:
        outside = tr("⚠ outside") if self.evidence_location.text() else ""
        rest = [] if not self.details.isHidden() else [outside, self._change, tr("tested") if self.test.text() else ""]
        steady = self._result.stability if self._result is not None else None
        words = [part for part in (self._dispute, tr("± unsteady") if steady and steady.changes else "", *rest) if part]
        signs = [part.partition(" ")[0] for part in words if part[0] in "≠⚠±"]
        room = self._inner(self.width()) - self.name.needed() - self.number.needed() - 2 * SPACING
        choices = ("  ".join(words), "  ".join(words[:2]), "  ".join(words[:1]))
        self.badge.offer(*choices, *([" ".join(signs)] if signs else []))
        if room < self.badge.needed():
            self.badge.offer("")
        # without words it is empty, never hidden: showing it would lay out all rows while they are being laid out
        self.badge.setFixedWidth(max(min(room, self.badge.needed(longest=True)), 0))


QWIDGET_MOST = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX


def _line(*widgets: QWidget) -> QHBoxLayout:
    """Things in a line: what the others leave is the first one's."""
    line = QHBoxLayout()
    line.setSpacing(SPACING)
    for place, widget in enumerate(widgets):
        line.addWidget(widget, 1 if place == 0 else 0)
    return line
