"""A cache of recent work, bounded in bytes, that forgets what was used longest ago; safe from any thread.

cachetools keeps the order and the sum; it knows no locks and takes a value's size from the value itself.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable
from typing import Generic, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")

DEFAULT_BYTES = 512 << 20


class ByteCache(Generic[Value]):
    """Values by key, together at most ``limit`` bytes; a value larger than that is not kept at all."""

    def __init__(self, limit: int = DEFAULT_BYTES) -> None:
        self._sized: LRUCache[Hashable, tuple[Value, int]] = LRUCache(limit, getsizeof=lambda sized: sized[1])
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value under ``key``, which is now the most recently used; None where it is not held."""
        with self._lock:
            sized = self._sized.get(key)
        return None if sized is None else sized[0]

    def take(self, key: Hashable) -> Value | None:
        """The value under ``key``, which is held no longer; None where it was not held."""
        with self._lock:
            sized = self._sized.pop(key, None)
        return None if sized is None else sized[0]

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep ``value`` of ``size`` bytes and forget the oldest until all fits."""
        with self._lock:
            self._sized.pop(key, None)
            if size <= self._sized.maxsize:
                self._sized[key] = (value, size)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._sized.clear()

    @property
    def held(self) -> int:
        """Bytes held now."""
        return int(self._sized.currsize)

    def __len__(self) -> int:
        return len(self._sized)
