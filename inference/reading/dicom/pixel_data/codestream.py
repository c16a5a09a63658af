"""What a compressed frame says about itself, read before any decoder sees it; JPEG, JPEG-LS, JPEG 2000 and HTJ2K.

Decoders allocate what the code stream asks for, so its size is checked against the header's first. A stream is known
by its first bytes, whatever the file calls it, and ends with its end marker: what follows is not its own. Sources:
ITU-T T.81 annex B, T.87 annex C, T.800 annex A, T.814 annex A.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    JPEG2000TransferSyntaxes,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLSNearLossless,
    JPEGLSTransferSyntaxes,
    JPEGTransferSyntaxes,
)

STARTS = (b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\x00\x00\x00\x0cjP")  # JPEG and JPEG-LS, JPEG 2000, its boxes
_FAMILIES = (JPEGTransferSyntaxes, JPEGLSTransferSyntaxes, JPEG2000TransferSyntaxes)
_J2K_START = b"\xff\x4f\xff\x51"
_END = b"\xff\xd9"  # EOI of JPEG, EOC of JPEG 2000
_SEQUENTIAL = (0xC0, 0xC1)
LOSSLESS_FRAME = 0xC3
_NO_FRAME = (0xC4, 0xC8, 0xCC)  # DHT, JPG, DAC lie among the SOF markers
_JPEG_LS_FRAME = 0xF7
_SCAN, _EOI = 0xDA, 0xD9
_ALONE = (0x01, *range(0xD0, 0xDA))  # markers without a length
_MARKER = re.compile(rb"\xff[\x80-\xcf\xd8-\xfe]")  # within entropy-coded data: no stuffing, no restart, no fill byte
_CAPABILITIES, _TILE_PART = b"\xff\x50", b"\xff\x90"


@dataclass(frozen=True, slots=True)
class CodeStream:
    """Size in pixels, samples a pixel, bits a sample, its transfer syntax, where it starts and ends in the data.

    ``syntax`` is one of its family, which decodes it; ``end`` is 0 where the data ends before its end marker.
    """

    rows: int
    columns: int
    samples: int
    precision: int
    syntax: UID
    start: int
    end: int

    @property
    def complete(self) -> bool:
        """Whether the stream reaches its end marker."""
        return self.end > 0


def inspect(data: bytes) -> CodeStream | None:
    """What a code stream says about itself, or None where there is none (native data, RLE)."""
    if data.startswith(_J2K_START) or data[4:6] == b"jP":
        return _inspect_j2k(data)
    return inspect_jpeg(data) if data.startswith(b"\xff\xd8\xff") else None


def has_header(syntax: UID) -> bool:
    """Whether code streams of this syntax carry a header that :func:`inspect` can read."""
    return any(syntax in family for family in _FAMILIES)


def same_family(one: UID, other: UID) -> bool:
    """Whether one decoder reads code streams of both syntaxes."""
    return any(one in family and other in family for family in _FAMILIES)


def with_legal_scan(data: bytes) -> bytes:
    """A sequential JPEG whose scan header names the only legal spectral selection, 0 to 63 (T.81 table B.3).

    Some writers of 12-bit files leave 0 to 0 there, which DCMTK ignores and libjpeg refuses.
    """
    marker, position = _find(data, (*_SEQUENTIAL, _SCAN))
    if marker not in _SEQUENTIAL:
        return data
    marker, position = _find(data, (_SCAN,))
    end = position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    if marker != _SCAN or end > len(data):
        return data
    return data[: end - 3] + b"\x00\x3f\x00" + data[end:]


def frame_header(data: bytes) -> tuple[int, bytes] | None:
    """The marker of a JPEG's frame and its header without length (T.81 B.2.2): bits, size, components."""
    marker, position = _find(data, (*(c for c in range(0xC0, 0xD0) if c not in _NO_FRAME), _JPEG_LS_FRAME))
    body = data[position + 4 : position + 2 + int.from_bytes(data[position + 2 : position + 4], "big")]
    return None if marker is None or len(body) < 6 else (marker, body)


def inspect_jpeg(data: bytes) -> CodeStream | None:
    """What a JPEG or JPEG-LS stream says about itself, or None where it has no frame header."""
    found = frame_header(data)
    if found is None:
        return None
    marker, body = found
    rows, columns = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    start = data.find(b"\xff\xd8")
    return CodeStream(rows, columns, body[5], body[0], _process(marker), start, _end_of_jpeg(data))


def _process(marker: int) -> UID:
    known = {0xC0: JPEGBaseline8Bit, LOSSLESS_FRAME: JPEGLossless, _JPEG_LS_FRAME: JPEGLSNearLossless}
    return known.get(marker, JPEGExtended12Bit)


def scan_count(data: bytes) -> int:
    """How many scans a JPEG has before its end marker."""
    return _scans(data)[1]


def _end_of_jpeg(data: bytes) -> int:
    """Where the end marker ends that belongs to the first scans of the data; 0 where they do not reach one."""
    return _scans(data)[0]


def _scans(data: bytes) -> tuple[int, int]:
    marker, position = _find(data, (_SCAN,))
    count = 0
    while marker == _SCAN:
        count += 1
        position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
        found = _MARKER.search(data, position)
        if found is None:
            return 0, count
        marker, position = _next_of(data, found.start(), (_SCAN, _EOI))
    return (position + 2 if marker == _EOI else 0), count


def _find(data: bytes, wanted: tuple[int, ...]) -> tuple[int | None, int]:
    """The first of the wanted markers and where it stands; None where the markers end without one."""
    return _next_of(data, data.find(b"\xff\xd8") + 2, wanted)


def _next_of(data: bytes, position: int, wanted: tuple[int, ...]) -> tuple[int | None, int]:
    """The first of the wanted markers from one on; None where the markers end without one."""
    while 2 <= position < len(data) - 1 and data[position] == 0xFF:
        marker = data[position + 1]
        if marker in wanted:
            return marker, position
        if marker == 0xFF:
            position += 1
        elif marker in _ALONE:
            position += 2
        else:
            position += 2 + int.from_bytes(data[position + 2 : position + 4], "big")
    return None, position


def _inspect_j2k(data: bytes) -> CodeStream | None:
    start = data.find(_J2K_START)
    size = data[start + 4 : start + 4 + 40]
    if start < 0 or len(size) < 40:
        return None
    right, bottom, left, top = (int.from_bytes(size[at : at + 4], "big") for at in (4, 8, 12, 16))
    samples, precision = int.from_bytes(size[36:38], "big"), (size[38] & 0x7F) + 1
    first = data.find(_TILE_PART, start)
    high_throughput = data.find(_CAPABILITIES, start, max(first, start)) > 0
    syntax = HTJ2K if high_throughput else JPEG2000
    return CodeStream(bottom - top, right - left, samples, precision, syntax, start, _end_of_j2k(data, first))


def _end_of_j2k(data: bytes, position: int) -> int:
    """Where the end marker behind the tile-parts ends; 0 where the data does not reach it.

    Packets hold no end marker (T.800 B.10.1), so that it may be looked for where a tile-part does not say its length.
    """
    last = position
    while 0 <= position < len(data) and data[position : position + 2] == _TILE_PART:
        last, length = position, int.from_bytes(data[position + 6 : position + 10], "big")
        if length < 12:
            break
        position += length
    if data[position : position + 2] == _END:
        return position + 2
    return data.find(_END, last) + 2 if last >= 0 and data.find(_END, last) >= 0 else 0
