"""Which expected examinations have films here: by accession number, by study, or by patient and day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from inference.core.film import Identity
from inference.network.query.search import Expected
from inference.reading import scan


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is known of the films that are here."""

    accessions: frozenset[str]
    studies: frozenset[str]
    days: frozenset[tuple[str, str]]  # patient's ID and date of the study

    @classmethod
    def of(cls, films: Iterable[Identity]) -> Self:
        """What these films say."""
        known = list(films)
        return cls(
            frozenset(one.accession for one in known if one.accession),
            frozenset(one.study_uid for one in known if one.study_uid),
            frozenset((one.patient_id, one.study_date) for one in known if one.patient_id),
        )

    @classmethod
    def of_folder(cls, folder: Path) -> Self:
        """What the films below a folder say."""
        return cls.of(film.identity for study in scan([folder]).studies for film in study.films)

    def has(self, expected: Expected) -> bool:
        """Whether a film of an examination is here; one with an accession number is known by it alone."""
        if expected.accession:
            return expected.accession in self.accessions
        return expected.study_uid in self.studies or (expected.patient_id, expected.date) in self.days
