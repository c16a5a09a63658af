"""Appending to the record, by several processes at once, so that a crash costs no line that was acknowledged.

Lines are in files ``use-000001.jsonl`` and so on. ``head.json`` holds how many lines there are and the digest of the
last, so that a record that was cut off at its end is found; ``salt`` turns film hashes into names that no other record
has. A crash leaves lines that ``head.json`` does not know yet: they follow it, and are taken in. Half a line is cut
off, and a line says so. Nothing is mended that does not follow.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import platformdirs

from inference.core.errors import RecordNotKept
from inference.files.atomic_file import atomic_file
from inference.files.file_lock import locked
from inference.site.record.lines import MOST_BYTES, Did, End, Use, line_of, read_line

HEAD, SALT, LOCK = "head.json", "salt", ".lock"
FULL = 8 << 20  # bytes of a file, from which on the next one is begun
PATTERN = "use-*.jsonl"


class Head(msgspec.Struct, frozen=True):
    """What ``head.json`` holds."""

    count: int
    digest: str


def record_folder() -> Path:
    """Where the record of use is kept on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "record"


def files_of(folder: Path) -> list[Path]:
    """The files of a record, in the order in which they were written."""
    return sorted(folder.glob(PATTERN))


def read_head(folder: Path) -> Head | None:
    """Where the record ends by its own word; None where it says nothing that can be understood. Raises ``OSError``."""
    try:
        return msgspec.json.decode((folder / HEAD).read_bytes(), type=Head)
    except (FileNotFoundError, ValueError):
        return None


def now() -> str:
    """This moment as lines have it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class UseRecord:
    """Appends what was done to the record in a folder."""

    def __init__(self, folder: Path | None = None, full: int = FULL) -> None:
        self.folder, self._full = folder or record_folder(), full

    def append(self, uses: Sequence[Use]) -> End:
        """Append these, and wait until the disk has them; where the record ends now. Raises ``RecordNotKept``."""
        try:
            with locked(self.folder / LOCK):
                return self._append(uses)
        except OSError as error:
            raise RecordNotKept(self.folder, error.strerror or "") from error

    def film(self, film_hash: str) -> str:
        """The name of a film in this record; empty for none. Raises ``OSError``."""
        if not film_hash:
            return ""
        return hmac.new(self._salt(), film_hash.encode("utf-8"), hashlib.sha256).hexdigest()[:32]

    def _append(self, uses: Sequence[Use]) -> End:
        files = files_of(self.folder)
        head = read_head(self.folder)
        known = End() if head is None else End(head.count, head.digest)
        file = files[-1] if files else self._next(0)
        end, torn = _taken_in(file, known)
        if torn:
            uses = (Use(Did.TORN, now()), *uses)
        if file.exists() and file.stat().st_size >= self._full:
            file = self._next(int(file.stem.rpartition("-")[2]))
        lines = []
        for use in uses:
            line, end = line_of(use, self.film(use.film_hash), end)
            lines.append(line)
        _write(file, lines)
        with atomic_file(self.folder / HEAD, private=True, durable=True) as written:
            written.write(json.dumps({"count": end.count, "digest": end.digest}).encode("utf-8"))
        return end

    def _next(self, number: int) -> Path:
        return self.folder / f"use-{number + 1:06d}.jsonl"

    def _salt(self) -> bytes:
        path = self.folder / SALT
        with suppress(FileNotFoundError):
            return path.read_bytes()
        salt = secrets.token_bytes(32)
        with atomic_file(path, private=True, durable=True) as file:
            file.write(salt)
        return salt


def _taken_in(file: Path, known: End) -> tuple[End, bool]:
    """Where the record ends with lines that were written and not acknowledged; whether half a line was cut off.

    Only what follows ``known`` is taken in. Half a line is cut off where nothing acknowledged is lost by it.
    """
    if not file.exists():
        return known, False
    lines = _last_lines(file)
    torn = bool(lines) and not lines[-1].endswith(b"\n")
    end, follows = known, known.count == 0
    for text in lines[:-1] if torn else lines:
        line = read_line(text)
        if line is None or not line.genuine:
            follows = False
        elif (line.number, line.digest) == (known.count, known.digest):
            end, follows = known, True
        elif follows and (line.number, line.before) == (end.count + 1, end.digest):
            end = End(line.number, line.digest)
        else:
            follows = False
    if not (torn and follows):
        return (end if follows else known), False
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - len(lines[-1]))
    return end, True


def _last_lines(file: Path, most: int = 16 * MOST_BYTES) -> list[bytes]:
    """The lines at the end of a file; of a longer one without the one that is begun before."""
    with file.open("rb") as opened:
        start = max(0, file.stat().st_size - most)
        opened.seek(start)
        lines = opened.read().splitlines(keepends=True)
    return lines[1:] if start else lines


def _write(file: Path, lines: Iterable[bytes]) -> None:
    """Append whole lines; what stands half there already, and was not cut off, is ended first."""
    handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
    with os.fdopen(handle, "ab") as opened:
        if opened.tell() and not _ends_whole(file):
            opened.write(b"\n")
        opened.write(b"".join(lines))
        opened.flush()
        os.fsync(opened.fileno())


def _ends_whole(file: Path) -> bool:
    with file.open("rb") as opened:
        opened.seek(-1, os.SEEK_END)
        return opened.read(1) == b"\n"
