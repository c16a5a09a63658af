"""Files that are added to, not replaced, and that are for their owner alone: logs."""

from __future__ import annotations

import io
import os
from pathlib import Path


def append_private(path: Path) -> io.TextIOWrapper:
    """A text file open at its end; a new one is readable by its owner alone, as is a new folder. Raises ``OSError``."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return open(path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600))
