"""Compressed frames in their fragments: DICOM PS3.5 annex A.4, walked item by item so that a truncation is noticed."""

from __future__ import annotations

from dataclasses import dataclass

from inference.core.errors import DamagedFilm, NoPixels
from inference.reading.dicom.elements import raw_bytes
from inference.reading.dicom.header import Header
from inference.reading.dicom.pixel_data.codestream import STARTS
from inference.reading.dicom.preflight import ITEM, SEQUENCE_END, UNDEFINED, Element, Encoding, read_element

_LITTLE = Encoding(implicit=True, big_endian=False)


@dataclass(frozen=True, slots=True)
class Fragments:
    """Fragments of encapsulated pixel data in file order, and the byte offsets of frames where a table gives them."""

    parts: tuple[Element, ...]
    offsets: tuple[int, ...]


def frame_bytes(header: Header, frame: int, frames: int) -> bytes:
    """The code stream of one frame, fragments joined.

    Raises ``DamagedFilm`` where the file ends within it or its frames cannot be told apart.
    """
    found = _fragments(header)
    parts = _of_frame(header, found, frame, frames)
    if not parts:
        raise NoPixels(header.path, f"there is no compressed data for frame {frame + 1} of {frames}")
    _check_whole(header, parts[-1])
    return b"".join(_read(header, part) for part in parts)


def _fragments(header: Header) -> Fragments:
    assert header.pixels is not None
    table = read_element(header.stream, _LITTLE, header.pixels.start)
    if table is None or table.tag != ITEM or table.length == UNDEFINED:
        raise DamagedFilm(header.path, "the compressed pixel data does not start with an offset table")
    position, parts = table.start + table.length, []
    while (part := read_element(header.stream, _LITTLE, position)) is not None and part.tag == ITEM:
        parts.append(part)
        position = part.start + part.length
        if len(parts) > header_limit(header):
            raise DamagedFilm(header.path, "more fragments than the file has room for")
    if part is not None and part.tag != SEQUENCE_END and position < header.size:
        raise DamagedFilm(header.path, f"fragment {len(parts) + 1} of the compressed data is not where it should be")
    return Fragments(tuple(parts), _offsets(header, table))


def header_limit(header: Header) -> int:
    """The most fragments a file of this size can hold: each has a head of eight bytes."""
    return header.size // 8


def _offsets(header: Header, table: Element) -> tuple[int, ...]:
    """Offsets of the frames from the first fragment: the extended table (PS3.3 C.7.6.3.1.8), else the basic one."""
    extended = raw_bytes(header.data, "ExtendedOffsetTable")
    width = 8 if extended else 4
    data = extended or _read(header, table)
    return tuple(int.from_bytes(data[at : at + width], "little") for at in range(0, len(data) - width + 1, width))


def _of_frame(header: Header, found: Fragments, frame: int, frames: int) -> tuple[Element, ...]:
    if frames == 1:
        return found.parts
    if len(found.parts) == frames:
        return found.parts[frame : frame + 1]
    starts = _starts_by_table(found, frames) or _starts_by_marker(header, found)
    if len(starts) < frames:
        raise DamagedFilm(header.path, f"{len(starts)} of {frames} frames can be told apart in the compressed data")
    edges = (*starts, len(found.parts))
    return found.parts[edges[frame] : edges[frame + 1]]


def _starts_by_table(found: Fragments, frames: int) -> list[int]:
    """Index of each frame's first fragment by the offset table; nothing where the table does not fit."""
    if len(found.offsets) != frames or not found.parts:
        return []
    base = found.parts[0].start
    index = {part.start - base: number for number, part in enumerate(found.parts)}
    starts = [index.get(offset, -1) for offset in found.offsets]
    return starts if -1 not in starts and starts == sorted(set(starts)) else []


def _starts_by_marker(header: Header, found: Fragments) -> list[int]:
    starts = []
    for number, part in enumerate(found.parts):
        header.stream.seek(part.start)
        if header.stream.read(6).startswith(STARTS):
            starts.append(number)
    return starts


def _check_whole(header: Header, part: Element) -> None:
    there = max(header.size - part.start, 0)
    if part.length > there:
        raise DamagedFilm(header.path, f"the compressed data ends early: a fragment has {there} of {part.length} bytes")


def _read(header: Header, part: Element) -> bytes:
    header.stream.seek(part.start)
    return header.stream.read(part.length)
