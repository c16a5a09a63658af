"""What an uncompressed film lacks whose file ends early: whole pixels from one on, in the order they are stored."""

from __future__ import annotations

import numpy as np

from inference.core.film import TruncatedPixels
from inference.reading.dicom.pixel_data.image_pixel_module import ImagePixelModule

_BIT = 1  # frames of single bits share bytes, so a truncation tells nothing about where a frame ends
_LEAST = 20


def find_truncated(layout: ImagePixelModule, frame: int, there: int) -> TruncatedPixels | None:
    """What frame ``frame`` lacks when only ``there`` bytes of pixel data are in the file.

    None where less than a row or a twentieth of the frame is there: too little to show, and a header that asks for a
    large film over little data gets no memory for it.
    """
    needed, before = layout.length(frame + 1), layout.length(frame)
    if layout.allocated == _BIT:
        return None
    pixels = _whole_pixels(layout, there - before)
    if pixels < max(layout.columns, layout.rows * layout.columns // _LEAST):
        return None
    mask = np.zeros(layout.rows * layout.columns, dtype=np.bool_)
    mask[pixels:] = True
    mask.flags.writeable = False
    return TruncatedPixels(mask.reshape(layout.rows, layout.columns), there, needed)


def _whole_pixels(layout: ImagePixelModule, there: int) -> int:
    """How many pixels have all their samples within the first bytes of a frame."""
    sample = layout.allocated // 8
    if layout.halved:  # two pixels in four samples
        return there // (4 * sample) * 2
    if layout.planar and layout.samples > 1:
        plane = layout.rows * layout.columns * sample
        return max(there - (layout.samples - 1) * plane, 0) // sample
    return there // (layout.samples * sample)
