"""Labels of films: who they belong to, what is known about them, and which side of the split they are on."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

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
UNKNOWN = float("nan")


class LabelError(ValueError):
    """A table of labels that cannot be used as a whole."""


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

    def only(self, patients: Iterable[str]) -> LabelTable:
        """The films of these patients, in the table's order."""
        wanted = frozenset(patients)
        return LabelTable(self.names, tuple(film for film in self.films if film.patient in wanted), self.skipped)


RowReader = Callable[[Mapping[str, str], tuple[str, ...]], LabelledFilm]


def read_nih(path: Path, names: Sequence[str] = NIH_LABELS) -> LabelTable:
    """The films of a table with the columns file, patient and nih_labels, as ChestX-ray14 gives them.

    A name missing from ``nih_labels`` is a stated absence: the NIH mined every report for all fourteen. Raises
    LabelError when a column is missing. Source: Wang et al., ChestX-ray8, CVPR 2017.
    """
    return _read(path, ("file", "patient", "nih_labels"), tuple(names), _nih_film)


def read_plain(path: Path) -> LabelTable:
    """The films of a table with the columns path, patient and one column of 0, 1 or blank per target.

    Blank is unknown, never 0. Raises LabelError when a column is missing.
    """
    names = tuple(name for name in _header(path) if name not in {"path", "patient"})
    return _read(path, ("path", "patient"), names, _plain_film)


def _header(path: Path) -> tuple[str, ...]:
    with path.open(newline="", encoding="utf-8-sig") as stream:
        return tuple(next(csv.reader(stream), ()))


def _read(path: Path, needed: Sequence[str], names: tuple[str, ...], film_of: RowReader) -> LabelTable:
    missing = [name for name in needed if name not in _header(path)]
    if missing:
        raise LabelError(f"{path.name} has no column {', '.join(missing)}")
    films: list[LabelledFilm] = []
    skipped: list[SkippedRow] = []
    seen: set[str] = set()
    with path.open(newline="", encoding="utf-8-sig") as stream:
        reader = csv.DictReader(stream)
        for row in reader:
            try:
                films.append(_fresh(film_of(row, names), seen))
            except ValueError as problem:
                skipped.append(SkippedRow(reader.line_num, str(problem)))
    return LabelTable(names, tuple(films), tuple(skipped))


def _fresh(film: LabelledFilm, seen: set[str]) -> LabelledFilm:
    if not film.file or not film.patient:
        raise ValueError("no file or no patient")
    if film.file in seen:
        raise ValueError("the file is listed twice")
    seen.add(film.file)
    return film


def _nih_film(row: Mapping[str, str], names: tuple[str, ...]) -> LabelledFilm:
    stated = frozenset(part.strip() for part in (row["nih_labels"] or "").split(";") if part.strip())
    if not stated:
        raise ValueError("no labels")
    unheard = stated - frozenset(NIH_LABELS) - {NO_FINDING}
    if unheard:
        raise ValueError(f"unknown label {min(unheard)}")
    traits = {key: row.get(key) or "" for key in ("view", "sex", "age")}
    targets = tuple(float(name in stated) for name in names)
    return LabelledFilm(row["file"] or "", row["patient"] or "", targets, stated == {NO_FINDING}, traits)


def _plain_film(row: Mapping[str, str], names: tuple[str, ...]) -> LabelledFilm:
    targets = tuple(target_of(row[name] or "") for name in names)
    return LabelledFilm(row["path"] or "", row["patient"] or "", targets, bool(targets) and not any(targets))


def target_of(text: str) -> float:
    """A cell as a target: 0, 1, or not-a-number for a blank; raises ValueError for anything else."""
    known = {"": UNKNOWN, "0": 0.0, "1": 1.0, "0.0": 0.0, "1.0": 1.0}
    if text.strip() not in known:
        raise ValueError(f"{text.strip()!r} is neither 0 nor 1 nor blank")
    return known[text.strip()]
