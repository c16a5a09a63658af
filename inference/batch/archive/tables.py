"""Tables of any length as streams: written to their end, read back a film at a time, mended where a run was killed."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from inference.batch.shards.digest_set import DigestSet
from inference.core.errors import ExportError
from inference.files.atomic_file import typed_errors
from inference.files.safe_cells import bare_cell, safe_cell
from inference.report.output.csv_json import COLUMNS, Row, table

RESULTS, FAILURES = "results.csv", "failures.csv"
FAILURE_COLUMNS = ("film", "kind", "sentence")
SYNC_BYTES = 4 << 20  # after so many written bytes the disk is waited for
NOT_OURS = "It is no table of such a run: move it away, or give another folder."


def rows_text(rows: Sequence[Row]) -> str:
    """The rows of a film as they stand in results.csv."""
    return table(rows).decode("utf-8").partition("\r\n")[2]


def line(cells: Sequence[str]) -> str:
    """A row of a table, its cells safe for spreadsheets."""
    buffer = io.StringIO()
    csv.writer(buffer).writerow([safe_cell(cell) for cell in cells])
    return buffer.getvalue()


class Stream:
    """A table that grows: what is written of one film is one call of the system, so that others see whole films."""

    def __init__(self, path: Path, columns: Sequence[str], *, go_on: bool = False) -> None:
        self._path, self._unsynced = path, 0
        with typed_errors(path):
            self._file = path.open("ab" if go_on else "wb", buffering=0)
            if self._file.tell() == 0:
                self.write(line(columns))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _: TracebackType | None
    ) -> None:
        with typed_errors(self._path), closing(self._file):
            os.fsync(self._file.fileno())

    def write(self, text: str) -> None:
        """Write the rows of a film, all of them or none; raises ``DiskFull`` and ``ExportError`` kin."""
        data = memoryview(text.encode("utf-8"))
        before = self._file.tell()
        self._unsynced += len(data)
        with typed_errors(self._path):
            try:
                while data:
                    data = data[self._file.write(data) :]
            except OSError:
                self._file.truncate(before)
                raise
            if self._unsynced > SYNC_BYTES:
                os.fsync(self._file.fileno())
                self._unsynced = 0


@dataclass(frozen=True, slots=True)
class FilmRows:
    """The rows of one film as a table has them, one behind the other, and where they begin and end in the file."""

    film: str
    rows: tuple[Row, ...]
    start: int
    end: int


def films_of(path: Path, columns: Sequence[str] = COLUMNS) -> Iterator[FilmRows]:
    """The films of a table, one after the other; rows that the table ends within are left out.

    Raises ``ExportError`` for a table of other columns.
    """
    with typed_errors(path), path.open("rb") as file:
        lines = _Lines(file)
        reader = csv.reader(lines, strict=True)
        if tuple(next(reader, ())) != tuple(columns):
            raise ExportError(path, NOT_OURS)
        film, rows, start, end = "", list[Row](), lines.read, lines.read
        for cells in _whole(reader, len(columns)):
            if rows and cells[0] != film:
                yield FilmRows(bare_cell(film), tuple(rows), start, end)
                rows, start = [], end
            film, end = cells[0], lines.read
            rows.append(dict(zip(columns, cells, strict=True)))
        if rows:
            yield FilmRows(bare_cell(film), tuple(rows), start, end)


def mend(path: Path) -> DigestSet:
    """Cut results.csv to whole films, as a run that was killed may not have left it; answers which films it has.

    The last film is cut off: nobody knows whether all of its rows are there.
    """
    done, last = DigestSet(), None
    with typed_errors(path):
        with path.open("rb") as file:
            header = file.readline()
        if not header.endswith(b"\n"):  # killed before it wrote a whole line
            os.truncate(path, 0)
            return done
    for film in films_of(path):
        if last is not None:
            done.add(last.film)
        last = film
    with typed_errors(path):
        os.truncate(path, len(header) if last is None else last.start)
    return done


def _whole(reader: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    """The rows up to one that the file ends within, or in which a disk left no text."""
    try:
        for cells in reader:
            if len(cells) != width:
                return
            yield cells
    except (csv.Error, UnicodeDecodeError):
        return


class _Lines:
    """The whole lines of a file as text, and how many bytes have been ``read``."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file, self.read = file, 0

    def __iter__(self) -> Iterator[str]:
        for data in self._file:
            if not data.endswith(b"\n"):
                return
            self.read += len(data)
            yield data.decode("utf-8")
