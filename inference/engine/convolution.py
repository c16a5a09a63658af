"""A head of one linear convolution, pooling and a dense layer (the seed's), folded.

Such a head is linear in its input A, so its logit is the sum of ``A * G`` plus a bias: G, the gradient, is made of
box sums of the kernel, the same for every film.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
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


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Spectrum:
    """A head's kernel in the frequency domain, for maps of ``grid`` cells: complex64 (rows, columns, K)."""

    values: NDArray[np.complex64]
    size: tuple[int, int]
    grid: tuple[int, int]
    before: tuple[int, int]


def spectrum_of(head: ConvolutionHead, grid: tuple[int, int]) -> Spectrum:
    """The kernel's spectrum; large (33 MB for a kernel of 32 x 32 x 2048), so made only when asked for."""
    reach = head.kernel.shape[:2]
    size = (cv2.getOptimalDFTSize(grid[0] + reach[0] - 1), cv2.getOptimalDFTSize(grid[1] + reach[1] - 1))
    values = np.conj(np.fft.rfft2(head.kernel, s=size, axes=(0, 1))).astype(np.complex64)
    return Spectrum(values, size, grid, ((reach[0] - 1) // 2, (reach[1] - 1) // 2))


def transformed(features: Floats, size: tuple[int, int]) -> NDArray[np.complex64]:
    """A map (h, w, K) in the frequency domain, once for all heads on it."""
    return np.fft.rfft2(features, s=size, axes=(0, 1)).astype(np.complex64)


def convolved(features: NDArray[np.complex64], kernel: Spectrum) -> Floats:
    """The seed's Grad-CAM (h, w): the transformed map convolved with the folded kernel, over the number of cells."""
    product = np.einsum("ijk,ijk->ij", features, kernel.values)
    whole = np.roll(np.fft.irfft2(product, s=kernel.size), kernel.before, axis=(0, 1))
    cells = kernel.grid[0] * kernel.grid[1]
    return np.asarray(whole[: kernel.grid[0], : kernel.grid[1]] / cells, dtype=np.float32)
