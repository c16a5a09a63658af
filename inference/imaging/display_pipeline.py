"""From modality values to the screen: VOI, then inversion once and last, then 8 bit; pure functions.

The order and the formulas are those of DICOM PS3.3 C.11.2.1 (VOI LUT, window, VOI LUT Function) and PS3.4 N.2
(the grayscale transformation sequence). The stored bits and the Modality LUT are the reader's business.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from weakref import WeakKeyDictionary

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.film import Radiograph, read_only
from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow

_Values = NDArray[np.float32]
HATCH = (40, 96)  # grey levels of the two kinds of stripes where a film has no pixels
_STRIPES = 48  # across the longer side of a film: coarse enough to be seen in a thumbnail, like nothing in a body
_RANGES: WeakKeyDictionary[Radiograph, VoiWindow] = WeakKeyDictionary()
_BLOCK = 1 << 16  # pixels worked on at once: a block stays in the processor's cache over all steps


def apply_voi(values: _Values, voi: Voi) -> _Values:
    """Spread modality values from black (0) to white (1) by a window or a VOI LUT, DICOM PS3.3 C.11.2.1.

    ``values``: float32 of any shape; the answer is a new array of that shape within 0..1. Not-a-number becomes 0.
    An unusable ``voi`` (see :func:`usable`) falls back to the smallest and largest of ``values``. A LINEAR window of
    width 1 is a threshold; a narrower one, which the standard does not know, is taken as LINEAR_EXACT. The gamma that
    the user may have chosen comes last.
    """
    if not usable(voi):
        voi = full_range(values)
    result = np.array(values, dtype=np.float32)
    with np.errstate(
        invalid="ignore", over="ignore"
    ):  # not-a-number and infinite pixels are expected and end at 0 or 1
        shown = _by_lut(result, voi) if isinstance(voi, VoiLut) else _by_window(result, voi)
        return shown if voi.gamma == 1 else np.power(shown, np.float32(voi.gamma), out=shown)


def display_values(film: Radiograph, voi: Voi | None = None, *, invert: bool = False) -> _Values:
    """The film as shown, float32 (rows, columns) in 0..1, black to white; with default arguments what a model sees.

    ``voi``: the film's default when None or unusable. The film's own inversion comes once, after the VOI; ``invert``
    is the user's, on top of it.
    """
    return _shown(film.pixels, choose_voi(film, voi), invert=film.inverted != invert)


def film_display(film: Radiograph, extremes: tuple[float, float]) -> tuple[_Values, tuple[float, float]]:
    """What :func:`display_values` says of a film in its default display, and the least and greatest of it.

    ``extremes``: the least and greatest pixel, both finite. By a window, which keeps the order of pixels, those of the
    display follow from them, and what they do not call for is not done: most of its cost.
    """
    voi = choose_voi(film)
    if not isinstance(voi, VoiWindow) or voi.function is VoiFunction.SIGMOID or voi.gamma != 1 or not _start(voi)[1]:
        values = display_values(film)
        return values, (float(values.min()), float(values.max()))
    ends = np.array(extremes, np.float32)
    unclamped = _on_line(ends, voi)
    clamp = bool(unclamped[0] < 0 or unclamped[1] > 1)
    flat = film.pixels.reshape(-1)
    result = np.empty(flat.shape, np.float32)
    for block in _blocks(flat.size):
        _shown_on_line(flat[block], voi, result[block], clamp=clamp, invert=film.inverted)
    shown = _shown_on_line(ends, voi, ends, clamp=clamp, invert=film.inverted)
    return result.reshape(film.pixels.shape), (float(shown.min()), float(shown.max()))


def render(film: Radiograph, voi: Voi | None = None, *, invert: bool = False) -> NDArray[np.uint8]:
    """The film as shown, uint8 (rows, columns): :func:`display_values` rounded to 8 bit, black behind its shutter.

    A part that the file does not hold is hatched, so that nobody takes it for a dark part of the patient.
    """
    chosen = choose_voi(film, voi)
    flat = film.pixels.reshape(-1)
    result = np.empty(flat.shape, dtype=np.uint8)
    for block in _blocks(flat.size):
        shown = _shown(flat[block], chosen, invert=film.inverted != invert)
        shown *= np.float32(255)
        result[block] = np.rint(shown, out=shown)
    shown_film = result.reshape(film.pixels.shape)
    if film.shutter is not None:
        shown_film[~film.shutter] = 0
    if film.truncated is not None:
        np.copyto(shown_film, hatch(film.shape), where=film.truncated.mask)
    return shown_film


def hatch(shape: tuple[int, int]) -> NDArray[np.uint8]:
    """Diagonal stripes in both gray levels of ``HATCH``, uint8 (rows, columns), the same at every size of a picture."""
    rows, columns = np.ogrid[0 : shape[0], 0 : shape[1]]
    band = ((rows + columns) * _STRIPES // max(shape)) % 2
    stripes: NDArray[np.uint8] = np.array(HATCH, dtype=np.uint8)[band]
    return stripes


def choose_voi(film: Radiograph, voi: Voi | None = None) -> Voi:
    """The VOI a film is shown with: the one asked for, else the film's default, else its full range."""
    for candidate in (voi, film.default_voi):
        if candidate is not None and usable(candidate):
            return candidate
    return film_range(film)


