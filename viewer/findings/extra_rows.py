"""What a model judges beyond the seven findings: one line that says so, and the rows below it when it is opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from inference.core.analysis import FindingResult, ScoreState
from inference.core.findings import Finding
from inference.imaging.heatmap_contours import stroke_of
from inference.text.wording import measured_text, probability_text, shortest_state_text, state_text
from viewer.findings.overlay_toggle import OverlayToggle
from viewer.findings.probability_bar import ProbabilityBar
from viewer.findings.row_label import LineLabel
from viewer.style.rich_text import set_tool_tip
from viewer.style.translation import marked, tr

TITLES = (  # those of torchxrayvision; other packs name their own
    marked("Atelectasis"),
    marked("Consolidation"),
    marked("Infiltration"),
    marked("Edema"),
    marked("Emphysema"),
    marked("Fibrosis"),
    marked("Pneumonia"),
    marked("Pleural thickening"),
    marked("Cardiomegaly"),
    marked("Nodule"),
    marked("Mass"),
    marked("Hernia"),
    marked("Lung lesion"),
    marked("Lung opacity"),
)


class ExtraRow(QFrame):
    """One result: overlay, name, bar, number and state on two lines."""

    def __init__(self, finding: Finding, owner: ExtraRows) -> None:
        super().__init__(owner)
        self.setObjectName("findingRow")
        self.toggle = OverlayToggle(stroke_of(finding.key), self)
        self.toggle.setText("•")
        self.toggle.setAccessibleName(tr("Overlay of {finding}").format(finding=tr(finding.title)))
        self.toggle.clicked.connect(lambda: owner.toggled.emit(finding.key))
        self.name, self.number, self.state = (
            LineLabel(name, self) for name in ("findingName", "findingNumber", "findingState")
        )
        self.name.offer(tr(finding.title))
        self.bar = ProbabilityBar(self)
        self.bar.setAccessibleName(tr("Probability of {finding}").format(finding=tr(finding.title)))
        self.bar.clicked.connect(lambda: owner.place_wanted.emit(finding.key))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 2, 8, 2)
        row.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        for wide, narrow in ((self.name, self.number), (self.bar, self.state)):
            line = QHBoxLayout()
            line.addWidget(wide, 1)
            line.addWidget(narrow)
            column.addLayout(line)

    def show_result(self, result: FindingResult, *, drawn: bool, muted: bool) -> None:
        """Show a result and whether its overlay is drawn."""
        self.toggle.setEnabled(result.heatmap is not None)
        self.toggle.setChecked(drawn and result.heatmap is not None)
        self.bar.show_result(result, muted=muted)
        self.number.offer(probability_text(result))
        self.state.offer(shortest_state_text(result, tr))
        told = "\n".join(filter(None, (state_text(result, tr), measured_text(result, tr), result.limits)))
        for part in (self.bar, self.name, self.number, self.state):
            set_tool_tip(part, told)


class ExtraRows(QWidget):
    """Folded until it is opened; gone where the model judges nothing more."""

    toggled = Signal(str)
    place_wanted = Signal(str)
    folded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, ExtraRow] = {}
        self.head = QToolButton(self)
        self.head.setObjectName("extraHead")
        self.head.setCheckable(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setArrowType(Qt.ArrowType.RightArrow)
        self.head.toggled.connect(self._fold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addWidget(self.head)
        self.hide()

    @property
    def head_height(self) -> int:
        """Pixels of the line that says what there is; 0 where there is nothing."""
        return 0 if self.isHidden() else self.head.sizeHint().height() + 1

    @property
    def rows_height(self) -> int:
        """Pixels of the rows that are open."""
        shown = self.rows.values() if self.head.isChecked() and not self.isHidden() else ()
        return sum(row.sizeHint().height() + 1 for row in shown)

    def show_results(self, results: tuple[FindingResult, ...], drawn: frozenset[str], *, muted: bool) -> None:
        """Show what the model says of one film."""
        if tuple(result.finding.key for result in results) != tuple(self.rows):
            self._renew(results)
        for result in results:
            key = result.finding.key
            self.rows[key].show_result(result, drawn=key in drawn, muted=muted)
        above = sum(result.state is ScoreState.ABOVE for result in results)
        words = tr("Further findings: {count}, above: {above}").format(count=len(results), above=above)
        self.head.setText(words)
        self.setVisible(bool(results))

    def _renew(self, results: tuple[FindingResult, ...]) -> None:
        for row in self.rows.values():
            self._column.removeWidget(row)
            row.deleteLater()
        self.rows = {result.finding.key: ExtraRow(result.finding, self) for result in results}
        for row in self.rows.values():
            self._column.addWidget(row)
            row.setVisible(self.head.isChecked())

    def _fold(self, opened: bool) -> None:
        self.head.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        for row in self.rows.values():
            row.setVisible(opened)
        self.folded.emit()
