"""How evidence is coloured: a tint that leaves the film's own brightness; shared by window and exporters.

A heatmap lies over a film as a tint: each grey keeps its brightness but for a small part of it, so that every line of
the film stays where it was, and takes on the hue that stands for how strong the evidence is. Weak evidence leaves the
film as it is.
"""

from __future__ import annotations

from functools import cache, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

COLORMAPS: dict[str, int] = {
    "inferno": cv2.COLORMAP_INFERNO,
    "viridis": cv2.COLORMAP_VIRIDIS,
    "cividis": cv2.COLORMAP_CIVIDIS,
    "jet": cv2.COLORMAP_JET,
}
COLORMAP_NAMES = {"inferno": "Inferno", "viridis": "Viridis", "cividis": "Cividis", "jet": "Jet"}
DEFAULT_COLORMAP = "inferno"
DEFAULT_OPACITY = 0.4
FADE = 0.25  # of the full scale: from here on evidence is outlined, where several findings are drawn
CUT = 0.15  # of the full scale: below this evidence is not drawn at all
HALF = 0.5  # of the full scale: the contour that is drawn over the heat of one finding
LIFT = 0.35  # of a grey at full opacity goes over to the brightness of the colour; the rest stays the film's
GAIN = 2.0  # how far the hue goes for an opacity: at half of all opacity as far as the screen can show
MID_GREY = 110  # the film that a colour bar is drawn over
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)
_NEAR_GREY = 12.0  # a colour of less hue than this is not made as strong as the others


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


def heat_levels(heat: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Unit heat in the 256 levels that are told apart in colour, uint8 of the same shape."""
    return np.asarray(cv2.convertScaleAbs(heat, alpha=255.0), dtype=np.uint8)


def tinted(grey: NDArray[np.uint8], levels: NDArray[np.uint8], name: str, opacity: float) -> NDArray[np.uint8]:
    """A film (rows, columns) uint8 under heat levels of the same shape: RGB uint8 (rows, columns, 3)."""
    return np.ascontiguousarray(tinted_rgba(grey, levels, name, opacity)[:, :, :3])


def tinted_rgba(grey: NDArray[np.uint8], levels: NDArray[np.uint8], name: str, opacity: float) -> NDArray[np.uint8]:
    """The same with a fourth channel: 0 where the film is as it was, 255 where it is tinted."""
    packed = tint_table(name, round(opacity, 4)).view(np.int32)[:, :, 0].ravel()
    places = levels.astype(np.uint16) << 8 | grey
    found = packed.take(places, mode="clip")  # every place is one: spared is that each is looked at
    return np.asarray(found.view(np.uint8).reshape(*grey.shape, 4), dtype=np.uint8)


def scale_colours(name: str, opacity: float) -> NDArray[np.uint8]:
    """What a colour bar shows: no evidence to full scale over a film of mid grey, RGB uint8 of shape (1, 256, 3)."""
    return np.ascontiguousarray(_tints(name, round(opacity, 4), np.array([MID_GREY], np.float32)).swapaxes(0, 1))


@lru_cache(maxsize=4)  # the one in use, and those of the last steps of its opacity
def tint_table(name: str, opacity: float) -> NDArray[np.uint8]:
    """RGBA for each heat level and each grey, uint8 of shape (256, 256, 4)."""
    found = np.empty((256, 256, 4), np.uint8)
    found[:, :, :3] = _tints(name, opacity, np.arange(256, dtype=np.float32))
    found[:, :, 3] = np.where(_rising() > 0, 255, 0)[:, None] if opacity > 0 else 0
    found.flags.writeable = False
    return found


def _tints(name: str, opacity: float, grey: NDArray[np.float32]) -> NDArray[np.uint8]:
    """RGB for each heat level over each of these greys, uint8 of shape (256, greys, 3)."""
    strength = opacity * _rising()
    colours = table(name).astype(np.float32)
    light = grey + LIFT * strength[:, None] * ((colours @ _LUMA)[:, None] - grey)
    hue = _hues(colours) * np.minimum(GAIN * strength, 1.0)[:, None]
    reach = _reach(light, hue)
    found = np.empty((*light.shape, 3), np.uint8)
    for channel in range(3):
        shown = light + hue[:, channel, None] * reach
        np.rint(np.clip(shown, 0, 255, out=shown), out=shown)
        found[:, :, channel] = shown
    return found


def _rising() -> NDArray[np.float32]:
    """How strongly each heat level is drawn: 0 up to ``CUT``, then more and more, 1 at full scale."""
    ramp = np.linspace(0.0, 1.0, 256, dtype=np.float32)
    return np.asarray(np.clip((ramp - CUT) / (1 - CUT), 0, 1) ** 0.7, dtype=np.float32)


def _hues(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each colour lies from grey of its brightness, as far as mid grey can be taken there: (256, 3)."""
    apart = colours - (colours @ _LUMA)[:, None]
    return np.asarray(127.0 * apart / np.maximum(np.abs(apart).max(axis=1, keepdims=True), _NEAR_GREY))


def _reach(light: NDArray[np.float32], hue: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of a hue fits between black and white at each brightness, 0..1, so that the brightness stays."""
    up, down = (np.maximum((sign * hue).max(axis=1, keepdims=True), 1e-3) for sign in (1, -1))
    return np.asarray(np.minimum(1.0, np.minimum((255 - light) / up, light / down)), dtype=np.float32)
