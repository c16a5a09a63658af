"""Polling a folder: network drives tell nobody that a file came, and a closed file looks like one that still grows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from inference.files.atomic_file import write_whole

MEMORY = ".thoracam-watch.json"
_HIDDEN = (".", "~")
Look = tuple[int, int]  # size in bytes, time of change in nanoseconds


@dataclass(slots=True)
class WatchedFolder:
    """``folder`` is only ever read. What was taken is remembered in ``memory``, which lies elsewhere.

    A file is taken when two looks in a row found it of the same size and time; once more where it has changed since.
    """

    folder: Path
    memory: Path
    leave_out: tuple[Path, ...] = ()
    _before: dict[str, Look] = field(default_factory=dict)
    _taken: dict[str, Look] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._taken = _read(self.memory)

    def look(self) -> list[Path]:
        """The files that have stopped growing and were not taken in this form; a folder that is away has none."""
        now = {str(path): look for path, look in self._files()}
        settled = [
            Path(path)
            for path, look in now.items()
            if self._before.get(path) == look and self._taken.get(path) != look and look[0] > 0
        ]
        self._before = now
        return sorted(settled)

    @property
    def growing(self) -> bool:
        """Whether some file was seen that is not taken yet."""
        return any(self._taken.get(path) != look and look[0] > 0 for path, look in self._before.items())

    def taken(self, paths: list[Path]) -> None:
        """Remember these as they were at the last look, on the disk; raises ``ExportError`` kin."""
        looks = {str(path): self._before[str(path)] for path in paths if str(path) in self._before}
        taken = {**self._taken, **looks}
        text = json.dumps({"taken": taken}, ensure_ascii=True, indent=0)
        write_whole(self.memory, text.encode("ascii"), overwrite=True, private=True)
        self._taken = taken

    def _files(self) -> Iterator[tuple[Path, Look]]:
        for here, folders, files in os.walk(self.folder):
            place = Path(here)
            folders[:] = sorted(name for name in folders if self._is_looked_into(place / name))
            for name in sorted(files):
                if name.startswith(_HIDDEN):
                    continue
                try:
                    status = (place / name).stat()
                except OSError:
                    continue  # it went, or cannot be seen now
                yield place / name, (status.st_size, status.st_mtime_ns)

    def _is_looked_into(self, folder: Path) -> bool:
        return not folder.name.startswith(_HIDDEN) and folder.absolute() not in self.leave_out


def _read(memory: Path) -> dict[str, Look]:
    """What was taken before; nothing where nobody knows, so that everything is taken anew."""
    try:
        found = json.loads(memory.read_text("ascii"))["taken"]
        return {str(path): (int(look[0]), int(look[1])) for path, look in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
        return {}
