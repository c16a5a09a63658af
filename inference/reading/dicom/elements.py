"""Values of data elements, taken as they come: what cannot be read is absent, never an exception."""

from __future__ import annotations

import math
import struct
from collections.abc import Iterable, Sequence

from pydicom.datadict import dictionary_VR
from pydicom.dataelem import DataElement, RawDataElement
from pydicom.dataset import Dataset
from pydicom.errors import BytesLengthException, InvalidDicomError

# What pydicom was seen to raise on odd or hostile elements, all of it under Exception.
ODD = (
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    AttributeError,
    AssertionError,
    RuntimeError,  # and NotImplementedError, RecursionError
    OSError,
    EOFError,
    MemoryError,
    struct.error,
    BytesLengthException,
    InvalidDicomError,
)
_MOST = 100_000  # values of one element that are looked at


def raw_item(data: Dataset, keyword: str) -> DataElement | RawDataElement | None:
    """The element as stored, unconverted where pydicom has not yet converted it; None where absent."""
    try:
        return data.get_item(keyword)
    except ODD:
        return None


def raw_bytes(data: Dataset, keyword: str) -> bytes:
    """The bytes of an element as stored; empty where absent or not stored as bytes."""
    item = raw_item(data, keyword)
    value = None if item is None else item.value
    return bytes(value) if isinstance(value, bytes | bytearray) else b""


def numbers(data: Dataset, keyword: str) -> tuple[float, ...]:
    """All values of a numeric element; an illegible one is NaN, so that the others keep their places."""
    item = raw_item(data, keyword)
    if item is None:
        return ()
    if isinstance(item.value, bytes) and _is_text(item, keyword):
        return tuple(_number(part) for part in _split(item.value))
    try:
        value = data[keyword].value
    except ODD:
        return ()
    if value is None or isinstance(value, bytes):
        return ()
    values: Iterable[object] = value if isinstance(value, Sequence) and not isinstance(value, str) else (value,)
    return tuple(_number(item) for _, item in zip(range(_MOST), values, strict=False))


def number(data: Dataset, keyword: str) -> float | None:
    """The first value of a numeric element, finite, or None."""
    values = numbers(data, keyword)
    return values[0] if values and math.isfinite(values[0]) else None


def integer(data: Dataset, keyword: str) -> int | None:
    """The first value of an element as a whole number, or None where it is absent or none."""
    value = number(data, keyword)
    return int(value) if value is not None and value == int(value) else None


def code(data: Dataset, keyword: str) -> str:
    """The first value of a coded string, in capitals and stripped; empty where absent."""
    text = raw_bytes(data, keyword).decode("ascii", "replace") or _text(data, keyword)
    return text.split("\\")[0].strip(" \0").upper()


def codes(data: Dataset, keyword: str) -> tuple[str, ...]:
    """All values of a coded string, in capitals and stripped."""
    text = raw_bytes(data, keyword).decode("ascii", "replace") or _text(data, keyword)
    return tuple(part.strip(" \0").upper() for part in text.split("\\")) if text else ()


def items(data: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """The items of a sequence; none where it is absent, empty or illegible."""
    try:
        value = data[keyword].value if keyword in data else ()
        return tuple(item for item in value if isinstance(item, Dataset))
    except ODD:
        return ()


def _is_text(item: DataElement | RawDataElement, keyword: str) -> bool:
    vr = item.VR if item.VR not in (None, "UN") else dictionary_VR(keyword)
    return vr in ("DS", "IS")


def _split(value: bytes) -> list[str]:
    text = value.decode("ascii", "replace").strip(" \0")
    return text.split("\\")[:_MOST] if text else []


def _number(value: object) -> float:
    try:
        return float(value.strip(" \0").replace(",", ".") if isinstance(value, str) else value)  # type: ignore[arg-type]  # tried
    except (ValueError, TypeError, OverflowError):
        return math.nan


def _text(data: Dataset, keyword: str) -> str:
    """An element that was set in memory, or converted before, as text; one that a file makes a sequence has none."""
    try:
        value = data.get(keyword)
    except ODD:
        return ""
    parts = value if isinstance(value, Sequence) and not isinstance(value, str | bytes) else (value,)
    if value is None or any(isinstance(part, Dataset | bytes) for part in parts):
        return ""
    return "\\".join(map(str, parts))
