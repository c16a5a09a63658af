"""One window for each user: a second start hands its files to the first, over a socket that only this user can open.

A message is a length and JSON: the paths, absolute, and the display they are meant for. The first answers with a word.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

TAKEN, REFUSED = b"taken", b"other"
MOST_BYTES = 4 << 20
PATIENCE_S = 5.0  # how long a second start waits for a first that is busy
SILENCE_MS = 2000  # how long the first waits for a sender that says nothing more
LONGEST_NAME = 100  # of a socket's path, in bytes; systems allow 104 or 108
_HEAD = struct.Struct("!I")


def socket_path() -> Path:
    """Where the socket and its lock lie; both go with the login where the system has a place for that."""
    lasting = sys.platform == "linux" and not os.environ.get("XDG_RUNTIME_DIR")
    folder = platformdirs.user_data_dir if lasting else platformdirs.user_runtime_dir
    return Path(folder("thoracam", appauthor=False)) / "window.socket"


def handed_on(paths: Sequence[Path], socket: Path | None = None, patience: float = PATIENCE_S) -> bool:
    """Give these paths to the window that runs already; false where there is none, or none that answers in time."""
    message, socket = _message(paths), socket or socket_path()
    if len(message) > MOST_BYTES or not _own_folder(socket.parent):
        return False
    line = QLocalSocket()
    line.connectToServer(_name(socket))
    if not line.waitForConnected(1000):
        return False
    line.write(message)
    deadline = time.monotonic() + patience
    answer = b""
    while len(answer) < len(TAKEN) and time.monotonic() < deadline and line.isValid():
        line.waitForReadyRead(200)
        answer += bytes(line.readAll().data())
    line.abort()
    return answer == TAKEN


class FirstInstance(QObject):
    """Holds the place of the first window as long as it lives; ``received`` are the paths of later starts."""

    received = Signal(tuple)

    def __init__(self, socket: Path | None = None) -> None:
        super().__init__()
        self._socket = socket or socket_path()
        self._lock = QLockFile(str(self._socket.with_suffix(".lock")))
        self._lock.setStaleLockTime(0)  # a lock is as old as its process; one whose process is gone is taken over
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._meet)

    @property
    def is_first(self) -> bool:
        """Whether this window holds the place."""
        return self._server.isListening()

    def claim(self) -> bool:
        """Become the first window; false where another is, or where the system has no place for the socket."""
        if not _own_folder(self._socket.parent) or len(os.fsencode(self._socket)) > LONGEST_NAME:
            return False
        if not self._lock.tryLock(0):
            return False
        return self._server.listen(_name(self._socket))

    def close(self) -> None:
        """Leave the place to the next."""
        self._server.close()
        self._lock.unlock()

    @Slot()
    def _meet(self) -> None:
        while (line := self._server.nextPendingConnection()) is not None:
            sender = _Sender(line, self)
            sender.told.connect(self.received)
            if line.bytesAvailable():
                line.readyRead.emit()


class _Sender(QObject):
    """A later start on the other end of the line."""

    told = Signal(tuple)

    def __init__(self, line: QLocalSocket, parent: QObject) -> None:
        super().__init__(parent)
        self._line, self._heard = line, b""
        line.setParent(self)
        line.readyRead.connect(self._hear)
        line.disconnected.connect(self.deleteLater)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(line.abort)
        self._patience.start(SILENCE_MS)

    @Slot()
    def _hear(self) -> None:
        self._heard += bytes(self._line.readAll().data())
        if len(self._heard) < _HEAD.size:
            return
        (length,) = _HEAD.unpack(self._heard[: _HEAD.size])
        if length > MOST_BYTES:
            self._line.abort()
        elif len(self._heard) >= _HEAD.size + length:
            self._line.readyRead.disconnect(self._hear)
            self._understand(self._heard[_HEAD.size : _HEAD.size + length])

    def _understand(self, content: bytes) -> None:
        paths = _paths(content)
        self._line.write(REFUSED if paths is None else TAKEN)
        self._line.disconnectFromServer()
        if paths is not None:
            self.told.emit(paths)


def _message(paths: Sequence[Path]) -> bytes:
    """Paths as this process sees them become absolute here: the first window runs in another folder."""
    names = [str(path.absolute()) for path in paths]
    content = json.dumps({"display": _display(), "paths": names}).encode("ascii")  # any letters, also odd bytes
    return _HEAD.pack(len(content)) + content


def _paths(content: bytes) -> tuple[Path, ...] | None:
    """The paths of a message; None where it makes no sense or is meant for another screen."""
    try:
        found = json.loads(content)
        if found["display"] != _display():
            return None
        return tuple(Path(str(name)) for name in found["paths"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _display() -> str:
    return os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""


def _name(socket: Path) -> str:
    """Qt takes a path as it is where sockets are files; on Windows the name of a pipe, which is nobody else's."""
    return f"thoracam-{os.environ.get('USERNAME', '')}" if os.name == "nt" else str(socket)


def _own_folder(folder: Path) -> bool:
    """Make the folder where it is missing; whether nobody else can look into it."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "nt":
            return True
        state = folder.stat()
        return state.st_uid == os.getuid() and not state.st_mode & 0o077
    except OSError:
        return False
