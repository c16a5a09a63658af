"""What an exported object copies of its film's patient, study and request, each value in the form of the standard."""

from __future__ import annotations

import re
from typing import Final

from pydicom.datadict import dictionary_VR
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import code, items
from inference.report.deidentify.public_terms import TERMS

# The attributes of the Patient, General Study and Patient Study modules, PS3.3 C.7.1.1, C.7.2.1, C.7.2.2, whose
# values are plain: what one object of a study says, all of them have to say.
_REQUIRED = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyInstanceUID",
    "StudyDate",
    "StudyTime",
    "StudyID",
    "AccessionNumber",
    "ReferringPhysicianName",
)
_OPTIONAL = (
    "TimezoneOffsetFromUTC",
    "IssuerOfPatientID",
    "PatientBirthTime",
    "OtherPatientIDs",
    "OtherPatientNames",
    "EthnicGroup",
    "PatientComments",
    "PatientSpeciesDescription",
    "ResponsiblePerson",
    "ResponsibleOrganization",
    "PatientIdentityRemoved",
    "StudyDescription",
    "NameOfPhysiciansReadingStudy",
    "PhysiciansOfRecord",
    "PatientAge",
    "PatientSize",
    "PatientWeight",
    "Occupation",
    "AdditionalPatientHistory",
)
_LEGAL = {
    "DA": re.compile(r"\d{8}"),
    "TM": re.compile(r"\d{2}(\d{2}(\d{2}(\.\d{1,6})?)?)?"),
    "AS": re.compile(r"\d{3}[DWMY]"),
    "DS": re.compile(r"[+-]?[\d.eE+-]{1,16}"),
    "CS": re.compile(r"[A-Z0-9 _]{1,16}"),
}
# Sequences of the same modules, and what of their items is copied: codes and identifiers, nothing private.
_CODE: Final = ("CodeValue", "CodingSchemeDesignator", "CodingSchemeVersion", "CodeMeaning")
_ISSUER: Final = ("LocalNamespaceEntityID", "UniversalEntityID", "UniversalEntityIDType")
_SEQUENCES: Final = (
    "IssuerOfPatientIDQualifiersSequence",
    "OtherPatientIDsSequence",
    "IssuerOfAccessionNumberSequence",
    "ProcedureCodeSequence",
)
_ITEMS: Final[dict[str, tuple[str, ...]]] = {
    "ProcedureCodeSequence": _CODE,
    "RequestedProcedureCodeSequence": _CODE,
    "ScheduledProtocolCodeSequence": _CODE,
    "IdentifierTypeCodeSequence": _CODE,
    "IssuerOfAccessionNumberSequence": _ISSUER,
    "IssuerOfPatientIDQualifiersSequence": ("UniversalEntityID", "UniversalEntityIDType", "IdentifierTypeCode"),
    "OtherPatientIDsSequence": (
        "PatientID",
        "IssuerOfPatientID",
        "TypeOfPatientID",
        "IssuerOfPatientIDQualifiersSequence",
    ),
    "RequestAttributesSequence": (
        "AccessionNumber",
        "IssuerOfAccessionNumberSequence",
        "RequestedProcedureID",
        "RequestedProcedureDescription",
        "RequestedProcedureCodeSequence",
        "ScheduledProcedureStepID",
        "ScheduledProcedureStepDescription",
        "ScheduledProtocolCodeSequence",
    ),
}
_ZONE: Final = re.compile(r"[+-](0\d|1[0-4])[0-5]\d")
_SEXES: Final = {"M": "M", "MALE": "M", "F": "F", "FEMALE": "F", "O": "O", "OTHER": "O"}
_OLD_DATE: Final = re.compile(r"(\d{4})[.-](\d\d)[.-](\d\d)")  # ACR-NEMA 300, and PS3.5 before 2001
_OLD_TIME: Final = re.compile(r"(\d\d):(\d\d)(?::(\d\d(?:\.\d{1,6})?))?")


def study_data(data: Dataset) -> Dataset:
    """The patient and study attributes of a film; what the standard wants of them is there, if empty."""
    study = Dataset()
    study.SpecificCharacterSet = "ISO_IR 192"  # whatever the film is written in
    for keyword in _REQUIRED:
        setattr(study, keyword, _legal(data, keyword))
    for keyword in _OPTIONAL:
        if value := _legal(data, keyword):
            setattr(study, keyword, value)
    for keyword in _SEQUENCES:
        if found := _copied(data, keyword):
            setattr(study, keyword, Sequence(found))
    return study


def request_data(data: Dataset) -> Dataset:
    """What was asked for, where the film says it."""
    request = Dataset()
    if found := _copied(data, "RequestAttributesSequence"):
        request.RequestAttributesSequence = Sequence(found)
    return request


def procedure_code(data: Dataset) -> Dataset | None:
    """The first code of the procedure that was done, whole, else of the one that was asked for; None for neither."""
    asked = (item for request in items(data, "RequestAttributesSequence") for item in (request,))
    places = [(data, "ProcedureCodeSequence"), *((item, "RequestedProcedureCodeSequence") for item in asked)]
    return next((found[0] for place, keyword in places if (found := _copied(place, keyword))), None)


def body_part(data: Dataset) -> str:
    """The part of the body by its term; a chest where the file is silent, for no other film is meant to be analysed."""
    found = code(data, "BodyPartExamined")
    return found if found in TERMS["BodyPartExamined"] else "CHEST"


def side(data: Dataset) -> str:
    """The side of a paired part of the body."""
    return next((found for key in ("ImageLaterality", "Laterality") if (found := code(data, key)) in ("L", "R")), "")


def _copied(data: Dataset, keyword: str) -> list[Dataset]:
    made = (_item(item, _ITEMS[keyword]) for item in items(data, keyword))
    coded = _ITEMS[keyword] is _CODE
    return [
        item
        for item in made
        if len(item) and not (coded and any(word not in item for word in (*_CODE[:2], "CodeMeaning")))
    ]


def _item(item: Dataset, keywords: tuple[str, ...]) -> Dataset:
    made = Dataset()
    for keyword in keywords:
        value: object = Sequence(_copied(item, keyword)) if keyword in _ITEMS else _legal(item, keyword)
        if value:
            setattr(made, keyword, value)
    return made


def _legal(data: Dataset, keyword: str) -> str:
    """The text of an element in the form that the standard asks for (PS3.5 6.2), empty where it has none."""
    value = text(data, keyword)
    if keyword == "PatientSex":
        return _SEXES.get(value.strip().upper(), "")
    if keyword == "TimezoneOffsetFromUTC":
        return value if _ZONE.fullmatch(value) else ""
    kind = dictionary_VR(keyword)
    value = _today(value.strip(), kind)
    rule = _LEGAL.get(kind)
    return value if rule is None or rule.fullmatch(value) else ""


def _today(value: str, kind: str) -> str:
    """An old-style date or time as it is written today, an age and a code in capitals."""
    if kind in ("AS", "CS"):
        return value.upper()
    old = {"DA": _OLD_DATE, "TM": _OLD_TIME}.get(kind)
    match = old.fullmatch(value) if old else None
    return "".join(part or "" for part in match.groups()) if match else value
