"""What the reader said and drew, film by film: comes back when a film is opened, is stored at once when it changes."""

from __future__ import annotations

from dataclasses import replace

from inference.annotations.store import AnnotationStore
from inference.core.errors import AnnotationsError
from inference.core.reader_annotations import ReaderAnnotations
from inference.text.messages import message_for
from viewer.state.session import Session, film_hash
from viewer.state.transitions import with_reading


class ReaderRecords:
    """Between sessions and the ``store``."""

    def __init__(self, store: AnnotationStore) -> None:
        self.store = store

    def completed(self, session: Session) -> Session:
        """The session with what the reader left on the open film; where that is damaged, it is said."""
        key = film_hash(session.film)
        if not key or key in session.readings:
            return session
        try:
            return with_reading(session, key, self.store.load(key))
        except AnnotationsError as error:
            return with_reading(replace(session, notice=message_for(error)), key, ReaderAnnotations())

    def kept(self, session: Session, reading: ReaderAnnotations) -> Session:
        """The session with this as what the reader said and drew on the open film; a disk that refuses is said."""
        key = film_hash(session.film)
        session = with_reading(session, key, reading)
        try:
            self.store.save(key, reading)
        except AnnotationsError as error:
            return replace(session, notice=message_for(error))
        return session
