"""A head of one linear convolution, pooling and a dense layer (the seed's), folded; NumPy only.

Such a head is linear in its input A, so its logit is the sum of ``A * G`` plus a bias: G, the gradient, is made of
box sums of the kernel, the same for every film.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class ConvolutionHead:
    """``kernel`` (u, v, K): the convolution's kernels weighted by the dense layer; ``bias``: all that is constant.

    The logit is the mean of the map convolved with ``kernel`` (stride 1, zero padding to the same size) plus ``bias``.
    """

    kernel: Floats
    bias: float


def fold(kernel: Floats, bias: Floats | None, weights: Floats, constant: float) -> ConvolutionHead:
    """The head for one output: convolution ``kernel`` (u, v, K, m) and ``bias`` (m,), dense ``weights`` (m,)."""
    shift = float(bias @ weights) if bias is not None else 0.0
    return ConvolutionHead(np.asarray(kernel @ weights, dtype=np.float32), constant + shift)


def gradient(head: ConvolutionHead, grid: tuple[int, int]) -> Floats:
    """The logit's gradient (h, w, K) with respect to a map of ``grid`` cells, the same for every film.

    A cell reaches those outputs whose windows hold it, so its gradient is the sum of the kernel over a box.
    """
    sums = np.cumsum(np.cumsum(head.kernel, axis=0, dtype=np.float64), axis=1)
    sums = np.pad(sums, ((1, 0), (1, 0), (0, 0)))
    top, bottom = _box(grid[0], head.kernel.shape[0])
    left, right = _box(grid[1], head.kernel.shape[1])
    rows = sums[bottom] - sums[top]
    return np.asarray((rows[:, right] - rows[:, left]) / (grid[0] * grid[1]), dtype=np.float32)


def _box(cells: int, reach: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """First and last-plus-one kernel place that meets each cell; padding of (reach - 1) // 2 goes before."""
    last = np.arange(cells) + (reach - 1) // 2
    return np.clip(last - (cells - 1), 0, reach), np.clip(last + 1, 0, reach)
