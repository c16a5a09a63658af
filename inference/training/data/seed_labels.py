"""The seed's layout: a spreadsheet with ``Serial No`` and a column per finding, and a folder of films per serial."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from inference.files.spreadsheet import Row, rows_of
from inference.training.data.column_names import keys_of, plain
from inference.training.data.labels import (
    TRAITS,
    LabelError,
    LabelledFilm,
    LabelTable,
    SkippedRow,
    target_of,
    traits_of,
)

SERIAL = "serialno"
DICOM_MARK = b"DICM"


def read_seed(spreadsheet: Path, films: Path) -> LabelTable:
    """The films of a spreadsheet (csv or xlsx): for each serial the first DICOM below ``films``/serial, by name.

    Columns are findings' keys or titles however written; a blank cell is unknown. Rows without a legible label or a
    film, and columns that are no finding, are reported in ``skipped``. The serial counts as the patient. Raises
    LabelError without a column of serials or of any finding.
    """
    rows = rows_of(spreadsheet)
    columns = tuple(rows[0].cells) if rows else ()
    serial = next((name for name in columns if plain(name) == SERIAL), "")
    found = {key: name for name, key in keys_of(columns).items()}
    if not serial or not found:
        raise LabelError(f"{spreadsheet.name} has no column Serial No, or none of a finding")
    if not films.is_dir():
        raise LabelError(f"there is no folder {films.name} to look for serials in")
    known = {serial, *found.values()}
    strangers = (name for name in columns if name not in known and name.lower() not in TRAITS)
    told = tuple(SkippedRow(1, f"column {name!r} is no finding") for name in strangers)
    return _table(rows, found, serial, films, told)


def _table(
    rows: tuple[Row, ...], found: Mapping[str, str], serial: str, films: Path, strangers: tuple[SkippedRow, ...]
) -> LabelTable:
    folders = _folders(films)
    made: dict[str, LabelledFilm] = {}
    skipped = list(strangers)
    for row in rows:
        try:
            film = _film(row, found, serial, folders, films)
            if film.patient in made:
                raise ValueError("the serial is listed twice")
            made[film.patient] = film
        except ValueError as problem:
            skipped.append(SkippedRow(row.line, str(problem)))
    return LabelTable(tuple(found), tuple(made.values()), tuple(skipped))


def _film(row: Row, found: Mapping[str, str], serial: str, folders: Mapping[str, Path], root: Path) -> LabelledFilm:
    number = _number(row.cells.get(serial, ""))
    if not number:
        raise ValueError("no serial")
    targets = tuple(target_of(row.cells.get(name, "")) for name in found.values())
    if number not in folders:
        raise ValueError("there is no folder of that serial")
    film = _first_dicom(folders[number])
    if film is None:
        raise ValueError("there is no DICOM file in the folder")
    return LabelledFilm(film.relative_to(root).as_posix(), number, targets, not any(targets), traits_of(row.cells))


def _first_dicom(folder: Path) -> Path | None:
    try:
        return next((path for path in sorted(folder.rglob("*")) if _is_dicom(path)), None)
    except OSError as problem:
        raise ValueError(f"the folder cannot be read: {problem.strerror or problem}") from problem


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
