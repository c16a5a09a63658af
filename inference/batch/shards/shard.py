"""Films shared out between runs that know nothing of each other: by a hash of what a list calls each."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

WHOLE_TEXT = "1/1"


@dataclass(frozen=True, slots=True)
class Shard:
    """Part ``number`` (from 1) of ``of`` parts of a list.

    A film belongs to the part that the first eight bytes of the SHA-256 of its key (UTF-8) name, as a big-endian number
    modulo ``of``: the same in any order, on any machine, and whatever else the list holds.
    """

    number: int = 1
    of: int = 1

    def holds(self, key: str) -> bool:
        """Whether the film that the list calls so is in this part."""
        digest = hashlib.sha256(key.encode("utf-8", "surrogateescape")).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"


WHOLE = Shard()


def shard_of(text: str) -> Shard:
    """``K/N`` read; raises ``ValueError``, with a sentence, where K is not one of 1 to N."""
    first, slash, second = text.partition("/")
    if not (slash and first.isdecimal() and second.isdecimal()):
        raise ValueError("is K/N, as in 3/16")
    shard = Shard(int(first), int(second))
    if not 1 <= shard.number <= shard.of:
        raise ValueError(f"is one of 1/{max(shard.of, 1)} to {max(shard.of, 1)}/{max(shard.of, 1)}")
    return shard
