"""What a report's reader said and drew: shown as theirs until the user takes it over, or puts it away."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from viewer.control.annotation_control import AnnotationControl
from viewer.control.session_changes import SessionChanges
from viewer.state.report_annotations import ReportAnnotations
from viewer.state.session import Session, film_hash


class ReportAnnotationControl:
    """Between reports and the user's own annotations: nothing of theirs is mixed with his unasked."""

    def __init__(self, changes: SessionChanges, annotations: AnnotationControl) -> None:
        self._changes, self._annotations = changes, annotations

    def show(self, found: ReportAnnotations | None) -> None:
        """Show these on the open film as their reader's; None takes away those of an earlier report."""
        self._changes.become(_with_report(self._changes.session, found))

    def put_away(self) -> None:
        """Show no report's annotations on the open film any more; the report keeps them."""
        self.show(None)

    def take_over(self) -> None:
        """Make them the user's own, with whose they were; nothing of what the user said or drew changes."""
        found = self._changes.session.report_annotations
        if found is not None:
            with self._changes.together():
                self._annotations.take_over(found.reader)
                self.show(None)


def _with_report(session: Session, found: ReportAnnotations | None) -> Session:
    key = film_hash(session.film)
    others = {known: one for known, one in session.of_reports.items() if known != key}
    return replace(session, of_reports=MappingProxyType(others if found is None else {**others, key: found}))
