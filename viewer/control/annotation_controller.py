"""The reader's own intents: drawing, undo, verdicts, reading first; every change is stored at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.annotations.store import AnnotationStore, MemoryAnnotationStore
from inference.core.annotation import Annotation
from inference.core.errors import AnnotationsError
from inference.core.findings import FINDINGS
from inference.core.reader_annotations import (
    Agreement,
    Assessment,
    ReaderAnnotations,
    UnaidedCall,
    with_assessment,
    with_call,
    without_free_text,
)
from inference.text.messages import message_for
from viewer.control.view_controller import ViewController
from viewer.state import session as states
from viewer.state import undo_history as histories
from viewer.state.session import Session
from viewer.state.undo_history import UndoHistory


class AnnotationController(ViewController):
    """Holds the history of each film's marks; what the reader left on a film comes back when it is opened."""

    def __init__(self, store: AnnotationStore | None = None) -> None:
        super().__init__()
        self._store: AnnotationStore = store or MemoryAnnotationStore()
        self._histories: dict[str, UndoHistory] = {}

    def become(self, session: Session) -> None:
        """Take the next session, with what the reader left on the open film."""
        key = states.film_hash(session.film)
        super().become(session if not key or key in session.readings else self._with_stored(session, key))

    def _with_stored(self, session: Session, key: str) -> Session:
        try:
            reader = self._store.load(key)
        except AnnotationsError as error:
            session = replace(session, notice=message_for(error))
            reader = ReaderAnnotations()
        self._histories[key] = UndoHistory(reader.annotations)
        return states.with_reading(session, key, reader)

    # -- drawing --------------------------------------------------------------------------------------------------

    def add_annotation(self, annotation: Annotation) -> None:
        """Draw one mark more on the open film."""
        self._draw(lambda history: histories.added(history, annotation))

    def change_annotation(self, annotation: Annotation) -> None:
        """Give a mark of the open film another shape or text."""
        self._draw(lambda history: histories.exchanged(history, annotation))

    def delete_annotation(self, number: int) -> None:
        """Take a mark off the open film."""
        self._draw(lambda history: histories.without(history, number))

    def delete_all_annotations(self) -> None:
        """Take all marks off the open film, in one step."""
        self._draw(lambda history: histories.changed(history, ()))

    def undo(self) -> None:
        """Take back the last change of the marks of the open film."""
        self._draw(histories.undone)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._draw(histories.redone)

    @property
    def history(self) -> UndoHistory:
        """Marks of the open film with what can be undone and redone."""
        return self._histories.get(states.film_hash(self.session.film), UndoHistory())

    def _draw(self, change: Callable[[UndoHistory], UndoHistory]) -> None:
        key = states.film_hash(self.session.film)
        if key not in self._histories:
            return
        before = self._histories[key]
        self._histories[key] = after = change(before)
        if after != before:
            self._keep(key, replace(self.session.reading, annotations=after.now))

    # -- verdicts -------------------------------------------------------------------------------------------------

    def give_assessment(self, key: str, choice: Agreement) -> None:
        """Say what the reader thinks of the model's word on a finding; the same choice again takes it back."""
        if not self._judged(key):
            return
        known = self.session.reading.assessment(key)
        self._judge(key, replace(known, choice=None if known.choice is choice else choice))

    def judge(self, key: str, place: int) -> None:
        """Choose a button of a finding: 0 agree or present, 1 not sure, 2 disagree or absent."""
        if self.session.unaided:
            self.make_call(key, tuple(UnaidedCall)[place])
        else:
            self.give_assessment(key, tuple(Agreement)[place])

    def judge_next(self, key: str) -> None:
        """Go on to the next word on a finding: the three in turn, then none."""
        known: UnaidedCall | Agreement | None = (
            self.session.reading.calls.get(key) if self.session.unaided else self.session.reading.assessment(key).choice
        )
        words: tuple[UnaidedCall | Agreement, ...] = tuple(UnaidedCall) if self.session.unaided else tuple(Agreement)
        place = -1 if known is None else words.index(known)
        self.judge(key, min(place + 1, len(words) - 1))  # the last word again takes it back

    def write_note(self, key: str, note: str) -> None:
        """Keep the reader's words on a finding."""
        self._judge(key, replace(self.session.reading.assessment(key), note=note.strip()))

    def _judged(self, key: str) -> bool:
        """Whether there is a word of the model on this finding to agree with or not."""
        film = self.session.shown_film
        results = film.analysis.results if film is not None and film.analysis is not None else ()
        return any(result.finding.key == key and result.analysed for result in results)

    def _judge(self, key: str, assessment: Assessment) -> None:
        film = states.film_hash(self.session.film)
        if film and self.session.reading.assessment(key) != assessment:
            self._keep(film, with_assessment(self.session.reading, key, assessment))

    # -- reading first --------------------------------------------------------------------------------------------

    def set_read_first(self, wanted: bool) -> None:
        """Whether the reader marks the findings before the model's word is shown."""
        if wanted == self.session.read_first:
            return
        overlay = replace(self.session.overlay, chosen=frozenset(), visible=False)
        self.become(replace(self.session, read_first=wanted, overlay=overlay))

    def make_call(self, key: str, call: UnaidedCall) -> None:
        """Say of a finding what the reader sees, before the model is shown; the same again takes it back."""
        known = self.session.reading.calls.get(key)
        self._call(with_call(self.session.reading, key, None if known is call else call))

    def call_rest_absent(self) -> None:
        """Call every finding absent that the reader has not spoken of."""
        reading = self.session.reading
        for finding in FINDINGS:
            if finding.key not in reading.calls:
                reading = with_call(reading, finding.key, UnaidedCall.ABSENT)
        self._call(reading)

    def reveal(self) -> None:
        """Show the model's word, once all seven findings are called; the calls are fixed from then on."""
        reading = self.session.reading
        if len(reading.calls) == len(FINDINGS):
            self._call(replace(reading, revealed=True))

    def _call(self, reading: ReaderAnnotations) -> None:
        film = self.session.film
        if film is not None and states.film_hash(film) and states.unaided(self.session, film):
            self._keep(states.film_hash(film), reading)

    def take_reading(self, reader: ReaderAnnotations) -> bool:
        """Take what a report says the reader said and drew on the open film, where nothing else is known of it.

        Whether it is now what is known: what was kept before stays, for nothing of it may be lost. An anonymised
        report lacks the words.
        """
        key, known = states.film_hash(self.session.film), self.session.reading
        if key in self._histories and known.empty:
            self._histories[key] = histories.changed(self._histories[key], reader.annotations)
            self._keep(key, reader)
        return reader in (self.session.reading, without_free_text(known))

    # -- keeping --------------------------------------------------------------------------------------------------

    def _keep(self, key: str, reader: ReaderAnnotations) -> None:
        session = states.with_reading(self.session, key, reader)
        try:
            self._store.save(key, reader)
        except AnnotationsError as error:
            session = replace(session, notice=message_for(error))
        self.become(session)
