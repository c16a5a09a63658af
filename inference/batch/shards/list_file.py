"""A list of films as a file: text with a path a line, or CSV as spreadsheets of any country write it."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from inference.core.errors import FileMissing, UsageError
from inference.files.names import shown_path

CSV_LISTS, TEXT_LISTS = (".csv", ".tsv"), (".txt", ".lst")
COLUMNS = ("film", "path", "file", "filename")
"""What the column of paths may be called, in this order; else the first column is taken."""
OWN_TABLES = (["film", "finding", "probability"], ["film", "kind", "sentence"], ["what", "of", "why"])
"""How tables of this program begin: their paths are from the folder in which their run was started."""
NO_COLUMN = (
    "{name} has no column called {wanted}, so nobody knows which holds the paths; it has {found}. "
    "Name it with --column."
)
_SAID_SEPARATOR = re.compile(r'"?sep=(.)"?\s*')  # Excel's own first line


def is_list(path: Path) -> bool:
    """Whether a path is named like a list of films."""
    return path.suffix.lower() in (*CSV_LISTS, *TEXT_LISTS)


def listed_paths(source: Path, column: str) -> Iterator[tuple[Path, str]]:
    """The paths of a list, each with how it is written there; a line without one is passed over.

    Relative ones are from the list's folder, in tables of this program from the current one. Spaces and quotes round a
    path are left out, unless a file is called so. Raises ``FileMissing`` and ``UsageError``.
    """
    try:
        with source.open("rb") as file:
            if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
                raise UsageError(f"{shown_path(source.name)} is text in UTF-16: save it in UTF-8.")
        with source.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as text:
            if source.suffix.lower() in TEXT_LISTS:
                yield from _spelled(source.parent, (line.rstrip("\r\n") for line in text))
            else:
                yield from _of_table(source, text, column)
    except OSError as error:
        raise FileMissing(source, error.strerror or "it cannot be read") from None
    except csv.Error as error:
        raise UsageError(f"{shown_path(source.name)} is no list in CSV: {error}.") from None


def _spelled(base: Path, texts: Iterator[str]) -> Iterator[tuple[Path, str]]:
    """Paths without what only their spelling has round them; the disk is asked for those alone that have it."""
    for text in texts:
        bare = _bare(text)
        if bare:
            found = text if text != bare and _is_there(base / text) else bare
            yield base / found, found


def _bare(text: str) -> str:
    stripped = text.strip()
    quoted = len(stripped) > 1 and stripped[0] == stripped[-1] and stripped[0] in "\"'"
    return stripped[1:-1].strip() if quoted else stripped


def _of_table(source: Path, file: TextIO, column: str) -> Iterator[tuple[Path, str]]:
    first = file.readline()
    said = _SAID_SEPARATOR.fullmatch(first)
    if not said:
        file.seek(0)
    separator = said[1] if said else _separator(source, first, column)
    rows = csv.reader(file, delimiter=separator, skipinitialspace=f"{separator} " in first)
    header = next(rows, [])
    base = Path() if header[:3] in OWN_TABLES else source.parent
    yield from _spelled(base, _column(source, header, rows, column))


def _separator(source: Path, first: str, column: str) -> str:
    """What is between cells: whichever lets the first line have the column of paths, or any columns at all."""
    usual = ("\t", ",", ";") if source.suffix.lower() == ".tsv" else (",", ";", "\t")
    wanted = {column.casefold()} if column else set(COLUMNS)
    for separator in usual:
        if wanted & {_bare(name).casefold() for name in first.split(separator)}:
            return separator
    if usual[0] in first or _is_there(source.parent / first.strip()):  # “IM000001;1” is one name on a disc
        return usual[0]
    used = [separator for separator in usual if separator in first]
    cells = [_bare(first.split(separator)[0]) for separator in used]
    fits = (
        one for one, cell in zip(used, cells, strict=True) if _is_word(source, cell) or _is_there(source.parent / cell)
    )
    return next(fits, usual[0])


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # no name of a file: too long, say
        return False


def _is_word(source: Path, cell: str) -> bool:
    """Whether a cell of a first line is the name of a column and no film."""
    return not any(mark in cell for mark in "./\\") and not _is_there(source.parent / cell)


def _column(source: Path, header: list[str], rows: Iterator[list[str]], column: str) -> Iterator[str]:
    names = [name.strip().casefold() for name in header]
    if column and column.casefold() not in names:
        raise UsageError(f"{shown_path(source.name)} has no column “{column}”; it has {', '.join(header) or 'none'}.")
    known = [name for name in ((column.casefold(),) if column else COLUMNS) if name in names]
    place = names.index(known[0]) if known else 0
    if not known and header and header[0].strip():
        if not _is_word(source, header[0].strip()):
            yield header[0]  # a list without names of columns begins with a film
        elif len(header) > 1:
            wanted, found = ", ".join(COLUMNS), ", ".join(name.strip() for name in header)
            raise UsageError(NO_COLUMN.format(name=shown_path(source.name), wanted=wanted, found=shown_path(found)))
    before = ""
    for row in rows:
        text = row[place] if len(row) > place else ""
        text = text[1:] if text[:1] == "'" and text[1:2] in ("=", "+", "-", "@") else text  # as tables keep it safe
        if text and text != before:  # the tables of this program have a row a finding
            yield text
        before = text
