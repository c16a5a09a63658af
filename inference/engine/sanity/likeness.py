"""How alike two maps are: rank correlation and structural similarity, of maps of one shape. NumPy and OpenCV only."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
WINDOW, SIGMA = 7, 1.5
C1, C2 = 0.01**2, 0.03**2  # of maps brought to 0..1


def rank_correlation(one: Floats, other: Floats) -> float:
    """Spearman's: -1..1, the correlation of ranks, equal values sharing the mean of theirs; 0 for a constant map."""
    first, second = _ranks(one), _ranks(other)
    first, second = first - first.mean(), second - second.mean()
    scale = np.sqrt(np.square(first).sum() * np.square(second).sum())
    return float((first * second).sum() / scale) if scale > 0 else 0.0


def structural_similarity(one: Floats, other: Floats) -> float:
    """The mean SSIM of two maps, each brought to 0..1 by its extremes; 0 where either is constant.

    Source: Wang et al., Image quality assessment, IEEE Transactions on Image Processing 2004; a Gaussian window of 7
    cells, sigma 1.5.
    """
    if min(np.ptp(one), np.ptp(other)) <= 0:
        return 0.0
    x, y = ((values - values.min()) / np.ptp(values) for values in (one.astype(np.float64), other.astype(np.float64)))
    mean_x, mean_y = _blurred(x), _blurred(y)
    var_x, var_y = _blurred(x * x) - mean_x**2, _blurred(y * y) - mean_y**2
    both = _blurred(x * y) - mean_x * mean_y
    above = (2 * mean_x * mean_y + C1) * (2 * both + C2)
    return float((above / ((mean_x**2 + mean_y**2 + C1) * (var_x + var_y + C2))).mean())


def _blurred(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(cv2.GaussianBlur(values, (WINDOW, WINDOW), SIGMA), np.float64)


def _ranks(values: Floats) -> NDArray[np.float64]:
    flat = values.reshape(-1).astype(np.float64)
    _, places, counts = np.unique(flat, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[places])
