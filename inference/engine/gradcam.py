"""From a feature map and the logits' gradients to heatmaps: NumPy only, provable by hand.

Heatmaps are signed and in logit units. For Grad-CAM and HiResCAM over a head that is linear in the feature map, their
sum plus a constant is the logit. Nothing is rectified or divided by a maximum here: the display decides on the scale.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Method

Floats = NDArray[np.float32]

STEPS = 200  # power iterations at most; films need about ten
SETTLED = 1e-6  # change of a unit vector below which an iteration has settled
FULL_SCALE_LOGITS = 2.0
FULL_SCALE_SHARE = 0.05


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class View:
    """One look at a film: ``features`` (h, w, K) and the logits' ``gradients`` (n, h, w, K) with respect to them.

    Gradients that are the same at every position have shape (n, 1, 1, K). ``mirrored`` says that the film was looked
    at in the mirror, so that its heatmaps must be turned back.
    """

    features: Floats
    gradients: Floats
    mirrored: bool = False


def heatmaps(views: tuple[View, ...], method: Method) -> Floats:
    """The heatmaps (n, h, w), float32 in logit units, averaged over the views of one film."""
    maps = [heatmaps_of_view(view, method) for view in views]
    return np.asarray(sum(maps[1:], start=maps[0]) / np.float32(len(maps)), dtype=np.float32)


def heatmaps_of_view(view: View, method: Method) -> Floats:
    """The heatmaps (n, h, w) of one view, turned back where it was mirrored."""
    maps = _BY_METHOD[method](view.features, view.gradients)
    return np.flip(maps, axis=2) if view.mirrored else maps


def grad_cam(features: Floats, gradients: Floats) -> Floats:
    """Feature map times mean gradient. Source: Selvaraju et al., ICCV 2017, before its ReLU."""
    return _weighted(features, gradients.mean(axis=(1, 2)))


def hires_cam(features: Floats, gradients: Floats) -> Floats:
    """Feature map times gradient at each position, exact for linear heads. Source: Draelos and Carin, 2020."""
    if gradients.shape[1:3] == (1, 1):
        return _weighted(features, gradients[:, 0, 0])
    return np.asarray(np.einsum("hwk,nhwk->nhw", features, gradients), dtype=np.float32)


def layer_cam(features: Floats, gradients: Floats) -> Floats:
    """As HiResCAM with the rising gradients only. Source: Jiang et al., IEEE TIP 2021, before its ReLU."""
    return hires_cam(features, np.maximum(gradients, 0.0))


def grad_cam_plus_plus(features: Floats, gradients: Floats) -> Floats:
    """Feature map times a weighted mean of the rising gradients.

    Source: Chattopadhay et al., WACV 2018, equations 10 and 19, with the mean over positions in place of their sum,
    which puts the map on Grad-CAM's scale.
    """
    squares = gradients**2
    below = 2.0 * squares + features.sum(axis=(0, 1)) * squares * gradients
    shares = np.divide(squares, below, out=np.zeros_like(below), where=below != 0)
    return _weighted(features, (shares * np.maximum(gradients, 0.0)).mean(axis=(1, 2)))


def eigen_cam(features: Floats, gradients: Floats) -> Floats:
    """The feature map along its first principal direction, the same for every finding; not in logit units.

    Source: Muhammad and Yeasin, IJCNN 2020; the sign is chosen so that the sum is not negative.
    """
    rows, columns, channels = features.shape
    flat = features.reshape(-1, channels)
    projection = flat @ _principal(flat)
    projection = -projection if projection.sum() < 0 else projection
    return np.repeat(projection.reshape(1, rows, columns), gradients.shape[0], axis=0).astype(np.float32)


def default_full_scale(grid: tuple[int, int]) -> float:
    """The heatmap value shown at full colour where a pack names none, for a grid of (rows, columns) cells.

    It is the value at which a twentieth of the cells alone would raise the logit by two (the odds sevenfold).
    """
    return FULL_SCALE_LOGITS / (FULL_SCALE_SHARE * grid[0] * grid[1])


def _weighted(features: Floats, weights: Floats) -> Floats:
    """Weighted sums over channels: (h, w, K) and (n, K) to (n, h, w)."""
    rows, columns, channels = features.shape
    product = weights.astype(np.float32, copy=False) @ features.reshape(-1, channels).T
    return np.asarray(product.reshape(-1, rows, columns), dtype=np.float32)


def _principal(flat: Floats) -> Floats:
    """The first right singular vector (K,) of ``flat`` (cells, K), by power iteration; zeros for a zero matrix."""
    direction = _unit(flat.sum(axis=0)) if flat.any() else np.zeros(flat.shape[1], np.float32)
    if not direction.any():
        direction = _unit(flat[np.abs(flat).sum(axis=1).argmax()])
    for _ in range(STEPS):
        following = _unit(flat.T @ (flat @ direction))
        settled = float(np.abs(following - direction).max()) < SETTLED
        direction = following
        if settled:
            break
    return direction


def _unit(vector: Floats) -> Floats:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / length if length > 0 else vector, dtype=np.float32)


_BY_METHOD: dict[Method, Callable[[Floats, Floats], Floats]] = {
    Method.GRADCAM: grad_cam,
    Method.HIRESCAM: hires_cam,
    Method.GRADCAM_PLUS_PLUS: grad_cam_plus_plus,
    Method.LAYERCAM: layer_cam,
    Method.EIGENCAM: eigen_cam,
}
