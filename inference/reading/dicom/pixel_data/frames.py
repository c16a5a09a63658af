"""One frame of stored pixels out of a DICOM file: the code stream's size is checked before a decoder sees it."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels.common import PhotometricInterpretation
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGTransferSyntaxes, RLELossless

from inference.core.errors import DamagedFilm, FilmTooLarge, NoPixels, UnsupportedSyntax
from inference.core.film import TruncatedPixels
from inference.core.limits import Limits
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.header import Header
from inference.reading.dicom.pixel_data.codestream import CodeStream, has_header, inspect, with_legal_scan
from inference.reading.dicom.pixel_data.encapsulated import frame_bytes
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule
from inference.reading.dicom.pixel_data.rle import trimmed_rle
from inference.reading.dicom.pixel_data.transfer_syntaxes import (
    DEFLATED_FRAMES,
    PLAIN_FRAMES,
    is_encapsulated,
    why_not_read,
)
from inference.reading.dicom.pixel_data.truncated import find_truncated
from inference.reading.dicom.preflight import ITEM, UNDEFINED

Stored = NDArray[Any]  # integers, or floats of Float Pixel Data
_PHOTOMETRICS = tuple(item.value for item in PhotometricInterpretation)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Frame:
    """Decoded cells (rows, columns) or (rows, columns, 3), bits not yet put right.

    ``layout`` is the file's, corrected where the pixel data knows better; ``syntax`` is what the cells really were in;
    where ``truncated`` says that the file has none the cells are zero.
    """

    cells: Stored
    layout: ImagePixelModule
    syntax: UID
    notes: tuple[str, ...] = ()
    truncated: TruncatedPixels | None = None


def read_frame(header: Header, layout: ImagePixelModule, frame: int, limits: Limits) -> Frame:
    """Decode one frame of a file.

    Raises ``NoPixels`` for a frame that is not there, ``UnsupportedSyntax``, ``FilmTooLarge`` for code streams above
    the limits, and ``DamagedFilm``, with byte counts where compressed data, or all but a row, is missing.
    """
    if not 0 <= frame < layout.frames:
        raise NoPixels(header.path, f"there is no frame {frame + 1}; the film has {layout.frames}")
    if why := why_not_read(header.syntax):
        raise UnsupportedSyntax(header.path, why)
    assert header.pixels is not None
    if _in_fragments(header):
        if not is_encapsulated(header.syntax):
            raise DamagedFilm(header.path, "the header says uncompressed, but the pixel data comes in fragments")
        return _read_compressed(header, layout, frame, limits)
    if is_encapsulated(header.syntax):
        note = "The header names a compressed transfer syntax, but the pixel data is not compressed."
        return replace(_read_native(header, layout, frame, ExplicitVRLittleEndian), notes=(note,))
    return _read_native(header, layout, frame, header.syntax)


def _in_fragments(header: Header) -> bool:
    assert header.pixels is not None
    if header.pixels.length == UNDEFINED:
        return True
    header.stream.seek(header.pixels.start)
    return is_encapsulated(header.syntax) and header.encoding.tag(header.stream.read(4)) == ITEM


def _options(header: Header, layout: ImagePixelModule) -> dict[str, Any]:
    """The layout in the decoder's words."""
    return {
        "rows": layout.rows,
        "columns": layout.columns,
        "samples_per_pixel": layout.samples,
        "number_of_frames": layout.frames,
        "bits_allocated": layout.allocated,
        "bits_stored": layout.stored,
        "pixel_representation": int(layout.signed),
        "photometric_interpretation": _known_photometric(layout),
        "planar_configuration": layout.planar,
        "pixel_keyword": layout.keyword,
        "pixel_vr": header.pixels.vr if header.pixels and header.pixels.vr else "OW",
    }


def _known_photometric(layout: ImagePixelModule) -> str:
    """A name the decoder knows: of single samples it needs none, and of unknown colour spaces it must not judge."""
    if layout.samples == 1:
        return layout.photometric if layout.photometric.startswith("MONOCHROME") else "MONOCHROME2"
    return layout.photometric if layout.photometric in _PHOTOMETRICS else "RGB"


def _read_native(header: Header, layout: ImagePixelModule, frame: int, syntax: UID) -> Frame:
    assert header.pixels is not None
    there = min(header.pixels.length, max(header.size - header.pixels.start, 0))
    layout = _whole_chroma(layout, there // layout.frames)
    needed = layout.length(frame + 1)
    header.stream.seek(header.pixels.start)
    if there < needed:
        return _read_truncated(header, layout, frame, syntax, there)
    return _decode_native(header, layout, header.stream, frame, syntax)


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
        _decode_native(header, replace(layout, frames=1), data, 0, syntax), layout=layout, truncated=truncated
    )


