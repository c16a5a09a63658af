"""How a receiver's process tells the program what happens: at once, or gathered where much does."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
from multiprocessing.connection import Connection

from inference.network.receiver.events import Event

TELL_EVERY = 0.1  # seconds: each telling wakes threads of the window, which works while films arrive


class Telling:
    """Called with an event from any thread; a thread of its own sends lists of them, in order."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._send, name="telling", daemon=True)
        self._thread.start()

    def __call__(self, event: Event) -> None:
        """Have an event told."""
        self._events.put(event)

    def end(self) -> None:
        """Tell what is left; nothing is told after that."""
        self._ending.set()
        self._events.put(None)
        self._thread.join()

    def _send(self) -> None:
        going = True
        while going:
            found = [self._events.get()]
            with suppress(queue.Empty):
                while True:
                    found.append(self._events.get_nowait())
            going = None not in found
            told = [event for event in found if event is not None]
            with suppress(OSError):  # the program is gone
                if told:
                    self._pipe.send(told)
            self._ending.wait(TELL_EVERY)
