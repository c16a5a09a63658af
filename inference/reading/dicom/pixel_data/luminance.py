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
FROM_YBR = (*_FULL, *_PARTIAL)
_CLEARLY = 1 / 16  # of the range: how far the colours of a pixel lie apart that is seen to be coloured
_PART = 0.02  # of the pixels: a stamp, a logo or a cursor covers less, and leaves a grey film a grey film
_LOOKED_AT = 1024  # pixels a side that are looked at for colours, at least


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


def has_colours(samples: NDArray[Any]) -> bool:
    """Whether at least a fiftieth of the pixels (rows, columns, 1 or more), red, green and blue first, has colour."""
    seen = _some(samples)
    apart = seen.max(axis=-1, initial=0) - seen.min(axis=-1, initial=np.inf)
    return _covers(apart, float(seen.max(initial=0)))


def has_chroma(samples: NDArray[Any], bits: int) -> bool:
    """The same of the YBR family (rows, columns, 3) on a scale of ``bits`` bits, where grey lies in the middle."""
    return _covers(2 * np.abs(_some(samples)[..., 1:] - (1 << (bits - 1))).max(axis=-1, initial=0), float(1 << bits))


def _some(samples: NDArray[Any]) -> NDArray[np.float32]:
    steps = [max(size // _LOOKED_AT, 1) for size in samples.shape[:2]]
    return np.nan_to_num(samples[:: steps[0], :: steps[1], :3].astype(np.float32), posinf=0.0, neginf=0.0)


def _covers(apart: NDArray[np.float32], top: float) -> bool:
    return bool(apart.size and (apart > _CLEARLY * top).mean() >= _PART)


def palette_colours(path: Path, data: Dataset, indices: NDArray[Any]) -> tuple[NDArray[np.float32], int]:
    """Palette pixels (PS3.3 C.7.9) as red, green and blue, float32 (..., 3), and the bits of their scale.

    Raises ``DamagedFilm`` without three usable tables.
    """
    found = [read_lut(data, f"{colour}PaletteColorLookupTable") for colour in ("Red", "Green", "Blue")]
    tables: list[Lut] = [table for table in found if table is not None and not table.short]
    if len(tables) < 3:
        raise DamagedFilm(path, "the colour palette is missing or too short")
    bits = max(table.bits for table in tables)
    if all(int(table.entries.max()) < 1 << _BYTE for table in tables):  # eight bits in a palette that says sixteen
        return np.stack([table.look_up(indices) for table in tables], axis=-1), _BYTE
    channels = [table.look_up(indices) * np.float32(((1 << bits) - 1) / ((1 << table.bits) - 1)) for table in tables]
    return np.stack(channels, axis=-1), bits
