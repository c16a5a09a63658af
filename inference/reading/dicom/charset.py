"""Text from files: every character set and component group, and bytes whose character set nobody declared."""

from __future__ import annotations

import re
import unicodedata

from pydicom.charset import CODES_TO_ENCODINGS, convert_encodings, decode_bytes, default_encoding
from pydicom.dataset import Dataset
from pydicom.valuerep import PN_DELIMS, TEXT_VR_DELIMS

from inference.reading.dicom.elements import ODD, raw_bytes, raw_item

_LONGEST = 1024  # characters; the longest legal name has 3 x 64
_BESIDE_ASCII = {b"\x1b$)A": "gb18030", b"\x1b$)C": "cp949"}  # supersets of ISO-IR 58 and 149
_NAME_DELIMITERS = PN_DELIMS | {ord("=")}


def text(data: Dataset, keyword: str) -> str:
    """The text of an element, decoded by the file's character sets (PS3.5 6.1), one line, without control characters.

    Names keep their form ``family^given=ideographic=phonetic``. Never raises: what no rule can decode is replaced.
    """
    item = raw_item(data, keyword)
    if item is None or item.value is None or item.VR == "SQ":  # a sequence says no text, and its items may be broken
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
    parts = re.split(rb"(?=\x1b)", value)
    known = [CODES_TO_ENCODINGS[code] for part in parts if (code := _escape(part)) in CODES_TO_ENCODINGS]
    if not encodings and not known:
        return undeclared(value)
    try:
        return "".join(_decode_part(part, [*(encodings or [default_encoding]), *known], delimiters) for part in parts)
    except ODD:
        return undeclared(value)


def _escape(part: bytes) -> bytes:
    """The escape sequence that a part of a value starts with."""
    return part[: 4 if part.startswith((b"\x1b$(", b"\x1b$)")) else 3]


def _decode_part(part: bytes, encodings: list[str], delimiters: set[int]) -> str:
    """A part of a value up to its next escape sequence, which counts also where the file does not declare its set.

    Chinese and Korean lie beside ASCII, and writers often switch to them once for a whole name. A delimiter ends them
    only where the first character set has letters of its own there; pydicom would also leave the Chinese escapes in.
    """
    codec = _BESIDE_ASCII.get(_escape(part))
    if codec is None:
        return decode_bytes(part, encodings, delimiters)
    content = part[4:]
    end = next((at for at, byte in enumerate(content) if byte in delimiters), len(content))
    if encodings[0] == default_encoding:
        end = len(content)
    rest = content[end:]
    return content[:end].decode(codec, "replace") + (decode_bytes(rest, encodings, delimiters) if rest else "")


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
