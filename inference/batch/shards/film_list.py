"""The films of a run, one after the other: of lists, folders, media and archives, or named one by one."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inference.batch.shards.walk import files_below
from inference.core.errors import FileMissing, FilmError, UsageError
from inference.files.names import shown_path

CSV_LISTS, TEXT_LISTS = (".csv", ".tsv"), (".txt", ".lst")
COLUMNS = ("film", "path", "file", "filename")
"""What the column of paths may be called, in this order; else the first column is taken."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A film of a list: where it is, and the ``key`` that says which shard's it is.

    ``named``: it was asked for by name, so that what is no film there is a failure; else it was found in a folder.
    """

    path: Path
    key: str
    named: bool = True


class Expand(Protocol):
    """Files that stand for others: a DICOMDIR, a ZIP archive."""

    def __call__(self, path: Path, *, found: bool) -> Iterable[Path] | None:
        """The films that a file stands for, none for one that is passed over; None where it stands for itself.

        ``found`` says that it lay in a folder. Raises ``FilmError``.
        """


Failed = Callable[[FilmError], object]


def is_list(path: Path) -> bool:
    """Whether a path is named like a list of films."""
    return path.suffix.lower() in (*CSV_LISTS, *TEXT_LISTS)


@dataclass(frozen=True, slots=True)
class FilmList:
    """All films of ``sources``, to be gone through any number of times.

    A source is a list (CSV with a column ``column`` or one of ``COLUMNS``, or text with a path a line; paths in it are
    relative to its folder, those of folders end in ``/``), a folder, a DICOMDIR, a ZIP archive, or a film.
    """

    sources: Sequence[Path]
    expand: Expand
    column: str = ""

    def films(self, failed: Failed = lambda error: None) -> Iterator[Listed]:
        """The films as a stream, in the order of the sources; ``failed`` hears of places that cannot be looked into.

        Raises ``FileMissing`` for a list that cannot be read, and ``UsageError`` for one without the column.
        """
        for source in self.sources:
            head = "" if len(self.sources) == 1 else f"{source.as_posix()}/"
            if source.is_dir():
                yield from self._below(source, head, failed)
            elif is_list(source):
                for text in _texts(source, self.column):
                    yield from self._named(source.parent / text, text, failed)
            else:
                yield from self._named(source, source.as_posix(), failed)

    def _below(self, folder: Path, head: str, failed: Failed) -> Iterator[Listed]:
        def closed(error: OSError) -> None:
            failed(FileMissing(Path(error.filename), error.strerror or "it cannot be read"))

        for path in files_below(folder, closed):
            try:
                several = self.expand(path, found=True)
            except FilmError as error:
                failed(error)
                continue
            for one in (path,) if several is None else several:
                yield Listed(one, head + one.relative_to(folder).as_posix(), named=False)

    def _named(self, path: Path, key: str, failed: Failed) -> Iterator[Listed]:
        if key.endswith("/"):  # nobody looks at the disk for each line of a list
            yield from self._below(path, key, failed)
            return
        try:
            several = self.expand(path, found=False)
        except FilmError as error:
            failed(error)
            return
        if several is None:
            yield Listed(path, key)
        else:
            yield from (Listed(one, f"{key}/{_below(one, path)}") for one in several)


def _below(path: Path, medium: Path) -> str:
    """What a film of a medium is called there."""
    for place in (medium, medium.parent):
        if path.is_relative_to(place):
            return path.relative_to(place).as_posix()
    return path.as_posix()


def _texts(source: Path, column: str) -> Iterator[str]:
    """The paths of a list as they are written there; a line without one is passed over."""
    try:
        with source.open("rb") as file:
            if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                raise UsageError(f"{shown_path(source.name)} is text in UTF-16: save it in UTF-8.")
        with source.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            if source.suffix.lower() in TEXT_LISTS:
                yield from filter(None, (line.rstrip("\r\n") for line in file))
            else:
                yield from _column(source, csv.reader(file, _dialect(source)), column)
    except OSError as error:
        raise FileMissing(source, error.strerror or "it cannot be read") from None
    except csv.Error as error:
        raise UsageError(f"{shown_path(source.name)} is no list in CSV: {error}.") from None


def _dialect(source: Path) -> type[csv.Dialect]:
    return csv.excel_tab if source.suffix.lower() == ".tsv" else csv.excel


def _column(source: Path, rows: Iterator[list[str]], column: str) -> Iterator[str]:
    header = next(rows, [])
    names = [name.strip().casefold() for name in header]
    if column and column.casefold() not in names:
        raise UsageError(f"{shown_path(source.name)} has no column “{column}”; it has {', '.join(header) or 'none'}.")
    known = [name for name in ((column.casefold(),) if column else COLUMNS) if name in names]
    place = names.index(known[0]) if known else 0
    if not known and header and header[0].strip():
        yield header[0]  # a list without names of columns begins with a film
    before = ""
    for row in rows:
        text = row[place] if len(row) > place else ""
        text = text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text  # as tables keep it safe
        if text and text != before:  # the tables of this program have a row a finding
            yield text
        before = text
