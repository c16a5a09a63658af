"""Which elements of a data set stay in a de-identified copy, and in what form."""

from __future__ import annotations

import re
from itertools import takewhile

from pydicom.datadict import dictionary_VR, keyword_for_tag
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from inference.reading.dicom.charset import text
from inference.reading.dicom.elements import ODD, codes, items
from inference.report.deidentify.public_terms import IMAGE_TYPES, KNOWN_MEASURES, TERMS
from inference.report.deidentify.rules import EMPTY_SEQUENCES, IDENTITY, INSTEAD, KEPT, MEASURES, PUBLIC_SCHEMES
from inference.report.deidentify.uids import NewUids

_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*")
_WORD = re.compile(r"[\W_]+")
_TEXT = ("LO", "SH")
_SHORTEST = 3  # letters of a word that can tell who somebody is


def echoes(data: Dataset) -> frozenset[str]:
    """The words that tell who it is, in small letters: no text that is kept may hold one of them."""
    words = (word for keyword in IDENTITY for word in _WORD.split(text(data, keyword).casefold()))
    return frozenset(word for word in words if len(word) >= _SHORTEST)


def kept(data: Dataset, uids: NewUids, banned: frozenset[str]) -> Dataset:
    """The elements that stay, with new UIDs; items of sequences likewise (PS3.15 E.1.1, item 2)."""
    clean = Dataset()
    for tag in sorted(data.keys()):
        keyword = keyword_for_tag(tag)
        if int(tag) not in KEPT:
            continue
        element = _element(data, keyword, uids, banned)
        if element is not None:
            clean.add(element)
    return clean


def _element(data: Dataset, keyword: str, uids: NewUids, banned: frozenset[str]) -> DataElement | None:
    kind = dictionary_VR(keyword)
    try:
        if kind == "SQ":
            return _sequence(data, keyword, uids, banned)
        if kind == "UI":
            return _uid(data, keyword, uids)
        if kind == "CS":
            return _coded(data, keyword, banned)
        if kind in _TEXT:
            return _text(data, keyword, kind, banned)
        return _number(data, keyword) if kind in ("DS", "IS") else data[keyword]
    except ODD:  # what cannot be read cannot be judged, and goes
        return None


def _sequence(data: Dataset, keyword: str, uids: NewUids, banned: frozenset[str]) -> DataElement | None:
    """A sequence that lost its items goes, unless the standard lets it be empty (type 2)."""
    left = _items(data, keyword, uids, banned)
    return DataElement(keyword, "SQ", left) if left or keyword in EMPTY_SEQUENCES else None


def _items(data: Dataset, keyword: str, uids: NewUids, banned: frozenset[str]) -> Sequence:
    """The items of a sequence; a code whose meaning had to go, or that is of no public scheme, goes as a whole."""
    pairs = ((item, kept(item, uids, banned)) for item in items(data, keyword))
    return Sequence([clean for item, clean in pairs if "CodeMeaning" not in item or "CodeMeaning" in clean])


def _uid(data: Dataset, keyword: str, uids: NewUids) -> DataElement:
    old = text(data, keyword)
    return DataElement(keyword, "UI", old if keyword == "SOPClassUID" else uids.uid(old))


def _coded(data: Dataset, keyword: str, banned: frozenset[str]) -> DataElement | None:
    """A coded string, only where it is a term of the standard; what has to be there is emptied or said in general."""
    values = codes(data, keyword)
    if keyword == "ImageType":
        return DataElement(keyword, "CS", _image_type(values))
    legal = all(value in TERMS[keyword] for value in values)
    if legal and not _told("\\".join(values), banned):
        return DataElement(keyword, "CS", list(values))
    return DataElement(keyword, "CS", INSTEAD[keyword]) if keyword in INSTEAD else None


def _image_type(values: tuple[str, ...]) -> list[str]:
    """The terms up to the first that is none, and at least the two that have to be there."""
    known = list(takewhile(lambda value: value is not None, map(_at_its_place, enumerate(values))))
    return [value for value in known if value is not None] if len(known) > 1 else ["DERIVED", "SECONDARY"]


def _at_its_place(placed: tuple[int, str]) -> str | None:
    place, value = placed
    return value if place < len(IMAGE_TYPES) and value in IMAGE_TYPES[place] else None


def _number(data: Dataset, keyword: str) -> DataElement | None:
    """A number in text, only where it is one: a name in its place goes."""
    element = data[keyword]
    values = () if element.is_empty else (element.value,) if element.VM == 1 else tuple(element.value)
    return element if all(_NUMBER.fullmatch(str(value)) for value in values) else None


def _text(data: Dataset, keyword: str, kind: str, banned: frozenset[str]) -> DataElement | None:
    """Text that is one of a few known words, or names a code of a public scheme."""
    value = text(data, keyword)
    if keyword in MEASURES:
        return DataElement(keyword, kind, value if value in KNOWN_MEASURES else MEASURES[keyword])
    public = text(data, "CodingSchemeDesignator") in PUBLIC_SCHEMES
    return DataElement(keyword, kind, value) if public and not _told(value, banned) else None


def _told(value: str, banned: frozenset[str]) -> bool:
    return any(word in value.casefold() for word in banned)
