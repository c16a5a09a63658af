"""A walk over the data elements of a DICOM file before pydicom parses it: reads no values, does not recurse.

pydicom parses nested sequences recursively and believes every length; this walk finds files that abuse that. The
encoding is DICOM PS3.5 chapter 7; like pydicom, the walk forgives implicit elements in an explicit file.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from pydicom.datadict import dictionary_VR
from pydicom.valuerep import EXPLICIT_VR_LENGTH_32

from inference.core.errors import FilmTooLarge
from inference.core.limits import Limits

ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
PIXEL_TAGS = (0x7FE00008, 0x7FE00009, 0x7FE00010)
UNDEFINED = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Encoding:
    """How elements are written: with or without their value representation, low or high byte first."""

    implicit: bool
    big_endian: bool

    def number(self, data: bytes) -> int:
        """An unsigned integer of this byte order."""
        return int.from_bytes(data, "big" if self.big_endian else "little")

    def tag(self, data: bytes) -> int:
        """A tag from its four bytes, as one number."""
        return self.number(data[:2]) << 16 | self.number(data[2:4])


@dataclass(frozen=True, slots=True)
class Element:
    """The head of a data element: where its value starts, how long it says it is; ``vr`` is empty if not written."""

    tag: int
    vr: str
    start: int
    length: int


@dataclass(slots=True)
class _Level:
    """A sequence or an item that the walk is in; ``end`` is None while only a delimiter ends it."""

    end: int | None
    sequence: bool
    raw: bool = False  # fragments: items hold bytes, not elements


@dataclass(slots=True)
class _Walk:
    path: Path
    stream: BinaryIO
    size: int
    limits: Limits
    levels: list[_Level] = field(default_factory=list)
    elements: int = 0


def read_element(stream: BinaryIO, encoding: Encoding, position: int) -> Element | None:
    """The head of the element at ``position``, or None where the file ends before it does."""
    stream.seek(position)
    head = stream.read(12)
    if len(head) < 8:
        return None
    tag, vr = encoding.tag(head), head[4:6]
    if tag >> 16 == 0xFFFE or encoding.implicit or not (vr.isalpha() and vr.isupper()):
        return Element(tag, "", position + 8, encoding.number(head[4:8]))
    name = vr.decode("ascii")
    if name in EXPLICIT_VR_LENGTH_32:
        return Element(tag, name, position + 12, encoding.number(head[8:12]))
    return Element(tag, name, position + 8, encoding.number(head[6:8]))


def check_structure(path: Path, stream: BinaryIO, size: int, start: int, encoding: Encoding, limits: Limits) -> str:
    """Walk from ``start`` to the pixels or the end; answers what a top-level element lacks, or nothing.

    Raises ``FilmTooLarge`` for nesting or numbers above the limits. Whatever else is odd is left to the parser.
    """
    return _walked(_Walk(path, stream, size, limits), encoding, start)[1]


def find_pixels(
    path: Path, stream: BinaryIO, size: int, start: int, encoding: Encoding, limits: Limits
) -> Element | None:
    """The pixel element, or None where there is none before ``size``; raises as ``check_structure`` does."""
    return _walked(_Walk(path, stream, size, limits), encoding, start)[0]


def _walked(walk: _Walk, encoding: Encoding, position: int) -> tuple[Element | None, str]:
    while position < walk.size:
        element = read_element(walk.stream, encoding, position)
        if element is None:
            break
        if element.tag in PIXEL_TAGS and not walk.levels:
            return element, ""
        position = _step(walk, element)
        if position > walk.size and not walk.levels:
            return None, f"element {label(element.tag)} ends {position - walk.size} bytes after the end of the file"
    return None, ""


def label(tag: int) -> str:
    """A tag as people write it: (gggg,eeee)."""
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X})"


def _step(walk: _Walk, element: Element) -> int:
    """Where the walk goes after ``element``: into it when it is a sequence or an item, else past it."""
    walk.elements += 1
    if walk.elements > walk.limits.elements:
        raise FilmTooLarge(walk.path, f"more than {walk.limits.elements} data elements")
    end = None if element.length == UNDEFINED else element.start + element.length
    following = element.start
    if element.tag in (ITEM_END, SEQUENCE_END):
        _leave(walk, element.tag == SEQUENCE_END)
    elif element.tag == ITEM and walk.levels and not walk.levels[-1].raw:
        walk.levels.append(_Level(end, sequence=False))
    elif element.tag != ITEM and _is_sequence(walk, element):
        _enter(walk, _Level(end, sequence=True, raw=element.vr in ("OB", "OW")))
    else:
        following = walk.size if end is None else end
    return _past_ended(walk, following)


def _enter(walk: _Walk, level: _Level) -> None:
    walk.levels.append(level)
    if sum(level.sequence for level in walk.levels) > walk.limits.nesting:
        raise FilmTooLarge(walk.path, f"sequences nested more than {walk.limits.nesting} deep")


def _leave(walk: _Walk, sequence: bool) -> None:
    """Leave the innermost open level of that kind; a stray delimiter leaves nothing."""
    for index in range(len(walk.levels) - 1, -1, -1):
        if walk.levels[index].sequence == sequence:
            del walk.levels[index:]
            return


def _past_ended(walk: _Walk, position: int) -> int:
    """Drop the levels of defined length that end at or before ``position``; nothing reaches beyond its level."""
    while walk.levels:
        end = walk.levels[-1].end
        if end is None or end > position:
            break
        position = end
        walk.levels.pop()
    return position


def _is_sequence(walk: _Walk, element: Element) -> bool:
    if element.length == UNDEFINED or element.vr == "SQ":
        return True
    if element.vr not in ("", "UN") or element.length < 8:
        return False
    try:
        return dictionary_VR(element.tag) == "SQ"
    except KeyError:
        walk.stream.seek(element.start)
        return walk.stream.read(4) in (b"\xfe\xff\x00\xe0", b"\xff\xfe\xe0\x00")
