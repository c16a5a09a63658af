"""Whether an object speaks of the film at hand: by its references, which have to agree with what the film says.

An object that names other films only is none of this film; one that names it and lies about it is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydicom.dataset import Dataset

from inference.core.errors import ObjectMismatch
from inference.core.film_objects import FilmFacts
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items, numbers

MOST: Final = 10_000  # references, items of a sequence, of one object that are looked at
_EVIDENCE: Final = ("CurrentRequestedProcedureEvidenceSequence", "PertinentOtherEvidenceSequence")


@dataclass(frozen=True, slots=True)
class Reference:
    """An image as an object refers to it; empty texts where it does not say. ``frames`` are counted from 1."""

    sop_uid: str
    series_uid: str = ""
    study_uid: str = ""
    frames: tuple[int, ...] = ()

    def names(self, film: FilmFacts) -> bool:
        """Whether it is this film, and this frame of it where it names frames."""
        return self.sop_uid == film.sop_uid != "" and (not self.frames or film.frame + 1 in self.frames)


def reference(item: Dataset, series_uid: str = "", study_uid: str = "") -> Reference:
    """A reference to an image (PS3.3 10.3)."""
    frames = tuple(int(value) for value in numbers(item, "ReferencedFrameNumber")[:MOST] if value == value // 1)
    return Reference(text(item, "ReferencedSOPInstanceUID"), series_uid, study_uid, frames)


def of_series(data: Dataset, inner: str) -> list[Reference]:
    """The references of a Referenced Series Sequence, whose items hold them in the sequence ``inner``."""
    found = (
        reference(item, text(series, "SeriesInstanceUID"))
        for series in items(data, "ReferencedSeriesSequence")[:MOST]
        for item in items(series, inner)[:MOST]
    )
    return _first(found)


def of_evidence(data: Dataset) -> list[Reference]:
    """The references of a document's evidence (PS3.3 C.17.2)."""
    found = (
        reference(item, text(series, "SeriesInstanceUID"), text(study, "StudyInstanceUID"))
        for keyword in _EVIDENCE
        for study in items(data, keyword)[:MOST]
        for series in items(study, "ReferencedSeriesSequence")[:MOST]
        for item in items(series, "ReferencedSOPSequence")[:MOST]
    )
    return _first(found)


def applies(item: Dataset, film: FilmFacts) -> bool:
    """Whether a part of an object is for this film: it names no images, or this one."""
    named = items(item, "ReferencedImageSequence")[:MOST]
    return not named or any(reference(one).names(film) for one in named)


def speaks_of(data: Dataset, found: Iterable[Reference], film: FilmFacts, path: Path, *, own_study: bool) -> bool:
    """Whether an object speaks of the film.

    Raises ``ObjectMismatch`` where it names the film and says of it what the film does not say of itself: another
    patient, study or series. ``own_study``: the object has to lie in the film's study itself.
    """
    named = [one for one in found if one.sop_uid == film.sop_uid != ""]
    if not named:
        return False
    if not _agree(text(data, "PatientID"), film.patient_id):
        raise ObjectMismatch(path, "it names another patient")
    studies = {one.study_uid for one in named} | ({text(data, "StudyInstanceUID")} if own_study else set())
    if not all(_agree(uid, film.study_uid) for uid in studies):
        raise ObjectMismatch(path, "it names the film in another study")
    if not any(_agree(one.series_uid, film.series_uid) for one in named):
        raise ObjectMismatch(path, "it names the film in another series")
    return any(one.names(film) for one in named)


def same_patient(data: Dataset, film: FilmFacts) -> bool:
    """Whether an object that names no film is of the film's study and patient."""
    of_study = text(data, "StudyInstanceUID") == film.study_uid != ""
    return of_study and _agree(text(data, "PatientID"), film.patient_id)


def concept(item: Dataset, keyword: str = "ConceptNameCodeSequence") -> tuple[str, str, str]:
    """Value, scheme and meaning of a code (PS3.3 8.8); empty where there is none."""
    found = items(item, keyword)[:1]
    if not found:
        return "", "", ""
    value = next(filter(None, (text(found[0], one) for one in ("CodeValue", "LongCodeValue", "URNCodeValue"))), "")
    return value, code(found[0], "CodingSchemeDesignator"), text(found[0], "CodeMeaning")


def _agree(one: str, other: str) -> bool:
    """Whether two identifiers are the same; what is not said contradicts nothing."""
    return not one or not other or one == other


def _first(found: Iterator[Reference]) -> list[Reference]:
    return [one for one, _ in zip(found, range(MOST), strict=False)]
