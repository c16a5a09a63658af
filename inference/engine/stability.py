"""How steady numbers and heatmaps are: their spread over ten small views that no reader would read otherwise."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, FindingResult, Heatmap, Placement, Stability
from inference.core.cancel import CancelToken
from inference.core.film import Radiograph, read_only
from inference.core.findings import Finding
from inference.engine.faithfulness import hottest
from inference.imaging.heat_on_film import placement_on, to_film

Floats = NDArray[np.float32]
HOTTEST = 0.2  # of the film: what of a heatmap is held against that of a view
GRID = 96  # cells of the grid, on its longer side, on which two heatmaps are held against each other


class Viewer(Protocol):
    """What looks at the views."""

    def results(self, radiograph: Radiograph, token: CancelToken) -> tuple[FindingResult, ...]:
        """What is said of a film and where it was seen, of all that is judged."""


@dataclass(frozen=True, slots=True)
class SmallChange:
    """A film turned by ``degrees`` about its middle, scaled, moved ``down`` and ``across`` (shares), of other gamma."""

    degrees: float = 0.0
    scale: float = 1.0
    down: float = 0.0
    across: float = 0.0
    gamma: float = 1.0

    def matrix(self, shape: tuple[int, int], aspect: float) -> NDArray[np.float64]:
        """From pixels (column, row; 0 is the middle of the first) of a film of ``shape`` to those of the view: (2, 3).

        ``aspect``: the height of a pixel over its width.
        """
        middle = np.array([(shape[1] - 1) / 2, (shape[0] - 1) / 2])
        cosine, sine = (self.scale * turn(math.radians(self.degrees)) for turn in (math.cos, math.sin))
        turned = np.array([[cosine, -sine * aspect], [sine / aspect, cosine]])
        moved = np.array([self.across * shape[1], self.down * shape[0]])
        return np.column_stack([turned, middle + moved - turned @ middle])


CHANGES = (
    *(SmallChange(degrees=degrees) for degrees in (2.0, -2.0)),
    *(SmallChange(scale=scale) for scale in (0.97, 1.03)),
    *(SmallChange(down=down) for down in (0.02, -0.02)),
    *(SmallChange(across=across) for across in (0.02, -0.02)),
    *(SmallChange(gamma=gamma) for gamma in (0.85, 1.18)),
)


def stability(
    viewer: Viewer, film: Radiograph, own: Iterable[FindingResult], place: Placement, *, token: CancelToken
) -> tuple[Stability, ...]:
    """The spread of each finding's probability, and how far its heatmaps agree; ten forwards. Raises as the viewer.

    ``own`` are the results of the film itself, of which those that are analysed count, and ``place`` where it lies in
    the model's input.
    """
    analysed = [result for result in own if result.analysed]
    seen: list[dict[Finding, FindingResult]] = []
    for view in small_views(film):
        token.raise_if_cancelled()
        seen.append({result.finding: result for result in viewer.results(view, token)})
    return tuple(
        _stability(result, [one[result.finding] for one in seen], film, place)
        for result in analysed
        if all(result.finding in one for one in seen)
    )


def with_stability(analysis: Analysis, found: Iterable[Stability]) -> Analysis:
    """The analysis with these figures on its results."""
    by_finding = {one.finding: one for one in found}
    results, extra = (
        tuple(replace(one, stability=by_finding.get(one.finding, one.stability)) for one in some)
        for some in (analysis.results, analysis.extra)
    )
    return replace(analysis, results=results, extra=extra)


def small_views(film: Radiograph) -> Iterator[Radiograph]:
    """The film turned, scaled, moved, and of other gamma: the same ten each time."""
    for change in CHANGES:
        pixels = film.pixels if change.gamma == 1.0 else _of_gamma(film, change.gamma)
        yield _view(film, _moved(pixels, change.matrix(film.shape, film.pixel_aspect)))


def overlap(own: Floats, view: Floats, change: SmallChange, aspect: float) -> float:
    """Intersection over union of the hottest fifth of two maps of one shape, the second laid back over the first.

    Where the view shows nothing of the film, neither counts. ``aspect`` is that of a cell of the maps.
    """
    rows, columns = own.shape
    matrix = change.matrix((rows, columns), aspect)
    back = cv2.warpAffine(view, matrix, (columns, rows), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    across, down = np.meshgrid(np.arange(columns), np.arange(rows))
    x, y = (matrix[axis, 0] * across + matrix[axis, 1] * down + matrix[axis, 2] for axis in (0, 1))
    there = (x >= 0) & (x <= columns - 1) & (y >= 0) & (y <= rows - 1)
    first, second = (hottest(values[there], HOTTEST) for values in (own, np.asarray(back, np.float32)))
    return float((first & second).sum() / (first | second).sum())


def _stability(own: FindingResult, views: Sequence[FindingResult], film: Radiograph, place: Placement) -> Stability:
    assert own.probability is not None
    probabilities = tuple(one.probability for one in views if one.probability is not None)
    maps = [one.heatmap for one in views if one.heatmap is not None]
    agreeing = None
    if own.heatmap is not None and not own.heatmap.empty and len(maps) == len(CHANGES):
        agreeing = _mean_overlap(own.heatmap, maps, film, place)
    return Stability(
        own.finding, own.probability, probabilities, own.state, tuple(one.state for one in views), agreeing
    )


def _mean_overlap(own: Heatmap, maps: Sequence[Heatmap], film: Radiograph, place: Placement) -> float:
    rows, columns = film.shape
    shrunk = GRID / max(rows, columns)
    grid = max(2, round(rows * shrunk)), max(2, round(columns * shrunk))
    aspect = film.pixel_aspect * (rows / grid[0]) / (columns / grid[1])
    laid = placement_on(place, film.shape, grid)
    first = to_film(own.values, laid, grid)
    found = (
        overlap(first, to_film(one.values, laid, grid), change, aspect)
        for one, change in zip(maps, CHANGES, strict=True)
    )
    return sum(found) / len(CHANGES)


def _moved(pixels: Floats, matrix: NDArray[np.float64]) -> Floats:
    """Every pixel where ``matrix`` takes it; the border repeats."""
    if np.array_equal(matrix, np.eye(2, 3)):
        return pixels
    rows, columns = pixels.shape
    moved = cv2.warpAffine(pixels, matrix, (columns, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.float32)


def _of_gamma(film: Radiograph, gamma: float) -> Floats:
    """The values between the least and the greatest that are image, bent; padding stays as it is."""
    pixels, padding = film.pixels, film.padding
    outside = np.zeros(film.shape, np.bool_) if padding is None else (pixels >= padding[0]) & (pixels <= padding[1])
    image = pixels if padding is None else pixels[~outside]
    if image.size == 0 or image.min() == image.max():
        return pixels
    low, spread = image.min(), np.ptp(image)
    bent = low + spread * np.clip((pixels - low) / spread, 0.0, 1.0) ** np.float32(gamma)
    return np.asarray(np.where(outside, pixels, bent), np.float32)


def _view(film: Radiograph, pixels: Floats) -> Radiograph:
    values = np.clip(pixels, film.pixels.min(), film.pixels.max()).astype(np.float32, copy=False)
    digest = hashlib.sha256(film.film_hash.encode() + values.tobytes()).hexdigest()
    return replace(film, pixels=read_only(values), film_hash=digest)
