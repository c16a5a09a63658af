"""What is searched for as the identifiers of a C-FIND (PS3.4 C.6.2), in the character sets that names are stored in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydicom.dataset import Dataset

from inference.network.query.criteria import Criteria

_JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_KOREAN = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
_RETURNED = (
    *("PatientName", "PatientID", "PatientBirthDate", "PatientSex", "StudyInstanceUID", "StudyDate", "StudyTime"),
    *("StudyDescription", "AccessionNumber", "ModalitiesInStudy", "NumberOfStudyRelatedInstances"),
)


def identifiers(criteria: Criteria) -> Iterator[Dataset]:
    """One for each character set in which a node may hold the name.

    UTF-8 first, in which the node also answers then; archives that compare bytes find Korean and Japanese names only in
    the sets they were stored in.
    """
    for charset in _charsets(criteria.name):
        asked = Dataset()
        asked.SpecificCharacterSet = charset
        asked.QueryRetrieveLevel = "STUDY"
        for keyword in _RETURNED:
            setattr(asked, keyword, criteria.keys().get(keyword, ""))
        yield asked


def _charsets(name: str) -> list[str | list[str]]:
    found: list[str | list[str]] = ["ISO_IR 192"]
    if _KOREAN.search(name):
        found.append(["", "ISO 2022 IR 149"])
    if _JAPANESE.search(name):
        found.append(["", "ISO 2022 IR 87"])
    return found
