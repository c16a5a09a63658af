"""What all senders together took: bytes and objects in the last minute, and bytes of the inbox."""

from __future__ import annotations

import threading
import time
from collections import deque
from pathlib import Path

from inference.network.connection.bounds import Bounds

_MINUTE = 60.0
_LOOK_EVERY = 32 << 20  # bytes between two looks at the disk


class Exceeded(OSError):
    """A bound was reached: the connection ends; ``args[0]`` says which bound, in words."""


class Meter:
    """Counts, and raises ``Exceeded``; safe from any thread. Without a ``folder`` nothing is kept."""

    def __init__(self, bounds: Bounds, folder: Path | None = None) -> None:
        self._bounds, self._lock = bounds, threading.Lock()
        self._bytes: deque[tuple[float, int]] = deque()
        self._objects: deque[float] = deque()
        self._in_minute, self._since_look = 0, 0
        self.kept = 0 if folder is None else sum(map(_size, folder.rglob("*.dcm")))

    def took(self, count: int) -> bool:
        """Count bytes that came; answers whether it is time to look at the disk."""
        now = time.monotonic()
        with self._lock:
            self._bytes.append((now, count))
            self._in_minute += count
            while self._bytes and self._bytes[0][0] < now - _MINUTE:
                self._in_minute -= self._bytes.popleft()[1]
            if self._in_minute > self._bounds.bytes_a_minute:
                raise Exceeded("more bytes came within a minute than are allowed")
            self._since_look += count
            if self._since_look < _LOOK_EVERY:
                return False
            self._since_look = 0
            return True

    def too_many_objects(self) -> bool:
        """Count an object; answers whether too many came within a minute."""
        now = time.monotonic()
        with self._lock:
            while self._objects and self._objects[0] < now - _MINUTE:
                self._objects.popleft()
            if len(self._objects) >= self._bounds.objects_a_minute:
                return True
            self._objects.append(now)
            return False

    def keep(self, count: int) -> None:
        """Count bytes that stay in the inbox."""
        with self._lock:
            self.kept += count

    @property
    def full(self) -> bool:
        """Whether the inbox holds all that it may."""
        return self.kept >= self._bounds.folder_bytes


def _size(path: Path) -> int:
    """The bytes of a file; 0 for one that another process moved or took away meanwhile."""
    try:
        return path.stat().st_size
    except OSError:
        return 0
