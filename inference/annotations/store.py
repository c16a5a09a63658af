"""Where reader annotations are kept: one small file a film in the program's own folder, named by the film hash."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import platformdirs

from inference.annotations.merge import merged
from inference.annotations.serialization import from_dict, to_dict
from inference.core.errors import (
    AnnotationsDamaged,
    AnnotationsError,
    AnnotationsNotSaved,
    AnnotationsUnread,
    ExportError,
)
from inference.core.reader_annotations import ReaderAnnotations
from inference.files.atomic_file import write_whole
from inference.files.file_lock import locked

_HASH = re.compile(r"[0-9a-z.]{1,128}")
_MOST_BYTES = 16 << 20


def annotations_folder() -> Path:
    """Where reader annotations are kept on this system."""
    return platformdirs.user_data_path("thoracam", appauthor=False) / "marks"


class AnnotationStore(Protocol):
    """Keeps what readers say and draw, by film hash."""

    def load(self, film_hash: str) -> ReaderAnnotations:
        """What is known of a film, empty where nothing is.

        Raises ``AnnotationsDamaged`` once, then the film has none; ``AnnotationsUnread`` while it cannot be read.
        """

    def save(self, film_hash: str, reader: ReaderAnnotations, known: ReaderAnnotations | None = None) -> None:
        """Keep this; with ``known``, what it was made of, nothing is lost that others kept since.

        Raises ``AnnotationsNotSaved``.
        """


@dataclass(slots=True)
class MemoryAnnotationStore:
    """Keeps reader annotations until the program ends."""

    _kept: dict[str, ReaderAnnotations] = field(default_factory=dict)

    def load(self, film_hash: str) -> ReaderAnnotations:
        """What was saved of this film."""
        return self._kept.get(film_hash, ReaderAnnotations())

    def save(self, film_hash: str, reader: ReaderAnnotations, known: ReaderAnnotations | None = None) -> None:
        """Keep it."""
        self._kept[film_hash] = reader if known is None else merged(known, reader, self.load(film_hash))


class FolderAnnotationStore:
    """Keeps reader annotations in a folder of the program; each file is replaced whole, so a crash costs none of them.

    The files hold no patient data but what a reader types into notes and impressions. A file that cannot be understood
    is kept beside the others under another name. What another window kept of a film meanwhile is not lost: see
    ``merge``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def load(self, film_hash: str) -> ReaderAnnotations:
        """What is known of a film; a file that is damaged is set aside, and said; one that cannot be read stays."""
        return self._read(self._path(film_hash))

    @staticmethod
    def _read(path: Path) -> ReaderAnnotations:
        try:
            if path.stat().st_size > _MOST_BYTES:
                raise ValueError("too large for reader annotations")
            return from_dict(json.loads(path.read_text(encoding="utf-8")))
        except FileNotFoundError:
            return ReaderAnnotations()
        except (ValueError, RecursionError) as error:  # not JSON, not UTF-8, or not what this program writes
            raise _set_aside(path) from error
        except OSError as error:
            raise AnnotationsUnread(path, error.strerror or "") from error

    def save(self, film_hash: str, reader: ReaderAnnotations, known: ReaderAnnotations | None = None) -> None:
        """Write it whole, with what others kept meanwhile; where everything was taken back the file goes too.

        Nothing is written over a file that cannot be read.
        """
        path = self._path(film_hash)
        try:
            with locked(self._folder / f".{film_hash}.lock"):
                there = self._there(path)
                self._write(path, reader if known is None else merged(known, reader, there))
        except (ExportError, OSError, AnnotationsUnread) as error:
            raise AnnotationsNotSaved(path) from error

    def _there(self, path: Path) -> ReaderAnnotations:
        """What is in the file by now; nothing where it is damaged, which is set aside."""
        try:
            return self._read(path)
        except AnnotationsDamaged:
            return ReaderAnnotations()

    @staticmethod
    def _write(path: Path, reader: ReaderAnnotations) -> None:
        if reader.empty:
            path.unlink(missing_ok=True)
            return
        data = json.dumps(to_dict(reader), ensure_ascii=False, allow_nan=False, indent=1)
        write_whole(path, data.encode("utf-8"), overwrite=True, private=True)  # notes are nobody else's business

    def _path(self, film_hash: str) -> Path:
        if not _HASH.fullmatch(film_hash):
            raise ValueError("not a film hash")
        return self._folder / f"{film_hash}.json"


def _set_aside(path: Path) -> AnnotationsError:
    """Give a damaged file another name that is free, and what is to be raised then.

    Where the folder refuses, it stays in its place, and nothing is written over it.
    """
    number = 1
    while (kept := path.with_name(f"{path.name}.damaged-{number}")).exists():
        number += 1
    try:
        return AnnotationsDamaged(path.rename(kept))
    except OSError as error:
        return AnnotationsUnread(path, error.strerror or "")
