"""A request from outside to end (logging out, ``kill``, Ctrl+C) ends the program as its own Quit does."""

from __future__ import annotations

import contextlib
import signal
import socket
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

REQUESTS = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))


class UnixSignals(QObject):
    """Python sees a request only between two of its own steps, and Qt may wait long for one: a socket wakes it."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._ours, self._theirs = socket.socketpair()
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._before = {number: signal.signal(number, _nothing) for number in REQUESTS}
        self._waking = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._woken)

    def close(self) -> None:
        """Leave requests to whoever took them before."""
        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(self._waking)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._ours.close()
        self._theirs.close()

    @Slot()
    def _woken(self) -> None:
        with contextlib.suppress(OSError):
            if set(self._ours.recv(64)) & set(REQUESTS):
                self.wanted.emit()


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Takes the request from Python, whose own answer would end the program at once."""
