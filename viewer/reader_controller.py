"""The reader's own intents: drawing, undo, verdicts, reading first; every change is stored at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.errors import MarksError
from inference.findings import FINDINGS
from inference.measure.marks import Mark
from inference.messages import message_for
from inference.reader_marks import Call, Choice, ReaderMarks, Verdict, with_call, with_verdict, without_words
from inference.reader_store import MemoryStore, ReaderStore
from viewer import session as states
from viewer.drawing import history as histories
from viewer.drawing.history import History
from viewer.look_controller import LookController
from viewer.session import Session


class ReaderController(LookController):
    """Holds the history of each film's marks; what the reader left on a film comes back when it is opened."""

    def __init__(self, store: ReaderStore | None = None) -> None:
        super().__init__()
        self._store: ReaderStore = store or MemoryStore()
        self._histories: dict[str, History] = {}

    def become(self, session: Session) -> None:
        """Take the next session, with what the reader left on the open film."""
        key = states.film_hash(session.film)
        super().become(session if not key or key in session.readings else self._with_stored(session, key))

    def _with_stored(self, session: Session, key: str) -> Session:
        try:
            reader = self._store.load(key)
        except MarksError as error:
            session = replace(session, notice=message_for(error))
            reader = ReaderMarks()
        self._histories[key] = History(reader.marks)
        return states.with_reading(session, key, reader)

    # -- drawing --------------------------------------------------------------------------------------------------

    def add_mark(self, mark: Mark) -> None:
        """Draw one mark more on the open film."""
        self._draw(lambda history: histories.added(history, mark))

    def change_mark(self, mark: Mark) -> None:
        """Give a mark of the open film another shape or text."""
        self._draw(lambda history: histories.exchanged(history, mark))

    def delete_mark(self, number: int) -> None:
        """Take a mark off the open film."""
        self._draw(lambda history: histories.without(history, number))

    def delete_all_marks(self) -> None:
        """Take all marks off the open film, in one step."""
        self._draw(lambda history: histories.changed(history, ()))

    def undo(self) -> None:
        """Take back the last change of the marks of the open film."""
        self._draw(histories.undone)

    def redo(self) -> None:
        """Do again what was taken back."""
        self._draw(histories.redone)

    @property
    def history(self) -> History:
        """Marks of the open film with what can be undone and redone."""
        return self._histories.get(states.film_hash(self.session.film), History())

    def _draw(self, change: Callable[[History], History]) -> None:
        key = states.film_hash(self.session.film)
        if key not in self._histories:
            return
        before = self._histories[key]
        self._histories[key] = after = change(before)
        if after != before:
            self._keep(key, replace(self.session.reading, marks=after.now))

    # -- verdicts -------------------------------------------------------------------------------------------------

    def give_verdict(self, key: str, choice: Choice) -> None:
        """Say what the reader thinks of the model's word on a finding; the same choice again takes it back."""
        if not self._judged(key):
            return
        known = self.session.reading.verdict(key)
        self._judge(key, replace(known, choice=None if known.choice is choice else choice))

    def judge(self, key: str, place: int) -> None:
        """Choose a button of a finding: 0 agree or present, 1 not sure, 2 disagree or absent."""
        if self.session.blind:
            self.make_call(key, tuple(Call)[place])
        else:
            self.give_verdict(key, tuple(Choice)[place])

    def judge_next(self, key: str) -> None:
        """Go on to the next word on a finding: the three in turn, then none."""
        known: Call | Choice | None = (
            self.session.reading.calls.get(key) if self.session.blind else self.session.reading.verdict(key).choice
        )
        words: tuple[Call | Choice, ...] = tuple(Call) if self.session.blind else tuple(Choice)
        place = -1 if known is None else words.index(known)
        self.judge(key, min(place + 1, len(words) - 1))  # the last word again takes it back

    def write_note(self, key: str, note: str) -> None:
        """Keep the reader's words on a finding."""
        self._judge(key, replace(self.session.reading.verdict(key), note=note.strip()))

    def _judged(self, key: str) -> bool:
        """Whether there is a word of the model on this finding to agree with or not."""
        film = self.session.shown_film
        results = film.analysis.results if film is not None and film.analysis is not None else ()
        return any(result.finding.key == key and result.analysed for result in results)

    def _judge(self, key: str, verdict: Verdict) -> None:
        film = states.film_hash(self.session.film)
        if film and self.session.reading.verdict(key) != verdict:
            self._keep(film, with_verdict(self.session.reading, key, verdict))

    # -- reading first --------------------------------------------------------------------------------------------

    def set_read_first(self, wanted: bool) -> None:
        """Whether the reader marks the findings before the model's word is shown."""
        if wanted == self.session.read_first:
            return
        overlay = replace(self.session.overlay, chosen=frozenset(), visible=False)
        self.become(replace(self.session, read_first=wanted, overlay=overlay))

    def make_call(self, key: str, call: Call) -> None:
        """Say of a finding what the reader sees, before the model is shown; the same again takes it back."""
        known = self.session.reading.calls.get(key)
        self._call(with_call(self.session.reading, key, None if known is call else call))

    def call_rest_absent(self) -> None:
        """Call every finding absent that the reader has not spoken of."""
        reading = self.session.reading
        for finding in FINDINGS:
            if finding.key not in reading.calls:
                reading = with_call(reading, finding.key, Call.ABSENT)
        self._call(reading)

    def reveal(self) -> None:
        """Show the model's word, once all seven findings are called; the calls are fixed from then on."""
        reading = self.session.reading
        if len(reading.calls) == len(FINDINGS):
            self._call(replace(reading, revealed=True))

    def _call(self, reading: ReaderMarks) -> None:
        film = self.session.film
        if film is not None and states.film_hash(film) and states.blind(self.session, film):
            self._keep(states.film_hash(film), reading)

    def take_reading(self, reader: ReaderMarks) -> bool:
        """Take what a report says the reader said and drew on the open film, where nothing else is known of it.

        Whether it is now what is known: what was kept before stays, for nothing of it may be lost. An anonymised
        report lacks the words.
        """
        key, known = states.film_hash(self.session.film), self.session.reading
        if key in self._histories and known.empty:
            self._histories[key] = histories.changed(self._histories[key], reader.marks)
            self._keep(key, reader)
        return reader in (self.session.reading, without_words(known))

    # -- keeping --------------------------------------------------------------------------------------------------

    def _keep(self, key: str, reader: ReaderMarks) -> None:
        session = states.with_reading(self.session, key, reader)
        try:
            self._store.save(key, reader)
        except MarksError as error:
            session = replace(session, notice=message_for(error))
        self.become(session)
