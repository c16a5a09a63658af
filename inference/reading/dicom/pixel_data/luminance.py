"""Colour to grey: a film is always shown in grey, by its luminance (Rec. 601, as in DICOM PS3.3 C.7.6.3.1.2)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.core.errors import DamagedFilm, UnsupportedSyntax
from inference.reading.dicom.luts import Lut, read_lut

RED, GREEN, BLUE = 0.299, 0.587, 0.114
_BYTE = 8
_RGB = ("RGB", "YBR_RCT", "YBR_ICT")  # decoders give these two back as RGB
_FULL = ("YBR_FULL", "YBR_FULL_422")
_PARTIAL = ("YBR_PARTIAL_420", "YBR_PARTIAL_422")


def luminance(path: Path, samples: NDArray[Any], photometric: str, bits: int) -> NDArray[np.float32]:
    """Grey values of colour pixels (rows, columns, 3), on the same scale of ``bits`` bits.

    Raises ``UnsupportedSyntax`` for colour spaces other than RGB and the YBR family.
    """
    if photometric in _RGB:
        return rgb_luminance(samples)
    if photometric in _FULL:
        return samples[..., 0].astype(np.float32)
    if photometric in _PARTIAL:  # PS3.3 C.7.6.3.1.2, former editions: Y lies in 16..235 of 0..255
        step = np.float32(1 << bits) / np.float32(256)
        top = np.float32((1 << bits) - 1)
        scaled = (samples[..., 0].astype(np.float32) - 16 * step) / (219 * step) * top
        return np.asarray(np.clip(scaled, 0, top), dtype=np.float32)
    raise UnsupportedSyntax(path, f"the colour space {photometric}; RGB, YBR and palettes are read")


def rgb_luminance(samples: NDArray[Any]) -> NDArray[np.float32]:
    """Luminance of (..., 3 or more) pixels with red, green and blue first; equal channels come out unchanged."""
    red, green, blue = (samples[..., channel].astype(np.float32) for channel in range(3))
    green += np.float32(RED) * (red - green) + np.float32(BLUE) * (blue - green)
    return green


def palette_luminance(path: Path, data: Dataset, indices: NDArray[Any]) -> tuple[NDArray[np.float32], int]:
    """Grey values of palette pixels (PS3.3 C.7.9) and the bits of their scale.

    Raises ``DamagedFilm`` without three usable tables.
    """
    found = [read_lut(data, f"{colour}PaletteColorLookupTable") for colour in ("Red", "Green", "Blue")]
    tables: list[Lut] = [table for table in found if table is not None and not table.short]
    if len(tables) < 3:
        raise DamagedFilm(path, "the colour palette is missing or too short")
    bits = max(table.bits for table in tables)
    if all(int(table.entries.max()) < 1 << _BYTE for table in tables):  # eight bits in a palette that says sixteen
        return rgb_luminance(np.stack([table.look_up(indices) for table in tables], axis=-1)), _BYTE
    channels = [table.look_up(indices) * np.float32(((1 << bits) - 1) / ((1 << table.bits) - 1)) for table in tables]
    return rgb_luminance(np.stack(channels, axis=-1)), bits
