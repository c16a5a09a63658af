"""The work that the user waits for: what it is, how far it is, and how to stop it."""

from __future__ import annotations

from dataclasses import replace

from inference.core.ports import Progress
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.session_changes import SessionChanges
from viewer.state.session import Busy, BusyKind


class Waiting:
    """At most one piece of work is waited for; a newer one takes its place, without stopping it."""

    def __init__(self, changes: SessionChanges, jobs: JobRegistry) -> None:
        self._changes, self._jobs = changes, jobs

    def wait_for(self, number: int, kind: BusyKind, stage: str) -> None:
        """Show that the user waits for this piece of work."""
        self.show(Busy(number, kind, Progress(0.0, stage)))

    def show_progress(self, number: int, progress: Progress) -> None:
        """Show how far the work is; any other than what is waited for is passed over."""
        busy = self._changes.session.busy
        if busy is not None and busy.number == number:
            self.show(replace(busy, progress=progress))

    def end(self, number: int) -> None:
        """This piece of work is not waited for any more."""
        busy = self._changes.session.busy
        if busy is not None and busy.number == number:
            self.show(None)

    def cancel(self) -> None:
        """Stop the work the user waits for."""
        busy = self._changes.session.busy
        if busy is not None:
            self._jobs.drop(busy.number)
            self.end(busy.number)

    def show(self, busy: Busy | None) -> None:
        """Show this as what is waited for, or that nothing is."""
        self._changes.become(replace(self._changes.session, busy=busy))
