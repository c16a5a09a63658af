"""From stored values to the screen as a presentation state says it, over the film's modality values: PS3.4 N.2."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from inference.core.errors import ObjectMismatch
from inference.core.film_objects import FilmFacts, Greys
from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import apply_voi
from inference.reading.dicom.elements import code, integer, items, number
from inference.reading.dicom.luts import Lut, read_lut
from inference.reading.dicom.voi_lut import read_vois
from inference.reading.objects.matching import MOST, applies

FILM_TAGS: Final = ("BitsAllocated", "BitsStored", "PixelRepresentation", "ModalityLUTSequence")
_MOST_VALUES: Final = 1 << 20  # grey values that a table is made over
_DEEPEST: Final = 16  # bits
_Values = NDArray[Any]


def read_greys(data: Dataset, film: FilmFacts, header: Dataset, path: Path) -> tuple[Greys, tuple[str, ...]]:
    """Window or LUT of a state over the film's own modality values, and notes.

    ``header``: the ``FILM_TAGS`` of the film. A state whose Modality LUT is not the film's, or that has a Presentation
    LUT, becomes one table over the film's values. Raises ``ObjectMismatch`` where that cannot be made.
    """
    low, high = _stored_range(header)
    to_modality = _modality(data, low)
    same = _is_films_own(data, film, header, low)
    ends = to_modality(np.array([low, high] if not isinstance(_lut(data, low), Lut) else np.arange(low, high + 1)))
    lowest, highest = float(ends.min()), float(ends.max())
    voi, notes = _voi(data, film, lowest, highest)
    curve = _curve(data)
    inverted = curve is None and code(data, "PresentationLUTShape") == "INVERSE"
    if same and curve is None:
        return Greys(voi, inverted), notes
    if same:
        first, last = math.floor(lowest), math.ceil(highest)
        values = _grid(first, last, path).astype(np.float32)
    else:
        first, last, stored = _films_grid(film, low, high, path)
        values = to_modality(stored).astype(np.float32)
    shown = apply_voi(values, voi)
    if curve is not None:
        steps = np.rint(shown * (curve.entries.size - 1)).astype(np.int64)
        shown = (curve.entries[steps] / np.float32(curve.top)).astype(np.float32)
    shown.flags.writeable = False
    return Greys(VoiLut(first, shown, voi.name or "Presentation"), inverted), notes


def _films_grid(film: FilmFacts, low: int, high: int, path: Path) -> tuple[int, int, _Values]:
    """The film's modality values, whole ones, and the stored value of each."""
    if film.rescale is None:
        raise ObjectMismatch(path, "its Modality LUT is another than that of the film")
    slope, intercept = film.rescale
    ends = sorted((slope * low + intercept, slope * high + intercept))
    first, last = math.floor(ends[0]), math.ceil(ends[1])
    grid = _grid(first, last, path)
    return first, last, np.clip(np.rint((grid - intercept) / slope), low, high).astype(np.int64)


def _grid(first: int, last: int, path: Path) -> _Values:
    if not 0 < last - first < _MOST_VALUES:
        raise ObjectMismatch(path, "the film has more grey values than a table can be made over")
    return np.arange(first, last + 1)


def _stored_range(header: Dataset) -> tuple[int, int]:
    allocated = integer(header, "BitsAllocated") or _DEEPEST
    bits = min(max(integer(header, "BitsStored") or allocated, 1), 2 * _DEEPEST)
    if integer(header, "PixelRepresentation") == 1:
        return -(1 << (bits - 1)), (1 << (bits - 1)) - 1
    return 0, (1 << bits) - 1


def _lut(data: Dataset, low: int) -> Lut | None:
    found = items(data, "ModalityLUTSequence")[:1]
    return read_lut(found[0], lowest=low) if found else None


def _line(data: Dataset) -> tuple[float, float]:
    slope, intercept = number(data, "RescaleSlope"), number(data, "RescaleIntercept")
    return slope or 1.0, intercept or 0.0


def _modality(data: Dataset, low: int) -> Callable[[_Values], _Values]:
    table = _lut(data, low)
    if table is not None:
        return table.look_up
    slope, intercept = _line(data)
    return lambda stored: stored * slope + intercept


def _is_films_own(data: Dataset, film: FilmFacts, header: Dataset, low: int) -> bool:
    """Whether the state makes the same modality values as the film does."""
    table, own = _lut(data, low), _lut(header, low)
    if table is not None or own is not None:
        both = table is not None and own is not None
        return both and table.first == own.first and np.array_equal(table.entries, own.entries)  # type: ignore[union-attr]
    return film.rescale is not None and bool(np.allclose(film.rescale, _line(data), rtol=1e-6, atol=1e-9))


def _voi(data: Dataset, film: FilmFacts, lowest: float, highest: float) -> tuple[Voi, tuple[str, ...]]:
    """The softcopy VOI for this film (C.11.8); without one, all values that the film can have."""
    whole = VoiWindow((lowest + highest) / 2, max(highest - lowest, 1.0), VoiFunction.LINEAR_EXACT, "All values")
    for item in items(data, "SoftcopyVOILUTSequence")[:MOST]:
        if applies(item, film):
            found, notes = read_vois([item], lowest)
            return (found[0] if found else whole), notes
    return whole, ()


def _curve(data: Dataset) -> Lut | None:
    """The Presentation LUT (C.11.6) as a table over the VOI's output; None for a shape."""
    found = items(data, "PresentationLUTSequence")[:1]
    table = read_lut(found[0]) if found else None
    return table if table is not None and table.entries.size > 1 else None
