"""What simulators share: a canvas with its geometry and levels, soft masks, smooth chance, warps, and the result."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy.geometry import Curve, Mask, Thorax
from inference.engine.anatomy.shapes import Plane, places

Values = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Simulated:
    """A film with a simulated finding.

    ``film`` is float32 in 0..1; ``mask`` says exactly where the finding is; ``side`` is the patient's "right" or
    "left", or empty for the middle; ``severity`` is 0..1; ``description`` names what was simulated, in a few words.
    """

    film: Plane
    mask: Mask
    side: str
    severity: float
    description: str


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Canvas:
    """A film with its geometry: ``lung`` and ``tissue`` are usual levels of aerated lung and of what has no air."""

    film: Plane
    thorax: Thorax
    lung: float
    tissue: float

    @property
    def contrast(self) -> float:
        """From lung to tissue."""
        return self.tissue - self.lung

    def mm(self, length: float) -> float:
        """A length in mm as pixels."""
        return self.thorax.mm(length)


def canvas(film: Plane, thorax: Thorax) -> Canvas:
    """A film to paint on, with its levels measured within the lungs and below and between them."""
    lungs = thorax.lungs["right"] | thorax.lungs["left"]
    lung = float(np.percentile(film[lungs], 30))
    tissue = float(np.median(film[_middle(thorax)]))
    return Canvas(film, thorax, lung, max(tissue, lung + 0.08))


def _middle(thorax: Thorax) -> Mask:
    """Between the lungs, in the lower half of both: the heart."""
    rows = np.arange(thorax.shape[0])[:, None]
    columns = np.arange(thorax.shape[1])[None]
    first, last = (thorax.rows("left")[0], thorax.rows("left")[1])
    low = (rows > first + 0.55 * (last - first)) & (rows < first + 0.8 * (last - first))
    right, left = thorax.span("right")[0][:, None], thorax.span("left")[0][:, None]
    inside = low & (columns > right + 2) & (columns < left - 2)
    return inside if inside.any() else np.ones(thorax.shape, bool)


def soft(mask: Mask, sigma: float) -> Plane:
    """A mask with a soft edge, 0..1."""
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), max(sigma, 0.3)), np.float32)


def blurred(film: Plane, sigma: float) -> Plane:
    """A film under a Gaussian of ``sigma`` pixels; wide ones are done on a smaller film."""
    shrink = max(1, int(sigma / 4))
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(film, (0, 0), max(sigma, 0.3)), np.float32)
    size = (-(-film.shape[1] // shrink), -(-film.shape[0] // shrink))
    small = cv2.GaussianBlur(cv2.resize(film, size, interpolation=cv2.INTER_AREA), (0, 0), sigma / shrink)
    return np.asarray(cv2.resize(small, film.shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def wave(random: np.random.Generator, count: int, knots: int) -> Curve:
    """A smooth random curve of ``count`` values, about -1..1."""
    values = random.uniform(-1, 1, max(2, knots)).astype(np.float32)
    return np.asarray(cv2.resize(values[None], (count, 1), interpolation=cv2.INTER_CUBIC).ravel(), np.float32)


def cloud(random: np.random.Generator, shape: tuple[int, int], cells: int) -> Plane:
    """A smooth random field, about -1..1."""
    values = random.uniform(-1, 1, (cells, cells)).astype(np.float32)
    return np.asarray(cv2.resize(values, shape[::-1], interpolation=cv2.INTER_CUBIC), np.float32)


def warped(film: Plane, across: Values, down: Values) -> Plane:
    """The film moved by ``across`` and ``down`` pixels at each place of the result."""
    y, x = places(film.shape)
    return sampled(film, x - across, y - down)


def sampled(film: Plane, x: Values, y: Values) -> Plane:
    """The film read at places between its pixels; beyond its edge the edge is read."""
    at = (x.astype(np.float32), y.astype(np.float32))
    return np.asarray(cv2.remap(film, *at, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.float32)


def warped_mask(mask: Mask, across: Values, down: Values) -> Mask:
    """A mask moved like a film."""
    return warped(mask.astype(np.float32), across, down) > 0.5


def brightened(film: Plane, alpha: Values, target: Values | float, keep: float, sigma: float) -> Plane:
    """The film lifted towards ``target`` by ``alpha`` 0..1, never darkened; details keep ``keep`` of their contrast."""
    coarse = blurred(film, sigma)
    lifted = coarse + alpha * np.maximum(target - coarse, 0)
    detail = (film - coarse) * (1 - alpha * (1 - keep) * (coarse < target))
    return np.asarray(lifted + detail, np.float32)


def clipped(film: Values) -> Plane:
    """Within 0..1."""
    return np.clip(film, 0.0, 1.0).astype(np.float32)
