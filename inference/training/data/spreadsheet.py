"""Rows of a table from a CSV or Excel file, as text; the first sheet counts, its first row names the columns.

Source of the Excel format: ECMA-376 Part 1, SpreadsheetML (sheetData, sharedStrings).
"""

from __future__ import annotations

import csv
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

MAX_PART = 256 << 20  # bytes of one unpacked part: a table of labels is far smaller
NAMES = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


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
    try:
        with zipfile.ZipFile(path) as archive:
            strings = _shared_strings(archive)
            sheet = _part(archive, _first_sheet(archive))
    except (zipfile.BadZipFile, zlib.error, KeyError, ET.ParseError, StopIteration) as problem:
        raise LabelError(f"{path.name} is not an Excel file that can be read") from problem
    for number, row in enumerate(sheet.iterfind("s:sheetData/s:row", NAMES), start=1):
        yield int(row.get("r", number)), _cells(row, strings)


def _part(archive: zipfile.ZipFile, name: str) -> ET.Element:
    if archive.getinfo(name).file_size > MAX_PART:
        raise LabelError(f"{name} in the Excel file is too large")
    return ET.fromstring(archive.read(name))  # noqa: S314  # the user's own file, its size is bounded


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in archive.namelist():
        return []
    return [_text(item) for item in _part(archive, name).iterfind("s:si", NAMES)]


def _first_sheet(archive: zipfile.ZipFile) -> str:
    sheet = next(_part(archive, "xl/workbook.xml").iterfind("s:sheets/s:sheet", NAMES))
    links = _part(archive, "xl/_rels/workbook.xml.rels")
    target = next(link.get("Target", "") for link in links if link.get("Id") == sheet.get(LINK))
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _cells(row: ET.Element, strings: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iterfind("s:c", NAMES):
        column = _column(cell.get("r", ""), len(cells))
        cells += [""] * (column - len(cells))
        cells.append(_value(cell, strings))
    return cells


def _column(reference: str, fallback: int) -> int:
    """Column 0 for A, 25 for Z, 26 for AA; the next one where the cell does not say."""
    letters = re.match(r"[A-Z]+", reference)
    if letters is None:
        return fallback
    number = 0
    for letter in letters.group():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ET.Element, strings: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    text = cell.findtext("s:v", "", NAMES)
    if kind == "s" and text:
        return strings[int(text)]
    return text.removesuffix(".0") if kind == "n" else text


def _text(item: ET.Element) -> str:
    return "".join(part.text or "" for part in item.iter(f"{{{NAMES['s']}}}t"))
