"""Files as bounded streams: only regular files are opened, and no length in a file makes a large allocation."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, Literal

from inference.core.errors import FileMissing, NotAFilm
from inference.core.limits import DEFAULT_LIMITS
from inference.reading.files.zip_archive import archive_of, read_member, starts_like_archive

_HEAD = 160
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
_GROUPS = (2, 8)  # the group of the first element of a DICOM data set that lacks a preamble


class Kind(Enum):
    """What the first bytes of a file say it is."""

    DICOM = "dicom"
    PICTURE = "picture"
    OTHER = "other"


class BoundedReader(io.BufferedReader):
    """A file whose ``read`` never asks for more than is left, so that a length of 4 GB in a header costs nothing."""

    def __init__(self, raw: io.FileIO, size: int) -> None:
        super().__init__(raw)
        self._size = size

    def read(self, size: int | None = -1, /) -> bytes:
        """Read ``size`` bytes, or as many as the file still has."""
        left = max(self._size - self.tell(), 0)
        return super().read(left if size is None or size < 0 else min(size, left))


@dataclass(frozen=True, slots=True)
class Source:
    """An open file: a seekable stream, its size in bytes and the kind its first bytes show."""

    path: Path
    stream: BinaryIO
    size: int
    kind: Kind


@contextmanager
def open_source(path: Path, most: int = DEFAULT_LIMITS.decoded_bytes, *, whole: bool = True) -> Iterator[Source]:
    """Open a regular file, or a member of a ZIP archive, for reading.

    ``most`` bounds what is unpacked from an archive; without ``whole`` no more than that is.
    Raises ``FileMissing`` when it is not there or not readable, ``NotAFilm`` for folders, pipes, devices and sockets,
    which are never opened.
    """
    archive = None if os.path.lexists(path) else archive_of(path)
    if archive is not None:
        content, size = read_member(archive, path, most, whole=whole)
        yield Source(path, io.BytesIO(content), size, kind_of(content[:_HEAD]))
        return
    size = regular_size(path)
    try:
        raw = io.FileIO(path)
    except OSError as error:
        raise FileMissing(path, error.strerror or "cannot be opened") from error
    with BoundedReader(raw, size) as stream:
        yield Source(path, stream, size, kind_of(peek(stream)))


def what_instead(source: Source) -> str:
    """What a file that is no film seems to be, as part of a sentence; empty where nobody can tell."""
    if source.size == 0:
        return "it is empty"
    source.stream.seek(0)
    head = source.stream.read(64)
    if starts_like_archive(head):
        if os.path.lexists(source.path):
            return "it is an archive; name it .zip and open it in the window or with thoracam analyze"
        return "it is an archive within an archive; unpack the outer one first"
    text = head.lstrip().lower()
    return "it is a web page or another text" if text.startswith((b"<!doctype", b"<html", b"<?xml", b"{")) else ""


def regular_size(path: Path) -> int:
    """The size in bytes of a regular file; raises as :func:`open_source` does."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise FileMissing(path, getattr(error, "strerror", None) or "no such file") from error
    if stat.S_ISDIR(status.st_mode):
        raise NotAFilm(path, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise NotAFilm(path, "it is a pipe, a device or a socket")
    return status.st_size


def peek(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which is left at its start."""
    stream.seek(0)
    head = stream.read(_HEAD)
    stream.seek(0)
    return head


def kind_of(head: bytes) -> Kind:
    """Judge a file by its first 160 bytes; a DICOM preamble wins over the TIFF header it may hold."""
    if head[128:132] == b"DICM":
        return Kind.DICOM
    if head.startswith(_PICTURES):
        return Kind.PICTURE
    return Kind.DICOM if _starts_like_a_data_set(head) else Kind.OTHER


def _starts_like_a_data_set(head: bytes) -> bool:
    """Whether the first eight bytes are an element of group 2 or 8, in either byte order, explicit or implicit VR."""
    order: Literal["little", "big"]
    for order in ("little", "big"):
        group, element = int.from_bytes(head[:2], order), int.from_bytes(head[2:4], order)
        if group not in _GROUPS or element > 0x1200:
            continue
        length = int.from_bytes(head[4:8], order)
        if head[4:6].isalpha() and head[4:6].isupper():
            return True
        if order == "little" and len(head) >= 8 and length < 1024:
            return True
    return False
