"""One film prepared for fast display, an index image at several sizes with a table from index to grey; thumbnails."""

from __future__ import annotations

from dataclasses import dataclass
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.film import Radiograph
from inference.core.voi import Voi
from inference.imaging.display_pipeline import apply_voi, choose_voi, full_range, hatch

_LAST = 65535
_SMALLEST_SIDE = 256
THUMBNAIL_SIZE = 264  # twice what the list shows, for screens of double density
MOST_PREPARED = 2  # the open film and the one read ahead; whoever shows another holds it


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class ImagePyramid:
    """A film as uint16 indices, halved again and again, so that a window step costs one table look-up.

    ``levels[k]`` is the film reduced ``2**k`` times by area; index ``i`` stands for modality value
    ``first + i * step``. Integer films of up to 65,536 values are kept exactly. ``shutters`` are 255 where the film is
    shown and 0 behind its display shutter, one for each level; empty for films without one. ``truncated`` are likewise
    the hatching where the file holds no pixels, and 0 elsewhere. ``last`` is the largest index that occurs.
    ``inverted``: low values are white.
    """

    inverted: bool
    levels: tuple[NDArray[np.uint16], ...]
    shutters: tuple[NDArray[np.uint8], ...]
    truncated: tuple[NDArray[np.uint8], ...]
    first: float
    step: float
    last: int = _LAST

    def grey(
        self, level: int, voi: Voi, *, invert: bool, part: tuple[slice, slice] = (slice(None), slice(None))
    ) -> NDArray[np.uint8]:
        """One level, or a part of it, as 8-bit grey under a window; the film's inversion and the user's both count."""
        values = np.float32(self.first) + np.float32(self.step) * np.arange(self.last + 1, dtype=np.float32)
        shown = apply_voi(values, voi)
        if self.inverted != invert:
            shown = 1.0 - shown
        table = np.zeros(_LAST + 1, np.uint8)  # OpenCV wants them all
        table[: self.last + 1] = np.rint(shown * 255.0)
        index = np.ascontiguousarray(self.levels[level][part])
        if not index.size:
            return np.zeros(index.shape, np.uint8)
        grey = cv2.LUT(index, table)
        if self.shutters:
            grey = cv2.bitwise_and(grey, np.ascontiguousarray(self.shutters[level][part]))
        result = np.asarray(grey, dtype=np.uint8)
        if self.truncated:
            truncated = self.truncated[level][part]
            np.copyto(result, truncated, where=truncated > 0)
        return result

    def level_for(self, scale: float) -> int:
        """The smallest level that still has a pixel for each screen pixel at ``scale`` screen pixels a film pixel."""
        if scale >= 1:
            return 0
        return min(len(self.levels) - 1, int(np.floor(np.log2(1 / max(scale, 1e-6)))))


_PREPARED: WeakKeyDictionary[Radiograph, ImagePyramid] = WeakKeyDictionary()


def film_levels(film: Radiograph) -> ImagePyramid:
    """Prepare a film for display, about 30 ms for 3000 x 2500 pixels; at once where it was prepared a while ago.

    Whoever reads a film prepares it on a thread of its own, so that the window's has it ready.
    """
    found = _PREPARED.get(film)
    if found is None:
        for old in _PREPARED.keyrefs()[: 1 - MOST_PREPARED]:  # a list, while another thread may prepare one, too
            if (gone := old()) is not None:
                _PREPARED.pop(gone, None)
        found = _PREPARED[film] = _levels(film)
    return found


def _levels(film: Radiograph) -> ImagePyramid:
    span = full_range(film.pixels)
    first, width = span.center - span.width / 2, span.width
    step = 1.0 if _whole_numbers(film.pixels, width) else width / _LAST
    shifted = (film.pixels - np.float32(first)) / np.float32(step)
    index = np.rint(np.nan_to_num(shifted, nan=0.0)).clip(0, _LAST).astype(np.uint16)
    levels = [index]
    while min(levels[-1].shape) >= 2 * _SMALLEST_SIDE:
        rows, columns = levels[-1].shape
        half = cv2.resize(levels[-1], ((columns + 1) // 2, (rows + 1) // 2), interpolation=cv2.INTER_AREA)
        levels.append(np.asarray(half, dtype=np.uint16))
    masks = _shutters(film, levels), _truncated(film, levels)
    return ImagePyramid(film.inverted, tuple(levels), *masks, first, step, int(index.max(initial=0)))


def _shutters(film: Radiograph, levels: list[NDArray[np.uint16]]) -> tuple[NDArray[np.uint8], ...]:
    if film.shutter is None:
        return ()
    whole = film.shutter.astype(np.uint8) * np.uint8(255)
    sizes = [(level.shape[1], level.shape[0]) for level in levels]
    return tuple(np.asarray(cv2.resize(whole, size, interpolation=cv2.INTER_NEAREST), np.uint8) for size in sizes)


def _truncated(film: Radiograph, levels: list[NDArray[np.uint16]]) -> tuple[NDArray[np.uint8], ...]:
    if film.truncated is None:
        return ()
    return tuple(hatched_truncated(film.truncated.mask, (level.shape[0], level.shape[1])) for level in levels)


def hatched_truncated(mask: NDArray[np.bool_], shape: tuple[int, int]) -> NDArray[np.uint8]:
    """The hatching of what is missing, in a picture of ``shape`` (rows, columns), and 0 elsewhere.

    What lies partly in what is missing counts as missing: its mean would be no value of the film.
    """
    part = cv2.resize(mask.astype(np.float32), (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.where(part > 0, hatch(shape), np.uint8(0))


def _whole_numbers(pixels: NDArray[np.float32], width: float) -> bool:
    sample = pixels[:: max(1, pixels.shape[0] // 64)]
    return width <= _LAST and bool(np.array_equal(sample, np.rint(sample), equal_nan=True))


def thumbnail(film: Radiograph) -> NDArray[np.uint8]:
    """The film's default display as uint8, its longer side ``THUMBNAIL_SIZE`` pixels, pixels square."""
    return small_picture(film, THUMBNAIL_SIZE)


def small_picture(film: Radiograph, size: int, voi: Voi | None = None, *, invert: bool = False) -> NDArray[np.uint8]:
    """The film as uint8 under a window (None: its own), its longer side ``size`` pixels, pixels square."""
    rows, columns = film.shape
    height = rows * film.pixel_aspect
    scale = size / max(height, columns)
    target = (max(1, round(columns * scale)), max(1, round(height * scale)))
    small = cv2.resize(film.pixels, target, interpolation=cv2.INTER_AREA)
    shown = apply_voi(np.asarray(small, dtype=np.float32), choose_voi(film, voi))
    if film.inverted != invert:
        shown = 1.0 - shown
    grey = np.asarray(np.rint(shown * 255.0), dtype=np.uint8)
    if film.shutter is not None:
        grey[cv2.resize(film.shutter.astype(np.uint8), target, interpolation=cv2.INTER_NEAREST) == 0] = 0
    if film.truncated is not None:
        truncated = hatched_truncated(film.truncated.mask, (target[1], target[0]))
        np.copyto(grey, truncated, where=truncated > 0)
    return grey
