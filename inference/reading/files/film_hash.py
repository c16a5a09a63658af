"""The film hash: two films share it only if they look the same."""

from __future__ import annotations

import hashlib

import numpy as np
from numpy.typing import NDArray

from inference.core.voi import Voi, VoiLut


def film_hash(
    pixels: NDArray[np.float32],
    voi: Voi,
    *,
    inverted: bool = False,
    aspect: float = 1.0,
    shutter: NDArray[np.bool_] | None = None,
) -> str:
    """SHA-256 in hexadecimal over the modality values, their shape and what decides the default display."""
    digest = hashlib.sha256(f"{pixels.shape} {inverted} {aspect:.9g} ".encode())
    if isinstance(voi, VoiLut):
        digest.update(f"lut {voi.first} {voi.values.size} ".encode())
        digest.update(_bytes(voi.values))
    else:
        digest.update(f"window {voi.center!r} {voi.width!r} {voi.function.value} ".encode())
    if shutter is not None:
        digest.update(b"shutter " + np.packbits(shutter).tobytes())
    digest.update(_bytes(pixels))
    return digest.hexdigest()


def _bytes(values: NDArray[np.float32]) -> memoryview:
    return np.ascontiguousarray(values, dtype="<f4").reshape(-1).view(np.uint8).data
