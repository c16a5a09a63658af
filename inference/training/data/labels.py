"""Labels of films: who they belong to, what is known about them, and which side of the split they are on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.files.spreadsheet import LabelError as LabelError
from inference.files.spreadsheet import Row, rows_of

NIH_LABELS: tuple[str, ...] = (
    "Atelectasis",
    "Cardiomegaly",
    "Consolidation",
    "Edema",
    "Effusion",
    "Emphysema",
    "Fibrosis",
    "Hernia",
    "Infiltration",
    "Mass",
    "Nodule",
    "Pleural_Thickening",
    "Pneumonia",
    "Pneumothorax",
)
NO_FINDING = "No Finding"
READ_AND_CLEAR = ("none", NO_FINDING.lower())
UNKNOWN = float("nan")
TRAITS = ("view", "sex", "age")
NIH_COLUMNS = {  # as the NIH's own table heads them
    "Image Index": "file",
    "Finding Labels": "nih_labels",
    "Patient ID": "patient",
    "Patient Age": "age",
    "Patient Gender": "sex",
    "Patient Sex": "sex",
    "View Position": "view",
}


@dataclass(frozen=True, slots=True)
class LabelledFilm:
    """One film: where it lies, whose it is, and its targets (0, 1 or not-a-number for unknown) in the table's order."""

    file: str
    patient: str
    targets: tuple[float, ...]
    normal: bool = False
    traits: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was left out; ``line`` counts from 1 as an editor does, ``reason`` is a sentence."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class LabelTable:
    """What is known about a set of films: the names of the targets, the films, and the rows that were left out."""

    names: tuple[str, ...]
    films: tuple[LabelledFilm, ...]
    skipped: tuple[SkippedRow, ...] = ()

    def targets(self) -> NDArray[np.float32]:
        """All targets, float32 (films, names), not-a-number where unknown."""
        rows = [film.targets for film in self.films]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(self.names))

    def column(self, name: str) -> NDArray[np.float32]:
        """The targets of one name, float32 (films,)."""
        return self.targets()[:, self.names.index(name)]

    def patients(self) -> tuple[str, ...]:
        """The patient of each film."""
        return tuple(film.patient for film in self.films)

    def named(self, names: Sequence[str]) -> LabelTable:
        """The same films with these of the names, in this order."""
        columns = [self.names.index(name) for name in names]
        films = (replace(film, targets=tuple(film.targets[column] for column in columns)) for film in self.films)
        return LabelTable(tuple(names), tuple(films), self.skipped)

    def only(self, patients: Iterable[str]) -> LabelTable:
        """The films of these patients, in the table's order."""
        wanted = frozenset(patients)
        return LabelTable(self.names, tuple(film for film in self.films if film.patient in wanted), self.skipped)


RowReader = Callable[[Mapping[str, str], tuple[str, ...]], LabelledFilm]


def read_nih(path: Path, names: Sequence[str] = NIH_LABELS) -> LabelTable:
    """The films of a table with the columns file, patient and nih_labels, or headed as the NIH's ``Data_Entry`` is.

    A name missing from ``nih_labels`` is a stated absence: the NIH mined every report for all fourteen. Raises
    LabelError when a column is missing. Source: Wang et al., ChestX-ray8, CVPR 2017.
    """
    rows = [
        replace(row, cells={NIH_COLUMNS.get(name, name): cell for name, cell in row.cells.items()})
        for row in rows_of(path)
    ]
    return _table(path, rows, ("file", "patient", "nih_labels"), tuple(names), _nih_film)


def read_plain(path: Path) -> LabelTable:
    """The films of a table with the columns path, patient and one column of 0, 1 or blank per target.

    Blank is unknown, never 0. The columns view, sex and age tell of the film. Raises LabelError when a column is
    missing.
    """
    rows = rows_of(path)
    names = tuple(name for name in (rows[0].cells if rows else ()) if name.lower() not in {"path", "patient", *TRAITS})
    return _table(path, rows, ("path", "patient"), names, _plain_film)


def read_listed(path: Path, column: str) -> LabelTable:
    """The films of a table with the columns file (or path), patient and one in which experts list what they found.

    Names are separated by semicolons or bars; ``none`` is read and clear, empty is not read, and such rows are left out
    without a word. A name that no row lists was not looked for. Raises LabelError when a column is missing.
    """
    rows = [replace(row, cells={"file": row.cells.get("path", ""), **row.cells}) for row in rows_of(path)]
    listed = {name for row in rows for name in _listed(row.cells.get(column, ""))}
    names = tuple(sorted(listed))

    def film_of(row: Mapping[str, str], names: tuple[str, ...]) -> LabelledFilm:
        found = _listed(row[column])
        targets = tuple(float(name in found) for name in names)
        return LabelledFilm(row["file"], row["patient"], targets, not found, traits_of(row))

    read = [row for row in rows if row.cells.get(column, "x")]
    return _table(path, read, ("file", "patient", column), names, film_of)


def _listed(cell: str) -> frozenset[str]:
    names = (part.strip() for part in re.split("[;|]", cell))
    return frozenset(name for name in names if name and name.lower() not in READ_AND_CLEAR)


def _table(
    path: Path, rows: Sequence[Row], needed: Sequence[str], names: tuple[str, ...], film_of: RowReader
) -> LabelTable:
    missing = [name for name in needed if not rows or name not in rows[0].cells]
    if missing:
        raise LabelError(f"{path.name} has no column {', '.join(missing)}" if rows else f"{path.name} has no rows")
    films: list[LabelledFilm] = []
    skipped: list[SkippedRow] = []
    seen: set[str] = set()
    for row in rows:
        try:
            films.append(_fresh(film_of(row.cells, names), seen))
        except ValueError as problem:
            skipped.append(SkippedRow(row.line, str(problem)))
    return LabelTable(names, tuple(films), tuple(skipped))


def _fresh(film: LabelledFilm, seen: set[str]) -> LabelledFilm:
    if not film.file or not film.patient:
        raise ValueError("no file or no patient")
    if film.file in seen:
        raise ValueError("the file is listed twice")
    seen.add(film.file)
    return film


def _nih_film(row: Mapping[str, str], names: tuple[str, ...]) -> LabelledFilm:
    stated = frozenset(part.strip() for part in re.split("[;|]", row["nih_labels"]) if part.strip())
    if not stated:
        raise ValueError("no labels")
    unheard = stated - frozenset(NIH_LABELS) - {NO_FINDING}
    if unheard:
        raise ValueError(f"unknown label {min(unheard)}")
    targets = tuple(float(name in stated) for name in names)
    return LabelledFilm(row["file"], row["patient"], targets, stated == {NO_FINDING}, traits_of(row))


def _plain_film(row: Mapping[str, str], names: tuple[str, ...]) -> LabelledFilm:
    targets = tuple(target_of(row[name]) for name in names)
    return LabelledFilm(row["path"], row["patient"], targets, bool(targets) and not any(targets), traits_of(row))


def traits_of(row: Mapping[str, str]) -> dict[str, str]:
    """What a row tells of a film besides its labels, however its column is written."""
    return {name.lower(): cell for name, cell in row.items() if name.lower() in TRAITS}


def target_of(text: str) -> float:
    """A cell as a target: 0, 1, or not-a-number for a blank; raises ValueError for anything else."""
    known = {"": UNKNOWN, "0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0}
    if text.strip() not in known:
        raise ValueError(f"{text.strip()!r} is neither 0 nor 1 nor blank")
    return known[text.strip()]
