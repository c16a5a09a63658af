"""JPEGs that end early although an end marker follows: libjpeg fills up with middle grey and says nothing of it.

A film may end in middle grey by itself; then nothing above it changes where the last bytes before the marker are left
out. Where the data ends early, those bytes were of what stands above.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.errors import FilmError
from inference.core.film import TruncatedPixels
from inference.reading.dicom.elements import ODD
from inference.reading.dicom.pixel_data.codestream import LOSSLESS_FRAME, frame_header, scan_count

Cells = NDArray[Any]
_MARKER = b"\xff\xd9"
_FEWEST = 32  # units of middle grey before anything is suspected: more than the bits left out can say
_LEFT_OUT = 2  # bytes
_LEAST = 20


def find_early_end(data: bytes, cells: Cells, decode: Callable[[bytes], Cells]) -> TruncatedPixels | None:
    """What a JPEG of one scan lacks at its end, in units of its own, as bytes of decoded pixels.

    ``cells`` are unsigned, (rows, columns) or (rows, columns, samples), as ``decode`` gave them.
    """
    found = frame_header(data)
    if found is None or not data.endswith(_MARKER):
        return None
    marker, head = found
    grey = cells == (1 << (head[0] - 1))
    grey = grey if grey.ndim == 2 else grey.all(axis=2)
    if not grey[-1, -1] or scan_count(data) != 1:
        return None
    unit = _unit(marker, head)
    whole = _whole_units(grey, unit)
    missing = _last_run(whole.ravel())
    if missing < _FEWEST:
        return None
    units = np.zeros(whole.size, np.bool_)
    units[-missing:] = True
    mask = units.reshape(whole.shape).repeat(unit[0], axis=0).repeat(unit[1], axis=1)
    mask = np.ascontiguousarray(mask[: grey.shape[0], : grey.shape[1]])
    mask.flags.writeable = False
    if not _was_of_the_film(data, cells, ~mask, decode):
        return None
    size = cells.nbytes // mask.size
    return TruncatedPixels(mask, (mask.size - int(mask.sum())) * size, mask.size * size)


def too_little(found: TruncatedPixels) -> bool:
    """Whether less than a twentieth is there: too little to show."""
    return found.there * _LEAST < found.needed


def _unit(marker: int, head: bytes) -> tuple[int, int]:
    """Rows and columns of what is coded at once (T.81 A.2): a pixel or a block, of several samples with subsampling."""
    side = 1 if marker == LOSSLESS_FRAME else 8
    if head[5] == 1:
        return side, side
    factors = [head[place + 1] for place in range(6, 6 + 3 * head[5], 3) if place + 1 < len(head)]
    return side * max(one & 15 for one in factors), side * max(one >> 4 for one in factors)


def _whole_units(grey: NDArray[np.bool_], unit: tuple[int, int]) -> NDArray[np.bool_]:
    """Which units are all grey; those at the right and lower edge by what of them is in the film."""
    rows, columns = (-(-size // one) * one for size, one in zip(grey.shape, unit, strict=True))
    padded = np.pad(grey, ((0, rows - grey.shape[0]), (0, columns - grey.shape[1])), constant_values=True)
    blocks = padded.reshape(rows // unit[0], unit[0], columns // unit[1], unit[1])
    return np.asarray(blocks.all(axis=(1, 3)))


def _last_run(units: NDArray[np.bool_]) -> int:
    """How many at the end are true."""
    others = np.flatnonzero(~units)
    return int(units.size - 1 - others[-1]) if others.size else int(units.size)


def _was_of_the_film(data: bytes, cells: Cells, there: NDArray[np.bool_], decode: Callable[[bytes], Cells]) -> bool:
    """Whether the last bytes say something of what is not grey."""
    try:
        shorter = decode(data[: -len(_MARKER) - _LEFT_OUT].rstrip(b"\xff") + _MARKER)
    except (*ODD, RuntimeError, FilmError):
        return False
    return shorter.shape == cells.shape and bool((shorter != cells)[there].any())
