"""The reader's word on findings: calls in an unaided read, assessments of the model's word once it is shown."""

from __future__ import annotations

from dataclasses import replace

from inference.core.findings import FINDINGS
from inference.core.reader_annotations import (
    Agreement,
    Assessment,
    ReaderAnnotations,
    UnaidedCall,
    changed_author,
    with_assessment,
    with_call,
)
from viewer.control.reader_records import ReaderRecords
from viewer.control.session_changes import SessionChanges
from viewer.state.session import film_hash
from viewer.state.worklist_order import updated


class UnaidedRead:
    """The reader calls each finding before the model's word is shown; from then on the calls are fixed."""

    def __init__(self, changes: SessionChanges, records: ReaderRecords) -> None:
        self._changes, self._records = changes, records

    def want(self, wanted: bool) -> None:
        """Whether films are read unaided first: the findings called before the model's word is shown.

        The order of the list must not tell either, so it is made anew.
        """
        session = self._changes.session
        if wanted != session.read_unaided:
            overlay = replace(session.overlay, chosen=frozenset(), visible=False)
            self._changes.become(updated(replace(session, read_unaided=wanted, overlay=overlay)))

    def call(self, key: str, call: UnaidedCall) -> None:
        """Say of a finding what the reader sees; the same again takes it back."""
        reading = self._changes.session.reading
        self._keep(with_call(reading, key, None if reading.calls.get(key) is call else call))

    def call_rest_absent(self) -> None:
        """Call every finding absent that the reader has not spoken of."""
        reading = self._changes.session.reading
        for finding in FINDINGS:
            if finding.key not in reading.calls:
                reading = with_call(reading, finding.key, UnaidedCall.ABSENT)
        self._keep(reading)

    def reveal(self) -> None:
        """Show the model's word, once all seven findings are called."""
        reading = self._changes.session.reading
        if len(reading.calls) == len(FINDINGS):
            self._keep(replace(reading, revealed=True))

    def _keep(self, reading: ReaderAnnotations) -> None:
        session = self._changes.session
        if session.unaided and film_hash(session.film):
            self._changes.become(self._records.kept(session, reading))


class AssessmentControl:
    """One choice of three on each finding, and a note; the same choice again takes it back."""

    def __init__(self, changes: SessionChanges, records: ReaderRecords, unaided: UnaidedRead) -> None:
        self._changes, self._records, self._unaided = changes, records, unaided

    def judge(self, key: str, place: int) -> None:
        """Choose a button of a finding: 0 agree or present, 1 not sure, 2 disagree or absent."""
        if self._changes.session.unaided:
            self._unaided.call(key, tuple(UnaidedCall)[place])
        else:
            self._assess(key, tuple(Agreement)[place])

    def judge_next(self, key: str) -> None:
        """Go on to the next choice on a finding: the three in turn, then none."""
        reading, unaided = self._changes.session.reading, self._changes.session.unaided
        known: UnaidedCall | Agreement | None = reading.calls.get(key) if unaided else reading.assessment(key).choice
        choices: tuple[UnaidedCall | Agreement, ...] = tuple(UnaidedCall) if unaided else tuple(Agreement)
        place = -1 if known is None else choices.index(known)
        self.judge(key, min(place + 1, len(choices) - 1))  # the last choice again takes it back

    def write_note(self, key: str, note: str) -> None:
        """Keep what the reader wrote on a finding."""
        self._keep(key, replace(self._changes.session.reading.assessment(key), note=note.strip()))

    def write_impression(self, text: str) -> None:
        """Keep what the reader makes of the whole film; then it is no longer another reader's alone."""
        session = self._changes.session
        reading, text = session.reading, text.strip()
        if film_hash(session.film) and text != reading.impression:
            author = changed_author(reading.impression_author) if text else ""
            self._changes.become(
                self._records.kept(session, replace(reading, impression=text, impression_author=author))
            )

    def _assess(self, key: str, choice: Agreement) -> None:
        known = self._changes.session.reading.assessment(key)
        if self._has_word_of_the_model(key):
            self._keep(key, replace(known, choice=None if known.choice is choice else choice))

    def _has_word_of_the_model(self, key: str) -> bool:
        """Whether there is something on this finding to agree with or not."""
        film = self._changes.session.shown_film
        results = film.analysis.results if film is not None and film.analysis is not None else ()
        return any(result.finding.key == key and result.analysed for result in results)

    def _keep(self, key: str, assessment: Assessment) -> None:
        session = self._changes.session
        if film_hash(session.film) and session.reading.assessment(key) != assessment:
            own = replace(assessment, author=changed_author(assessment.author))
            reading = with_assessment(session.reading, key, own)
            self._changes.become(self._records.kept(session, reading))
