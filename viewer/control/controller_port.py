"""What the parts of the controller share with it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from viewer.state.session import Session


class ControllerPort(Protocol):
    """The part of the controller that is used by its parts."""

    session: Session

    def become(self, session: Session) -> None:
        """Take the next session and tell whoever listens."""

    def learn(self, path: Path, **changes: object) -> None:
        """Learn something about a film of the list."""

    def wait_for(self, number: int, title: str, stage: str) -> None:
        """Show that the user waits for this piece of work."""

    def show_failure(self, error: object) -> None:
        """Say what went wrong."""
