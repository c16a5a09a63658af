"""What a PNG says of itself, and whether it is whole: chunks and their checksums, PNG specification 5.3 and 11.2.

Pillow would inflate texts and colour profiles on opening, refuse the film for one above a mebibyte, and decode all
pixels to look for an EXIF behind them.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imagecodecs
from numpy.typing import NDArray

from inference.core.errors import DamagedFilm
from inference.reading.files.library_warnings import silence_library_warnings

_SIGNATURE = 8
_CHUNK = 12  # length, type and checksum
_SAMPLES = {0: 1, 2: 3, 3: 3, 4: 4, 6: 4}  # after OpenCV has expanded palettes and grey with alpha


@dataclass(frozen=True, slots=True)
class PngHead:
    """Size in pixels and bytes of a decoded pixel."""

    rows: int
    columns: int
    pixel_bytes: float


def read_png_head(path: Path, data: bytes) -> PngHead:
    """The head of a PNG; raises ``DamagedFilm`` where the file ends within it."""
    if len(data) < _SIGNATURE + _CHUNK + 13 or data[12:16] != b"IHDR":
        raise DamagedFilm(path, f"the picture ends after {len(data)} bytes, within its head")
    columns, rows = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return PngHead(rows, columns, _SAMPLES.get(data[25], 4) * max(data[24] // 8, 1))


def exif_of(data: bytes) -> bytes:
    """The EXIF block of a PNG (its chunk eXIf), wherever it stands; empty where there is none."""
    position = _SIGNATURE
    while position + _CHUNK <= len(data):
        end = position + _CHUNK + int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] == b"eXIf":
            return data[position + 8 : end - 4]
        position = end
    return b""


def decode_png(data: bytes) -> NDArray[Any] | None:
    """The pixels of a PNG: (rows, columns), with a last axis for grey and alpha, RGB or RGBA; None where it is none.

    By imagecodecs, whose libpng tells a logger what OpenCV's tells the terminal.
    """
    silence_library_warnings()
    try:
        return imagecodecs.png_decode(data)
    except (ValueError, RuntimeError):  # of which imagecodecs.PngError is one
        return None


def bare_png(data: bytes) -> bytes:
    """A PNG without what OpenCV's decoder would complain of on the terminal: only its picture is left."""
    kept, position = data[:_SIGNATURE], _SIGNATURE
    while position + _CHUNK <= len(data):
        end = position + _CHUNK + int.from_bytes(data[position : position + 4], "big")
        if data[position + 4 : position + 8] in (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"):
            kept += data[position:end]
        position = end
    return kept


def check_png(path: Path, data: bytes) -> None:
    """Raise ``DamagedFilm`` unless every chunk up to the end is there and has its checksum.

    The decoder would find out too, but tell the terminal instead of us.
    """
    position, view = _SIGNATURE, memoryview(data)
    while position + _CHUNK <= len(data):
        length = int.from_bytes(view[position : position + 4], "big")
        end = position + _CHUNK + length
        if end > len(data):
            break
        if zlib.crc32(view[position + 4 : end - 4]) != int.from_bytes(view[end - 4 : end], "big"):
            raise DamagedFilm(path, f"the picture of {len(data)} bytes is corrupt at byte {position}")
        if data[position + 4 : position + 8] == b"IEND":
            return
        position = end
    raise DamagedFilm(path, f"the picture ends after {len(data)} bytes, without its end")
