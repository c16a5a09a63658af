"""What goes into the record of use: seen in the session, or noted by whoever exports and sends."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from inference.core.analysis import ScoreState
from inference.core.cancel import CancelToken
from inference.core.ports import ProgressCallback
from inference.core.reader_annotations import ReaderAnnotations
from inference.core.software import SOFTWARE
from inference.site.record.lines import Did, End, Fact, Use
from inference.site.record.use_record import UseRecord, now
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.jobs.worker import Lane
from viewer.control.messages import Messages
from viewer.control.session_changes import SessionChanges
from viewer.state.session import FilmState, Session, film_hash

MOST_WAITING = 10_000  # lines that wait for a disk that refuses; then the oldest are lost


class Record(Protocol):
    """What lines are appended to."""

    def append(self, uses: list[Use]) -> End:
        """Append these; raises ``RecordNotKept``."""


class UseLog:
    """Off until it is used; what is noted waits for nobody.

    The session's ``recorded`` says how many lines there are, None while it is off.
    """

    def __init__(
        self, changes: SessionChanges, jobs: JobRegistry, messages: Messages, record: Record | None = None
    ) -> None:
        self._changes, self._jobs, self._messages = changes, jobs, messages
        self._record = record or UseRecord()
        self._on, self._refused = False, False
        self._waiting: deque[Use] = deque(maxlen=MOST_WAITING)
        self._number: int | None = None
        self._film = ""
        self._results: tuple[str, ...] = ()
        self._readings: dict[str, ReaderAnnotations] = {}
        changes.listen(_seen, lambda _: self._look())

    def use(self, *, on: bool) -> None:
        """Keep the record from now on, or no more; that itself is noted."""
        if on is self._on:
            return
        if not on:
            self.note(Did.ENDED)
        self._on = on
        self._film, self._results = "", ()
        self._changes.become(replace(self._changes.session, recorded=0 if on else None))
        if on:
            self.note(Did.BEGAN, software=SOFTWARE)
            self._look()

    def end(self) -> None:
        """The program ends."""
        if self._on:
            self.note(Did.ENDED)

    def note(self, did: Did, of_film: str = "", **facts: Fact) -> None:
        """Note something that was done with a film (its hash); nothing while it is off."""
        if self._on:
            self._waiting.append(Use(did, now(), of_film, facts))
            self._write()

    def _write(self) -> None:
        if self._number is not None or not self._waiting:
            return

        def work(_token: CancelToken, _progress: ProgressCallback) -> End:
            uses = [self._waiting.popleft() for _ in range(len(self._waiting))]
            try:
                return self._record.append(uses)
            except Exception:
                self._waiting.extendleft(reversed(uses))
                raise

        self._number = self._jobs.submit(Lane.KEEP, work, self._written, self._failed)

    def _written(self, end: object) -> None:
        assert isinstance(end, End)
        self._number, self._refused = None, False
        if self._on:
            self._changes.become(replace(self._changes.session, recorded=end.count))
        self._write()

    def _failed(self, error: object) -> None:
        """It is said once; the lines wait for the next one."""
        self._number = None
        if not self._refused:
            self._messages.show_failure(error)
        self._refused = True

    # -- seen in the session --------------------------------------------------------------------------------------

    def _look(self) -> None:
        if not self._on:
            return
        session = self._changes.session
        film = _open_film(session)
        if film != self._film:
            self._film, self._results = film, ()
            if film:
                self._readings[film] = session.reading
                self.note(Did.SHOWN, film, unaided=session.unaided)
        if film:
            self._look_at_results(session.shown_film, film)
            self._look_at_reading(session.reading, film)

    def _look_at_results(self, state: FilmState | None, film: str) -> None:
        if state is None or state.analysis is None:
            return
        made = state.analysis.provenance
        key = (made.pack_hash, made.method, str(state.analysis.override))
        if key == self._results:
            return
        self._results = key
        by_state: dict[str, list[str]] = {
            str(wanted): [one.finding.key for one in state.analysis.results if one.state is wanted]
            for wanted in (ScoreState.ABOVE, ScoreState.NOT_SURE)
        }
        pack = f"{made.pack_name} {made.pack_version} {made.pack_hash[:16]}"
        more: dict[str, Fact] = {"override": True} if state.analysis.override else {}
        if state.analysis.unlike:
            more["unlike"] = True
        self.note(Did.RESULTS, film, pack=pack, method=made.method, **by_state, **more)

    def _look_at_reading(self, reading: ReaderAnnotations, film: str) -> None:
        before = self._readings.get(film, ReaderAnnotations())
        if reading is before:
            return
        self._readings[film] = reading
        for did, facts in _differences(before, reading):
            self.note(did, film, **facts)


def _seen(session: Session) -> tuple[object, ...]:
    """What of a session is noted."""
    return _open_film(session), session.shown_film, session.reading, session.unaided, session.method


def _open_film(session: Session) -> str:
    state = session.film
    return film_hash(state) if state is not None and state.radiograph is not None else ""


def _differences(before: ReaderAnnotations, after: ReaderAnnotations) -> Iterator[tuple[Did, dict[str, Fact]]]:
    """What the reader did between two states of what was said and drawn of one film; no words of theirs."""
    for key in sorted({*before.calls, *after.calls}):
        if before.calls.get(key) != after.calls.get(key):
            yield Did.CALLED, {"finding": key, "call": str(after.calls.get(key, "taken back"))}
    if after.revealed and not before.revealed:
        yield Did.REVEALED, {}
    for key in sorted({*before.assessments, *after.assessments}):
        then, now_ = before.assessment(key), after.assessment(key)
        if then.choice != now_.choice:
            yield Did.CALLED, {"finding": key, "assessment": str(now_.choice or "taken back")}
        if then.note != now_.note:
            yield Did.CHANGED, {"what": "note", "finding": key}
    if before.annotations != after.annotations:
        yield Did.CHANGED, {"what": "annotations", "count": len(after.annotations)}
    if before.impression != after.impression:
        yield Did.CHANGED, {"what": "impression"}
