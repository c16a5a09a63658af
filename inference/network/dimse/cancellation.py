"""C-CANCEL (PS3.7 9.3.2.3): telling a node to stop answering, and for how long it may still answer."""

from __future__ import annotations

import threading
from contextlib import suppress
from types import TracebackType

from pynetdicom.association import Association

from inference.core.cancel import CancelToken

_LONGEST_SECONDS = 2.0  # many archives do not heed the request, and answer on to the end
_TICK = 0.05


class Cancellation:
    """Stops the answers to a request where enough came or somebody cancels, whatever the node does then.

    While it is entered it looks after the token, also where the node says nothing. C-CANCEL is sent once; what is not
    over soon after is ended with its association. One request of an association at a time: its message ID is 1.
    """

    def __init__(self, association: Association, model: str, token: CancelToken | None = None) -> None:
        self._association, self._model, self._token = association, model, token
        self._asked, self._over = threading.Event(), threading.Event()
        self._watch = threading.Thread(target=self._run, name="thoracam-cancellation", daemon=True)

    def __enter__(self) -> Cancellation:
        self._watch.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._over.set()
        self._watch.join()

    @property
    def asked(self) -> bool:
        """Whether the node is told to stop; what it still answers is not of interest."""
        return self._asked.is_set() or (self._token is not None and self._token.cancelled)

    @property
    def in_vain(self) -> bool:
        """Whether the node did not stop, and the association is at its end."""
        return self.asked and not self._association.is_established

    def ask(self) -> None:
        """Have the node told that enough came."""
        self._asked.set()

    def _run(self) -> None:
        while not self.asked:
            if self._over.wait(_TICK):
                return
        with suppress(RuntimeError):  # the association is at its end already
            self._association.send_c_cancel(1, query_model=self._model)
        if not self._over.wait(_LONGEST_SECONDS):
            self._association.abort()
            self._association.dimse.msg_queue.put((None, None))  # whoever waits there is not told by the library
