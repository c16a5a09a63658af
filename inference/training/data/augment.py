"""Changes to a training film that leave its findings where they are: turned, moved, other light, other letters."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Augmentation:
    """What may happen to a film; the default is the seed's recipe: mirrored half the time, turned by up to 10 degrees.

    ``scale`` is the largest relative change of size, ``shift`` the largest move as a share of the film's side,
    ``gamma`` and ``contrast`` the largest change on a log scale, ``noise`` the largest standard deviation of grain
    on the 0..1 scale; ``borders`` and ``letters`` are probabilities.
    """

    flip: float = 0.5
    degrees: float = 10.0
    scale: float = 0.0
    shift: float = 0.0
    gamma: float = 0.0
    contrast: float = 0.0
    noise: float = 0.0
    borders: float = 0.0
    letters: float = 0.0


SEED_RECIPE = Augmentation()
BROAD = Augmentation(scale=0.12, shift=0.06, gamma=0.25, contrast=0.2, noise=0.02, borders=0.2, letters=0.35)


@dataclass(frozen=True, slots=True, eq=False)
class Move:
    """How a film is moved: an affine matrix (2, 3) in pixels, what shows beyond its edge, whether it is mirrored."""

    matrix: NDArray[np.float64]
    beyond: int
    mirrored: bool

    def film(self, values: Values) -> Values:
        """The film, float32 (rows, columns), moved."""
        return self._moved(values, self.beyond)

    def mask(self, mask: Values) -> Values:
        """A mask of the film's shape, moved with it; nothing lies beyond its edge."""
        return self._moved(mask, cv2.BORDER_CONSTANT)

    def _moved(self, values: Values, beyond: int) -> Values:
        size = values.shape[::-1]
        moved = np.asarray(cv2.warpAffine(values, self.matrix, size, flags=cv2.INTER_LINEAR, borderMode=beyond))
        return np.ascontiguousarray(moved[:, ::-1] if self.mirrored else moved, dtype=np.float32)


def augment(values: Values, rng: np.random.Generator, options: Augmentation = SEED_RECIPE) -> Values:
    """A changed copy of a film, float32 in 0..1, same shape; the same ``rng`` state gives the same film."""
    return augmented_appearance(move(values.shape, rng, options).film(values), rng, options)


def move(shape: tuple[int, ...], rng: np.random.Generator, options: Augmentation) -> Move:
    """A random move for films of this shape: turned, scaled, shifted, mirrored."""
    rows, columns = shape
    angle = rng.uniform(-options.degrees, options.degrees)
    scale = float(np.exp(rng.uniform(-options.scale, options.scale)))
    matrix = cv2.getRotationMatrix2D(((columns - 1) / 2, (rows - 1) / 2), angle, scale)
    across, down = rng.uniform(-options.shift, options.shift, 2)
    matrix[0, 2] += across * columns
    matrix[1, 2] += down * rows
    beyond = cv2.BORDER_CONSTANT if rng.random() < 0.5 else cv2.BORDER_REPLICATE
    return Move(np.asarray(matrix, np.float64), beyond, rng.random() < options.flip)


def augmented_appearance(values: Values, rng: np.random.Generator, options: Augmentation) -> Values:
    """A film in other light, with other borders and letters; where things lie on it does not change."""
    result = _relit(values, rng, options)
    if rng.random() < options.borders:
        result = _bordered(result, rng)
    if rng.random() < options.letters:
        result = _lettered(result, rng)
    return result


def _relit(values: Values, rng: np.random.Generator, options: Augmentation) -> Values:
    gamma = np.exp(rng.uniform(-options.gamma, options.gamma))
    contrast = np.exp(rng.uniform(-options.contrast, options.contrast))
    sigma = rng.uniform(0.0, options.noise)
    result = values
    if options.gamma:
        result = np.asarray(cv2.pow(np.clip(result, 0.0, 1.0), float(gamma)), dtype=np.float32)
    if options.contrast:
        middle = float(result.mean())
        result = (result - middle) * np.float32(contrast) + np.float32(middle)
    if options.noise:
        result = result + rng.standard_normal(result.shape, dtype=np.float32) * np.float32(sigma)
    return np.clip(result, 0.0, 1.0).astype(np.float32, copy=False)


def _bordered(values: Values, rng: np.random.Generator) -> Values:
    result = values.copy()
    rows, columns = values.shape
    top, bottom = rng.integers(0, max(1, rows // 16), 2)
    left, right = rng.integers(0, max(1, columns // 16), 2)
    shade = rng.choice((0.0, 0.0, 1.0))
    result[:top] = shade
    result[rows - bottom :] = shade
    result[:, :left] = shade
    result[:, columns - right :] = shade
    return result


def _lettered(values: Values, rng: np.random.Generator) -> Values:
    result = values.copy()
    rows, columns = values.shape
    text = str(rng.choice(("L", "R", "PORTABLE", "AP", "ERECT", "SUPINE", "PA")))
    row = int(rows * rng.choice((rng.uniform(0.04, 0.2), rng.uniform(0.85, 0.97))))
    column = int(columns * rng.choice((rng.uniform(0.01, 0.15), rng.uniform(0.75, 0.92))))
    size = rng.uniform(0.5, 1.3) * rows / 512
    stencil = np.zeros(values.shape, dtype=np.uint8)
    cv2.putText(stencil, text, (column, row), cv2.FONT_HERSHEY_SIMPLEX, size, 255, max(1, round(2 * size)))
    result[stencil > 0] = rng.choice((1.0, 1.0, 0.0))
    return result
