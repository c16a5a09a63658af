"""The reader's drawing on the open film, and its flag: undo and redo; every change is stored at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.annotations.authors import taken_over
from inference.core.annotation import BELONGING, Annotation, AnnotationKind
from inference.core.reader_annotations import KeyReason, ReaderAnnotations, changed_author
from viewer.control.reader_records import ReaderRecords
from viewer.control.session_changes import SessionChanges
from viewer.state import undo_history as histories
from viewer.state.session import film_hash
from viewer.state.undo_history import UndoHistory


class AnnotationControl:
    """Holds the history of each film's annotations."""

    def __init__(self, changes: SessionChanges, records: ReaderRecords) -> None:
        self._changes, self._records = changes, records
        self._histories: dict[str, UndoHistory] = {}

    def add(self, annotation: Annotation) -> None:
        """Draw one annotation more on the open film."""
        self._draw(lambda history: histories.added(history, annotation))

    def change(self, annotation: Annotation) -> None:
        """Give an annotation of the open film another shape or text; then it is no longer another reader's alone."""
        own = replace(annotation, author=changed_author(annotation.author))
        self._draw(lambda history: histories.exchanged(history, own))

    def arrange(self, annotation: Annotation) -> None:
        """Show an annotation of the open film otherwise, or call it otherwise; whose it is stays."""
        self._draw(lambda history: histories.exchanged(history, annotation))

    def hide(self, number: int, *, hidden: bool) -> None:
        """Hide one annotation from film and exports, or show it again; a calibration is never hidden."""
        self._arrange(number, lambda one: replace(one, hidden=hidden and one.kind is not AnnotationKind.CALIBRATION))

    def put_label_back(self, number: int) -> None:
        """Have what is written beside an annotation find its own place again."""
        self._arrange(number, lambda one: replace(one, label_at=None))

    def belong(self, number: int, finding: str) -> None:
        """Have a region or an arrow belong to a finding by its key, or to none."""
        self._arrange(number, lambda one: replace(one, finding=finding if one.kind in BELONGING else "", heat=None))

    def note_heat(self, measured: tuple[Annotation, ...]) -> None:
        """Keep the open film's annotations with how heatmaps met them; that is no step of the reader's to be undone."""
        if self._is_open:
            history = replace(self.history, now=measured)
            self._keep(history, replace(self._changes.session.reading, annotations=measured))

    def _arrange(self, number: int, change: Callable[[Annotation], Annotation]) -> None:
        known = next((one for one in self._changes.session.reading.annotations if one.number == number), None)
        if known is not None:
            self.arrange(change(known))

    def delete(self, number: int) -> None:
        """Take an annotation off the open film."""
        self._draw(lambda history: histories.without(history, number))

    def delete_all(self) -> None:
        """Take all annotations off the open film, in one step."""
        self._draw(lambda history: histories.changed(history, ()))

    def flag(self, reason: KeyReason) -> None:
        """Flag the open film as a key film for a reason; the same again takes the flag away."""
        known = self._changes.session.reading.key_reason
        self._draw(lambda history: histories.flagged(history, None if known is reason else reason))

    def toggle_flag(self) -> None:
        """Flag the open film as one of interest, or take away whatever flag it has."""
        self.flag(self._changes.session.reading.key_reason or KeyReason.OF_INTEREST)

    def undo(self) -> None:
        """Take back the last change of the annotations or of the flag of the open film."""
        self._draw(histories.undone)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._draw(histories.redone)

    @property
    def history(self) -> UndoHistory:
        """Annotations and flag of the open film with what can be undone and redone."""
        session = self._changes.session
        known = self._histories.get(film_hash(session.film))
        now = UndoHistory(session.reading.annotations, flag=session.reading.key_reason)
        return known if known is not None and known.step == now.step else now

    def take_over(self, reader: ReaderAnnotations) -> None:
        """Add what another reader said and drew to the user's own; drawing it is one step that can be undone."""
        reading = taken_over(self._changes.session.reading, reader)
        if self._is_open:
            self._keep(histories.changed(self.history, reading.annotations), reading)

    def _draw(self, change: Callable[[UndoHistory], UndoHistory]) -> None:
        before = self.history
        after = change(before)
        if self._is_open and after != before:
            self._keep(after, replace(self._changes.session.reading, annotations=after.now, key_reason=after.flag))

    @property
    def _is_open(self) -> bool:
        """Whether there is a film to draw on."""
        session = self._changes.session
        return film_hash(session.film) in session.readings

    def _keep(self, history: UndoHistory, reading: ReaderAnnotations) -> None:
        session = self._changes.session
        self._histories[film_hash(session.film)] = history
        self._changes.become(self._records.kept(session, reading))
