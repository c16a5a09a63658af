"""A cardiothoracic ratio that the program proposes for the open film: shown apart, the reader's own once accepted."""

from __future__ import annotations

from dataclasses import replace

from inference.core.annotation import Annotation
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import ProgressCallback
from inference.engine.anatomy.heart_width import SIDE, proposed_annotation
from inference.imaging.display_pipeline import small_display
from inference.text.messages import nothing_to_propose
from viewer.control.annotation_control import AnnotationControl
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.jobs.worker import Lane
from viewer.control.messages import Messages
from viewer.control.session_changes import SessionChanges
from viewer.state.session import PROPOSED, Proposal, film_hash


class RatioProposal:
    """Asks for a proposal, and lets the reader accept, correct or dismiss it; nothing of it is stored before."""

    def __init__(
        self, changes: SessionChanges, jobs: JobRegistry, messages: Messages, annotations: AnnotationControl
    ) -> None:
        self._changes, self._jobs, self._messages, self._annotations = changes, jobs, messages, annotations
        self._number: int | None = None

    def ask(self) -> None:
        """Have heart and lungs of the open film found; in an unaided read nothing is proposed."""
        session = self._changes.session
        if session.radiograph is None or session.unaided:
            return
        film = session.radiograph
        self._jobs.drop(self._number)

        def work(_token: CancelToken, _progress: ProgressCallback) -> tuple[Annotation | None]:
            return (proposed_annotation(small_display(film, SIDE), film.shape),)

        self._number = self._jobs.submit(
            Lane.READ, work, lambda found: self._answered(film, found), self._messages.show_failure
        )

    @property
    def is_awaited(self) -> bool:
        """Whether heart and lungs are being looked for."""
        return self._jobs.awaits(self._number)

    def accept(self, shape: Annotation | None = None) -> bool:
        """Make the proposal, or what the reader dragged it to, an annotation; says whether there was one."""
        proposed = shape or self._changes.session.proposed
        if proposed is None or not self.dismiss():
            return False
        self._annotations.add(proposed)
        return True

    def dismiss(self) -> bool:
        """Take the proposal away; says whether there was one."""
        shown = self._changes.session.proposed is not None
        if shown:
            self._changes.become(replace(self._changes.session, proposal=None))
        return shown

    def _answered(self, film: Radiograph, found: object) -> None:
        assert isinstance(found, tuple)
        (annotation,) = found
        if annotation is None:
            if film_hash(self._changes.session.film) == film.film_hash:  # of another film it would not be true
                self._messages.notify(nothing_to_propose())
        else:
            proposal = Proposal(film.film_hash, replace(annotation, number=PROPOSED))
            self._changes.become(replace(self._changes.session, proposal=proposal))
