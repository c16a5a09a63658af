"""What a compressed frame says about itself, read before any decoder sees it; JPEG, JPEG-LS, JPEG 2000 and HTJ2K.

Decoders allocate what the code stream asks for, so its size is checked against the header's first. Sources: ITU-T
T.81 annex B, T.87 annex C, T.800 annex A.
"""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.uid import (
    UID,
    JPEG2000TransferSyntaxes,
    JPEGLSTransferSyntaxes,
    JPEGTransferSyntaxes,
)

_J2K_START = b"\xff\x4f\xff\x51"
_END = b"\xff\xd9"  # EOI of JPEG, EOC of JPEG 2000
_SEQUENTIAL = (0xC0, 0xC1)
_NO_FRAME = (0xC4, 0xC8, 0xCC)  # DHT, JPG, DAC lie among the SOF markers
_JPEG_LS_FRAME = 0xF7
_SCAN = 0xDA
_ALONE = (0x01, *range(0xD0, 0xDA))  # markers without a length
_TAIL = 4096  # bytes in which an end marker may be followed by padding


@dataclass(frozen=True, slots=True)
class CodeStream:
    """Size in pixels, samples a pixel, bits a sample, and whether the stream reaches its end marker."""

    rows: int
    columns: int
    samples: int
    precision: int
    complete: bool


def inspect(data: bytes, syntax: UID) -> CodeStream | None:
    """What a code stream says about itself, or None where it is not of its syntax or has no such header (RLE)."""
    if syntax in JPEG2000TransferSyntaxes:
        return _inspect_j2k(data)
    if syntax in JPEGTransferSyntaxes or syntax in JPEGLSTransferSyntaxes:
        return inspect_jpeg(data)
    return None


def has_header(syntax: UID) -> bool:
    """Whether code streams of this syntax carry a header that :func:`inspect` can read."""
    families = (JPEG2000TransferSyntaxes, JPEGTransferSyntaxes, JPEGLSTransferSyntaxes)
    return any(syntax in family for family in families)


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


def inspect_jpeg(data: bytes) -> CodeStream | None:
    """What a JPEG or JPEG-LS stream says about itself, or None where it has no frame header."""
    marker, position = _find(data, (*(c for c in range(0xC0, 0xD0) if c not in _NO_FRAME), _JPEG_LS_FRAME))
    body = data[position + 4 : position + 10]
    if marker is None or len(body) < 6:
        return None
    rows, columns = int.from_bytes(body[1:3], "big"), int.from_bytes(body[3:5], "big")
    return CodeStream(rows, columns, body[5], body[0], _END in data[-_TAIL:])


def _find(data: bytes, wanted: tuple[int, ...]) -> tuple[int | None, int]:
    """The first of the wanted markers and where it stands; None where the markers end without one."""
    position = data.find(b"\xff\xd8") + 2
    while 2 <= position < len(data) - 3 and data[position] == 0xFF:
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
    return CodeStream(bottom - top, right - left, samples, precision, _END in data[-_TAIL:])
