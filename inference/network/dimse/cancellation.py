"""C-CANCEL (PS3.7 9.3.2.3): telling a node to stop answering, and for how long it may still answer."""

from __future__ import annotations

import time

from pynetdicom.association import Association

_LONGEST_SECONDS = 3.0  # many archives do not heed the request, and answer on to the end


class Cancellation:
    """Stops the answers to a request: asked for once, and the association aborted where the node goes on.

    For one thread, and one request at a time: its message ID is 1.
    """

    def __init__(self, association: Association, model: str) -> None:
        self._association, self._model = association, model
        self._until, self._patience = 0.0, association.dimse_timeout

    @property
    def asked(self) -> bool:
        """Whether the node was told; what it still answers is not of interest."""
        return self._until > 0

    def ask(self) -> None:
        """Tell the node, the first time; from then on its silence is not waited for longer than its answers."""
        if not self.asked:
            self._until = time.monotonic() + _LONGEST_SECONDS
            self._wait(min(self._patience or _LONGEST_SECONDS, _LONGEST_SECONDS))
            self._association.send_c_cancel(1, query_model=self._model)

    def ended(self, *, final: bool) -> bool:
        """Whether no answer is to be waited for: after the ``final`` one, or as the time after asking is over."""
        if final:
            self._wait(self._patience)
        elif self.asked and time.monotonic() > self._until:
            self._association.abort()
            return True
        return final

    def _wait(self, seconds: float | None) -> None:
        """As its property, which waits for a lock that the library holds where an answer cannot be read."""
        self._association._dimse_timeout = seconds  # noqa: SLF001
