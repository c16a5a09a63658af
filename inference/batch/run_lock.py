"""One run at a time writes to a folder; it takes away what one before it left half-written when it was killed."""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from inference.core.errors import FolderInUse
from inference.files.atomic_file import OWNER, TEMPORARY, make_folder, typed_errors
from inference.files.file_lock import Held, lock_file

LOCK = ".thoracam-run.lock"
OLD = 24 * 3600  # seconds after which nobody is still at work on a half-written file
_DEPTHS = ("*", "*/*/*/*")  # where a run writes: folders of films and tables, and the sorted pictures


@contextmanager
def held(out: Path, *, depths: Sequence[str] = _DEPTHS) -> Iterator[None]:
    """Hold a folder for one run, and clear it of what a killed run left; makes it where it is missing.

    ``depths``: where below it a run leaves such, as patterns.

    Raises ``FolderInUse`` where another run holds it, and ``ExportError`` kin.
    """
    make_folder(out)
    with ExitStack() as lock:
        try:
            with typed_errors(out):
                file = lock.enter_context(lock_file(out / LOCK, mode=0o666))
        except Held as other:
            raise FolderInUse(out, _who(other.says)) from None
        _sweep(out, _facts(file.read(4096)).get("owner"), depths)
        _sign(file)
        yield


def _sign(file: BinaryIO) -> None:
    since = datetime.now().astimezone().isoformat(timespec="seconds")
    facts = {"owner": OWNER, "process": os.getpid(), "computer": platform.node(), "since": since}
    with suppress(OSError):  # a full disk: the lock holds all the same
        file.seek(0)
        file.truncate()
        file.write(json.dumps(facts).encode("utf-8"))
        file.flush()


def _facts(says: bytes) -> dict[str, object]:
    try:
        found = json.loads(says)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _who(says: bytes) -> str:
    known = _facts(says)
    if not known:
        return "another process holds it"
    return f"process {known.get('process')} on {known.get('computer')} has held it since {known.get('since')}"


def _sweep(out: Path, dead: object, depths: Sequence[str]) -> None:
    """Take away half-written files and folders of the run that died here, and any that are long abandoned."""
    for depth in depths:
        for path in out.glob(depth):
            known = re.fullmatch(TEMPORARY, path.name)
            if known and (known[1] == dead or _is_abandoned(path)):
                _remove(path)


def _is_abandoned(path: Path) -> bool:
    try:
        newest = max(found.lstat().st_mtime for found in (path, *path.rglob("*")))
    except OSError:
        return False
    return time.time() - newest > OLD


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink()
