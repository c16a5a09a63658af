"""Lookup tables of a file: descriptor and data, DICOM PS3.3 C.11.1.1.1 and C.7.6.3.1.5."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset

from inference.reading.dicom.elements import numbers, raw_item
from inference.reading.dicom.segmented_lut import expanded

_SIGN = 0x8000
SHORT_LUT = "A {} of the file has fewer entries than it says: its last one stands for those that lack."
_FAR_BELOW = 8  # times the largest entry: a film of less than an eighth of the range is taken for a wrong descriptor
_LEAST = 16  # the share of its entries, as a divisor, from which on a table that is too short is worth clamping


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Lut:
    """Entries (unsigned integers of ``bits`` bits) for the input values ``first``, ``first + 1``, ...; ends clamp.

    ``short``: the file holds fewer entries than the descriptor says; the last one stands for those that lack.
    """

    first: int
    entries: NDArray[np.uint16]
    bits: int
    short: bool = False

    @property
    def top(self) -> int:
        """What stands for white: the greatest number of ``bits``, or the largest entry where that is far below it.

        Some writers say 16 bits over entries of 12, whose film would be almost black.
        """
        largest, promised = int(self.entries.max()), (1 << self.bits) - 1
        return largest if 0 < largest < promised / _FAR_BELOW else promised

    def look_up(self, values: NDArray[Any]) -> NDArray[np.uint16]:
        """The entry for each of the integer ``values``."""
        index = np.clip(values.astype(np.int64) - self.first, 0, self.entries.size - 1)
        return self.entries[index]


def read_lut(item: Dataset, prefix: str = "LUT", *, lowest: float = 0.0) -> Lut | None:
    """The table of ``<prefix>Descriptor`` and ``<prefix>Data``, or None where absent, malformed or too short.

    ``lowest`` is the least value to be looked up: below 0 it tells that the first input value is signed, which an
    implicit file does not say and an explicit one says wrongly at times. Entries of eight bits may lie in bytes or in
    words, whatever the descriptor says; entries that need more bits than it gives get them. A table that lacks more
    than fifteen of sixteen entries is too short.
    """
    descriptor = _descriptor(item, f"{prefix}Descriptor", signed=lowest < 0)
    if descriptor is None:
        return None
    count, first, bits = descriptor
    entries = _entries(item, f"{prefix}Data", count)
    if entries is None and (segments := _words(item, f"Segmented{prefix}Data")) is not None:
        entries = expanded(segments, count)
    if entries is None:
        return None
    needed = int(entries.max()).bit_length()
    return Lut(first, entries, max(bits if 1 <= bits <= 16 else 0, needed, 1), short=entries.size < count)


def _descriptor(item: Dataset, keyword: str, *, signed: bool) -> tuple[int, int, int] | None:
    """Count, first input value and bits; a count of 0 stands for 65536, PS3.3 C.11.1.1.1."""
    values = _words(item, keyword)
    if values is None or values.size < 3:
        return None
    count, first, bits = (int(value) for value in values[:3])
    element = raw_item(item, keyword)
    declared_signed = element is not None and element.VR == "SS"
    if first >= _SIGN and (signed or declared_signed):
        first -= 2 * _SIGN
    return count or 2 * _SIGN, first, bits


def _entries(item: Dataset, keyword: str, count: int) -> NDArray[np.uint16] | None:
    words = _words(item, keyword)
    if words is None:
        return None
    if words.size == -(-count // 2) < count:  # two entries of eight bits to a word, the first in the low byte
        return words.astype("<u2").view(np.uint8)[:count].astype(np.uint16)
    return words[:count] if words.size >= max(count // _LEAST, 2) else None


def _words(item: Dataset, keyword: str) -> NDArray[np.uint16] | None:
    """An element as unsigned 16-bit words, whatever its value representation; None where there is not one word."""
    element = raw_item(item, keyword)
    if isinstance(element, RawDataElement) and isinstance(element.value, bytes):
        order = "<u2" if element.is_little_endian else ">u2"
        padded = element.value + b"\0" * (len(element.value) % 2)
        words = np.frombuffer(padded, dtype=order).astype(np.uint16)
    elif element is not None and isinstance(element.value, bytes):
        words = np.frombuffer(element.value + b"\0" * (len(element.value) % 2), dtype="<u2").astype(np.uint16)
    else:
        values = np.nan_to_num(np.array(numbers(item, keyword), dtype=np.float64))
        words = (values.astype(np.int64) & 0xFFFF).astype(np.uint16)
    return words if words.size else None
