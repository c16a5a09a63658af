"""How the pixels of a DICOM file are stored, and whether that is allowed: the image pixel module, PS3.3 C.7.6.3."""

from __future__ import annotations

from dataclasses import dataclass

from inference.core.errors import FilmTooLarge, NoPixels, UnsupportedSyntax
from inference.core.limits import Limits, too_large
from inference.reading.dicom.elements import code, integer
from inference.reading.dicom.header import Header, why_no_pixels

_KEYWORDS = {0x7FE00008: "FloatPixelData", 0x7FE00009: "DoubleFloatPixelData", 0x7FE00010: "PixelData"}
_FLOAT_BITS = {"FloatPixelData": 32, "DoubleFloatPixelData": 64}
_HALF_CHROMA = ("YBR_FULL_422", "YBR_PARTIAL_422")
_ONE_SAMPLE = ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR")


@dataclass(frozen=True, slots=True)
class ImagePixelModule:
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

    def length(self, frames: int) -> int:
        """Bytes of that many uncompressed frames, rounded up; frames of single bits share bytes."""
        bits = self.rows * self.columns * self.samples * self.allocated
        if self.allocated == 1:
            return -(-bits * frames // 8)
        return bits // 8 * (2 if self.halved else 3) // 3 * frames

    @property
    def halved(self) -> bool:
        """Whether two pixels share their chrominance in native data."""
        return self.photometric in _HALF_CHROMA and self.samples == 3


def read_layout(header: Header, limits: Limits) -> tuple[ImagePixelModule, tuple[str, ...]]:
    """The layout of a file and notes on what had to be assumed.

    Raises ``NoPixels`` where there is no image, ``FilmTooLarge`` above the limits, ``UnsupportedSyntax`` for depths
    that nothing here reads.
    """
    if header.pixels is None:
        raise why_no_pixels(header)
    data = header.data
    rows, columns = integer(data, "Rows"), integer(data, "Columns")
    if not rows or not columns or min(rows, columns) < 1:
        raise NoPixels(header.path, "the header gives no rows and columns")
    keyword = _KEYWORDS[header.pixels.tag]
    samples = integer(data, "SamplesPerPixel") or 1
    allocated = _FLOAT_BITS.get(keyword) or integer(data, "BitsAllocated") or 0
    frames = max(integer(data, "NumberOfFrames") or 1, 1)
    reason = too_large(rows, columns, samples * allocated / 8, frames, limits)
    if reason:
        raise FilmTooLarge(header.path, reason)
    _check_depth(header, samples, allocated)
    stored, high_bit, notes = _bits(header, allocated)
    photometric, assumed = _photometric(header, samples)
    signed = integer(data, "PixelRepresentation") == 1
    planar = integer(data, "PlanarConfiguration") == 1
    layout = ImagePixelModule(
        rows, columns, samples, frames, allocated, stored, high_bit, signed, photometric, int(planar), keyword
    )
    return layout, (*notes, *assumed)


def _photometric(header: Header, samples: int) -> tuple[str, tuple[str, ...]]:
    """The photometric interpretation; one value a pixel is grey whatever it is called."""
    said = code(header.data, "PhotometricInterpretation")
    if samples != 1 or said in _ONE_SAMPLE:
        return said or "RGB", ()
    return "MONOCHROME2", ("The header does not say whether small values are dark or bright: dark was taken.",)


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
