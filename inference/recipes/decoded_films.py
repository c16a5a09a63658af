"""A folder of films decoded once into one array, which is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from inference.files.atomic_file import atomic_file
from inference.training.data.films import Stack
from inference.training.data.labels import LabelError


def decoded(folder: Path, files: Sequence[str], side: int = 512) -> Stack:
    """The films as grey levels, uint8 (films, side, side); raises LabelError when one cannot be read."""
    stack = np.empty((len(files), side, side), dtype=np.uint8)
    for index, file in enumerate(files):
        film = cv2.imread(str(folder / file), cv2.IMREAD_GRAYSCALE)
        if film is None:
            raise LabelError(f"{file} cannot be read")
        stack[index] = (
            film if film.shape == (side, side) else cv2.resize(film, (side, side), interpolation=cv2.INTER_AREA)
        )
    return stack


def cached(cache: Path, decode: Callable[[], Stack]) -> Stack:
    """The stack from the file ``cache``, decoded and written there first when it is missing; mapped, not read."""
    if not cache.exists():
        stack = decode()
        with atomic_file(cache, private=True) as file:
            np.save(file, stack)
    return np.asarray(np.load(cache, mmap_mode="r"))
