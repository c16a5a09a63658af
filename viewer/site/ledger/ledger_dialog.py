"""*How it does here*: agreement and drift on two pages, asked of the ledger on the worker's thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QMessageBox, QTabWidget, QVBoxLayout, QWidget

from inference.files.atomic_file import write_whole
from inference.site.drift.films import Week, films_of, weeks
from inference.site.drift.lights import Card, cards
from inference.site.ledger import counts
from inference.site.ledger.counts import Cell, Question
from inference.site.ledger.figures import figures
from inference.site.ledger.store import Ledger
from inference.site.ledger.table import table
from inference.site.ledger.truth import Brought, bring_truth, forget_truth
from inference.text.messages import message_for
from viewer.control.site.ledger_control import LedgerControl
from viewer.site.ledger.agreement_page import AgreementPage, Shown
from viewer.site.ledger.drift_page import DriftPage
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr

Drift = tuple[Sequence[Week], Sequence[Card]]
T = TypeVar("T")


class LedgerDialog(QDialog):
    """Stands beside the window, so that a film behind a number can be looked at; ``film_wanted`` opens it."""

    film_wanted = Signal(object)

    def __init__(self, ledger: LedgerControl, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("ledgerDialog")
        self.setWindowTitle(tr("How it does here"))
        self._ledger = ledger
        self.agreement, self.drift = AgreementPage(self), DriftPage(self)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(self.agreement, tr("Agreement"))
        self.tabs.addTab(self.drift, tr("Drift"))
        self.tabs.currentChanged.connect(self._show_tab)
        column = QVBoxLayout(self)
        column.addWidget(self.tabs)
        page = self.agreement
        page.asked.connect(self.refresh)
        page.films_asked.connect(self._ask_films)
        page.truth_wanted.connect(self._ask_truth)
        page.no_truth_wanted.connect(self.forget_truth)
        page.csv_wanted.connect(self._ask_csv)
        page.empty_wanted.connect(self._ask_empty)
        for part in (self.agreement, self.drift):
            part.film_wanted.connect(self._open)
        open_at(self, 1180, 680)
        self.refresh()

    def refresh(self) -> None:
        """Count anew what is chosen."""
        chosen = self.agreement.question if self.agreement.pack.count() else None
        self._ask(partial(_shown, asked=chosen), self.agreement.show_figures)

    def _ask(self, question: Callable[[Ledger], T], done: Callable[[T], object]) -> None:
        """Ask; an answer that comes when the dialog is gone is dropped."""

        def answered(value: T) -> None:
            if shiboken6.isValid(self):
                done(value)

        self._ledger.ask(question, answered, self._say_failure)

    def _say_failure(self, error: object) -> None:
        """Say it here too: the window's own notice lies behind."""
        assert isinstance(error, Exception)
        if shiboken6.isValid(self):
            message = spoken(message_for(error))
            self.agreement.summary.setText(f"{message.title}. {message.text} {message.hint}")

    # -- asked for ------------------------------------------------------------------------------------------------

    def _show_tab(self, place: int) -> None:
        if self.tabs.widget(place) is self.drift:
            self._ask(partial(_drift, pack_hash=self.agreement.question.pack_hash), self._show_drift)

    def _show_drift(self, found: Drift) -> None:
        self.drift.show_drift(*found)

    def _ask_films(self, cell: Cell) -> None:
        asked = self.agreement.question
        self._ask(
            lambda ledger: counts.films_behind(ledger, asked, cell),
            lambda rows: self.agreement.show_films(cell, rows),
        )

    def _open(self, path: Path) -> None:
        if path.exists():
            self.film_wanted.emit(path)
        else:
            words = tr("“{name}” is not where it was. Open the folder where it lies now.")
            for page in (self.agreement, self.drift):
                page.films.say(words.format(name=path.name))

    def _ask_truth(self) -> None:
        title = tr("Table of truth: film, accession or hash, and a column for each finding")
        kinds = tr("Tables")
        name, _ = QFileDialog.getOpenFileName(self, title, "", f"{kinds} (*.csv *.xlsx)")
        if name:
            self.bring_truth(Path(name))

    def bring_truth(self, path: Path) -> None:
        """Take the outcomes in a table, and count anew."""

        def done(brought: Brought) -> None:
            self.refresh()
            words = tr("Outcomes of {films} films were taken; {unknown} rows are of films that are not here.")
            said = words.format(films=brought.films, unknown=brought.unknown)
            if brought.ambiguous:
                said += " " + tr("{count} rows were left out: several films bear that name.").format(
                    count=brought.ambiguous
                )
            self.agreement.films.say(said)

        self._ask(lambda ledger: bring_truth(ledger, path), done)

    def _ask_csv(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export the figures"), "agreement.csv", "CSV (*.csv)")
        if name:
            self.export(Path(name))

    def export(self, path: Path) -> None:
        """Write the figures that are shown."""
        asked = self.agreement.question
        said = tr("Written: {name}").format(name=path.name)
        self._ask(partial(_written, path=path, asked=asked), lambda _path: self.agreement.films.say(said))

    def _ask_empty(self) -> None:
        words = tr("Forget all that was counted here? Annotations, assessments and reports stay.")
        if QMessageBox.question(self, tr("Empty the ledger"), words) == QMessageBox.StandardButton.Yes:
            self.empty()

    def empty(self) -> None:
        """Forget everything."""
        self._ask(lambda ledger: ledger.empty(), lambda _none: self.refresh())

    def forget_truth(self) -> None:
        """Go back to agreement alone."""
        self._ask(forget_truth, lambda _none: self.refresh())


def _shown(ledger: Ledger, asked: Question | None) -> Shown:
    """What the page shows; at first of the model that was used last."""
    packs = counts.packs(ledger)
    wanted = asked or Question(pack_hash=packs[0].pack_hash if packs else None)
    first, last, _ = counts.span(ledger)
    rows = figures(counts.counts(ledger, wanted), counts.regions(ledger, wanted))
    return Shown(rows, packs, first, last, counts.has_truth(ledger), counts.has_site_states(ledger))


def _drift(ledger: Ledger, pack_hash: str | None) -> Drift:
    """Of the model that is chosen, else of the one that was used last: scores of two models do not compare."""
    packs = [pack_hash] if pack_hash else [pack.pack_hash for pack in counts.packs(ledger)]
    films = films_of(ledger, packs[0]) if packs else []
    return weeks(films), cards(films)


def _written(ledger: Ledger, path: Path, asked: Question) -> Path:
    rows = figures(counts.counts(ledger, asked), counts.regions(ledger, asked))
    return write_whole(path, table(asked, rows), overwrite=True)
