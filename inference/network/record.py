"""The record: what was sent, received and asked for, a line of JSON each; UIDs as hashes, no names of patients."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import platformdirs

from inference.core.errors import NetworkError
from inference.files.private_file import append_private

MOST_BYTES = 8 << 20  # then the file before it goes, and this one takes its place


class Did(StrEnum):
    """What was done with a node."""

    TESTED = "tested"
    SENT = "sent"
    RECEIVED = "received"
    QUERIED = "queried"
    FETCHED = "fetched"
    REFUSED = "refused"


def network_folder() -> Path:
    """Where the record and the queue of what is to be sent are kept on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "network"


def hashed(uid: str) -> str:
    """A UID as the record and file names say it: twenty hexadecimal digits of its SHA-256."""
    return hashlib.sha256(uid.strip(" \0").encode("utf-8", "replace")).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of the record, but for the time: see :meth:`NetworkRecord.note`."""

    did: Did
    node: str
    outcome: str
    count: int = 0
    uid: str = ""


class NetworkRecord:
    """Appends to the record; a full disk loses a line, never the work that it is about."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or network_folder() / "record.jsonl"

    def note(self, did: Did, node: str, outcome: str, *, count: int = 0, uid: str = "") -> None:
        """Add a line: the time, what was done with which node, of how many objects, how it ended, about which UID."""
        self.note_all([Noted(did, node, outcome, count, uid)])

    def note_all(self, notes: Iterable[Noted]) -> None:
        """Add a line for each, in one writing."""
        text = "".join(map(_line, notes))
        if text:
            with suppress(OSError):
                self._turn_over()
                with append_private(self.path) as file:
                    file.write(text)

    @contextmanager
    def of_failure(self, did: Did, node: str, *, uid: str = "") -> Iterator[None]:
        """Add a line where what is done in this block fails at the node, by the kind of its error."""
        try:
            yield
        except NetworkError as error:
            self.note(did, node, type(error).__name__, uid=uid)
            raise

    def lines(self) -> Iterator[dict[str, object]]:
        """Every line, oldest first; what is no line of the record is passed over."""
        for path in (self._before, self.path):
            with suppress(OSError):
                for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                    with suppress(ValueError):
                        found = json.loads(line)
                        if isinstance(found, dict):
                            yield found

    @property
    def _before(self) -> Path:
        return self.path.with_name(f"{self.path.stem}-before{self.path.suffix}")

    def _turn_over(self) -> None:
        if self.path.exists() and self.path.stat().st_size > MOST_BYTES:
            self.path.replace(self._before)


def _line(noted: Noted) -> str:
    line: dict[str, object] = {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "did": noted.did.value,
        "node": noted.node,
        "count": noted.count,
        "outcome": noted.outcome,
    }
    if noted.uid:
        line["uid"] = hashed(noted.uid)
    return json.dumps(line, ensure_ascii=False) + "\n"
