"""Films for engine tests."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.ports import Engine
from inference.core.voi import VoiFunction, VoiWindow


def film_of(pixels: NDArray[np.float32], source: str = "film.png") -> Radiograph:
    """A film shown from 0 (black) to 255 (white)."""
    values = read_only(pixels.astype(np.float32))
    digest = hashlib.sha256(values.tobytes() + str(values.shape).encode()).hexdigest()
    return Radiograph(Path(source), values, VoiWindow(127.5, 255.0, VoiFunction.LINEAR_EXACT), digest)


def hot_corner(rows: int = 128, columns: int = 128, share: float = 0.25) -> Radiograph:
    """Black, but for a white rectangle in the top left corner that takes ``share`` of each side."""
    pixels = np.zeros((rows, columns), np.float32)
    pixels[: round(rows * share), : round(columns * share)] = 255.0
    return film_of(pixels)


def analyse(engine: Engine, film: Radiograph) -> Analysis:
    """One analysis that nobody cancels."""
    return engine.analyse(film, token=CancelToken())
