"""Search and retrieve: the studies of a node that match, page by page, and what is expected today."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from inference.core.errors import UsageError
from inference.network.nodes.node import Node
from inference.network.query.criteria import Criteria, dates_from
from inference.text.messages import message_for
from viewer.network.dialog_parts import button, field, node_choice, said
from viewer.network.study_tree import StudyTree
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr

if TYPE_CHECKING:  # the libraries of the network come with the first search
    from inference.network.query.search import Expected, StudiesPage


class SearchDialog(QDialog):
    """Asks for studies and shows them; stays open beside the window."""

    search_wanted = Signal(str, object, int)  # the node's name, the Criteria, the page
    expected_wanted = Signal(str)
    series_wanted = Signal(str, str)  # the node's name, the UID of a study
    instances_wanted = Signal(str, str, str)  # the node's name, the UIDs of a study and a series
    fetch_wanted = Signal(str, tuple)  # the node's name, pairs of UIDs of studies and series

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
        self.studies = StudyTree(self)
        self.said = said(self)
        self._page = 1
        self._asked = ""  # the node that answered what is shown
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
        whole.addWidget(self.studies, 1)
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
        self.studies.itemSelectionChanged.connect(self._show_selected)
        self.studies.series_wanted.connect(lambda study: self.series_wanted.emit(self._asked, study))
        self.studies.instances_wanted.connect(
            lambda study, series: self.instances_wanted.emit(self._asked, study, series)
        )

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
        self._page, self._asked = page, self.node.currentText()
        self.say(tr("Asking …"))
        self.search_wanted.emit(self._asked, criteria, page)

    def _ask_expected(self) -> None:
        self.say(tr("Asking …"))
        self.expected_wanted.emit(self.node.currentText())

    def _fetch(self) -> None:
        if wanted := self.studies.chosen():
            self.fetch_wanted.emit(self._asked, wanted)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_page(self, page: StudiesPage) -> None:
        """Show the studies that were found."""
        self.studies.show_studies(page.studies)
        first = tr("Studies on page {page}: {count}.").format(count=len(page.studies), page=self._page)
        self.say(first if page.studies else tr("No study matches."))
        self._show_what_can_be_done(more=page.more)

    def show_expected(self, found: Sequence[tuple[Expected, bool]]) -> None:
        """Show what is planned for today, and what of it has arrived."""
        self._page = 1
        self.studies.show_expected(found)
        here = sum(arrived for _, arrived in found)
        self.say(tr("{count} examinations are planned, of {here} films are here.").format(count=len(found), here=here))
        self._show_what_can_be_done(more=False)

    def say(self, words: str) -> None:
        """Say how something went."""
        self.said.setText(words)

    def _show_selected(self) -> None:
        self.fetch.setEnabled(bool(self.studies.chosen()))

    def _show_what_can_be_done(self, *, more: bool) -> None:
        self.back.setEnabled(self._page > 1)
        self.further.setEnabled(more)
        self._show_selected()
