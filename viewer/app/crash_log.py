"""The log and the last line of defence: nothing unexpected ends the program without a trace; never patient data.

Messages of libraries, of Qt and of errors may quote a file, so none of them is written down: only who spoke, and where.
"""

from __future__ import annotations

import faulthandler
import io
import logging
import platform
import re
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO

import platformdirs
import PySide6
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from inference.core.software import SOFTWARE
from inference.files.private_file import append_private

log = logging.getLogger("thoracam")
MOST_BYTES, OLDER_FILES = 500_000, 3
MOST_PLACES = 30  # of an endless recursion, the last
OURS = {"thoracam", "viewer", "inference"}  # loggers whose messages are written by us and name nobody
_QT_FUNCTION = re.compile(r"Q[A-Za-z]+(::[A-Za-z]+)+")


def log_path() -> Path:
    """Where the log is kept on this system."""
    return platformdirs.user_log_path("thoracam", appauthor=False) / "thoracam.log"


def start_log(path: Path) -> None:
    """Write warnings and worse to a rotating file; where that cannot be, to nowhere."""
    root = logging.getLogger()
    try:
        handler: logging.Handler = _PrivateLog(path, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(_Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)


@contextmanager
def hard_ends_noted(path: Path) -> Iterator[None]:
    """Have a crash of C code leave the places where each thread was, in a file of their own beside the log."""
    try:
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            path.replace(path.with_name(f"{path.name}.1"))
        stream = append_private(path)
    except OSError:
        yield
        return
    with stream:
        before = faulthandler.is_enabled()
        faulthandler.enable(stream)
        yield
        faulthandler.disable()
        if before:
            faulthandler.enable()


def catch_everything(tell: Callable[[str], None]) -> None:
    """Send unexpected errors, of any thread, to the log and to ``tell``; warnings and Qt's own messages to the log."""

    def unexpected(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if not isinstance(error, KeyboardInterrupt):
            log.critical("unexpected: %s", where_it_broke(error))
            tell(where_it_broke(error))

    def in_thread(found: threading.ExceptHookArgs) -> None:
        if found.exc_value is not None:
            unexpected(found.exc_type, found.exc_value, found.exc_traceback)

    def unraisable(found: sys.UnraisableHookArgs) -> None:
        if found.exc_value is not None:
            log.error("ignored: %s", where_it_broke(found.exc_value))

    sys.excepthook = unexpected
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable
    warnings.showwarning = _log_warning
    qInstallMessageHandler(_log_qt)


def where_it_broke(error: BaseException) -> str:
    """Type and places of an error and of what caused it, without their messages, which could quote a file."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    places = " <- ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    cause = error.__cause__ or error.__context__
    because = "" if cause is None else f"; because of {where_it_broke(cause)}"
    return f"{type(error).__name__} at {places}{because}"


def details(what: str) -> str:
    """What makers of the program need to know of a fault; nothing about films, files or people."""
    system = f"Python {platform.python_version()}, Qt {PySide6.__version__}, {platform.system()} {platform.release()}"
    return f"{SOFTWARE}, {system}, {platform.machine()}\n{what}"


class _PrivateLog(RotatingFileHandler):
    """A rotating file that its owner alone may read."""

    def _open(self) -> io.TextIOWrapper:
        return append_private(Path(self.baseFilename))


class _Discreet(logging.Formatter):
    """Our own messages as they are; of others, who spoke and where."""

    def format(self, record: logging.LogRecord) -> str:
        ours = record.name.split(".")[0] in OURS
        message = record.getMessage() if ours else f"(said at {record.filename}:{record.lineno})"
        if record.exc_info and record.exc_info[1] is not None:
            message += f": {where_it_broke(record.exc_info[1])}"
        bare = logging.LogRecord(record.name, record.levelno, "", 0, message, None, None)
        bare.created, bare.msecs = record.created, record.msecs
        return super().format(bare)


def _log_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    del message, file, line  # Python's own signature; the message could quote a file
    log.warning("%s at %s:%d", category.__name__, Path(filename).name, lineno)


def _log_qt(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        function = _QT_FUNCTION.match(message)
        log.warning("qt: %s %s", context.category or "", function[0] if function else kind.name)
