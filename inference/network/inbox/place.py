"""The folder that received films are kept in, made where it is not there, and why it cannot be."""

from __future__ import annotations

from pathlib import Path

from inference.core.errors import DiskFull, UsageError
from inference.files.atomic_file import is_full


def made_folder(folder: Path) -> Path:
    """The folder, for this user alone where it is new; raises ``UsageError`` where none can be, or ``DiskFull``."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"Films cannot be kept in “{folder.name}”: it is a file, or lies below one.") from None
    except OSError as error:
        if is_full(error):
            raise DiskFull(folder) from None
        why = error.strerror or type(error).__name__
        raise UsageError(f"Films cannot be kept in “{folder.name}”: {why}. Name another folder.") from None
    return folder
