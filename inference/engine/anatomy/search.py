"""Finding the box of two lungs on a film: many sizes of the usual outline are laid everywhere, the best one stays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from inference.engine.anatomy.shapes import Plane, template

SIDE = 96
_WIDTHS = tuple(range(40, 101, 5))
_ASPECTS = (0.62, 0.75, 0.88, 1.0, 1.12, 1.26)
_MARGIN = 16
_DARK = 0.16


@dataclass(frozen=True, slots=True)
class LungsBox:
    """Where two lungs seem to be: the box (x, y, width, height) as shares of the film's longer side, and how well."""

    box: tuple[float, float, float, float]
    score: float


def stretched(film: Plane) -> Plane:
    """The film from its 1st to its 99th percentile on 0..1."""
    low, high = np.percentile(film, (1, 99))
    return np.asarray(np.clip((film - low) / max(high - low, 1e-6), 0, 1), np.float32)


def without_background(film: Plane) -> Plane:
    """The film with the black beyond the body, joined to the film's edge, lifted to the tone of soft tissue."""
    dark = np.asarray(film < _DARK, np.uint8)
    opened = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    _, parts = cv2.connectedComponents(opened)
    rim = np.concatenate([parts[0], parts[-1], parts[:, 0], parts[:, -1]])
    beyond = np.isin(parts, np.setdiff1d(rim, [0]))
    beyond = cv2.dilate(np.asarray(beyond, np.uint8), np.ones((5, 5), np.uint8)) > 0
    tissue = float(np.median(film[~beyond])) if (~beyond).any() else 0.5
    return np.asarray(np.where(beyond, max(tissue, 0.6), film), np.float32)


def evened(film: Plane, sigma: float) -> Plane:
    """Local contrast: mean 0 and about 1 of spread around every pixel."""
    mean = cv2.GaussianBlur(film, (0, 0), sigma)
    spread = np.sqrt(np.maximum(cv2.GaussianBlur(film * film, (0, 0), sigma) - mean * mean, 1e-4))
    return np.asarray(np.clip((film - mean) / (spread + 0.01), -2.5, 2.5), np.float32)


def find_lungs(film: Plane, count: int = 4) -> tuple[LungsBox, ...]:
    """The best places for two lungs on a film in 0..1, each of another height to width, best first."""
    scale = SIDE / max(film.shape)
    size = (max(8, round(film.shape[1] * scale)), max(8, round(film.shape[0] * scale)))
    small = np.asarray(cv2.resize(film, size, interpolation=cv2.INTER_AREA), np.float32)
    flat = evened(without_background(stretched(small)), 20.0)
    laid = _padded(np.pad(flat, _MARGIN, mode="edge"))
    found = [_best([_tried(laid, width, round(width * aspect)) for width in _WIDTHS]) for aspect in _ASPECTS]
    return tuple(_shared(place) for place in sorted(found, key=_score, reverse=True)[:count])


def _best(places: list[LungsBox]) -> LungsBox:
    return max(places, key=_score)


def _score(place: LungsBox) -> float:
    return place.score


def _shared(place: LungsBox) -> LungsBox:
    x, y, width, height = place.box
    return LungsBox(((x - _MARGIN) / SIDE, (y - _MARGIN) / SIDE, width / SIDE, height / SIDE), place.score)


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Padded:
    """A film of ``shape`` (rows, columns) and its squares as spectra of ``whole`` (rows, columns), no less."""

    shape: tuple[int, int]
    whole: tuple[int, int]
    spectrum: Plane
    power: Plane


def _padded(wide: Plane) -> _Padded:
    rows, columns = wide.shape
    whole = (cv2.getOptimalDFTSize(rows), cv2.getOptimalDFTSize(columns))
    return _Padded((rows, columns), whole, _spectrum(wide, whole), _spectrum(np.asarray(wide * wide), whole))


def _spectrum(plane: Plane, whole: tuple[int, int]) -> Plane:
    room = np.zeros(whole, np.float32)
    room[: plane.shape[0], : plane.shape[1]] = plane
    return np.asarray(cv2.dft(room), np.float32)


@lru_cache(maxsize=256)
def _kernel(width: int, height: int, whole: tuple[int, int]) -> tuple[tuple[int, int], Plane, Plane]:
    """Shape of the usual outline's template, and the spectra of the template and of where it is not 0."""
    plane = template(width, height)
    rows, columns = plane.shape
    if rows > whole[0] or columns > whole[1]:
        return (rows, columns), plane, plane
    return (rows, columns), _spectrum(plane, whole), _spectrum(np.asarray(plane != 0, np.float32), whole)


def _tried(film: _Padded, width: int, height: int) -> LungsBox:
    kernel, outline, support = _kernel(width, height, film.whole)
    if kernel[0] > film.shape[0] or kernel[1] > film.shape[1]:
        return LungsBox((0, 0, 1, 1), -1.0)
    match = _laid_everywhere(film.spectrum, outline, film.shape, kernel)
    length = np.sqrt(np.maximum(_laid_everywhere(film.power, support, film.shape, kernel), 1e-3))
    score = np.asarray(match / length * _likely(match.shape, kernel, film.shape), np.float32)
    row, column = np.unravel_index(int(score.argmax()), score.shape)
    pad = (kernel[1] - width) // 2
    return LungsBox((float(column + pad), float(row + pad), width, height), float(score[row, column]))


def _laid_everywhere(film: Plane, kernel: Plane, shape: tuple[int, int], size: tuple[int, int]) -> Plane:
    """The sum of their products wherever a kernel of ``size`` fits on a film of ``shape``; both are spectra.

    As ``cv2.matchTemplate`` does it, which would transform film and kernel anew for each of 156 kernels.
    """
    product = cv2.mulSpectrums(film, kernel, 0, conjB=True)
    whole = cv2.dft(product, flags=cv2.DFT_INVERSE | cv2.DFT_SCALE | cv2.DFT_REAL_OUTPUT)
    return np.asarray(whole[: shape[0] - size[0] + 1, : shape[1] - size[1] + 1], np.float32)


@lru_cache(maxsize=256)
def _likely(places: tuple[int, ...], kernel: tuple[int, ...], wide: tuple[int, ...]) -> Plane:
    """Lungs lie near the middle of a film: a mild preference, and one for the larger of two equal fits."""
    y = (np.arange(places[0]) + kernel[0] / 2) / wide[0] - 0.5
    x = (np.arange(places[1]) + kernel[1] / 2) / wide[1] - 0.5
    size = (kernel[1] / wide[1]) ** 0.15
    return np.asarray(size * np.exp(-((x[None] / 0.4) ** 2) - (y[:, None] / 0.5) ** 2), np.float32)
