"""What is searched for as the identifiers of a C-FIND (PS3.4 C.6.2), in the character sets that names are stored in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

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
    the sets they were stored in. Many archives compare a name as one text, in which such letters are the second or
    third group (``Hong^Gildong=...=...``): so it is asked for there, too.
    """
    name = criteria.keys().get("PatientName", "")
    for charset, form in product(_charsets(name), dict.fromkeys((name, _in_a_later_group(name)))):
        asked = Dataset()
        asked.SpecificCharacterSet = charset
        asked.QueryRetrieveLevel = "STUDY"
        for keyword in _RETURNED:
            setattr(asked, keyword, criteria.keys().get(keyword, ""))
        asked.PatientName = form
        yield asked


def _in_a_later_group(name: str) -> str:
    asian = _KOREAN.search(name) or _JAPANESE.search(name)
    return f"*={name}" if asian and "=" not in name and not name.startswith("*") else name


def _holds(codec: str, name: str) -> bool:
    """Whether a set has all letters of a name; what it lacks would be sent as ``?``, which matches anything."""
    try:
        name.encode(codec)
    except UnicodeError:
        return False
    return True


def _charsets(name: str) -> list[str | list[str]]:
    found: list[str | list[str]] = ["ISO_IR 192"]
    if _KOREAN.search(name) and _holds("euc_kr", name):
        found.append(["", "ISO 2022 IR 149"])
    if _JAPANESE.search(name) and _holds("iso2022_jp", name):
        found.append(["", "ISO 2022 IR 87"])
    return found
