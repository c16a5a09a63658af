"""Who and when: the identity texts of a film."""

from __future__ import annotations

import re
from datetime import date

from pydicom.dataset import Dataset

from inference.core.film import Identity
from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items

# Each field and the elements it is taken from, the first that is not empty.
_SOURCES: dict[str, tuple[str, ...]] = {
    "patient_name": ("PatientName",),
    "patient_id": ("PatientID",),
    "sex": ("PatientSex",),
    "age": ("PatientAge",),
    "study_uid": ("StudyInstanceUID",),
    "study_description": ("StudyDescription",),
    "accession": ("AccessionNumber",),
    "institution": ("InstitutionName",),
    "series_uid": ("SeriesInstanceUID",),
    "series_description": ("SeriesDescription",),
    "sop_uid": ("SOPInstanceUID",),
    "modality": ("Modality",),
    "body_part": ("BodyPartExamined",),
    "view_position": ("ViewPosition",),
    "laterality": ("ImageLaterality", "Laterality"),
}
_DATES = ("StudyDate", "AcquisitionDate", "ContentDate", "SeriesDate")
_TIMES = ("StudyTime", "AcquisitionTime", "ContentTime", "SeriesTime")
IDENTITY_TAGS = (
    "SpecificCharacterSet",
    "PatientBirthDate",
    "ViewCodeSequence",
    "AnatomicRegionSequence",
    *_DATES,
    *_TIMES,
    *(keyword for keywords in _SOURCES.values() for keyword in keywords),
)


def read_identity(data: Dataset) -> Identity:
    """The identity of a film; empty where the file is silent, text as the file has it, dates as ISO where legal."""
    found = {field: _first_text(data, keywords) for field, keywords in _SOURCES.items()}
    found["view_position"] = found["view_position"] or _meaning(data, "ViewCodeSequence")
    found["body_part"] = found["body_part"] or _meaning(data, "AnatomicRegionSequence")
    return Identity(
        **found,
        birth_date=iso_date(code(data, "PatientBirthDate")),
        study_date=next((iso_date(value) for key in _DATES if (value := code(data, key))), ""),
        study_time=next((clock(value) for key in _TIMES if (value := code(data, key))), ""),
    )


def iso_date(value: str) -> str:
    """A DICOM date (yyyymmdd, formerly yyyy.mm.dd) as yyyy-mm-dd; as it is where it is no such date."""
    match = re.fullmatch(r"(\d{4})([.-]?)(\d\d)\2(\d\d)", value)
    try:
        return date(*(int(part) for part in match.group(1, 3, 4))).isoformat() if match else value[:32]
    except ValueError:
        return value[:32]


def clock(value: str) -> str:
    """A DICOM time (hhmmss.ffffff, formerly hh:mm:ss) as hh:mm; empty where it is none."""
    match = re.match(r"([01]\d|2[0-3]):?([0-5]\d)", value)
    return ":".join(match.groups()) if match else ""


def _first_text(data: Dataset, keywords: tuple[str, ...]) -> str:
    return next((found for keyword in keywords if (found := text(data, keyword))), "")


def _meaning(data: Dataset, keyword: str) -> str:
    return next((text(item, "CodeMeaning") for item in items(data, keyword)), "")
