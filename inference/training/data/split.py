"""Split of films into training and validation by patient: seeded, stratified, and written down."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from inference.files.atomic_file import atomic_file
from inference.files.safe_cells import bare_cell, safe_cell
from inference.files.spreadsheet import rows_of
from inference.training.data.labels import LabelError, LabelTable


@dataclass(frozen=True, slots=True)
class Split:
    """The patients of each side; raises LabelError when a patient is on both."""

    training: frozenset[str]
    validation: frozenset[str]

    def __post_init__(self) -> None:
        both = self.training & self.validation
        if both:
            raise LabelError(f"{len(both)} patients are on both sides of the split")


def split_by_patient(table: LabelTable, strata: Sequence[str], *, share: float = 0.2, seed: int = 0) -> Split:
    """The table's patients, ``share`` of each stratum put aside for validation.

    A patient belongs to the first of ``strata`` that any of their films is positive for, else to "normal" when all
    their films are, else to "other"; so rare findings come first in ``strata``.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for patient, stratum in sorted(_stratum_of(table, strata).items()):
        groups[stratum].append(patient)
    rng = np.random.default_rng(seed)
    validation: set[str] = set()
    for stratum in sorted(groups):
        members = groups[stratum]
        chosen = rng.permutation(len(members))[: round(share * len(members))]
        validation.update(members[index] for index in chosen)
    return Split(frozenset(table.patients()) - validation, frozenset(validation))


def write_split(path: Path, split: Split) -> None:
    """Write who is on which side as a CSV with the columns patient and side."""
    rows = [(safe_cell(patient), "training") for patient in split.training]
    rows += [(safe_cell(patient), "validation") for patient in split.validation]
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([("patient", "side"), *sorted(rows)])
    with atomic_file(path) as file:
        file.write(stream.getvalue().encode("utf-8"))


def read_split(path: Path) -> Split:
    """Read what ``write_split`` wrote; raises LabelError where it is no such file, or a patient is on both sides."""
    sides: dict[str, set[str]] = {"training": set(), "validation": set()}
    rows = rows_of(path)
    if not rows or not {"patient", "side"} <= set(rows[0].cells):
        raise LabelError(f"{path.name} has no column patient or no column side")
    for row in rows:
        side = row.cells["side"]
        if side not in sides:
            raise LabelError(f"{path.name} names a side {side!r}")
        sides[side].add(bare_cell(row.cells["patient"]))
    return Split(frozenset(sides["training"]), frozenset(sides["validation"]))


def _stratum_of(table: LabelTable, strata: Sequence[str]) -> dict[str, str]:
    order = [*strata, "other", "normal"]
    columns = [table.names.index(name) for name in strata]
    best: dict[str, int] = {}
    for film in table.films:
        here = next((rank for rank, column in enumerate(columns) if film.targets[column] == 1), len(strata))
        rank = len(strata) + 1 if here == len(strata) and film.normal else here
        best[film.patient] = min(rank, best.get(film.patient, rank))
    return {patient: order[rank] for patient, rank in best.items()}
