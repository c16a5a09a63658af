"""Writing files whole: a temporary name beside the target, then a rename; system errors become typed ones."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from inference.core.errors import AlreadyThere, DiskFull, ExportError, NotWritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_IN_THE_WAY = {errno.ENOTDIR, errno.EEXIST}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}
OWNER = secrets.token_hex(4)  # of this process, in the names of what it has half-written
TEMPORARY = r"\.thoracam-([0-9a-f]{8})[0-9a-f]{8}\.part"


def write_whole(path: Path, data: bytes, *, overwrite: bool = False, private: bool = False) -> Path:
    """Write a file so that it is there whole, on the disk, or not at all.

    Makes the folder where it is missing. Raises ``AlreadyThere``, ``DiskFull``, ``NotWritable`` or ``ExportError``.
    """
    if path.exists() and not overwrite:
        raise AlreadyThere(path)
    with typed_errors(path), atomic_file(path, private=private, durable=True) as file:
        _write_all(file.fileno(), data)
    return path


@contextmanager
def atomic_file(path: Path, *, private: bool = False, durable: bool = False) -> Iterator[BinaryIO]:
    """A file to write into; when the block ends well it takes the place of ``path``, else it goes. Raises ``OSError``.

    Makes the folder where it is missing. The umask decides who may read both; ``private`` ones only their owner.
    ``durable`` waits until the disk has the file.
    """
    path.parent.mkdir(mode=0o700 if private else 0o777, parents=True, exist_ok=True)
    temporary = temporary_beside(path)
    file = open_new(temporary, private=private)
    try:
        with file:
            yield file
            file.flush()
            if durable:
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def make_folder(path: Path) -> Path:
    """Make a folder where it is missing; raises as :func:`write_whole`."""
    with typed_errors(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


def is_full(error: BaseException) -> bool:
    """Whether an error says that a disk, or what this user may have of it, is full."""
    return isinstance(error, OSError) and error.errno in _FULL


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors about writing ``path`` into errors of this program."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(path) from error
        if error.errno in _IN_THE_WAY and (file := _file_among((path, *path.parents))):
            raise NotWritable(file) from error
        if error.errno in _FORBIDDEN:
            raise NotWritable(path) from error
        raise ExportError(path, error.strerror or type(error).__name__) from error


def _file_among(places: Iterable[Path]) -> Path | None:
    """The first of these that is a file and no folder; None where nobody can say."""
    with suppress(OSError):
        return next((place for place in places if place.is_file()), None)
    return None


def temporary_beside(path: Path) -> Path:
    """A name in the same folder that nobody has and that says whose it is."""
    return path.with_name(f".thoracam-{OWNER}{secrets.token_hex(4)}.part")


def open_new(path: Path, *, private: bool) -> BinaryIO:
    """A new file to write and read; fails where there is one. ``tempfile`` would make it 0600 whatever the umask."""
    mode = 0o600 if private else 0o666
    return open(path, "x+b", opener=lambda name, flags: os.open(name, flags, mode))


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
