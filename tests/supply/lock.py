"""``requirements.lock`` read: every distribution of the running program, with version, condition and hashes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements.lock"
_ENTRY = re.compile(r"^([a-z0-9-]+)==([^\s;\\]+)(?:\s*;\s*(.+?))?\s*\\\n((?:\s+--hash=.*\n?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Pinned:
    """One line of the lock; ``marker`` says where it is installed, empty for everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pinned(lock: Path = LOCK) -> tuple[Pinned, ...]:
    """Every distribution of the lock, in its order."""
    return tuple(
        Pinned(name, version, marker or "", tuple(re.findall(r"sha256:([0-9a-f]{64})", hashes)))
        for name, version, marker, hashes in _ENTRY.findall(lock.read_text("utf-8"))
    )
