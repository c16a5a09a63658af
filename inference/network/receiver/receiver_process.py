"""The program's side of the receiver: starts the process, hears what it tells, starts it anew, ends it."""

from __future__ import annotations

import multiprocessing
import queue
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from inference.core.errors import UsageError
from inference.network.connection.bounded_process import begin_child, bound_memory
from inference.network.receiver.events import CannotListen, Event, Listening, Restarted
from inference.network.receiver.options import ReceiverOptions
from inference.network.receiver.telling import Telling

MOST_RESTARTS = 30  # within a minute; then something is wrong that a further one does not mend
_LONGEST_START, _LONGEST_END = 60.0, 3.0


class ReceiverProcess:
    """A receiver that runs beside the program; :meth:`poll` from one thread, :meth:`close` from any.

    A receiver that was killed is started again at the same port; senders get an error meanwhile and may retry.
    """

    def __init__(self, options: ReceiverOptions) -> None:
        self._options = options.checked()
        self._events: queue.SimpleQueue[Event | None] = queue.SimpleQueue()
        self._child: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._restarts: list[float] = []
        self._closed = False
        self.port = options.port

    @property
    def pid(self) -> int | None:
        """The process that listens; None while there is none."""
        return None if self._child is None else self._child.pid

    def start(self) -> int:
        """Start it; answers the port at which it listens. Raises ``UsageError`` where it cannot."""
        self._launch()
        until = time.monotonic() + _LONGEST_START
        while time.monotonic() < until:
            event = self.poll(0.2)
            if isinstance(event, Listening):
                return event.port
            if isinstance(event, CannotListen):
                self.close()
                raise UsageError(event.why)
        self.close()
        raise UsageError("The receiver did not start in time.")

    def poll(self, seconds: float) -> Event | None:
        """What happened next, waiting no longer than that; None for nothing. Starts the process anew where it died."""
        try:
            event = self._events.get(timeout=seconds)
        except queue.Empty:
            return None
        if event is not None:
            if isinstance(event, Listening):
                self.port = event.port
            return event
        return None if self._closed else self._start_again()

    def close(self) -> None:
        """End the process; what it was receiving is not kept, and its sender gets an error."""
        self._closed = True
        if self._pipe is not None:
            with suppress(OSError):
                self._pipe.send(None)  # anything; at the end of the program the pipe's own end does it
        if self._child is not None:
            self._child.join(_LONGEST_END)
            if self._child.is_alive():
                self._child.kill()
                self._child.join()
        self._child = self._pipe = None

    def _start_again(self) -> Event:
        now = time.monotonic()
        self._restarts = [moment for moment in self._restarts if now - moment < 60.0] + [now]
        if len(self._restarts) > MOST_RESTARTS:
            return CannotListen("The receiver ended again and again, and was not started any more.")
        self._launch()
        return Restarted()

    def _launch(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        options = replace(self._options, port=self.port)  # the one that was found where any was asked for
        child = context.Process(target=serve, args=(theirs, options), name="thoracam-receiver", daemon=True)
        child.start()
        theirs.close()
        self._child, self._pipe = child, ours
        threading.Thread(target=self._hear, args=(ours,), name="thoracam-receiver-events", daemon=True).start()

    def _hear(self, pipe: Connection) -> None:
        """Take what the child tells at once, so that it never waits for the program; None at its end."""
        with suppress(EOFError, OSError):
            while True:
                for event in pipe.recv():
                    self._events.put(event)
        self._events.put(None)


def serve(pipe: Connection, options: ReceiverOptions) -> None:
    """The child: bound, listening until the program ends it or is gone."""
    begin_child()
    from inference.network.inbox.inbox import Inbox
    from inference.network.receiver.server import Receiver

    tell = Telling(pipe)
    try:
        with Inbox(options.folder, options.bounds.spare_bytes) as inbox:
            try:
                receiver = Receiver(options, inbox, tell)
            except (OSError, UsageError) as error:
                why = getattr(error, "detail", "") or getattr(error, "strerror", "") or "unknown"
                tell(CannotListen(f"The receiver at {options.bind}, port {options.port}, cannot listen: {why}."))
                return
            bound_memory(options.bounds.memory)
            threading.Thread(target=_end_with_program, args=(pipe, receiver.close), daemon=True).start()
            receiver.serve()
    except OSError as error:
        tell(CannotListen(f"Films cannot be kept in “{options.folder.name}”: {error.strerror or 'unknown'}."))
    finally:
        tell.end()


def _end_with_program(pipe: Connection, close: Callable[[], None]) -> None:
    with suppress(EOFError, OSError):
        pipe.recv()
    close()
