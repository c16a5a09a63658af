"""A user's own films as the trainer needs them: read like any film, shown as the engine shows them, kept small."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from inference.core.errors import FilmError
from inference.core.film import Radiograph
from inference.imaging.display_pipeline import display_values
from inference.imaging.model_input import check_content
from inference.reading.files.reader_process import ReaderProcess
from inference.training.data.films import Stack
from inference.training.data.labels import LabelledFilm, LabelTable, SkippedRow

NO_LINE = 0


def read_films(
    table: LabelTable, root: Path, side: int, progress: Callable[[int, int], None] | None = None
) -> tuple[LabelTable, tuple[Stack, ...], tuple[str, ...]]:
    """The table's films that can be read, their grey levels, the longer side at most ``side`` pixels, and their hashes.

    Files are looked for below ``root`` unless absolute. Films that cannot be read join ``skipped`` (on line 0).
    ``progress`` hears how many of how many are done.
    """
    kept: list[LabelledFilm] = []
    stack: list[Stack] = []
    hashes: list[str] = []
    skipped = list(table.skipped)
    with closing(ReaderProcess()) as reader:
        for number, film in enumerate(table.films, start=1):
            if progress:
                progress(number, len(table.films))
            try:
                radiograph = reader.read(root / film.file)
                stack.append(grey_levels(radiograph, side))
                hashes.append(radiograph.film_hash)
                kept.append(film)
            except FilmError as problem:
                skipped.append(SkippedRow(NO_LINE, f"{film.file}: {type(problem).__name__}"))
    return replace(table, films=tuple(kept), skipped=tuple(skipped)), tuple(stack), tuple(hashes)


def grey_levels(film: Radiograph, side: int) -> Stack:
    """One film in its default display, square pixels, uint8 (rows, columns); raises FilmError."""
    check_content(film.pixels, film.source)
    values = display_values(film)
    rows, columns = film.shape[0] * film.pixel_aspect, float(film.shape[1])
    scale = min(1.0, side / max(rows, columns))
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    levels = np.rint(small * np.float32(255))
    check_content(levels, film.source)  # the window may show a film all black
    return np.asarray(levels, dtype=np.uint8)
