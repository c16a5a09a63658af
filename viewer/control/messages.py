"""What the program says over the films: a notice, how something ended, and the offer to open again what was open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from inference.core.errors import UsageError
from inference.text.messages import UserMessage, message_for
from viewer.control.session_changes import SessionChanges
from viewer.state.session import Outcome


class Messages:
    """One notice, one outcome and one offer at a time; each stays until the user has answered it.

    A notice belongs to the film that is open and goes with it; one on a film that was dismissed does not come again.
    """

    def __init__(self, changes: SessionChanges) -> None:
        self._changes = changes
        self._dismissed: set[tuple[Path | None, UserMessage]] = set()

    def notify(self, message: UserMessage) -> None:
        """Show a notice until the user dismisses it or leaves the film."""
        self._changes.become(replace(self._changes.session, notice=message))

    def notify_once(self, message: UserMessage) -> None:
        """Show a notice on the open film, unless it was dismissed there before."""
        if (self._changes.session.current, message) not in self._dismissed:
            self.notify(message)

    def show_failure(self, error: object) -> None:
        """Say what went wrong."""
        assert isinstance(error, Exception)
        message = message_for(error)
        self.notify(replace(message, hint="") if type(error) is UsageError else message)  # it is of the command line

    def dismiss_notice(self) -> None:
        """The user has read the notice."""
        session = self._changes.session
        if session.notice is not None:
            self._dismissed.add((session.current, session.notice))
        self._changes.become(replace(session, notice=None))

    def tell(self, message: UserMessage, place: Path | None = None) -> None:
        """Say how something ended that the user asked for, and what shows it."""
        self._changes.become(replace(self._changes.session, outcome=Outcome(message, place)))

    def dismiss_outcome(self) -> None:
        """The user has seen how it ended."""
        self._changes.become(replace(self._changes.session, outcome=None))

    def make_offer(self, message: UserMessage) -> None:
        """Ask whether to open again what was open before."""
        self._changes.become(replace(self._changes.session, offer=message))

    def dismiss_offer(self) -> None:
        """The user has answered the offer."""
        self._changes.become(replace(self._changes.session, offer=None))
