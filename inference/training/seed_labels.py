"""The seed's layout: a spreadsheet with ``Serial No`` and a column per finding, and a folder of films per serial."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from inference.findings import FINDINGS
from inference.training.labels import LabelError, LabelledFilm, LabelTable, SkippedRow, target_of
from inference.training.spreadsheet import Row, rows_of

SERIAL = "serialno"
DICOM_MARK = b"DICM"


def read_seed(spreadsheet: Path, films: Path) -> LabelTable:
    """The films of a spreadsheet (csv or xlsx): for each serial the first DICOM below ``films``/serial, by name.

    Columns are findings' keys or titles however written; a blank cell is unknown. Rows without a legible label or a
    film, and columns that are no finding, are reported in ``skipped``. The serial counts as the patient. Raises
    LabelError without a column of serials or of any finding.
    """
    rows = rows_of(spreadsheet)
    columns = {_plain(name): name for name in (rows[0].cells if rows else ())}
    found = {
        finding.key: columns[plain] for finding in FINDINGS for plain in _spellings(finding.key) if plain in columns
    }
    if SERIAL not in columns or not found:
        raise LabelError(f"{spreadsheet.name} has no column Serial No, or none of a finding")
    return _table(rows, found, columns[SERIAL], films, _strangers(columns, found))


def _table(
    rows: tuple[Row, ...], found: Mapping[str, str], serial: str, films: Path, strangers: tuple[SkippedRow, ...]
) -> LabelTable:
    folders = _folders(films)
    made: dict[str, LabelledFilm] = {}
    skipped = list(strangers)
    for row in rows:
        try:
            film = _film(row, found, serial, folders)
            if film.patient in made:
                raise ValueError("the serial is listed twice")
            made[film.patient] = film
        except ValueError as problem:
            skipped.append(SkippedRow(row.line, str(problem)))
    return LabelTable(tuple(found), tuple(made.values()), tuple(skipped))


def _film(row: Row, found: Mapping[str, str], serial: str, folders: Mapping[str, Path]) -> LabelledFilm:
    number = _number(row.cells.get(serial, ""))
    if not number:
        raise ValueError("no serial")
    targets = tuple(target_of(row.cells.get(name, "")) for name in found.values())
    if number not in folders:
        raise ValueError("there is no folder of that serial")
    film = next((path for path in sorted(folders[number].rglob("*")) if _is_dicom(path)), None)
    if film is None:
        raise ValueError("there is no DICOM file in the folder")
    return LabelledFilm(str(film), number, targets, not any(targets))


def _folders(films: Path) -> dict[str, Path]:
    return {_number(path.name): path for path in sorted(films.iterdir()) if path.is_dir()}


def _number(text: str) -> str:
    """A serial as text, so that 7, 007 and 7.0 (a spreadsheet's number) are one."""
    plain = text.strip().removesuffix(".0")
    return str(int(plain)) if plain.isdecimal() else plain


def _is_dicom(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(132)[128:] == DICOM_MARK


def _plain(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.lower())


def _spellings(key: str) -> tuple[str, ...]:
    """How a finding's column may be headed: its key, and the British or the single form of it."""
    plain = _plain(key)
    return (plain, plain.replace("hemo", "haemo"), plain.replace("mediastinum", "mediastinal"), f"{plain}s")


def _strangers(columns: Mapping[str, str], found: Mapping[str, str]) -> tuple[SkippedRow, ...]:
    known = {*found.values(), columns[SERIAL]}
    return tuple(SkippedRow(1, f"column {name!r} is no finding") for name in columns.values() if name not in known)
