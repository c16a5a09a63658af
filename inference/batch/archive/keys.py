"""What tables call films whose identity is left out: names that only a key table beside the folder explains."""

from __future__ import annotations

import csv
import hashlib
import secrets
from pathlib import Path

from inference.batch.archive.tables import line
from inference.core.errors import ExportError
from inference.files.atomic_file import open_new, typed_errors
from inference.files.names import shown_path

COLUMNS = ("folder", "file")
KEY = "(key)"  # the row whose second cell makes the names, and cannot be guessed
NO_KEY = "It is no key table of such a run: move it away, or give another folder."
_BYTES = 10  # of a digest in a name


class KeyTable:
    """Names films by a keyed hash of their paths, and writes down which is which in ``OUT-key.csv`` beside ``OUT``.

    A film keeps its name in further runs into the same folder. Raises ``ExportError`` where another file has the place.
    """

    def __init__(self, out: Path) -> None:
        place = out.absolute()
        self._path = place.with_name(f"{place.name}-key.csv")
        self._key = self._known() or self._begun()

    def __call__(self, path: Path) -> str:
        """The name of a film."""
        digest = hashlib.blake2b(str(path).encode("utf-8", "surrogateescape"), key=self._key, digest_size=_BYTES)
        return f"film-{digest.hexdigest()}"

    def explain(self, path: Path) -> None:
        """Write down which film has the name."""
        with typed_errors(self._path), self._path.open("ab") as file:
            file.write(line((self(path), shown_path(path))).encode("utf-8"))

    def _known(self) -> bytes:
        try:
            with self._path.open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                if tuple(next(rows)) != COLUMNS or (first := next(rows))[0] != KEY:
                    raise ExportError(self._path, NO_KEY)
                return bytes.fromhex(first[1])
        except FileNotFoundError:
            return b""
        except (ValueError, StopIteration, IndexError, csv.Error):
            raise ExportError(self._path, NO_KEY) from None

    def _begun(self) -> bytes:
        key = secrets.token_bytes(16)
        with typed_errors(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with open_new(self._path, private=True) as file:
                file.write((line(COLUMNS) + line((KEY, key.hex()))).encode("utf-8"))
        return key
