"""The panel on the right: seven findings, always in sight, the overlay's controls, and which model spoke."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inference.annotations.wording import disagreement_text
from inference.core.analysis import Analysis
from inference.core.disagreements import disagreements
from inference.core.findings import FINDINGS
from inference.core.prior import comparable
from inference.core.reader_annotations import ReaderAnnotations
from inference.text.wording import (
    UNLIKE_IN_A_LINE,
    check_text,
    familiar_text,
    familiarity_text,
    full_scale_text,
    grain_text,
    truncated_text,
)
from viewer.findings.arrangement import Arrangement, fitting
from viewer.findings.banner import Banner
from viewer.findings.extra_rows import ExtraRows
from viewer.findings.finding_row import FindingRow
from viewer.findings.overlay_controls import OverlayControls
from viewer.findings.panel_foot import PanelFoot
from viewer.findings.panel_words import model_text, overlays_tip, test_missing, waiting_words
from viewer.findings.unaided_read_bar import UnaidedReadBar
from viewer.state.overlay import Overlay
from viewer.state.prior_matching import brief_change, change_text
from viewer.state.report_annotations import ReportAnnotations
from viewer.state.session import FilmState
from viewer.style.scrolled_rows import scrolled
from viewer.style.theme import scaled, widened
from viewer.style.translation import spoken, tr

WIDTH = 348
_BAR, _NO_BAR = Qt.ScrollBarPolicy.ScrollBarAlwaysOn, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
LEAST = 120  # pixels of the rows at 100 %: below that they scroll


class FindingsPanel(QWidget):
    """Shows what the model says and asks for changes of the overlay."""

    finding_toggled = Signal(str)
    place_wanted = Signal(str)
    overlays_toggled = Signal()
    opacity_changed = Signal(float)
    colormap_changed = Signal(str)
    method_changed = Signal(str)
    test_wanted = Signal()
    analysis_wanted = Signal()
    override_wanted = Signal()
    inversion_wanted = Signal()
    finding_judged = Signal(str, int)
    note_written = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("findingsPanel")
        self.setFixedWidth(widened(WIDTH))
        self.rows = {finding.key: FindingRow(finding, self) for finding in FINDINGS}
        self.extra = ExtraRows(self)
        self.doubts, self.unlike = Banner("doubts", self), Banner("unlike", self)
        self.read_first = UnaidedReadBar(self)
        self.foot = PanelFoot(self)
        self.model = self.foot.about.words
        self.controls = OverlayControls(self)
        self._controls_wanted: bool | None = None  # None: where there is room
        self._arrangement: Arrangement | None = None
        self._seeking = QTimer(self)
        self._seeking.setSingleShot(True)
        self._seeking.timeout.connect(self._seek)
        self._sought: QWidget | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = (self.read_first, self.doubts, self.unlike)
        for part in self._head:
            column.addWidget(part)
        self.area = scrolled(*self.rows.values(), self.extra)
        self.area.setMinimumHeight(scaled(LEAST))
        column.addWidget(self.area, 1)
        self._dock = QWidget(self)  # the place of the controls while they stand below the rows
        column.addWidget(self._dock)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        for row in self.rows.values():
            row.toggled.connect(self.finding_toggled)
            row.place_wanted.connect(self.place_wanted)
            row.judged.connect(self.finding_judged)
            row.note_written.connect(self.note_written)
            row.note.opened.connect(self._follow_note)
        self.extra.toggled.connect(self.finding_toggled)
        self.extra.place_wanted.connect(self.place_wanted)
        self.extra.folded.connect(self._fit)
        self.foot.overlays.clicked.connect(self.overlays_toggled)
        self.controls.opacity_changed.connect(self.opacity_changed)
        self.controls.colormap_changed.connect(self.colormap_changed)
        self.controls.method_changed.connect(self.method_changed)
        self.controls.test_wanted.connect(self.test_wanted)
        self.foot.more.clicked.connect(self._want_controls)
        self.foot.anyway.clicked.connect(self.override_wanted)
        self.foot.inverting.clicked.connect(self.inversion_wanted)
        self.foot.retry.clicked.connect(self.analysis_wanted)

    # -- room -----------------------------------------------------------------------------------------------------

    def bring_into_view(self, key: str) -> None:
        """Scroll to the row of a finding, for a hand that chose it by its key; when what changed is laid out."""
        self._sought = self.rows.get(key) or self.extra.rows.get(key)
        self._seeking.start()

    def _seek(self) -> None:
        if self._sought is not None:
            self.area.ensureWidgetVisible(self._sought, 0, 0)

    def _follow_note(self, writing: bool) -> None:
        """Have the row in sight whose note is written."""
        if writing:
            self.bring_into_view(next(key for key, row in self.rows.items() if row.note is self.sender()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few rows: what is shown at length now gives way when the window becomes smaller."""
        return QSize(self.width(), self.area.minimumHeight() + self.foot.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Use the room there is now."""
        super().resizeEvent(event)
        self._fit()

    def _want_controls(self, wanted: bool) -> None:
        self._controls_wanted = wanted
        self._fit()

    def _fit(self) -> None:
        """Show at length what there is room for; the controls lie over the rows where they are wanted without room."""
        found, needed = fitting(self.height(), self._needed, controls=self._controls_wanted is not False)
        self._arrangement = found
        for part in self._head:
            part.fold(folded=found.folded, width=self.width())
        wide = max(row.state.needed() for row in self.rows.values())
        # settled here: a bar that comes by itself takes width, with which what is held may be lower, and the bar goes
        self.area.setVerticalScrollBarPolicy(_BAR if needed + self.extra.rows_height > self.height() else _NO_BAR)
        spare = self.height() - needed >= self.rows[FINDINGS[0].key].note.sizeHint().height()
        for row in self.rows.values():
            row.take_form(found.form, details=found.details, state_width=wide, spare=spare)
        shown = found.controls or bool(self._controls_wanted)
        tall = self.controls.sizeHint().height()
        self._dock.setFixedHeight(tall if found.controls else 0)
        self.foot.more.setChecked(shown)
        self.controls.setVisible(shown)
        self.controls.raise_()
        self._column.activate()
        self.controls.setGeometry(0, self.height() - self.foot.sizeHint().height() - tall, self.width(), tall)

    def _needed(self, arrangement: Arrangement) -> int:
        width = self.width()
        head = sum(part.height_at(width, folded=arrangement.folded) for part in self._head)
        rows = [row.height_in(arrangement.form, width, details=arrangement.details) + 1 for row in self.rows.values()]
        controls = self.controls.sizeHint().height() if arrangement.controls else 0
        return head + sum(rows) + self.extra.head_height + self.foot.sizeHint().height() + controls

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_state(
        self, state: FilmState | None, drawn: frozenset[str], *, analysing: bool, unaided: bool = False
    ) -> None:
        """Show the results of the open film, or what they wait for, and the findings ``drawn`` over it.

        ``unaided``: for the reader's own calls.
        """
        analysis = state.analysis if state else None
        waiting = waiting_words(state, analysing=analysing, unaided=unaided)
        for key, row in self.rows.items():
            result = next((item for item in analysis.results if item.finding.key == key), None) if analysis else None
            muted = analysis is not None and analysis.unlike
            familiar = familiar_text(analysis, tr) if analysis else ""
            row.show_result(result, drawn=key in drawn, waiting=waiting, muted=muted, familiar=familiar)
        more = analysis.extra if analysis else ()
        self.extra.show_results(more, drawn, muted=analysis is not None and analysis.unlike)
        ready = state is not None and state.radiograph is not None and analysis is None and not analysing
        self._show_doubts(state, analysis, retry=ready and not unaided)
        words = (self.doubts.words, self.unlike.words, model_text(analysis))
        self.foot.about.show_words("\n\n".join(filter(None, words)))
        self._fit()

    def _show_doubts(self, state: FilmState | None, analysis: Analysis | None, *, retry: bool) -> None:
        """Say over the rows what speaks against reading their numbers, and offer what can be done about it."""
        self.unlike.show_words(familiarity_text(analysis, tr) if analysis is not None else "", tr(UNLIKE_IN_A_LINE))
        truncated = truncated_text(state.radiograph, tr) if state is not None and state.radiograph is not None else ""
        failed = spoken(state.analysis_failure).text if state is not None and state.analysis_failure else ""
        doubts = truncated or (check_text(analysis, tr) if analysis else failed)
        self.doubts.show_words(doubts)
        refused = analysis is not None and not any(result.analysed for result in analysis.results)
        inverted = analysis is not None and analysis.check is not None and analysis.check.asks_inversion
        anyway = bool(doubts) and refused and not truncated and not inverted
        self.foot.offer(anyway=anyway, inverting=refused and inverted and not truncated, retry=retry)

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show the keys in use, by name of action."""
        for key, row in self.rows.items():
            row.show_keys(keys[f"overlay_{key}"], keys[f"judge_{key}"])
        widest = max(row.toggle.sizeHint().width() for row in self.rows.values())
        for row in self.rows.values():
            row.toggle.setFixedWidth(widest)
        self.foot.show_keys(keys["marks"])

    def show_reading(
        self, reading: ReaderAnnotations, state: FilmState | None, report: ReportAnnotations | None, *, unaided: bool
    ) -> None:
        """Show what the reader said of the open film, and that of a report; ``unaided``: the model is not shown yet."""
        analysis = state.analysis if state else None
        judged = {result.finding.key for result in (analysis.results if analysis else ()) if result.analysed}
        open_film = state is not None and state.radiograph is not None
        revealed = analysis if reading.revealed else None
        disputed = {finding.key for finding in disagreements(reading, revealed)} if revealed is not None else set()
        for key, row in self.rows.items():
            row.show_reading(reading, unaided=unaided, judged=key in judged, open_film=open_film)
            row.show_others(reading, report)
            row.show_dispute(reading, disputed=key in disputed)
        told = disagreement_text(reading, revealed, tr) if revealed is not None else ""
        self.read_first.show_reading(reading, told, unaided=unaided and open_film)
        self._fit()

    def show_prior(self, state: FilmState | None, prior: FilmState | None) -> None:
        """Show for each finding what changed since the prior, where the same model judged both films."""
        now, before = state.analysis if state else None, prior.analysis if prior else None
        when = prior.entry.identity.study_date if prior else ""
        fits = now is not None and before is not None and comparable(now, before)
        results = {result.finding.key: result for result in now.results} if now is not None and fits else {}
        said = [
            row.show_prior(change_text(results.get(key), before, when, tr), brief_change(results.get(key), before, tr))
            for key, row in self.rows.items()
        ]
        if any(said):
            self._fit()

    def show_overlay(self, state: FilmState | None, overlay: Overlay) -> None:
        """Show how the heat over the open film is drawn, and what its colours mean."""
        analysis, film = (state.analysis, state.radiograph) if state is not None else (None, None)
        results = analysis.results if analysis is not None else ()
        there = any(result.heatmap is not None for result in results)
        self.foot.show_overlays(shown=overlay.visible, there=there, tip=overlays_tip(analysis, there=there))
        self.controls.show_opacity(overlay.opacity)
        self.controls.show_choices(overlay.colormap, analysis.provenance.method if analysis is not None else "")
        self.controls.show_test(test_missing(analysis))
        full = full_scale_text(analysis, overlay.drawn, tr) if analysis is not None else ""
        scale = (
            tr("Strong: {scale}, or more.").format(scale=full) if full else tr("Strong: full scale of each finding.")
        )
        grain = grain_text(film, analysis, tr) if film is not None and analysis is not None else ""
        self.controls.colour_bar.show_scale(overlay.colormap, overlay.opacity, scale, grain)
