"""What the reader said and drew, film by film: comes back when a film is opened, is stored at once when it changes."""

from __future__ import annotations

from dataclasses import replace

from inference.annotations.merge import merged
from inference.annotations.store import AnnotationStore
from inference.core.cancel import CancelToken
from inference.core.errors import AnnotationsError, AnnotationsUnread
from inference.core.ports import ProgressCallback
from inference.core.reader_annotations import ReaderAnnotations
from inference.text.messages import message_for
from viewer.control.jobs.job_registry import Answer, JobRegistry
from viewer.control.jobs.worker import Lane, Work
from viewer.state.session import Session, film_hash
from viewer.state.transitions import with_reading


class ReaderRecords:
    """Between sessions and the ``store``; written by the worker, in order, while the reader goes on."""

    def __init__(self, store: AnnotationStore, jobs: JobRegistry, failed: Answer) -> None:
        self.store, self._jobs, self._failed = store, jobs, failed
        self._known: dict[str, ReaderAnnotations] = {}  # what the next change of a film is measured by
        self._unread: set[str] = set()
        self._open = ""

    def completed(self, session: Session) -> Session:
        """The session with what the reader left on the open film; where that is damaged, it is said.

        What the disk did not give is asked for again when the film is opened again.
        """
        key, before = film_hash(session.film), self._open
        self._open = key
        if not key or (key in session.readings and (key not in self._unread or key == before)):
            return session
        drawn = session.readings.get(key, ReaderAnnotations())
        try:
            known = self.store.load(key)
        except AnnotationsError as error:
            self._note(key, ReaderAnnotations(), unread=isinstance(error, AnnotationsUnread))
            return with_reading(replace(session, notice=message_for(error)), key, drawn)
        self._note(key, known, unread=False)
        return with_reading(session, key, merged(ReaderAnnotations(), drawn, known))

    def brought(self, session: Session, key: str) -> Session:
        """The session with what the reader left on a film that is not open, for the list.

        Where it cannot be read, the list goes without: it is said when the film is opened.
        """
        if not key or key in session.readings:
            return session
        try:
            known = self.store.load(key)
        except AnnotationsError:
            return session
        if known.empty:
            return session
        self._note(key, known, unread=False)
        return with_reading(session, key, known)

    def kept(self, session: Session, reading: ReaderAnnotations) -> Session:
        """The session with this as what the reader said and drew on the open film; a disk that refuses is said."""
        key = film_hash(session.film)
        self._jobs.submit(Lane.KEEP, self._saving(key, reading), lambda _none: None, self._failed)
        return with_reading(session, key, reading)

    def _saving(self, key: str, reading: ReaderAnnotations) -> Work:
        def work(_token: CancelToken, _progress: ProgressCallback) -> None:
            self.store.save(key, reading, self._known.get(key, ReaderAnnotations()))
            self._known[key] = reading

        return work

    def _note(self, key: str, known: ReaderAnnotations, *, unread: bool) -> None:
        self._known[key] = known
        (self._unread.add if unread else self._unread.discard)(key)
