"""Which of millions of texts have been seen, at sixteen bytes a text."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

WIDTH = 16  # bytes of a digest: two of 10^7 texts are the same with a chance of 10^-25
_RECENT = 1 << 14  # that are kept in a set before they are sorted in


class DigestSet:
    """A set of texts that only grows; of each its digest is kept (BLAKE2b, 16 bytes)."""

    def __init__(self) -> None:
        self._sorted: list[NDArray[np.bytes_]] = []  # each at least twice as long as the next
        self._recent: set[bytes] = set()

    def __len__(self) -> int:
        return sum(len(part) for part in self._sorted) + len(self._recent)

    def __contains__(self, text: str) -> bool:
        return self._holds(_digest(text))

    def add(self, text: str) -> bool:
        """Keep a text; whether it is new."""
        digest = _digest(text)
        if self._holds(digest):
            return False
        self._recent.add(digest)
        if len(self._recent) >= _RECENT:
            self._sort_in()
        return True

    def _holds(self, digest: bytes) -> bool:
        if digest in self._recent:
            return True
        wanted = np.array([digest], f"S{WIDTH}")
        for part in self._sorted:
            place = int(np.searchsorted(part, wanted)[0])
            if place < len(part) and part[place] == wanted[0]:
                return True
        return False

    def _sort_in(self) -> None:
        """The recent ones become a sorted part; parts of like length become one."""
        self._sorted.append(np.sort(np.array(list(self._recent), f"S{WIDTH}")))
        self._recent = set()
        while len(self._sorted) > 1 and len(self._sorted[-2]) < 2 * len(self._sorted[-1]):
            last, before = self._sorted.pop(), self._sorted.pop()
            self._sorted.append(np.sort(np.concatenate([before, last])))


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogateescape"), digest_size=WIDTH).digest()
