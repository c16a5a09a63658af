"""One at a time, across processes: a lock beside what it guards, which goes with its holder, however that ends."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_HELD = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}
_WITHOUT_LOCKS = {errno.ENOLCK, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}
_PLACE = 1 << 30  # the byte that is locked on Windows: none that anybody reads
_PAUSE = 0.02


class Held(Exception):
    """Somebody else holds the lock; ``says`` is what they left in its file."""

    def __init__(self, says: bytes) -> None:
        super().__init__("held by another process")
        self.says = says


@contextmanager
def locked(path: Path, *, wait: float = 5.0) -> Iterator[None]:
    """Hold the lock of this file, which is there only as long; raises ``OSError`` where it stays held that long."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + wait
    while True:
        try:
            with lock_file(path):
                yield
                return
        except Held:
            if time.monotonic() >= until:
                raise OSError(errno.EAGAIN, "another process holds it") from None
            time.sleep(_PAUSE)


@contextmanager
def lock_file(path: Path, *, mode: int = 0o600) -> Iterator[BinaryIO]:
    """The open lock file, which holds what a holder that did not end well left in it, and goes at the end.

    Raises ``Held``, or ``OSError``. A disk that knows no locks is used without.
    """
    file = _taken(path, mode)
    try:
        yield file
    finally:
        _let_go(path, file)


def _taken(path: Path, mode: int) -> BinaryIO:
    while True:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), mode), "r+b")
        try:
            _lock(file)
            if _is_there(path, file):
                return file
        except BaseException:
            file.close()
            raise
        file.close()  # its holder took it away meanwhile


def _lock(file: BinaryIO) -> None:
    try:
        _ask_system(file)
    except OSError as error:
        if error.errno in _HELD:
            file.seek(0)
            raise Held(file.read(4096)) from None
        if error.errno not in _WITHOUT_LOCKS:
            raise


def _ask_system(file: BinaryIO) -> None:
    if sys.platform == "win32":
        import msvcrt

        file.seek(_PLACE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_there(path: Path, file: BinaryIO) -> bool:
    """Whether the file that was locked is still the one of that name."""
    try:
        return os.path.samestat(path.stat(), os.fstat(file.fileno()))
    except FileNotFoundError:
        return False


def _let_go(path: Path, file: BinaryIO) -> None:
    with suppress(OSError):
        if sys.platform == "win32":  # an open file cannot be taken away there
            file.close()
        path.unlink()
    with suppress(OSError):
        file.close()
