"""A picture of many small films, for looking at what the network sees before trusting what it says."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.files.atomic_file import atomic_file

GAP = 2


def contact_sheet(inputs: NDArray[np.float32], columns: int = 8, side: int = 160) -> NDArray[np.uint8]:
    """Network inputs (n, rows, columns, channels) as one grey picture, each from its darkest to its brightest."""
    tiles = [_tile(film[..., 0], side) for film in inputs]
    tiles += [np.zeros((side, side), np.uint8)] * (-len(tiles) % columns)
    padded = [np.pad(tile, GAP) for tile in tiles]
    return np.vstack([np.hstack(padded[at : at + columns]) for at in range(0, len(padded), columns)])


def write_sheet(path: Path, picture: NDArray[np.uint8]) -> None:
    """Write a picture as PNG, whole; raises OSError when it cannot be written."""
    done, data = cv2.imencode(".png", picture)
    if not done:
        raise OSError(f"OpenCV could not encode {path.name} as PNG")
    with atomic_file(path) as file:
        file.write(data.tobytes())


def _tile(film: NDArray[np.float32], side: int) -> NDArray[np.uint8]:
    low, high = float(film.min()), float(film.max())
    grey = (film - low) * (255.0 / max(high - low, 1e-9))
    small = cv2.resize(grey, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(np.rint(small), dtype=np.uint8)
