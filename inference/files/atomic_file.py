"""Writing files whole: a temporary name beside the target, then a rename; system errors become typed ones."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from inference.core.errors import AlreadyThere, DiskFull, ExportError, NotWritable

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST, errno.EISDIR}


def write_whole(path: Path, data: bytes, *, overwrite: bool = False) -> Path:
    """Write a file so that it is there whole or not at all.

    Makes the folder where it is missing. Raises ``AlreadyThere``, ``DiskFull``, ``NotWritable`` or ``ExportError``.
    """
    if path.exists() and not overwrite:
        raise AlreadyThere(path)
    with typed_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        _through_temporary(path, lambda handle: _write_all(handle, data))
    return path


def make_folder(path: Path) -> Path:
    """Make a folder where it is missing; raises as :func:`write_whole`."""
    with typed_errors(path):
        path.mkdir(parents=True, exist_ok=True)
    return path


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Turn the system's errors about writing ``path`` into errors of this program."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(path) from error
        if error.errno in _FORBIDDEN:
            raise NotWritable(path) from error
        raise ExportError(path, error.strerror or type(error).__name__) from error


def _through_temporary(path: Path, fill: Callable[[int], None]) -> None:
    handle, temporary = tempfile.mkstemp(prefix=".thoracam-", suffix=".part", dir=path.parent)
    try:
        try:
            fill(handle)
        finally:
            os.close(handle)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _write_all(handle: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]
    os.fsync(handle)
