"""Rows of a table from a CSV or Excel file, as text; the first sheet counts, its first row names the columns."""

from __future__ import annotations

import csv
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import openpyxl

MAX_UNPACKED = 256 << 20  # bytes of all parts of an Excel file: a table of labels is far smaller
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384  # of a sheet, as Excel has it
MAX_CELLS = 20_000_000  # ChestX-ray14 has 1.3 million; gaps within a row count
ODD_EXCEL = (  # what openpyxl raises for files that are broken, or are no Excel files
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, SyntaxError),
    *(ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError),
)


class LabelError(ValueError):
    """A table of labels that cannot be used as a whole."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its line as an editor counts (the names are on line 1) and its cells by column name, stripped."""

    line: int
    cells: dict[str, str]


def rows_of(path: Path) -> tuple[Row, ...]:
    """The rows of a ``.csv`` or ``.xlsx`` file, wholly blank ones left out; raises LabelError for anything else."""
    readers = {".csv": _csv_lines, ".xlsx": _xlsx_lines}
    if path.suffix.lower() not in readers:
        raise LabelError(f"{path.name} is neither .csv nor .xlsx")
    try:
        return _rows(readers[path.suffix.lower()](path))
    except FileNotFoundError as problem:
        raise LabelError(f"there is no file {path.name}") from problem
    except OSError as problem:
        raise LabelError(f"{path.name} cannot be read: {problem.strerror or problem}") from problem


def _rows(lines: Iterator[tuple[int, list[str]]]) -> tuple[Row, ...]:
    names = next(lines, (1, []))[1]
    return tuple(Row(line, _named(names, cells)) for line, cells in lines if any(cell.strip() for cell in cells))


def _named(names: list[str], cells: list[str]) -> dict[str, str]:
    padded = cells + [""] * (len(names) - len(cells))
    return {name.strip(): cell.strip() for name, cell in zip(names, padded, strict=False) if name.strip()}


def _csv_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        with path.open(newline="", encoding="utf-8-sig") as stream:
            reader = csv.reader(stream, delimiter=_delimiter(stream.readline()))
            stream.seek(0)
            for cells in reader:
                yield reader.line_num, cells
    except (UnicodeDecodeError, csv.Error) as problem:
        raise LabelError(f"{path.name} is not a table of text; save it as CSV in UTF-8") from problem


def _delimiter(names: str) -> str:
    """What stands between the names: a comma, or what Excel writes where the comma is for decimals, or a tab."""
    return next((mark for mark in (",", ";", "\t") if mark in names), ",")


def _xlsx_lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open("rb") as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and menus in it that are left out
        try:
            _check_size(path, stream)
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            return iter(list(_bounded(path, book.worksheets[0])))
        except LabelError:
            raise
        except ODD_EXCEL as problem:
            raise LabelError(f"{path.name} is not an Excel file that can be read") from problem


def _check_size(path: Path, stream: BinaryIO) -> None:
    """Refuse a file whose parts are absurdly large when unpacked; zipfile unpacks no more than is declared."""
    with zipfile.ZipFile(stream) as archive:
        if sum(part.file_size for part in archive.infolist()) > MAX_UNPACKED:
            raise LabelError(f"{path.name} is too large: unpacked, it has more than {MAX_UNPACKED >> 20} MB")


def _bounded(path: Path, sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet, as long as their last cell, which may lie where no table of labels reaches."""
    sheet.reset_dimensions()  # what the file says of them may be wrong
    cells = 0
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells += 1 + len(row)
        if number > MAX_ROWS or len(row) > MAX_COLUMNS or cells > MAX_CELLS:
            raise LabelError(f"{path.name} has a cell in row {number} that lies too far out; save the table anew")
        yield number, [_text(value) for value in row]


def _text(value: object) -> str:
    """A cell as it would stand in a CSV: 12 for 12.0, 1 for true, nothing for a blank."""
    if isinstance(value, bool):
        return str(int(value))
    return "" if value is None else str(value).removesuffix(".0")
