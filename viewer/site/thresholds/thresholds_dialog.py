"""*Site thresholds*: own films, an operating point for a number of false calls, and the file that keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from inference.core.findings import FINDINGS
from inference.core.reader_annotations import UnaidedCall
from inference.site.ledger.counts import scores_of
from inference.site.ledger.store import Ledger
from inference.site.thresholds.collected import Collected
from inference.site.thresholds.file import Signed
from inference.site.thresholds.tuning import histogram
from inference.text.messages import message_for
from viewer.control.site.ledger_control import LedgerControl
from viewer.control.site.threshold_control import PackFacts, ThresholdControl
from viewer.site.thresholds.desk import Desk
from viewer.site.thresholds.form import ThresholdForm
from viewer.site.thresholds.words import band_words, in_force_words, point_words
from viewer.style.theme import open_at
from viewer.style.translation import spoken, tr

T = TypeVar("T")
SUFFIX = "TOML (*.toml)"


class ThresholdsDialog(QDialog):
    """Asks the controller for scores and keeps what follows from them; ``changed``: what is in force is another."""

    changed = Signal()

    def __init__(self, control: ThresholdControl, ledger: LedgerControl, pack_folder: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("thresholdsDialog")
        self.setWindowTitle(tr("Site thresholds"))
        self._control, self._ledger, self._folder = control, ledger, pack_folder
        self.desk, self.pack = Desk(), PackFacts("", "", None)
        self.form = ThresholdForm(self)
        column = QVBoxLayout(self)
        column.addWidget(self.form)
        form = self.form
        form.finding.currentIndexChanged.connect(self.show_desk)
        form.false_calls.valueChanged.connect(self._wish)
        form.band.toggled.connect(self._wish)
        form.prevalence.currentIndexChanged.connect(self._state_prevalence)
        form.normals_folder.clicked.connect(self._ask_normals)
        form.positives_folder.clicked.connect(self._ask_positives)
        form.from_ledger.clicked.connect(self.take_from_ledger)
        form.use.clicked.connect(self.put_in_force)
        form.export.clicked.connect(self._ask_export)
        form.bring.clicked.connect(self._ask_bring)
        form.withdraw.clicked.connect(self.withdraw)
        form.closing.rejected.connect(self.reject)
        self.finished.connect(lambda _: control.cancel())  # nobody waits for the scores any more
        open_at(self, 1000, 660)
        self._look()

    @property
    def key(self) -> str:
        """The finding that is shown."""
        return str(self.form.finding.currentData())

    # -- own films ------------------------------------------------------------------------------------------------

    def _ask_normals(self) -> None:
        self._ask_folder(tr("Folder of own normal films, or of their results"), self.take_normals)

    def _ask_positives(self) -> None:
        self._ask_folder(tr("Folder of own films with this finding, or of their results"), self.take_positives)

    def _ask_folder(self, title: str, take: Callable[[Path], None]) -> None:
        name = QFileDialog.getExistingDirectory(self, title)
        if name:
            take(Path(name))

    def take_normals(self, folder: Path) -> None:
        """Take the films below a folder as normals."""
        self.form.say(tr("Collecting scores …"))
        self._control.collect(folder, self.pack.pack_hash, self._guarded(self._have_normals), self._not_collected)

    def take_positives(self, folder: Path) -> None:
        """Take the films below a folder as films with the finding that is shown."""
        key = self.key
        self.form.say(tr("Collecting scores …"))

        def done(found: Collected) -> None:
            self._become(self.desk.with_positives(key, found), found)

        self._control.collect(folder, self.pack.pack_hash, self._guarded(done), self._not_collected)

    def _have_normals(self, found: Collected) -> None:
        self._become(self.desk.with_normals(found), found)

    def _not_collected(self, error: object) -> None:
        """Say it where it was asked for: the window lies behind."""
        assert isinstance(error, Exception)
        if shiboken6.isValid(self):
            message = spoken(message_for(error))
            self.form.say(f"{message.title}. {message.text}")

    def take_from_ledger(self) -> None:
        """Take what was called absent and present in unaided reads."""
        pack_hash = self.pack.pack_hash

        def asked(ledger: Ledger) -> tuple[Collected, Collected]:
            return _called(ledger, pack_hash, UnaidedCall.ABSENT), _called(ledger, pack_hash, UnaidedCall.PRESENT)

        def done(found: tuple[Collected, Collected]) -> None:
            absent, present = found
            desk = self.desk.with_normals(absent)
            self.desk = replace(desk, positives={one.key: present.of(one.key) for one in FINDINGS})
            self.form.say(tr("Normals and positives are what you called in unaided reads: your word, not the truth."))
            self.show_desk()

        self._ledger.ask(asked, self._guarded(done))

    def _become(self, desk: Desk, found: Collected) -> None:
        self.desk = desk
        words = tr("{films} films, of which the film check refused {refused}; {unlike} are unlike the model's films.")
        self.form.say(words.format(films=found.films, refused=found.refused, unlike=found.unlike))
        self.show_desk()

    # -- the point ------------------------------------------------------------------------------------------------

    def _wish(self) -> None:
        form = self.form
        wish = replace(self.desk.wish, false_calls=form.false_calls.value() / 100, band=form.band.isChecked())
        self.desk = replace(self.desk, wish=wish)
        self.show_desk()

    def _state_prevalence(self) -> None:
        share = self.form.prevalence.currentData()
        others = {key: known for key, known in self.desk.prevalence.items() if key != self.key}
        self.desk = replace(self.desk, prevalence={**others, self.key: share} if share else others)

    def show_desk(self) -> None:
        """Show the finding that is chosen: its films, its point, what is missing."""
        form, own, point = self.form, self.desk.own(self.key), self.desk.point(self.key)
        counts = histogram(own)
        form.picture.show_scores(counts["normals"], counts["positives"])
        form.picture.show_point(None if point is None else point.score, None if point is None else point.band)
        form.result.setText(point_words(self.desk, self.key))
        form.band.setText(band_words(self.desk, self.key))
        form.band.setEnabled(not any(self.desk.missing(self.key)[1:]))
        form.show_prevalence(self.desk.prevalence.get(self.key, 0.0))
        for button in (form.use, form.export):
            button.setEnabled(self._signed() is not None)

    def _signed(self) -> Signed | None:
        return self.desk.signed(self.pack.name, self.pack.pack_hash, self.form.signer.text().strip())

    # -- the file -------------------------------------------------------------------------------------------------

    def put_in_force(self) -> None:
        """Use these thresholds from now on."""
        signed = self._signed()
        if signed is not None:
            self._control.put_in_force(signed, self._guarded(self._another_in_force))

    def withdraw(self) -> None:
        """Use the pack's operating points alone again."""
        self._control.withdraw(self.pack.pack_hash, self._guarded(self._another_in_force))

    def bring(self, path: Path) -> None:
        """Put in force what a file holds."""
        self._control.bring(path, self._guarded(self._another_in_force))

    def export(self, path: Path) -> None:
        """Write a file for other workstations."""
        signed = self._signed()
        if signed is not None:
            said = tr("Written: {name}").format(name=path.name)
            self._control.export(path, signed, self._guarded(lambda _path: self.form.say(said)))

    def _ask_export(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, tr("Export site thresholds"), "thresholds.toml", SUFFIX)
        if name:
            self.export(Path(name))

    def _ask_bring(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, tr("Import site thresholds"), "", SUFFIX)
        if name:
            self.bring(Path(name))

    def _another_in_force(self, _value: object) -> None:
        self.changed.emit()
        self._look()

    def _look(self) -> None:
        self._control.look(self._folder, self._guarded(self._show_pack))

    def _show_pack(self, pack: PackFacts) -> None:
        self.pack = pack
        words = tr("Model {name} ({hash}).").format(name=pack.name, hash=pack.pack_hash[:8])
        self.form.head.setText(f"{words} {in_force_words(pack.in_force)}")
        self.form.withdraw.setEnabled(pack.in_force is not None)
        self.show_desk()

    def _guarded(self, done: Callable[[T], object]) -> Callable[[T], None]:
        """An answer that comes when the dialog is gone is dropped."""

        def answered(value: T) -> None:
            if shiboken6.isValid(self):
                done(value)

        return answered


def _called(ledger: Ledger, pack_hash: str, call: UnaidedCall) -> Collected:
    return Collected({one.key: scores_of(ledger, pack_hash, one.key, call.value) for one in FINDINGS})
