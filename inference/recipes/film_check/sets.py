"""The frontal films that the film check learns from, is chosen by and is reported on: three parts, by patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.files.spreadsheet import rows_of

TRAIN, CHOOSE, REPORT = "train", "choose", "report"
NIH, ELSEWHERE = "nih", "elsewhere"


@dataclass(frozen=True, slots=True)
class SetFilm:
    """A frontal film: its file below the folder of all sets, the part it belongs to, and where it was taken."""

    file: str
    part: str
    hospital: str


def set_films(folder: Path) -> tuple[SetFilm, ...]:
    """The films of the folders ``films`` and ``films2`` below ``folder``; a patient nobody knows teaches."""
    return (*_first(folder), *_second(folder), *_elsewhere(folder))


def in_part(films: tuple[SetFilm, ...], part: str, hospital: str = "") -> NDArray[np.int64]:
    """Which films are of a part, and of a hospital where one is named."""
    wanted = [film.part == part and hospital in ("", film.hospital) for film in films]
    return np.flatnonzero(wanted)


def _first(folder: Path) -> Iterator[SetFilm]:
    parts = {row.cells["patient"]: row.cells["part"] for row in rows_of(folder / "films2/parts.csv")}
    for row in rows_of(folder / "films/labels.csv"):
        yield SetFilm(f"films/{row.cells['file']}", parts.get(row.cells["patient"], TRAIN), NIH)


def _second(folder: Path) -> Iterator[SetFilm]:
    for row in rows_of(folder / "films2/labels.csv"):
        yield SetFilm(f"films2/{row.cells['file']}", row.cells["part"], NIH)


def _elsewhere(folder: Path) -> Iterator[SetFilm]:
    for row in rows_of(folder / "films2/anatomy.csv"):
        yield SetFilm(f"films2/{row.cells['file']}", row.cells["part"], ELSEWHERE)