def film_range(film: Radiograph) -> VoiWindow:
    """The :func:`full_range` of a film, looked for once: each step of a drag asks for it."""
    found = _RANGES.get(film)
    if found is None:
        found = _RANGES[film] = full_range(film.pixels, film.padding)
    return found


def full_range(pixels: _Values, padding: tuple[float, float] | None = None) -> VoiWindow:
    """The window that shows the smallest pixel black and the largest white, without padding and not-a-number.

    ``padding`` is an inclusive range of modality values, left out unless nothing else remains. A constant film comes
    out mid-grey.
    """
    low, high = _extremes(pixels, padding)
    if not high > low:
        return VoiWindow(low if math.isfinite(low) else 0.0, 1.0, VoiFunction.LINEAR_EXACT, "Full range")
    return VoiWindow((low + high) / 2, high - low, VoiFunction.LINEAR_EXACT, "Full range")


def usable(voi: Voi) -> bool:
    """Whether a VOI can be applied: finite centre, finite width above 0; a LUT with at least two finite entries."""
    if isinstance(voi, VoiLut):
        return voi.values.ndim == 1 and voi.values.size >= 2 and bool(np.isfinite(voi.values).all())
    return math.isfinite(voi.center) and math.isfinite(voi.width) and voi.width > 0


def _shown(values: _Values, voi: Voi, *, invert: bool) -> _Values:
    shown = apply_voi(values, voi)
    return np.subtract(np.float32(1), shown, out=shown) if invert else shown


def _by_window(values: _Values, window: VoiWindow) -> _Values:
    """In place; PS3.3 C.11.2.1.2.1 (LINEAR), C.11.2.1.3.1 (SIGMOID) and C.11.2.1.3.2 (LINEAR_EXACT)."""
    if window.function is VoiFunction.SIGMOID:
        return _by_sigmoid(values, window)
    low, span = _start(window)
    if span == 0:
        return np.greater(values, np.float32(low)).astype(np.float32)
    return _clamped(_on_line(values, window, values), 1)


def _start(window: VoiWindow) -> tuple[float, float]:
    """The value at which a window that is no sigmoid begins to rise, and over how many it does; 0 for a threshold."""
    if window.function is VoiFunction.LINEAR and window.width >= 1:
        return window.center - 0.5 - (window.width - 1) / 2, window.width - 1
    return window.center - window.width / 2, window.width


def _on_line(values: _Values, window: VoiWindow, out: _Values | None = None) -> _Values:
    """Values from 0 to 1 where the window rises, and beyond outside of it."""
    low, span = _start(window)
    result = np.subtract(values, np.float32(low), out=out)
    return np.multiply(result, np.float32(1 / span), out=result)


def _shown_on_line(values: _Values, window: VoiWindow, out: _Values, *, clamp: bool, invert: bool) -> _Values:
    """Finite values as a window that is no threshold shows them."""
    _on_line(values, window, out)
    if clamp:
        np.clip(out, np.float32(0), np.float32(1), out=out)
    return np.subtract(np.float32(1), out, out=out) if invert else out


def _by_sigmoid(values: _Values, window: VoiWindow) -> _Values:
    values -= np.float32(window.center)
    values *= np.float32(-4 / window.width)
    np.exp(values, out=values)
    values += np.float32(1)
    return _clamped(np.reciprocal(values, out=values), 1)


def _by_lut(values: _Values, lut: VoiLut) -> _Values:
    values -= np.float32(lut.first)
    index = _clamped(np.rint(values, out=values), lut.values.size - 1).astype(np.intp)
    return _clamped(lut.values.astype(np.float32)[index], 1)


def _clamped(values: _Values, top: int) -> _Values:
    """In place within 0..top; not-a-number to 0, which is why this is not ``np.clip``."""
    np.fmax(values, np.float32(0), out=values)
    return np.fmin(values, np.float32(top), out=values)


def _extremes(pixels: _Values, padding: tuple[float, float] | None) -> tuple[float, float]:
    if padding is not None:
        image = pixels[(pixels < padding[0]) | (pixels > padding[1])]
        if image.size and bool(np.isfinite(image).any()):
            return _extremes(image, None)
    low, high = float(np.fmin.reduce(pixels, axis=None)), float(np.fmax.reduce(pixels, axis=None))
    if math.isfinite(low) and math.isfinite(high):
        return low, high
    finite = pixels[np.isfinite(pixels)]
    return (float(finite.min()), float(finite.max())) if finite.size else (math.nan, math.nan)


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + _BLOCK) for start in range(0, size, _BLOCK))


def small_display(film: Radiograph, side: int) -> NDArray[np.float32]:
    """A film as it opens, 0..1, with square pixels, at most ``side`` of them along its longer side."""
    tall, wide = film.shape[0] * film.pixel_aspect, float(film.shape[1])
    scale = min(1.0, side / max(tall, wide))
    steps = [max(int(size / (2 * side)), 1) for size in film.shape]
    coarse = np.ascontiguousarray(film.pixels[:: steps[0], :: steps[1]])
    size = (max(16, round(wide * scale)), max(16, round(tall * scale)))
    pixels = cv2.resize(coarse, size, interpolation=cv2.INTER_AREA)
    return display_values(
        replace(film, pixels=read_only(np.asarray(pixels, np.float32)), overlay_planes=(), shutter=None)
    )
