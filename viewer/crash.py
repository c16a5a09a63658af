"""The log and the last line of defence: nothing unexpected ends the program without a trace; never patient data."""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

log = logging.getLogger("thoracam")


def log_path() -> Path:
    """Where the log is kept on this system."""
    return Path(platformdirs.user_log_dir("thoracam", appauthor=False)) / "thoracam.log"


def start_log(path: Path) -> None:
    """Write warnings and worse to a rotating file; where that cannot be, to nowhere."""
    root = logging.getLogger()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(path, maxBytes=500_000, backupCount=3, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler.setLevel(logging.WARNING)
    root.addHandler(handler)


def catch_everything() -> None:
    """Send unexpected errors and Qt's own messages to the log."""
    sys.excepthook = _log_error
    qInstallMessageHandler(_log_qt)


def where_it_broke(error: BaseException) -> str:
    """Type and places of an error without its message, which could quote a file."""
    frames = traceback.extract_tb(error.__traceback__)
    places = " <- ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {places}"


def _log_error(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    log.critical("unexpected: %s", where_it_broke(error))


def _log_qt(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg):
        log.warning("qt: %s", message)
