"""Where an association's own thread stands while somebody else speaks over it: at once, and for certain.

pynetdicom pauses that thread before a request, and takes it for paused a moment before it is: it could then take the
answer from whoever waits for it.
"""

from __future__ import annotations

import threading

_LONGEST_SECONDS = 1.0  # a thread that is over never stands


class Checkpoint:
    """As the ``threading.Event`` in whose place it is; ``clear`` comes back when the thread stands in ``wait``."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._open, self._stands = True, False

    def is_set(self) -> bool:
        """Whether the thread may go on."""
        return self._open

    def set(self) -> None:
        """Let the thread go on."""
        with self._changed:
            self._open = True
            self._changed.notify_all()

    def clear(self) -> None:
        """Have the thread stand where it waits, and wait until it does."""
        with self._changed:
            self._open = False
            self._changed.wait_for(lambda: self._stands or self._open, _LONGEST_SECONDS)

    def wait(self, timeout: float | None = None) -> bool:
        """Stand until the thread may go on, which it may at once unless :meth:`clear` was called."""
        with self._changed:
            self._stands = True
            self._changed.notify_all()
            try:
                return self._changed.wait_for(self.is_set, timeout)
            finally:
                self._stands = False