def _whole_chroma(layout: ImagePixelModule, there: int) -> ImagePixelModule:
    """A file that says half the chrominance but stores all of it."""
    whole = replace(layout, photometric="YBR_FULL")
    return whole if layout.halved and there >= whole.length(1) else layout


def _decode_native(header: Header, layout: ImagePixelModule, source: Any, index: int, syntax: UID) -> Frame:
    photometric = "YBR_FULL_422" if layout.halved else _known_photometric(layout)
    options = {**_options(header, layout), "photometric_interpretation": photometric}
    options |= {"correct_unused_bits": False, "view_only": True}
    try:
        cells, _ = get_decoder(syntax).as_array(source, index=index, raw=True, **options)
    except ODD as error:
        raise DamagedFilm(header.path, f"the pixel data cannot be read ({type(error).__name__})") from error
    return Frame(cells, layout, syntax)


def _read_compressed(header: Header, layout: ImagePixelModule, frame: int, limits: Limits) -> Frame:
    data = frame_bytes(header, frame, layout.frames)
    if header.syntax in (PLAIN_FRAMES, DEFLATED_FRAMES):
        return _read_plain(header, layout, data)
    if header.syntax == RLELossless:
        data = _safe_rle(header, layout, data)
    if has_header(header.syntax):
        stream = inspect(data, header.syntax)
        if stream is None:
            raise DamagedFilm(header.path, f"the compressed frame is no {header.syntax.name}")
        _check_stream(header, layout, stream, limits)
        if stream.precision <= layout.stored:  # compressed from the stored bits alone, PS3.5 A.4.1
            layout = replace(layout, high_bit=layout.stored - 1)
    try:
        return _decode(header, layout, data)
    except ODD as error:
        repaired = with_legal_scan(data) if header.syntax in JPEGTransferSyntaxes else data
        if repaired == data:
            raise DamagedFilm(header.path, _undecodable(data)) from error
    try:
        return _decode(header, layout, repaired)
    except ODD as error:
        raise DamagedFilm(header.path, _undecodable(data)) from error


def _read_plain(header: Header, layout: ImagePixelModule, data: bytes) -> Frame:
    """A frame that lies in a fragment as it is, or deflated (PS3.5 A.4.11, A.4.12)."""
    needed = layout.length(1)
    if header.syntax == DEFLATED_FRAMES:
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(data, needed + 1)
        except zlib.error as error:
            raise DamagedFilm(header.path, _undecodable(data)) from error
    if len(data) < needed:
        raise DamagedFilm(header.path, f"the frame ends early: {len(data)} of {needed} bytes are there")
    return _decode_native(header, replace(layout, frames=1), data[: needed + needed % 2], 0, ExplicitVRLittleEndian)


def _safe_rle(header: Header, layout: ImagePixelModule, data: bytes) -> bytes:
    try:
        return trimmed_rle(data, layout)
    except ValueError as error:
        raise DamagedFilm(header.path, str(error)) from error


def _undecodable(data: bytes) -> str:
    return f"the compressed frame of {len(data)} bytes cannot be decoded"


def _check_stream(header: Header, layout: ImagePixelModule, stream: CodeStream, limits: Limits) -> None:
    """Refuse a code stream that asks for more than its header, before a decoder allocates it."""
    if stream.rows * stream.columns > limits.frame_pixels:
        raise FilmTooLarge(header.path, f"the compressed frame asks for {stream.rows} x {stream.columns} pixels")
    if (stream.rows, stream.columns, stream.samples) != (layout.rows, layout.columns, layout.samples):
        raise DamagedFilm(
            header.path,
            f"the header says {layout.rows} x {layout.columns} x {layout.samples}, the compressed frame "
            f"{stream.rows} x {stream.columns} x {stream.samples}",
        )
    if not stream.complete:
        raise DamagedFilm(header.path, "the compressed frame ends without its end marker")


def _decode(header: Header, layout: ImagePixelModule, data: bytes) -> Frame:
    decoder = get_decoder(header.syntax)
    plugin = _plugin(header.syntax, decoder.available_plugins)
    options = {**_options(header, layout), "number_of_frames": 1}
    if header.syntax in (*JPEGTransferSyntaxes, RLELossless):
        options["correct_unused_bits"] = False  # bits are put right in one place, for every syntax
    source = encapsulate([data], has_bot=False)
    cells, known = decoder.as_array(source, index=0, raw=True, decoding_plugin=plugin, **options)
    photometric = str(known["photometric_interpretation"]) if layout.samples > 1 else layout.photometric
    return Frame(np.asarray(cells), replace(layout, photometric=photometric), header.syntax)


def _plugin(syntax: UID, available: tuple[str, ...]) -> str:
    """pylibjpeg everywhere; pydicom's own RLE where pylibjpeg's is absent. Never GDCM, which can end the process."""
    return "pydicom" if syntax == RLELossless and "pylibjpeg" not in available else "pylibjpeg"
