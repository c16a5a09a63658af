"""How reader and model agree: figures for each finding, and the films behind the number that was clicked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from inference.core.findings import BY_KEY
from inference.site.ledger.counts import Cell, FilmRow, PackRow, Question, Split
from inference.site.ledger.figures import Figures, Share
from inference.site.ledger.sight import Arm
from inference.text.wording import percent
from viewer.site.ledger.figures_model import FiguresModel
from viewer.site.ledger.films_table import FilmsTable, Line
from viewer.site.ledger.shares import ShareDelegate
from viewer.style.calm_inputs import CalmComboBox
from viewer.style.translation import marked, tr

ARMS = {Arm.UNAIDED: marked("Unaided reads"), Arm.AIDED: marked("Reads with AI")}
SPLITS = {
    Split.NOTHING: marked("All together"),
    Split.MONTH: marked("By month"),
    Split.PACK: marked("By model"),
    Split.VIEW: marked("By view"),
    Split.DEVICE: marked("By device"),
}
WORDS = {
    "present": marked("present"),
    "unsure": marked("not sure"),
    "absent": marked("absent"),
    "neither": marked("neither"),
    "": "–",  # a region was drawn, and nothing said
}
STATES = {"above": marked("above"), "not_sure": marked("not sure"), "below": marked("below")}
NOT_TRUTH = marked(
    "Films of 100; in brackets the 95 % interval. This is agreement, not truth: nobody says here who was right."
)
MOST_SHARES = 10  # so many columns have room side by side; more are scrolled, not cut
BY_TRUTH = marked("Films of 100; in brackets the 95 % interval. The last four columns are by the table of truth.")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page shows: the figures, what they are of, and what there is to choose from."""

    rows: Sequence[Figures]
    packs: Sequence[PackRow]
    first: str
    last: str
    truth: bool
    by_site: bool


