"""The panel on the right: seven findings, the overlay's controls, and which model spoke."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from inference.annotations.wording import disagreement_text
from inference.core.analysis import Analysis, Method
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import ReaderAnnotations
from inference.engine.faithfulness import can_be_tested
from inference.imaging.colormap import COLORMAPS
from inference.text.wording import (
    BAR_LEGEND,
    RESEARCH_USE,
    check_text,
    familiarity_text,
    grain_text,
    heat_unit,
    prevalence_text,
    truncated_text,
)
from viewer.findings.finding_row import FindingRow
from viewer.findings.unaided_read_bar import UnaidedReadBar
from viewer.findings.unlike_banner import UnlikeBanner
from viewer.state.prior_matching import change_text, comparable
from viewer.state.report_annotations import ReportAnnotations
from viewer.state.session import FilmState, Overlay
from viewer.style.auto_height_scroll_area import AutoHeightScrollArea, scrolled
from viewer.style.calm_inputs import CalmComboBox, CalmSlider
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import scaled, widened
from viewer.style.translation import spoken, tr
from viewer.viewport.colour_bar import ColourBar

WIDTH = 348
LARGE_TEXT = 150  # per cent


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
        self.overlays_button = QPushButton(self)
        self._overlays_keys = ""
        self.overlays_button.setCheckable(True)
        self.opacity = CalmSlider(Qt.Orientation.Horizontal, self)
        self.opacity.setRange(0, 100)
        self.opacity.setAccessibleName(tr("Opacity of the overlay"))
        self.opacity_number = QLabel(self)
        self.colormap = CalmComboBox(self)
        self.colormap.addItems(list(COLORMAPS))
        self.colormap.setAccessibleName(tr("Colour map of the overlay"))
        self.method = CalmComboBox(self)
        self.method.addItems([str(method) for method in Method])
        self.method.setAccessibleName(tr("How heatmaps are made"))
        set_tool_tip(self.method, tr("How heatmaps are made from the same run of the network"))
        self.test = QPushButton(tr("Test heatmaps"), self)
        set_tool_tip(
            self.test,
            tr("Blur away the hottest part of the film for each finding above, and see how far its probability falls"),
        )
        self.colour_bar = ColourBar(self)
        self.doubts = QLabel(self)
        self.doubts.setObjectName("doubts")
        self.doubts.setTextFormat(Qt.TextFormat.PlainText)
        self.doubts.setWordWrap(True)
        self.unlike = UnlikeBanner(self)
        self.read_first = UnaidedReadBar(self)
        self.anyway = QPushButton(tr("Override and analyse"), self)
        self.inverting = QPushButton(tr("Invert and analyse"), self)
        self.inverting.hide()
        self.retry = QPushButton(tr("Analyse this film"), self)
        self.model = QLabel(self)
        self.model.setObjectName("modelText")
        self.model.setTextFormat(Qt.TextFormat.PlainText)
        self.model.setWordWrap(True)
        self._sought: FindingRow | None = None
        self._seeking = QTimer(self)
        self._seeking.setSingleShot(True)
        self._seeking.timeout.connect(self._seek)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.read_first)
        column.addWidget(self.doubts)
        column.addWidget(self.unlike)
        column.addWidget(self.inverting)
        column.addWidget(self.anyway)
        # at large text the rows need the room; what the panel ends with scrolls with them
        last = (self.model,) if _is_large_text() else ()
        self.area = scrolled(*self.rows.values(), *last)
        column.addWidget(self.area, 1)
        controls = QFrame(self)
        controls.setObjectName("overlayControls")
        form = QFormLayout(controls)
        form.setContentsMargins(12, 10, 12, 10)
        form.addRow(self.overlays_button)
        slider = QHBoxLayout()
        slider.addWidget(self.opacity, 1)
        slider.addWidget(self.opacity_number)
        self.opacity_number.setMinimumWidth(44)
        form.addRow(tr("Opacity"), slider)
        form.addRow(tr("Colours"), self.colormap)
        method = QHBoxLayout()
        method.addWidget(self.method, 1)
        method.addWidget(self.test)
        form.addRow(tr("Method"), method)
        form.addRow(self.colour_bar)
        form.addRow(self.retry)
        self._below = AutoHeightScrollArea(controls) if _is_large_text() else AutoHeightScrollArea(controls, self.model)
        self._below.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self._below)

    def bring_into_view(self, key: str) -> None:
        """Scroll to the row of a finding, for a hand that chose it by its key; when what changed is laid out."""
        self._sought = self.rows[key]
        self._seeking.start()

    def _seek(self) -> None:
        if self._sought is not None:
            self.area.ensureWidgetVisible(self._sought, 0, 0)

    def _connect(self) -> None:
        for row in self.rows.values():
            row.toggled.connect(self.finding_toggled)
            row.place_wanted.connect(self.place_wanted)
            row.judged.connect(self.finding_judged)
            row.note_written.connect(self.note_written)
        self.overlays_button.clicked.connect(self.overlays_toggled)
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))
        self.colormap.textActivated.connect(self.colormap_changed)
        self.method.textActivated.connect(self.method_changed)
        self.test.clicked.connect(self.test_wanted)
        self.anyway.clicked.connect(self.override_wanted)
        self.inverting.clicked.connect(self.inversion_wanted)
        self.retry.clicked.connect(self.analysis_wanted)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_state(self, state: FilmState | None, overlay: Overlay, *, analysing: bool, unaided: bool = False) -> None:
        """Show the results of the open film, or what they wait for; ``unaided``: for the reader's own calls."""
        analysis = state.analysis if state else None
        waiting = tr("hidden until all are called") if unaided else _waiting(state, analysing=analysing)
        for key, row in self.rows.items():
            result = next((item for item in analysis.results if item.finding.key == key), None) if analysis else None
            muted = analysis is not None and analysis.unlike
            row.show_result(result, drawn=key in overlay.drawn, waiting=waiting, muted=muted)
        self.unlike.show_words(familiarity_text(analysis, tr) if analysis is not None else "")
        self._show_overlay(overlay, analysis, state.radiograph if state else None)
        ready = state is not None and state.radiograph is not None and analysis is None and not analysing
        self.retry.setVisible(ready and not unaided)
        truncated = truncated_text(state.radiograph, tr) if state is not None and state.radiograph is not None else ""
        doubts = truncated or (check_text(analysis, tr) if analysis else "")
        self.doubts.setText(doubts)
        self.doubts.setVisible(bool(doubts))
        refused = analysis is not None and not any(result.analysed for result in analysis.results)
        inverted = analysis is not None and analysis.check is not None and analysis.check.asks_inversion
        self.inverting.setVisible(refused and inverted and not truncated)
        self.anyway.setVisible(bool(doubts) and refused and not truncated and not inverted)
        if analysis is not None:
            self.method.setCurrentText(analysis.provenance.method)
        self.test.setEnabled(analysis is not None and any(map(can_be_tested, analysis.results)))
        self.model.setText(_model_text(analysis))
        self._below.updateGeometry()

    def show_keys(self, keys: Mapping[str, str]) -> None:
        """Show the keys in use, by name of action."""
        for key, row in self.rows.items():
            row.show_keys(keys[f"overlay_{key}"], keys[f"judge_{key}"])
        widest = max(row.toggle.sizeHint().width() for row in self.rows.values())
        for row in self.rows.values():
            row.toggle.setFixedWidth(widest)
        self._overlays_keys = keys["marks"]
        self._name_overlays()

    def _name_overlays(self) -> None:
        text = tr("Hide AI overlays") if self.overlays_button.isChecked() else tr("Show AI overlays")
        self.overlays_button.setText(f"{text} ({self._overlays_keys})" if self._overlays_keys else text)

    def show_reading(
        self, reading: ReaderAnnotations, state: FilmState | None, report: ReportAnnotations | None, *, unaided: bool
    ) -> None:
        """Show what the reader said of the open film, and that of a report; ``unaided``: the model is not shown yet."""
        analysis = state.analysis if state else None
        judged = {result.finding.key for result in (analysis.results if analysis else ()) if result.analysed}
        open_film = state is not None and state.radiograph is not None
        for key, row in self.rows.items():
            row.show_reading(reading, unaided=unaided, judged=key in judged, open_film=open_film)
            row.show_others(reading, report)
        told = disagreement_text(reading, analysis, tr) if reading.revealed and analysis is not None else ""
        self.read_first.show_reading(reading, told, unaided=unaided and open_film)

    def show_prior(self, state: FilmState | None, prior: FilmState | None) -> None:
        """Show for each finding what changed since the prior, where the same model judged both films."""
        now, before = state.analysis if state else None, prior.analysis if prior else None
        when = prior.entry.identity.study_date if prior else ""
        fits = now is not None and before is not None and comparable(now, before)
        results = {result.finding.key: result for result in now.results} if now is not None and fits else {}
        for key, row in self.rows.items():
            row.show_prior(change_text(results.get(key), before, when, tr))

    def _show_overlay(self, overlay: Overlay, analysis: Analysis | None, film: Radiograph | None) -> None:
        self.overlays_button.setChecked(overlay.visible)
        results = analysis.results if analysis is not None else ()
        self.overlays_button.setEnabled(any(result.heatmap is not None for result in results))
        self._name_overlays()
        self.opacity.blockSignals(True)
        self.opacity.setValue(round(overlay.opacity * 100))
        self.opacity.blockSignals(False)
        self.opacity_number.setText(f"{overlay.opacity * 100:.0f} %")
        self.colormap.setCurrentText(overlay.colormap)
        grain = grain_text(film, analysis, tr) if film is not None and analysis is not None else ""
        self.colour_bar.show_scale(overlay.colormap, overlay.opacity, _scale_text(analysis, overlay), grain)


