"""What the program says above the films: a notice, and the offer to open again what was open."""

from __future__ import annotations

from dataclasses import replace

from inference.text.messages import UserMessage, message_for
from viewer.control.session_changes import SessionChanges


class Messages:
    """One notice and one offer at a time; each stays until the user has answered it."""

    def __init__(self, changes: SessionChanges) -> None:
        self._changes = changes

    def notify(self, message: UserMessage) -> None:
        """Show a notice until the user dismisses it."""
        self._changes.become(replace(self._changes.session, notice=message))

    def show_failure(self, error: object) -> None:
        """Say what went wrong."""
        assert isinstance(error, Exception)
        self.notify(message_for(error))

    def dismiss_notice(self) -> None:
        """The user has read the notice."""
        self._changes.become(replace(self._changes.session, notice=None))

    def make_offer(self, message: UserMessage) -> None:
        """Ask whether to open again what was open before."""
        self._changes.become(replace(self._changes.session, offer=message))

    def dismiss_offer(self) -> None:
        """The user has answered the offer."""
        self._changes.become(replace(self._changes.session, offer=None))
