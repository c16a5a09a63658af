"""Kinds of TIFF that OpenCV reads wrongly or not at all: colour in separate planes, and half floats."""

from __future__ import annotations

from typing import Any

import imagecodecs
import numpy as np
from numpy.typing import NDArray

_PLANES = (3, 4)  # red, green, blue, and perhaps alpha


def decode_tiff(data: bytes, page: int, shape: tuple[int, int]) -> NDArray[Any] | None:
    """The pixels of one page: (rows, columns), with a last axis for RGB or RGBA; None where it cannot be decoded.

    ``shape``: the largest rows and columns that a page may have.
    """
    try:
        decoded = imagecodecs.tiff_decode(data, index=page)
    except (ValueError, RuntimeError):  # of which imagecodecs.TiffError is one
        return None
    if decoded.ndim == 3 and decoded.shape[0] in _PLANES and decoded.shape[:2] != shape:
        decoded = np.moveaxis(decoded, 0, -1)
    fits = decoded.ndim in (2, 3) and decoded.shape[0] <= shape[0] and decoded.shape[1] <= shape[1]
    return decoded if fits else None
