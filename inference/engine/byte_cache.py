"""A cache of recent work, bounded in bytes, that forgets what was used longest ago; safe from any thread."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

Value = TypeVar("Value")

DEFAULT_BYTES = 512 << 20


class ByteCache(Generic[Value]):
    """Values by key, together at most ``limit`` bytes; a value larger than that is not kept at all."""

    def __init__(self, limit: int = DEFAULT_BYTES) -> None:
        self._limit = limit
        self._held = 0
        self._values: OrderedDict[Hashable, tuple[Value, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Value | None:
        """The value under ``key``, which is now the most recently used; None where it is not held."""
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def take(self, key: Hashable) -> Value | None:
        """The value under ``key``, which is held no longer; None where it was not held."""
        with self._lock:
            value = self._values[key][0] if key in self._values else None
            self._drop(key)
            return value

    def put(self, key: Hashable, value: Value, size: int) -> None:
        """Keep ``value`` of ``size`` bytes and forget the oldest until all fits."""
        with self._lock:
            self._drop(key)
            if size > self._limit:
                return
            self._values[key] = (value, size)
            self._held += size
            while self._held > self._limit:
                self._drop(next(iter(self._values)))

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._values.clear()
            self._held = 0

    @property
    def held(self) -> int:
        """Bytes held now."""
        return self._held

    def __len__(self) -> int:
        return len(self._values)

    def _drop(self, key: Hashable) -> None:
        dropped = self._values.pop(key, None)
        self._held -= dropped[1] if dropped else 0
