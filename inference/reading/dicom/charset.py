"""Text from files: every character set and component group, and bytes whose character set nobody declared."""

from __future__ import annotations

import unicodedata

from pydicom.charset import convert_encodings, decode_bytes, default_encoding
from pydicom.dataset import Dataset
from pydicom.valuerep import PN_DELIMS, TEXT_VR_DELIMS

from inference.reading.dicom.elements import ODD, raw_bytes, raw_item

_LONGEST = 1024  # characters; the longest legal name has 3 x 64
_NAME_DELIMITERS = PN_DELIMS | {ord("=")}


def text(data: Dataset, keyword: str) -> str:
    """The text of an element, decoded by the file's character sets (PS3.5 6.1), one line, without control characters.

    Names keep their form ``family^given=ideographic=phonetic``. Never raises: what no rule can decode is replaced.
    """
    item = raw_item(data, keyword)
    if item is None or item.value is None:
        return ""
    if not isinstance(item.value, bytes):
        return printable(str(item.value))
    delimiters = _NAME_DELIMITERS if keyword.endswith("Name") else TEXT_VR_DELIMS
    return printable(_decode(item.value, _encodings(data), delimiters))


def printable(value: str) -> str:
    """One line without control characters and trailing padding, cut at 1024 characters."""
    spaced = "".join(" " if unicodedata.category(character) in ("Cc", "Cs") else character for character in value)
    stripped = spaced.strip()[:_LONGEST]
    return stripped.rstrip("=^ ") if "^" in stripped or "=" in stripped else stripped


def _decode(value: bytes, encodings: list[str], delimiters: set[int]) -> str:
    if value.isascii() and b"\x1b" not in value:
        return value.decode("ascii")
    if not encodings:
        return undeclared(value)
    try:
        return decode_bytes(value, encodings, delimiters)
    except ODD:
        return undeclared(value)


def undeclared(value: bytes) -> str:
    """Decode bytes beyond ASCII of no declared character set: UTF-8, then Korean (CP949), then Latin-1.

    Korean is taken only when every character beyond ASCII comes out as Hangul, which Western text does not.
    """
    for encoding in ("utf-8", "cp949"):
        try:
            decoded = value.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or _is_korean(decoded):
            return decoded
    return value.decode("latin-1")


def _is_korean(decoded: str) -> bool:
    beyond = [character for character in decoded if not character.isascii()]
    return len(beyond) > 1 and all("\uac00" <= character <= "\ud7a3" for character in beyond)


def _encodings(data: Dataset) -> list[str]:
    """The Python names of the declared character sets; none where the file declares none or an unknown one."""
    declared = raw_bytes(data, "SpecificCharacterSet").decode("ascii", "replace").strip(" \0")
    if not declared:
        try:
            value = data.get("SpecificCharacterSet") or ""
        except ODD:
            return []
        declared = value if isinstance(value, str) else "\\".join(value)
    try:
        encodings = convert_encodings([part.strip() for part in declared.split("\\")]) if declared else []
    except ODD:
        return []
    return [] if encodings == [default_encoding] else list(encodings)
