"""New UIDs and pseudonyms for old ones: the same for the same within one key, and worthless without it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class NewUids:
    """One key, one set of replacements: make one for each export of films that belong together.

    The key is random and never written, so that nobody can test whether a known UID or patient ID stands behind a new
    one (PS3.15 E.1.1, action U: replaced by UIDs that are consistent within a set of instances).
    """

    key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def uid(self, old: str) -> str:
        """The new UID for an old one, UUID-derived (PS3.5 B.2), at most 64 characters."""
        return uid_of(self._digest("uid", old))

    def pseudonym(self, patient: str) -> str:
        """A name and ID for a patient whose own are left out; ``patient`` is what tells patients apart."""
        return f"ANON-{self._digest('patient', patient).hex()[:12].upper()}"

    def _digest(self, purpose: str, value: str) -> bytes:
        return hmac.new(self.key, f"{purpose}:{value}".encode(), hashlib.sha256).digest()


def uid_of(digest: bytes) -> str:
    """A UID from the first 16 of random or hashed bytes (PS3.5 B.2)."""
    return f"2.25.{uuid.UUID(bytes=digest[:16], version=4).int}"


def derived_uid(*facts: str) -> str:
    """A UID that is the same wherever the same facts are, for what has none of its own."""
    return uid_of(hashlib.sha256("\n".join(facts).encode()).digest())
