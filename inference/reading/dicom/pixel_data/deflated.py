"""Deflated DICOM files (PS3.5 A.5), inflated no further than their header says that it is worth."""

from __future__ import annotations

import io
import zlib
from typing import BinaryIO

from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from inference.core.errors import DamagedFilm, FilmTooLarge
from inference.core.limits import GIGA, MEGA, Limits
from inference.reading.dicom.preflight import UNDEFINED, Encoding, find_pixels
from inference.reading.files.source import Source

_HEAD = 64 * MEGA  # bytes in which the pixels must begin: what comes before them is seldom a thousandth of that
_PLAIN = Encoding(implicit=False, big_endian=False)


def inflated(source: Source, start: int, limits: Limits, *, pixels: bool) -> tuple[BinaryIO, int]:
    """The file as if it were written explicit little endian, and its length; ``start``: where the data set begins.

    Without ``pixels`` it may end before they do. Raises ``FilmTooLarge`` where they are larger than the limits or
    begin too late, before inflating them, and ``DamagedFilm`` where the file is corrupt or truncated.
    """
    source.stream.seek(0)
    plain = ExplicitVRLittleEndian.encode("ascii").ljust(len(DeflatedExplicitVRLittleEndian), b"\0")
    meta = source.stream.read(start).replace(DeflatedExplicitVRLittleEndian.encode("ascii"), plain)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        whole = meta + inflater.decompress(source.stream.read(), min(_HEAD, limits.decoded_bytes))
        if inflater.unconsumed_tail:
            end = _end_of_pixels(source, whole, start, limits)
            if pixels and end > len(whole):
                whole += inflater.decompress(inflater.unconsumed_tail, end - len(whole))
            complete = not pixels or len(whole) >= end
        else:
            complete = inflater.eof
    except zlib.error as error:
        raise DamagedFilm(source.path, "the deflated data set is corrupt") from error
    if not complete:
        raise DamagedFilm(source.path, f"the deflated data set ends early, after {source.size} bytes")
    return io.BytesIO(whole), len(whole)


def _end_of_pixels(source: Source, head: bytes, start: int, limits: Limits) -> int:
    """Where the pixels end by the head of the inflated file; raises ``FilmTooLarge``."""
    element = find_pixels(source.path, io.BytesIO(head), len(head), start, _PLAIN, limits)
    if element is None:
        raise FilmTooLarge(source.path, f"inflates to more than {len(head) / MEGA:.0f} MB before any pixel")
    length = limits.decoded_bytes + 1 if element.length == UNDEFINED else element.length
    if length > limits.decoded_bytes:
        raise FilmTooLarge(source.path, f"inflates to more than {limits.decoded_bytes / GIGA:g} GB")
    return element.start + length
