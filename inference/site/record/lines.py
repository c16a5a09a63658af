"""A line of the record as text, and back: JSON with its keys in order, its number, and the digest of the line before.

The digest of a line is the SHA-256 of all of it but the digest itself, so that it vouches for every line before it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

Fact = str | int | float | bool | None | list[str]
NOTHING_BEFORE = "0" * 64
MOST_BYTES = 64 << 10  # of a line; those that are written are below one kilobyte
_OWN = ("n", "at", "did", "film", "before", "digest")


class Did(StrEnum):
    """What was done."""

    BEGAN = "began"  # the record was switched on, or the program started with it
    ENDED = "ended"
    SHOWN = "shown"  # a film
    RESULTS = "results shown"
    REVEALED = "revealed"  # the model's word, after an unaided read
    CALLED = "called"  # a finding, in an unaided read, or the model's word assessed
    CHANGED = "changed"  # annotations, impression, model, settings that change numbers
    EXPORTED = "exported"
    SENT = "sent"
    TORN = "torn"  # a line that was half written when the computer stopped was cut off


@dataclass(frozen=True, slots=True)
class Use:
    """Something that was done ``at`` a moment (ISO 8601, UTC) with a film (its hash, empty for none)."""

    did: Did
    at: str
    film_hash: str = ""
    facts: Mapping[str, Fact] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class End:
    """Where a record ends: how many lines there are, and the digest of the last."""

    count: int = 0
    digest: str = NOTHING_BEFORE


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was read; ``genuine``: its digest is that of its content."""

    number: int
    before: str
    digest: str
    genuine: bool


def line_of(use: Use, film: str, end: End) -> tuple[bytes, End]:
    """The line that follows ``end``, and where the record ends with it; ``film`` stands for the film's hash."""
    if set(use.facts) & set(_OWN):
        raise ValueError("a fact of a name that every line has")
    content = {"n": end.count + 1, "at": use.at, "did": use.did.value, "film": film, "before": end.digest, **use.facts}
    digest = _digest(content)
    return _text({**content, "digest": digest}) + b"\n", End(end.count + 1, digest)


def read_line(text: bytes) -> Line | None:
    """What a line says of itself; None for what is no line of a record."""
    try:
        found = json.loads(text.decode("utf-8"))
        digest = found.pop("digest")
        number, before = found["n"], found["before"]
    except (ValueError, RecursionError, KeyError, TypeError, AttributeError):
        return None
    if not (type(number) is int and isinstance(before, str) and isinstance(digest, str)):
        return None
    whole = _text({**found, "digest": digest}) == text.rstrip(b"\n")  # in no other form than it was written in
    return Line(number, before, digest, whole and _digest(found) == digest)


def _digest(content: Mapping[str, object]) -> str:
    return hashlib.sha256(_text(content)).hexdigest()


def _text(content: Mapping[str, object]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "replace")
