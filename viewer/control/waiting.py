"""The work that the user waits for: what it is, how far it is, and how to stop it."""

from __future__ import annotations

from dataclasses import replace

from inference.core.ports import Progress
from viewer.control.jobs.job_registry import JobRegistry
from viewer.control.messages import Messages
from viewer.control.session_changes import SessionChanges
from viewer.state.outcomes import cancelled
from viewer.state.session import Busy, BusyKind


class Waiting:
    """Of all the work that the user waits for the newest is shown; when it ends, what is still under way is again."""

    def __init__(self, changes: SessionChanges, jobs: JobRegistry, messages: Messages) -> None:
        self._changes, self._jobs, self._messages = changes, jobs, messages
        self._under_way: dict[int, Busy] = {}

    def wait_for(self, number: int, kind: BusyKind, stage: str) -> None:
        """Show that the user waits for this piece of work."""
        self._under_way.pop(number, None)
        self._under_way[number] = Busy(number, kind, Progress(0.0, stage))
        self.show_newest()

    def show_progress(self, number: int, progress: Progress) -> None:
        """Note how far the work is, and show it if it is what is shown; any that nobody waits for is passed over."""
        if number in self._under_way:
            self._under_way[number] = replace(self._under_way[number], progress=progress)
            self.show_newest()

    def end(self, number: int) -> None:
        """This piece of work is not waited for any more."""
        if self._under_way.pop(number, None) is not None:
            self.show_newest()

    def cancel(self) -> None:
        """Stop the work that is shown as waited for, and say what that leaves."""
        busy = self._changes.session.busy
        if busy is not None:
            self._jobs.drop(busy.number)
            self.end(busy.number)
            self._messages.tell(cancelled(busy.kind))

    def cancel_all_but_exports(self) -> None:
        """Stop whatever is waited for of the films that are open; what is being written goes on."""
        for number, busy in list(self._under_way.items()):
            if busy.kind not in (BusyKind.EXPORTING, BusyKind.EXPORTING_BATCH, BusyKind.PRINTING):
                self._jobs.drop(number)
        self.show_newest()

    def show_newest(self) -> None:
        """Show the newest work that somebody still waits for, or that there is none."""
        self._under_way = {number: busy for number, busy in self._under_way.items() if self._jobs.awaits(number)}
        newest = next(reversed(self._under_way.values()), None)
        if newest is not self._changes.session.busy:
            self._changes.become(replace(self._changes.session, busy=newest))
