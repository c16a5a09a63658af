"""Colour maps and the blend of heatmap over film; shared by window and exporters, so that what is saved was seen."""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

COLORMAPS: dict[str, int] = {
    "inferno": cv2.COLORMAP_INFERNO,
    "viridis": cv2.COLORMAP_VIRIDIS,
    "cividis": cv2.COLORMAP_CIVIDIS,
    "jet": cv2.COLORMAP_JET,
}
DEFAULT_COLORMAP = "inferno"
DEFAULT_OPACITY = 0.4
FADE = 0.25  # heat below this part of the full scale fades out to nothing, so that weak evidence stays film


@cache
def table(name: str) -> NDArray[np.uint8]:
    """The colour map as RGB uint8 of shape (256, 3); raises ``KeyError`` for a name not in ``COLORMAPS``."""
    ramp = np.arange(256, dtype=np.uint8)[None, :]
    colours = cv2.applyColorMap(ramp, COLORMAPS[name])[0, :, ::-1].copy()
    colours.flags.writeable = False
    return np.asarray(colours, dtype=np.uint8)


def unit_heat(values: NDArray[np.float32], full_scale: float) -> NDArray[np.float32]:
    """Heat on the absolute scale: 0 where nothing speaks for the finding, 1 at ``full_scale`` and above."""
    heat = values * np.float32(1.0 / full_scale)
    np.fmax(heat, np.float32(0), out=heat)  # not-a-number becomes 0, which np.clip would keep
    np.fmin(heat, np.float32(1), out=heat)
    return heat


def rgba(heat: NDArray[np.float32], name: str, opacity: float) -> NDArray[np.uint8]:
    """Unit heat as RGBA uint8 of shape (rows, columns, 4); alpha is ``opacity``, fading to 0 below ``FADE``."""
    return coloured(heat_levels(heat), name, opacity)


def heat_levels(heat: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Unit heat in the 256 levels that are told apart in colour, uint8 of the same shape."""
    return np.asarray(cv2.convertScaleAbs(heat, alpha=255.0), dtype=np.uint8)


def coloured(levels: NDArray[np.uint8], name: str, opacity: float) -> NDArray[np.uint8]:
    """Heat levels as RGBA uint8 of shape (rows, columns, 4)."""
    packed = np.ascontiguousarray(rgba_table(name, opacity)).view(np.int32)[:, 0]
    return np.asarray(cv2.LUT(levels, packed), dtype=np.int32).view(np.uint8).reshape(*levels.shape, 4)


def rgba_table(name: str, opacity: float) -> NDArray[np.uint8]:
    """RGBA for each of the 256 heat levels, uint8 of shape (256, 4): also what the colour bar shows."""
    ramp = np.linspace(0.0, 1.0, 256)
    alpha = np.rint(255.0 * opacity * np.clip(ramp / FADE, 0.0, 1.0)).astype(np.uint8)
    return np.concatenate([table(name), alpha[:, None]], axis=1)


def blend(film: NDArray[np.uint8], overlay: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Film (rows, columns) uint8 with an RGBA overlay of the same size over it: RGB uint8 (rows, columns, 3)."""
    grey = cv2.merge([film, film, film])
    alpha = cv2.merge([overlay[:, :, 3]] * 3)
    over = cv2.multiply(overlay[:, :, :3], alpha, scale=1 / 255.0, dtype=cv2.CV_32F)
    under = cv2.multiply(grey, cv2.bitwise_not(alpha), scale=1 / 255.0, dtype=cv2.CV_32F)
    return np.asarray(cv2.add(over, under, dtype=cv2.CV_8U), dtype=np.uint8)
