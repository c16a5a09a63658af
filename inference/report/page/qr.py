"""A QR code as a picture of squares."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

QUIET_ZONE = 4  # modules, ISO/IEC 18004


def qr_code(text: str, side: int) -> Image.Image:
    """The code for a text, grey, with its quiet zone, at most ``side`` pixels large; every module a whole square."""
    modules = np.asarray(cv2.QRCodeEncoder.create().encode(text), dtype=np.uint8)
    framed = _framed(modules)
    times = max(1, side // framed.shape[0])
    return Image.fromarray(framed.repeat(times, axis=0).repeat(times, axis=1))


def _framed(modules: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """With exactly the quiet zone that the standard asks for, whatever the encoder left around."""
    dark_rows, dark_columns = (np.flatnonzero((modules == 0).any(axis=axis)) for axis in (1, 0))
    code = modules[dark_rows[0] : dark_rows[-1] + 1, dark_columns[0] : dark_columns[-1] + 1]
    return np.pad(code, QUIET_ZONE, constant_values=255)