def _waiting(state: FilmState | None, *, analysing: bool) -> str:
    if state is None:
        return tr("no film open")
    if state.failure is not None:
        return tr("not analysed: the film could not be opened")
    if state.analysis_failure is not None:
        return tr("failed: {reason}").format(reason=spoken(state.analysis_failure).text)
    return tr("analysing …") if analysing else tr("not analysed yet")


def _scale_text(analysis: Analysis | None, overlay: Overlay) -> str:
    scales = {
        result.heatmap.full_scale
        for result in (analysis.results if analysis else ())
        if result.heatmap is not None and result.finding.key in overlay.drawn
    }
    if len(scales) == 1:
        unit = heat_unit(analysis.provenance, tr) if analysis else ""
        return tr("{scale}, or more").format(scale=f"{scales.pop():.3g} {unit}".strip())
    return tr("full scale of each finding")


def _model_text(analysis: Analysis | None) -> str:
    if analysis is None:
        return tr(RESEARCH_USE)
    made = analysis.provenance
    model = tr("Model {name}").format(name=f"{made.pack_name} {made.pack_version} ({made.pack_hash[:8]})")
    if not any(result.analysed for result in analysis.results):
        return "\n".join((tr("{model}: not run").format(model=model), tr(RESEARCH_USE)))
    how = f"{model}, {made.device} {made.precision}, {made.seconds:.2f}\u00a0s"
    return "\n".join(filter(None, (tr(BAR_LEGEND), prevalence_text(analysis, tr), how, tr(RESEARCH_USE))))


def _is_large_text() -> bool:
    return scaled(100) > LARGE_TEXT
