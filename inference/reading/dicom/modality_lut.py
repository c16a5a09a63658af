"""From stored bits to modality values: DICOM PS3.5 8.1.1 (the cell), PS3.3 C.11.1 (Modality LUT)."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    EnhancedXAImageStorage,
    EnhancedXRFImageStorage,
    JPEGLSNearLossless,
    XRayAngiographicImageStorage,
    XRayRadiofluoroscopicImageStorage,
)

from inference.reading.dicom.elements import code, items, number, numbers
from inference.reading.dicom.luts import SHORT_LUT, Lut, read_lut
from inference.reading.dicom.pixel_data.frames import Stored
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule

Modality = Callable[[NDArray[Any]], NDArray[np.float32]]
_LOSSY = (JPEG2000, JPEGLSNearLossless, HTJ2K)
_FLUOROSCOPIC = ("XA", "RF", "XRF")
_FLUOROSCOPIC_CLASSES = (
    XRayAngiographicImageStorage,
    EnhancedXAImageStorage,
    XRayRadiofluoroscopicImageStorage,
    EnhancedXRFImageStorage,
    "1.2.840.10008.5.1.4.1.1.12.3",  # XA Bi-Plane, retired
)
_EXACT_BITS = 24  # what a float32 holds without rounding


def stored_values(cells: Stored, layout: ImagePixelModule, syntax: UID) -> Stored:
    """The stored values out of their cells: shifted down, foreign bits masked out, sign extended.

    Overlays in unused bits (retired) neither show nor reach the model. A lossy decoder that overshoots the stored
    bits is clamped, where masking would turn white specks black. Floats pass.
    """
    if cells.dtype.kind == "f":
        return cells
    shift = layout.high_bit + 1 - layout.stored
    if shift > 0:
        cells = _unsigned(cells) >> shift
    low, high = stored_range(layout)
    if syntax in _LOSSY and layout.allocated > layout.stored:
        return np.clip(cells, low, high)
    if cells.dtype.itemsize * 8 == layout.stored:
        return cells.view(_integer(cells, signed=layout.signed))
    return _sign_extended(_unsigned(cells) & _unsigned_type(cells).type((1 << layout.stored) - 1), layout)


def stored_range(layout: ImagePixelModule) -> tuple[int, int]:
    """The least and the greatest value that the stored bits can hold."""
    if layout.signed:
        return -(1 << (layout.stored - 1)), (1 << (layout.stored - 1)) - 1
    return 0, (1 << layout.stored) - 1


def modality(sources: Sequence[Dataset], lowest: float) -> tuple[Modality, tuple[float, float] | None, tuple[str, ...]]:
    """How stored values become modality values, and notes: the Modality LUT if there is one, else slope and intercept.

    In between: that slope and intercept, None for a LUT. ``sources``: where to look, the frame's own group first.
    ``lowest``: the least stored value.
    """
    luts = modality_luts(sources)
    for item in luts:
        table = read_lut(item, lowest=lowest)
        if table is not None:
            return _by_lut(table), None, (SHORT_LUT.format("Modality LUT"),) if table.short else ()
    notes = ("The Modality LUT of the file is unusable and was left out.",) if luts else ()
    slope, intercept = _first(sources, "RescaleSlope"), _first(sources, "RescaleIntercept")
    offset = intercept if intercept is not None and math.isfinite(intercept) else 0.0
    if slope is not None and not (math.isfinite(slope) and slope):
        notes = (*notes, "The rescale slope of the file is unusable: 1 was taken.")
        slope = None
    line = (1.0 if slope is None else slope, offset)
    return _by_line(*line), line, notes


def modality_luts(sources: Sequence[Dataset]) -> tuple[Dataset, ...]:
    """The Modality LUTs that are for display.

    That of an angiogram or a radiofluoroscopic image whose values are logarithmic, or already for display, leads back
    to linear X-ray intensity for subtraction, and is not (PS3.3 C.8.7.1.1.2).
    """
    image = sources[-1]
    fluoroscopic = code(image, "Modality") in _FLUOROSCOPIC or code(image, "SOPClassUID") in _FLUOROSCOPIC_CLASSES
    relation = next((found for data in sources if (found := code(data, "PixelIntensityRelationship"))), "")
    if fluoroscopic and relation in ("LOG", "DISP"):
        return ()
    return tuple(item for data in sources for item in items(data, "ModalityLUTSequence"))


def padding_range(data: Dataset, layout: ImagePixelModule, to_modality: Modality) -> tuple[float, float] | None:
    """Modality values that are no image, both ends included: Pixel Padding Value and Range Limit, PS3.3 C.7.5.1.1.2."""
    ends = [value for key in ("PixelPaddingValue", "PixelPaddingRangeLimit") for value in numbers(data, key)[:1]]
    finite = [_as_stored(int(end), layout) for end in ends if math.isfinite(end)]
    if not finite or not numbers(data, "PixelPaddingValue"):
        return None
    values = to_modality(np.array(finite))
    return float(values.min()), float(values.max())


def _by_lut(table: Lut) -> Modality:
    return lambda stored: table.look_up(stored).astype(np.float32)


def _by_line(slope: float, offset: float) -> Modality:
    def rescaled(stored: NDArray[Any]) -> NDArray[np.float32]:
        exact = stored.dtype.kind in "iu" and stored.dtype.itemsize * 8 <= _EXACT_BITS
        values: NDArray[Any] = stored.astype(np.float32 if exact else np.float64)
        if slope != 1:
            np.multiply(values, slope, out=values)
        if offset:
            np.add(values, offset, out=values)
        with np.errstate(over="ignore", invalid="ignore"):  # doubles beyond float32 become infinite and show white
            return values.astype(np.float32, copy=False)

    return rescaled


def _first(sources: Sequence[Dataset], keyword: str) -> float | None:
    """The first value found; NaN where an element is there but illegible."""
    for data in sources:
        if values := numbers(data, keyword):
            return values[0] if number(data, keyword) is not None else math.nan
    return None


def _as_stored(value: int, layout: ImagePixelModule) -> int:
    """A padding value in the pixels' own signedness: files write it in the other one at times."""
    cell = value & ((1 << layout.allocated) - 1)
    return cell - (1 << layout.allocated) if layout.signed and cell >> (layout.allocated - 1) else cell


def _unsigned_type(cells: Stored) -> np.dtype[Any]:
    return _integer(cells, signed=False)


def _integer(cells: Stored, *, signed: bool) -> np.dtype[Any]:
    return np.dtype(f"{cells.dtype.byteorder}{'i' if signed else 'u'}{cells.dtype.itemsize}")


def _unsigned(cells: Stored) -> Stored:
    return cells.view(_unsigned_type(cells))


def _sign_extended(cells: Stored, layout: ImagePixelModule) -> Stored:
    if not layout.signed:
        return cells
    sign = cells.dtype.type(1 << (layout.stored - 1))
    shifted: Stored = np.bitwise_xor(cells, sign).view(_integer(cells, signed=True))
    shifted -= shifted.dtype.type(sign)
    return shifted
