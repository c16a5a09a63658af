"""What two models say of one film, side by side, where both judge a finding."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.core.analysis import Analysis, FindingResult
from inference.text.wording import probability_text, shortest_state_text
from viewer.style.theme import open_at
from viewer.style.translation import tr


class OpinionsDialog(QDialog):
    """A row for each finding that both models judged: number and state of each, and whether they agree."""

    def __init__(self, now: Analysis, other: Analysis, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("What both models say"))
        open_at(self, 620, 420)
        pairs = shared(now, other)
        agreed = sum(one.state is two.state for one, two in pairs)
        words = tr("They agree in {count} of {all} findings that both judge.").format(count=agreed, all=len(pairs))
        self.summary = QLabel(words, self)
        self.summary.setWordWrap(True)
        self.table = QTableWidget(len(pairs), 4, self)
        heads = (tr("Finding"), now.provenance.pack_name, other.provenance.pack_name, tr("Agree"))
        self.table.setHorizontalHeaderLabels(heads)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        for column in (0, 3):
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        for row, (one, two) in enumerate(pairs):
            same = tr("yes") if one.state is two.state else tr("no")
            for column, text in enumerate((tr(one.finding.title), _said(one), _said(two), same)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column_ = QVBoxLayout(self)
        for part in (self.summary, self.table, buttons):
            column_.addWidget(part)


def shared(now: Analysis, other: Analysis) -> list[tuple[FindingResult, FindingResult]]:
    """The results of both for each finding that both judged, in the order of the first."""
    there = {result.finding.key: result for result in other.all_results if result.analysed}
    return [
        (result, there[result.finding.key])
        for result in now.all_results
        if result.analysed and result.finding.key in there
    ]


def _said(result: FindingResult) -> str:
    return f"{probability_text(result)}, {shortest_state_text(result, tr)}"
