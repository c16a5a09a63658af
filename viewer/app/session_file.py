"""The file in which the program notes what is open, and whether it ended properly; in the user's own data folder."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from inference.files.atomic_file import atomic_file
from viewer.state.saved_session import SavedSession, from_dict, to_dict

_VERSION = 1
_MOST_BYTES = 16 << 20


def session_path() -> Path:
    """Where it is kept on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "session.json"


@dataclass(frozen=True, slots=True, eq=False)
class LastTime:
    """What was open when the program last ran, and whether it ended as it should."""

    was: SavedSession = field(default_factory=SavedSession)
    ended: bool = True


class SessionFile:
    """Written whole at each change; a file that makes no sense is as good as none."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._written = ""

    def read(self) -> LastTime:
        """What the last run left."""
        try:
            if self._path.stat().st_size > _MOST_BYTES:
                return LastTime()
            found: Any = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return LastTime()
        if not isinstance(found, dict):
            return LastTime()
        return LastTime(from_dict(found), found.get("ended") is not False)

    def write(self, last: LastTime) -> None:
        """Note it; a disk that refuses costs the offer at the next start, nothing else."""
        text = json.dumps({"version": _VERSION, "ended": last.ended, **to_dict(last.was)})
        if text == self._written:
            return
        try:
            self._replace(text)
        except OSError:
            return
        self._written = text

    def _replace(self, text: str) -> None:
        """The disk is not waited for, since this happens while the user works."""
        with atomic_file(self._path, private=True) as file:  # paths of films are nobody else's business
            file.write(text.encode("ascii"))
