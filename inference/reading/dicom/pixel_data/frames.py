"""One frame of stored pixels out of a DICOM file: in fragments or not, compressed or not, whatever its header says."""

from __future__ import annotations

from dataclasses import replace

from pydicom.uid import ExplicitVRLittleEndian, RLELossless

from inference.core.errors import DamagedFilm, NoPixels, UnsupportedSyntax
from inference.core.limits import Limits
from inference.reading.dicom.header import Header
from inference.reading.dicom.pixel_data.codestream import STARTS, inspect
from inference.reading.dicom.pixel_data.compressed_frames import decode_compressed
from inference.reading.dicom.pixel_data.encapsulated import frame_bytes
from inference.reading.dicom.pixel_data.frame import Frame, Stored
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule
from inference.reading.dicom.pixel_data.native_frames import bytes_there, read_native
from inference.reading.dicom.pixel_data.rle import starts_like_rle
from inference.reading.dicom.pixel_data.transfer_syntaxes import DEFLATED_FRAMES, is_encapsulated, why_not_read
from inference.reading.dicom.preflight import ITEM, UNDEFINED

__all__ = ["Frame", "Stored", "read_frame"]
_NOT_COMPRESSED = "The header names a compressed transfer syntax, but the pixel data is not compressed."
_COMPRESSED = "The header says uncompressed, but the pixel data is compressed."
_NO_FRAGMENTS = "The compressed pixel data does not come in fragments, as it should."


def read_frame(header: Header, layout: ImagePixelModule, frame: int, limits: Limits) -> Frame:
    """Decode one frame of a file.

    Raises ``NoPixels`` for a frame that is not there, ``UnsupportedSyntax``, ``FilmTooLarge`` for code streams above
    the limits, and ``DamagedFilm``, with byte counts where compressed data, or all but a row, is missing.
    """
    if not 0 <= frame < layout.frames:
        raise NoPixels(header.path, f"there is no frame {frame + 1}; the film has {layout.frames}")
    if why := why_not_read(header.syntax):
        raise UnsupportedSyntax(header.path, why)
    if _in_fragments(header):
        if not is_encapsulated(header.syntax):
            raise DamagedFilm(header.path, "the header says uncompressed, but the pixel data comes in fragments")
        return decode_compressed(header, layout, frame_bytes(header, frame, layout.frames), limits)
    if _is_compressed(header, layout):
        found = decode_compressed(header, layout, _without_fragments(header, frame), limits)
        note = _NO_FRAGMENTS if is_encapsulated(header.syntax) else _COMPRESSED
        return replace(found, notes=(note, *found.notes))
    if is_encapsulated(header.syntax):
        return replace(read_native(header, layout, frame, ExplicitVRLittleEndian), notes=(_NOT_COMPRESSED,))
    return read_native(header, layout, frame, header.syntax)


def _in_fragments(header: Header) -> bool:
    assert header.pixels is not None
    if header.pixels.length == UNDEFINED:
        return True
    header.stream.seek(header.pixels.start)
    return is_encapsulated(header.syntax) and header.encoding.tag(header.stream.read(4)) == ITEM


def _is_compressed(header: Header, layout: ImagePixelModule) -> bool:
    """Whether pixel data of defined length is a code stream: it starts like one, and is not of a native length."""
    assert header.pixels is not None
    there, native = bytes_there(header), layout.length(layout.frames)
    if there in (native, native + native % 2):
        return False
    header.stream.seek(header.pixels.start)
    head = header.stream.read(64)
    if header.syntax == RLELossless:
        return starts_like_rle(head, layout) or head.startswith(STARTS)
    return head.startswith(STARTS) or header.syntax == DEFLATED_FRAMES


def _without_fragments(header: Header, frame: int) -> bytes:
    """The code stream of one frame among those that follow each other without fragments."""
    assert header.pixels is not None
    header.stream.seek(header.pixels.start)
    data = header.stream.read(bytes_there(header))
    for number in range(frame):
        stream = inspect(data)
        if stream is None or not stream.complete:
            raise DamagedFilm(header.path, f"{number} of {frame + 1} frames can be told apart in the compressed data")
        data = data[stream.end :].lstrip(b"\0")
    return data
