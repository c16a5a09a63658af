"""One compressed frame: the code stream's size is checked against the header's before a decoder sees it."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID, ExplicitVRLittleEndian, JPEGTransferSyntaxes, RLELossless

from inference.core.errors import DamagedFilm, FilmTooLarge
from inference.core.limits import Limits
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.header import Header
from inference.reading.dicom.pixel_data.codestream import (
    CodeStream,
    has_header,
    inspect,
    same_family,
    with_legal_scan,
)
from inference.reading.dicom.pixel_data.decoders import PLUGIN, decode_jpeg
from inference.reading.dicom.pixel_data.frame import Frame, decoder_options
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule
from inference.reading.dicom.pixel_data.jpeg_end import find_early_end, too_little
from inference.reading.dicom.pixel_data.native_frames import decode_native
from inference.reading.dicom.pixel_data.rle import trimmed_rle
from inference.reading.dicom.pixel_data.transfer_syntaxes import DEFLATED_FRAMES, PLAIN_FRAMES, syntax_name


def decode_compressed(header: Header, layout: ImagePixelModule, data: bytes, limits: Limits) -> Frame:
    """Decode one frame, which is of the header's transfer syntax or of another that its first bytes show.

    Raises ``FilmTooLarge`` for code streams above the limits, and ``DamagedFilm``.
    """
    if header.syntax in (PLAIN_FRAMES, DEFLATED_FRAMES):
        return _read_plain(header, layout, data)
    stream = inspect(data)
    if stream is not None:
        return _decode_stream(header, layout, data, stream, limits)
    if header.syntax != RLELossless:
        raise DamagedFilm(header.path, f"the compressed frame is no {header.syntax.name}")
    return _decode(header, layout, _safe_rle(header, layout, data), header.syntax)


def _decode_stream(header: Header, layout: ImagePixelModule, data: bytes, stream: CodeStream, limits: Limits) -> Frame:
    _check_stream(header, layout, stream, limits)
    layout, notes = _as_in_stream(layout, stream)
    syntax = header.syntax
    if not same_family(syntax, stream.syntax):
        syntax = stream.syntax
        if has_header(header.syntax):
            notes = (*notes, f"The header says {header.syntax.name}, the compressed frame is {syntax_name(syntax)}.")
    own = data[stream.start : stream.end]
    found = _decode(header, layout, own, syntax)
    if syntax in JPEGTransferSyntaxes:
        found = _without_filling(header, own, found)
    return replace(found, notes=notes)


def _without_filling(header: Header, data: bytes, found: Frame) -> Frame:
    """The frame with what a JPEG that ends early lacks; raises ``DamagedFilm`` where nearly all is missing."""
    cells = found.cells.view(f"u{found.cells.dtype.itemsize}")
    truncated = find_early_end(data, cells, decode_jpeg)
    if truncated is None:
        return found
    if too_little(truncated):
        raise DamagedFilm(header.path, f"the frame ends early: {truncated.there} of {truncated.needed} bytes are there")
    emptied = found.cells.copy()
    emptied[truncated.mask] = 0
    return replace(found, cells=emptied, truncated=truncated)


def _as_in_stream(layout: ImagePixelModule, stream: CodeStream) -> tuple[ImagePixelModule, tuple[str, ...]]:
    """The layout with the bits that the code stream has: it cannot be wrong about them."""
    if stream.precision <= layout.stored:  # compressed from the stored bits alone, PS3.5 A.4.1
        return replace(layout, high_bit=layout.stored - 1), ()
    if stream.precision <= layout.allocated:
        return layout, ()
    allocated = 16 if stream.precision <= 16 else 32
    note = f"The header says {layout.stored} bits stored, the compressed frame has {stream.precision}."
    bits = stream.precision
    return replace(layout, allocated=allocated, stored=bits, high_bit=bits - 1), (note,)


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
    return decode_native(header, replace(layout, frames=1), data[: needed + needed % 2], 0, ExplicitVRLittleEndian)


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


def _decode(header: Header, layout: ImagePixelModule, data: bytes, syntax: UID) -> Frame:
    """Decode, a second time with its scan header put right where that is what a JPEG failed for."""
    try:
        return _decode_once(header, layout, data, syntax)
    except ODD as error:
        repaired = with_legal_scan(data) if syntax in JPEGTransferSyntaxes else data
        if repaired == data:
            raise DamagedFilm(header.path, _undecodable(data)) from error
    try:
        return _decode_once(header, layout, repaired, syntax)
    except ODD as error:
        raise DamagedFilm(header.path, _undecodable(data)) from error


def _decode_once(header: Header, layout: ImagePixelModule, data: bytes, syntax: UID) -> Frame:
    options = {**decoder_options(header, layout), "number_of_frames": 1}
    if syntax in (*JPEGTransferSyntaxes, RLELossless):
        options["correct_unused_bits"] = False  # bits are put right in one place, for every syntax
    source = encapsulate([data], has_bot=False)
    cells, known = get_decoder(syntax).as_array(source, index=0, raw=True, decoding_plugin=PLUGIN, **options)
    photometric = str(known["photometric_interpretation"]) if layout.samples > 1 else layout.photometric
    return Frame(np.asarray(cells), replace(layout, photometric=photometric), syntax)
