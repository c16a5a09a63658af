"""Key object selections that others made (PS3.3 A.35.4, TID 2010): which films they point out, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from pydicom.dataset import Dataset
from pydicom.uid import KeyObjectSelectionDocumentStorage

from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items

KEY_OBJECTS: Final = KeyObjectSelectionDocumentStorage
_MOST: Final = 10_000  # items of a document that are looked at
_LONGEST: Final = 200  # letters of a description
_MOST_REASONS: Final = 8  # that are told of one film
_DESCRIPTION: Final = "113012"  # DCM, Key Object Description


@dataclass(frozen=True, slots=True)
class KeyObjects:
    """What a document points out: ``films`` are SOP Instance UIDs of the patient of this ID, ``reason`` says why."""

    patient_id: str
    reason: str
    films: frozenset[str]


def read_key_objects(data: Dataset) -> KeyObjects:
    """What a document points out, from its data set; no films where it is not what the standard says.

    The documents are one level deep, so that references cannot go round in a circle.
    """
    content = items(data, "ContentSequence")[:_MOST]
    titles = (text(item, "CodeMeaning") for item in items(data, "ConceptNameCodeSequence")[:1])
    told = [text(item, "TextValue") for item in content if _concept(item) == _DESCRIPTION]
    reason = ": ".join(filter(None, (*titles, *told[:1])))
    references = (item for each in content for item in items(each, "ReferencedSOPSequence")[:1])
    films = frozenset(filter(None, (text(item, "ReferencedSOPInstanceUID") for item in references)))
    return KeyObjects(text(data, "PatientID"), _shortened(reason), films)


def reasons_by_film(selections: Iterable[KeyObjects]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Why films are pointed out, by SOP Instance UID and patient: one for another patient's film is not believed."""
    found: dict[tuple[str, str], list[str]] = {}
    for selection in selections:
        for film in selection.films:
            found.setdefault((film, selection.patient_id), []).append(selection.reason)
    return {key: tuple(dict.fromkeys(reasons))[:_MOST_REASONS] for key, reasons in found.items()}


def _concept(item: Dataset) -> str:
    return next((code(name, "CodeValue") for name in items(item, "ConceptNameCodeSequence")[:1]), "")


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1].rstrip()}…"
