"""Frames that are stored as they are, and what of them a file that ends early still holds."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID

from inference.core.errors import DamagedFilm
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.header import Header
from inference.reading.dicom.pixel_data.frame import Frame, decoder_options, known_photometric
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule
from inference.reading.dicom.pixel_data.truncated import find_truncated


def bytes_there(header: Header) -> int:
    """The bytes of pixel data of defined length that the file holds."""
    assert header.pixels is not None
    return min(header.pixels.length, max(header.size - header.pixels.start, 0))


def read_native(header: Header, layout: ImagePixelModule, frame: int, syntax: UID) -> Frame:
    """Read one frame, in part where the file ends within it; raises ``DamagedFilm`` where there is too little."""
    assert header.pixels is not None
    there = bytes_there(header)
    layout = _whole_chroma(layout, there // layout.frames)
    needed = layout.length(frame + 1)
    header.stream.seek(header.pixels.start)
    if there < needed:
        return _read_truncated(header, layout, frame, syntax, there)
    return decode_native(header, layout, header.stream, frame, syntax)


def decode_native(header: Header, layout: ImagePixelModule, source: Any, index: int, syntax: UID) -> Frame:
    """Decode the frame ``index`` of a stream or of bytes that hold nothing but uncompressed frames."""
    photometric = "YBR_FULL_422" if layout.halved else known_photometric(layout)
    options = {**decoder_options(header, layout), "photometric_interpretation": photometric}
    options |= {"correct_unused_bits": False, "view_only": True}
    try:
        cells, _ = get_decoder(syntax).as_array(source, index=index, raw=True, **options)
    except ODD as error:
        raise DamagedFilm(header.path, f"the pixel data cannot be read ({type(error).__name__})") from error
    return Frame(cells, layout, syntax)


def _read_truncated(header: Header, layout: ImagePixelModule, frame: int, syntax: UID, there: int) -> Frame:
    """The frame in which the file ends, filled up with zeros, and what it lacks."""
    truncated = find_truncated(layout, frame, there)
    if truncated is None:
        needed = layout.length(frame + 1)
        raise DamagedFilm(header.path, f"the pixel data ends early: {there} of {needed} bytes are there")
    header.stream.seek(layout.length(frame), io.SEEK_CUR)
    size = layout.length(1)
    data = header.stream.read(there - layout.length(frame)).ljust(size + size % 2, b"\0")
    return replace(
        decode_native(header, replace(layout, frames=1), data, 0, syntax), layout=layout, truncated=truncated
    )


def _whole_chroma(layout: ImagePixelModule, there: int) -> ImagePixelModule:
    """A file that says half the chrominance but stores all of it."""
    whole = replace(layout, photometric="YBR_FULL")
    return whole if layout.halved and there >= whole.length(1) else layout