class AgreementPage(QWidget):
    """Asks by signals; what is shown comes by ``show_figures`` and ``show_films``."""

    asked = Signal()
    films_asked = Signal(object)  # the Cell that was clicked
    film_wanted = Signal(object)
    truth_wanted = Signal()
    no_truth_wanted = Signal()
    csv_wanted = Signal()
    empty_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.arm = self._choice(tr("Which reads"), {arm: tr(words) for arm, words in ARMS.items()})
        self.split = self._choice(tr("Told apart"), {split: tr(words) for split, words in SPLITS.items()})
        self.pack = self._choice(tr("Model"), {})
        packs = {False: tr("Pack's operating point"), True: tr("Site's operating point")}
        self.point = self._choice(tr("Operating point"), packs)
        self.truth = self._button(tr("Table of truth …"), self.truth_wanted)
        self.no_truth = self._button(tr("Without truth"), self.no_truth_wanted)
        self.csv = self._button(tr("Export CSV …"), self.csv_wanted)
        self.empty = self._button(tr("Empty …"), self.empty_wanted)
        self.summary = self._label()
        self.note = self._label("quiet")
        self.model = FiguresModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Agreement of reader and model"))
        self.table.setItemDelegate(ShareDelegate(self.table))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.clicked.connect(self._ask_films)
        self.table.activated.connect(self._ask_films)
        self.films = FilmsTable(self)
        self.films.film_wanted.connect(self.film_wanted)
        self._lay_out()

    def _choice(self, name: str, choices: Mapping[Any, str]) -> CalmComboBox:
        box = CalmComboBox(self)
        box.setSizeAdjustPolicy(CalmComboBox.SizeAdjustPolicy.AdjustToContents)  # names of models come later
        box.setAccessibleName(name)
        for key, words in choices.items():
            box.addItem(words, key)
        box.activated.connect(self.asked)
        return box

    def _button(self, words: str, wanted: SignalInstance) -> QPushButton:
        made = QPushButton(words, self)
        made.setAutoDefault(False)
        made.clicked.connect(wanted)
        return made

    def _label(self, name: str = "") -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        for box in (self.arm, self.split, self.pack, self.point):
            above.addWidget(box)
        above.addStretch(1)
        for button in (self.truth, self.no_truth, self.csv, self.empty):
            above.addWidget(button)
        split = QSplitter(Qt.Orientation.Vertical, self)
        split.addWidget(self.table)
        split.addWidget(self.films)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        column = QVBoxLayout(self)
        column.addLayout(above)
        column.addWidget(self.summary)
        column.addWidget(split, 1)
        column.addWidget(self.note)

    # -- asked ----------------------------------------------------------------------------------------------------

    @property
    def question(self) -> Question:
        """What is to be counted."""
        pack = None if self._split is Split.PACK else self.pack.currentData()
        return Question(self._arm, pack, self._split, by_site=bool(self.point.currentData()))

    @property
    def _arm(self) -> Arm:
        return Arm(self.arm.currentData())  # Qt keeps its text alone

    @property
    def _split(self) -> Split:
        return Split(self.split.currentData())

    def _ask_films(self, index: QModelIndex) -> None:
        self.films_asked.emit(self.model.cell(index))

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_figures(self, shown: Shown) -> None:
        """Show figures; the choice of models and points is that of the ledger."""
        self._show_packs(shown.packs)
        self.point.setVisible(shown.by_site)
        self.no_truth.setVisible(shown.truth)
        self.pack.setVisible(len(shown.packs) > 1 and self._split is not Split.PACK)
        grouped = self._split is not Split.NOTHING
        self.model.show_figures(shown.rows, grouped=grouped, truth=shown.truth)
        header = self.table.horizontalHeader()
        fits = self.model.columnCount() - self.model.first_share <= MOST_SHARES
        modes = QHeaderView.ResizeMode
        header.setSectionResizeMode(modes.Stretch if fits else modes.ResizeToContents)
        for column in range(self.model.first_share):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        self.table.resizeRowsToContents()
        self.summary.setText(_summary(shown, self._arm))
        neither = sum(one.neither for one in shown.rows)
        words = tr("You disagreed with “not sure” {count} times, which says neither; these are in no figure.")
        left_out = words.format(count=neither) if neither else ""
        self.note.setText(" ".join(filter(None, (tr(BY_TRUTH if shown.truth else NOT_TRUTH), left_out))))

    def show_films(self, cell: Cell, rows: Sequence[FilmRow]) -> None:
        """Show the films behind a number."""
        words = tr("{finding}: {count} films behind this number. A double click opens one.")
        said = words.format(finding=tr(BY_KEY[cell.finding].title), count=len(rows))
        heads = (tr("Day"), tr("You"), tr("Model"), tr("Probability"), tr("Model pack"))
        lines = [
            Line(
                row.path,
                (row.day, tr(WORDS[row.word]), tr(STATES[row.state]), percent(row.probability), row.pack),
            )
            for row in rows
        ]
        self.films.show_lines(said, heads, lines)

    def _show_packs(self, packs: Sequence[PackRow]) -> None:
        chosen = self.pack.currentData() if self.pack.count() else (packs[0].pack_hash if packs else None)
        self.pack.clear()
        for pack in packs:
            self.pack.addItem(f"{pack.pack} ({pack.pack_hash[:8]})", pack.pack_hash)
        self.pack.addItem(tr("All models"), None)
        self.pack.setCurrentIndex(max(0, self.pack.findData(chosen)))


def _summary(shown: Shown, arm: Arm) -> str:
    """What the figures rest on, and agreement over all findings, in a sentence or two."""
    if not any(one.films or one.neither for one in shown.rows):
        if arm is Arm.UNAIDED:
            return tr("No unaided reads yet: “Unaided read” in the View menu begins one; reveal the model to count it.")
        return tr("No reads with AI yet: the tick and the cross beside a finding count here.")
    agreed = sum(one.agreement.count for one in shown.rows)
    share = Share(agreed, sum(one.agreement.of for one in shown.rows))
    films = max(one.films for one in shown.rows)
    begins = tr("{films} films, {first} to {last}.").format(films=films, first=shown.first, last=shown.last)
    if share.value is None or share.interval is None:
        return begins
    words = tr("You and the model agree on {value} of 100 findings ({low} to {high}).")
    low, high = (round(100 * edge) for edge in share.interval)
    return f"{begins} {words.format(value=round(100 * share.value), low=low, high=high)}"
