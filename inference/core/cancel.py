"""Cancelling: a token that any thread may set and the work heeds between steps."""

from __future__ import annotations

import threading


class Cancelled(Exception):
    """The user no longer wants the answer; never shown, never logged as an error."""


class CancelToken:
    """Set once by whoever cancels, heeded by the work; safe from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._event.set()

    @property
    def cancelled(self) -> bool:
        """Whether somebody has asked the work to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise :class:`Cancelled` when somebody has asked the work to stop."""
        if self._event.is_set():
            raise Cancelled
