"""One frame of stored pixels out of a DICOM file: sizes checked from the header, then decoded, then bits put right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.encaps import encapsulate
from pydicom.pixels.decoders.base import get_decoder
from pydicom.uid import UID, JPEGTransferSyntaxes, RLELossless

from inference.errors import DamagedFilm, FilmTooLarge, NoPixels, UnsupportedSyntax
from inference.reading.codestream import CodeStream, has_header, inspect, with_legal_scan
from inference.reading.encapsulated import frame_bytes
from inference.reading.header import Header
from inference.reading.limits import Limits, check_size
from inference.reading.structure import UNDEFINED
from inference.reading.syntaxes import check_syntax
from inference.reading.values import ODD, code, integer

Stored = NDArray[Any]  # integers, or floats of Float Pixel Data
_KEYWORDS = {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData", 0x7FE00010: "PixelData"}
_FLOAT_BITS = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}
_HALF_CHROMA = ("YBR_FULL_422", "YBR_PARTIAL_422")


@dataclass(frozen=True, slots=True)
class Layout:
    """How the pixels of a file are stored: the image pixel module, PS3.3 C.7.6.3, with gaps filled sensibly."""

    rows: int
    columns: int
    samples: int
    frames: int
    allocated: int
    stored: int
    high_bit: int
    signed: bool
    photometric: str
    planar: int
    keyword: str

    @property
    def frame_length(self) -> int:
        """Bytes of one uncompressed frame, rounded up."""
        bits = self.rows * self.columns * self.samples * self.allocated
        return -(-bits // 8) * 2 // 3 if self.halved else -(-bits // 8)

    @property
    def halved(self) -> bool:
        """Whether two pixels share their chrominance in native data."""
        return self.photometric in _HALF_CHROMA and self.samples == 3


def read_layout(header: Header, limits: Limits) -> tuple[Layout, tuple[str, ...]]:
    """The layout of a file and notes on what had to be assumed.

    Raises ``NoPixels`` where there is no image, ``FilmTooLarge`` above the limits, ``UnsupportedSyntax`` for depths
    that nothing here reads.
    """
    if header.pixels is None:
        raise DamagedFilm(header.path, header.missing) if header.missing else NoPixels(header.path, _what(header))
    data = header.data
    rows, columns = integer(data, "Rows"), integer(data, "Columns")
    if not rows or not columns or min(rows, columns) < 1:
        raise NoPixels(header.path, "the header gives no rows and columns")
    keyword = _KEYWORDS[header.pixels.tag]
    samples = integer(data, "SamplesPerPixel") or 1
    allocated = _FLOAT_BITS.get(keyword) or integer(data, "BitsAllocated") or 0
    frames = max(integer(data, "NumberOfFrames") or 1, 1)
    check_size(header.path, rows, columns, samples * allocated / 8, frames, limits)
    _check_depth(header, samples, allocated)
    stored, high_bit, notes = _bits(header, allocated)
    photometric = code(data, "PhotometricInterpretation") or ("MONOCHROME2" if samples == 1 else "RGB")
    signed = integer(data, "PixelRepresentation") == 1
    planar = integer(data, "PlanarConfiguration") == 1
    layout = Layout(
        rows, columns, samples, frames, allocated, stored, high_bit, signed, photometric, int(planar), keyword
    )
    return layout, notes


def read_frame(header: Header, layout: Layout, frame: int, limits: Limits) -> tuple[Stored, Layout]:
    """Decode one frame: (rows, columns) or (rows, columns, 3) as the decoder gives it, bits not yet put right.

    The layout that comes back is the given one, corrected where the code stream knows better (colour space).
    """
    if not 0 <= frame < layout.frames:
        raise NoPixels(header.path, f"there is no frame {frame + 1}; the film has {layout.frames}")
    check_syntax(header.path, header.syntax)
    assert header.pixels is not None
    if header.pixels.length == UNDEFINED or header.syntax.is_encapsulated:
        return _read_compressed(header, layout, frame, limits)
    return _read_native(header, layout, frame)


def _what(header: Header) -> str:
    modality = code(header.data, "Modality")
    return f"it is of kind {modality}, without an image" if modality.isalnum() else "it holds no image"


def _check_depth(header: Header, samples: int, allocated: int) -> None:
    if samples not in (1, 3):
        raise UnsupportedSyntax(header.path, f"{samples} samples per pixel; 1 and 3 are read")
    if allocated not in (1, 8, 16, 32, 64):
        raise UnsupportedSyntax(header.path, f"{allocated} bits allocated per sample; 1, 8, 16, 32 and 64 are read")


def _bits(header: Header, allocated: int) -> tuple[int, int, tuple[str, ...]]:
    stored = integer(header.data, "BitsStored")
    if stored is None or not 1 <= stored <= allocated:
        return allocated, allocated - 1, ("The header does not say how many bits are stored: all were taken.",)
    high = integer(header.data, "HighBit")
    if high is None or not stored - 1 <= high < allocated:
        note = "The header names an impossible high bit: the low bits were taken."
        return stored, stored - 1, () if high is None else (note,)
    return stored, high, ()


def _options(header: Header, layout: Layout) -> dict[str, Any]:
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


def _known_photometric(layout: Layout) -> str:
    """Any name where pixels are single samples: the decoder refuses names it does not know."""
    if layout.samples == 1:
        return layout.photometric if layout.photometric.startswith("MONOCHROME") else "MONOCHROME2"
    return "YBR_FULL_422" if layout.halved else "RGB"


def _read_native(header: Header, layout: Layout, frame: int) -> tuple[Stored, Layout]:
    assert header.pixels is not None
    there = min(header.pixels.length, max(header.size - header.pixels.start, 0))
    if layout.halved and there >= layout.rows * layout.columns * 3 * layout.allocated // 8 * layout.frames:
        layout = replace(layout, photometric="YBR_FULL")  # says half the chrominance, stores all of it
    bits = layout.rows * layout.columns * layout.samples * layout.allocated
    needed = -(-bits * (frame + 1) // 8) if layout.allocated == 1 else layout.frame_length * (frame + 1)
    if there < needed:
        raise DamagedFilm(header.path, f"the pixel data ends early: {there} of {needed} bytes are there")
    header.stream.seek(header.pixels.start)
    decoder = get_decoder(header.syntax)
    options = {**_options(header, layout), "correct_unused_bits": False, "view_only": True}
    try:
        stored, _ = decoder.as_array(header.stream, index=frame, raw=True, **options)
    except ODD as error:
        raise DamagedFilm(header.path, f"the pixel data cannot be read ({type(error).__name__})") from error
    return stored, layout


def _read_compressed(header: Header, layout: Layout, frame: int, limits: Limits) -> tuple[Stored, Layout]:
    data = frame_bytes(header, frame, layout.frames)
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
        if repaired != data:
            return _decode_repaired(header, layout, repaired)
        raise DamagedFilm(header.path, f"the compressed frame of {len(data)} bytes cannot be decoded") from error


def _decode_repaired(header: Header, layout: Layout, data: bytes) -> tuple[Stored, Layout]:
    try:
        return _decode(header, layout, data)
    except ODD as error:
        raise DamagedFilm(header.path, f"the compressed frame of {len(data)} bytes cannot be decoded") from error


def _check_stream(header: Header, layout: Layout, stream: CodeStream, limits: Limits) -> None:
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


def _decode(header: Header, layout: Layout, data: bytes) -> tuple[Stored, Layout]:
    decoder = get_decoder(header.syntax)
    plugin = _plugin(header.syntax, decoder.available_plugins)
    source = encapsulate([data], has_bot=False)
    options = {**_options(header, layout), "number_of_frames": 1, "photometric_interpretation": _claimed(layout)}
    if header.syntax in (*JPEGTransferSyntaxes, RLELossless):
        options["correct_unused_bits"] = False  # bits are put right in one place, for every syntax
    stored, known = decoder.as_array(source, index=0, raw=True, decoding_plugin=plugin, **options)
    photometric = str(known["photometric_interpretation"]) if layout.samples > 1 else layout.photometric
    return np.asarray(stored), replace(layout, photometric=photometric)


def _claimed(layout: Layout) -> str:
    return _known_photometric(layout) if layout.samples == 1 else layout.photometric


def _plugin(syntax: UID, available: tuple[str, ...]) -> str:
    """pylibjpeg everywhere; pydicom's own RLE where pylibjpeg's is absent. Never GDCM, which can end the process."""
    return "pydicom" if syntax == RLELossless and "pylibjpeg" not in available else "pylibjpeg"
