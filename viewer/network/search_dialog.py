"""Search and retrieve: the studies of a node that match, page by page, and what is expected today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.core.errors import UsageError
from inference.network.nodes.node import Node
from inference.network.query.criteria import Criteria, dates_from
from inference.report.film_info import readable_name
from inference.text.messages import message_for
from viewer.network.dialog_parts import button, field, node_choice, said
from viewer.style.theme import open_at
from viewer.style.translation import marked, spoken, tr

if TYPE_CHECKING:  # the libraries of the network come with the first search
    from inference.network.query.search import Expected, StudiesPage

COLUMNS = (
    marked("Date"),
    marked("Patient"),
    marked("Patient ID"),
    marked("Birth date"),
    marked("Modality"),
    marked("Description"),
    marked("Accession number"),
    marked("Objects"),
)


class SearchDialog(QDialog):
    """Asks for studies and shows them; stays open beside the window."""

    search_wanted = Signal(str, object, int)  # the node's name, the Criteria, the page
    expected_wanted = Signal(str)
    fetch_wanted = Signal(str, tuple)  # the node's name, UIDs of studies

    def __init__(self, nodes: Sequence[Node], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Search and retrieve"))
        self.setObjectName("searchDialog")
        self.node = node_choice(nodes, self)
        self.name, self.patient_id = field(tr("Patient's name"), self), field(tr("Patient ID"), self)
        self.date, self.modality = field(tr("Date"), self), field(tr("Modality"), self)
        self.accession = field(tr("Accession number"), self)
        self.search, self.expected = button(tr("Search"), self), button(tr("Expected today"), self)
        self.back, self.further = button(tr("Previous page"), self), button(tr("Next page"), self)
        self.fetch = button(tr("Fetch"), self)
        self.table = QTableWidget(0, len(COLUMNS), self)
        self.said = said(self)
        self._uids, self._page = list[str](), 1
        self._lay_out()
        self._connect()
        self._show_what_can_be_done(more=False)

    def _lay_out(self) -> None:
        self.name.setPlaceholderText(tr("The beginning of the name, or with * and ?"))
        self.date.setPlaceholderText(tr("2026-11-28, 2026-11-01..2026-11-28, 7d or today"))
        self.date.setText("7d")
        form = QFormLayout()
        for line in (self.node, self.name, self.patient_id, self.date, self.modality, self.accession):
            form.addRow(line.accessibleName(), line)
        top = QHBoxLayout()
        for one in (self.search, self.expected):
            top.addWidget(one)
        top.addStretch(1)
        self.table.setAccessibleName(tr("Studies"))
        self.table.setHorizontalHeaderLabels([tr(words) for words in COLUMNS])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.verticalHeader().hide()
        below = QHBoxLayout()
        for one in (self.back, self.further):
            below.addWidget(one)
        below.addStretch(1)
        below.addWidget(self.fetch)
        closing = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        closing.rejected.connect(self.reject)
        whole = QVBoxLayout(self)
        whole.addLayout(form)
        whole.addLayout(top)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        whole.addLayout(below)
        whole.addWidget(closing)
        open_at(self, 900, 640)

    def _connect(self) -> None:
        self.search.clicked.connect(lambda: self._ask(1))
        for line in (self.name, self.patient_id, self.date, self.modality, self.accession):
            line.returnPressed.connect(lambda: self._ask(1))
        self.back.clicked.connect(lambda: self._ask(self._page - 1))
        self.further.clicked.connect(lambda: self._ask(self._page + 1))
        self.expected.clicked.connect(self._ask_expected)
        self.fetch.clicked.connect(self._fetch)
        self.table.itemSelectionChanged.connect(self._show_selected)
        self.table.cellDoubleClicked.connect(lambda _row, _column: self._fetch())

    # -- asked ----------------------------------------------------------------------------------------------------

    def _ask(self, page: int) -> None:
        try:
            criteria = Criteria(
                self.name.text().strip(),
                self.patient_id.text().strip(),
                dates_from(self.date.text()),
                self.modality.text().strip(),
                self.accession.text().strip(),
            )
        except UsageError as error:
            self.say(spoken(message_for(error)).text)
            return
        self._page = page
        self.say(tr("Asking …"))
        self.search_wanted.emit(self.node.currentText(), criteria, page)

    def _ask_expected(self) -> None:
        self.say(tr("Asking …"))
        self.expected_wanted.emit(self.node.currentText())

    def _fetch(self) -> None:
        uids = self._selected()
        if uids:
            self.fetch_wanted.emit(self.node.currentText(), uids)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_page(self, page: StudiesPage) -> None:
        """Show the studies that were found."""
        self._uids = [study.study_uid for study in page.studies]
        self._fill(
            [
                (
                    f"{study.date} {study.time}".strip(),
                    readable_name(study.patient_name),
                    study.patient_id,
                    study.birth_date,
                    study.modalities,
                    study.description,
                    study.accession,
                    str(study.objects or ""),
                )
                for study in page.studies
            ]
        )
        first = tr("{count} studies, page {page}.").format(count=len(page.studies), page=self._page)
        self.say(first if page.studies else tr("No study matches."))
        self._show_what_can_be_done(more=page.more)

    def show_expected(self, found: Sequence[tuple[Expected, bool]]) -> None:
        """Show what is planned for today, and what of it has arrived."""
        self._uids = []
        self._page = 1
        self._fill(
            [
                (
                    f"{one.date} {one.time}".strip(),
                    readable_name(one.patient_name),
                    one.patient_id,
                    "",
                    one.modality,
                    one.description,
                    one.accession,
                    tr("arrived") if arrived else tr("expected"),
                )
                for one, arrived in found
            ]
        )
        here = sum(arrived for _, arrived in found)
        self.say(tr("{count} examinations are planned, of {here} films are here.").format(count=len(found), here=here))
        self._show_what_can_be_done(more=False)

    def say(self, words: str) -> None:
        """Say how something went."""
        self.said.setText(words)

    def _fill(self, rows: Sequence[Sequence[str]]) -> None:
        self.table.setRowCount(len(rows))
        for row, cells in enumerate(rows):
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled)
                self.table.setItem(row, column, item)

    def _selected(self) -> tuple[str, ...]:
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return tuple(self._uids[row] for row in rows if row < len(self._uids))

    def _show_selected(self) -> None:
        self.fetch.setEnabled(bool(self._selected()))

    def _show_what_can_be_done(self, *, more: bool) -> None:
        self.back.setEnabled(self._page > 1)
        self.further.setEnabled(more)
        self._show_selected()
