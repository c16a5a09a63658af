"""The parts of an answer of WADO-RS (PS3.18 8.6.1.2, RFC 2046), byte for byte into files: none is held in memory."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from email.message import Message
from pathlib import Path

from inference.files.atomic_file import open_new

_HEAD_BYTES = 16_384  # before the first part, and of the headers of one
Name = Callable[[], Path]  # a name for the next file
Check = Callable[[int, int], None]  # told the bytes of this file, and of its last piece; raises at a bound


class NoParts(ValueError):
    """What came is no multipart answer as the standard has it; ``args[0]`` says why, in words."""


def boundary_of(content_type: str) -> bytes:
    """What parts two parts, of a ``Content-Type``; empty where the answer is one object. Raises ``NoParts``."""
    said = Message()
    said["content-type"] = re.sub(r"[\r\n]", " ", content_type)
    if said.get_content_type() == "application/dicom":
        return b""
    boundary = str(said.get_param("boundary") or "")
    if said.get_content_maintype() != "multipart" or not 0 < len(boundary) <= 200 or not boundary.isascii():
        raise NoParts("what it answered holds no DICOM objects")
    return boundary.encode("ascii")


def written_parts(pieces: Iterable[bytes], boundary: bytes, name: Name, check: Check) -> Iterator[Path]:
    """Each part as a file; raises ``NoParts``, what ``check`` raises, and ``OSError``."""
    source = _Source(iter(pieces))
    if not boundary:
        yield _written(name(), check, source.rest())
        return
    source.skip_to(b"--" + boundary)
    while not source.begins(b"--"):
        source.skip_head()
        yield _written(name(), check, source.until(b"\r\n--" + boundary))


def _written(path: Path, check: Check, pieces: Iterator[bytes]) -> Path:
    try:
        with open_new(path, private=True) as file:
            for piece in pieces:
                file.write(piece)
                check(file.tell(), len(piece))
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path


class _Source:
    """Bytes that come in pieces, looked through for what ends a part."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, b""

    def _more(self) -> None:
        piece = next(self._pieces, b"")
        if not piece:
            raise NoParts("what it answered ends in the middle")
        self._held += piece

    def begins(self, what: bytes) -> bool:
        """Whether this comes next; it stays."""
        while len(self._held) < len(what):
            self._more()
        return self._held.startswith(what)

    def skip_to(self, end: bytes) -> None:
        """Pass over what comes before ``end``, and over it."""
        while (place := self._held.find(end)) < 0:
            if len(self._held) > _HEAD_BYTES:
                raise NoParts("what it answered has no parts")
            self._more()
        self._held = self._held[place + len(end) :]

    def skip_head(self) -> None:
        """Pass over the headers of a part, of which there may be none."""
        if self.begins(b"\r\n\r\n"):
            self._held = self._held[4:]
        else:
            self.skip_to(b"\r\n\r\n")

    def until(self, end: bytes) -> Iterator[bytes]:
        """What comes before ``end``, in pieces; ``end`` is passed over."""
        while (place := self._held.find(end)) < 0:
            sure = len(self._held) - len(end) + 1
            if sure > 0:
                yield self._held[:sure]
                self._held = self._held[sure:]
            self._more()
        yield self._held[:place]
        self._held = self._held[place + len(end) :]

    def rest(self) -> Iterator[bytes]:
        """All that comes."""
        yield from filter(None, (self._held,))
        yield from self._pieces
