"""Windows by a command: those that fit every chest film, by percentiles of its pixels, and the user's own.

Own presets are kept as shares of a film's own window, for films of two machines seldom share their values.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta
from numpy.typing import NDArray

from inference.core.film import Radiograph
from inference.core.voi import Voi, VoiFunction, VoiWindow
from inference.imaging.display_pipeline import choose_voi, film_range
from viewer.state.window_level import current_window, presets

AUTOMATIC = "Automatic"
CHEST = {  # name and the percentiles, of what is dark to what is bright, that become black and white
    AUTOMATIC: (1.0, 99.0),
    "Lungs": (2.0, 70.0),
    "Bones": (20.0, 99.5),
    "Mediastinum": (45.0, 99.8),
}
SENTENCES = tuple(CHEST)
MOST_OWN = 6
MARGIN = 0.04  # of a film's sides: what is burnt in there, or lies outside the collimation, decides nothing
_SAMPLE = 400  # pixels along a side that are looked at: 160,000 say the percentiles well enough


@dataclass(frozen=True, slots=True)
class OwnPreset:
    """A window of the user's: ``shift`` of its centre and its ``width``, both in widths of the film's own window."""

    name: Annotated[str, Meta(min_length=1, max_length=40)]
    shift: Annotated[float, Meta(ge=-1000, le=1000)]
    width: Annotated[float, Meta(gt=0, le=1000)]
    gamma: Annotated[float, Meta(ge=0.2, le=5)] = 1.0
    sigmoid: bool = False


def chest_window(film: Radiograph, name: str) -> VoiWindow:
    """The window of one of ``CHEST`` on this film."""
    dark, bright = CHEST[name]
    shares = (100 - bright, 100 - dark) if film.inverted else (dark, bright)
    values = _inner_values(film)
    if not values.size:
        return film_range(film)
    low, high = (float(value) for value in np.percentile(values, shares))
    smallest = max(film_range(film).width / 1000, 1e-6)
    return VoiWindow((low + high) / 2, max(high - low, smallest), VoiFunction.LINEAR_EXACT, name)


def digit_window(film: Radiograph, place: int) -> Voi | None:
    """The window behind a digit; that of 0 is automatic for a picture, whose file brings no window of its own."""
    return chest_window(film, AUTOMATIC) if place == 0 and film.from_picture else presets(film)[place]


def own_preset(film: Radiograph, voi: Voi | None, name: str) -> OwnPreset:
    """The window in use on a film, to be kept."""
    window, own = current_window(film, voi), current_window(film, None)
    width = max(own.width, 1e-6)
    curved = window.function is VoiFunction.SIGMOID
    gamma = choose_voi(film, voi).gamma
    return OwnPreset(name, (window.center - own.center) / width, window.width / width, gamma, curved)


def own_window(film: Radiograph, preset: OwnPreset) -> VoiWindow:
    """The user's window on this film."""
    own = current_window(film, None)
    function = VoiFunction.SIGMOID if preset.sigmoid else VoiFunction.LINEAR_EXACT
    center, width = own.center + preset.shift * own.width, max(preset.width * own.width, 1e-6)
    return VoiWindow(center, width, function, preset.name, preset.gamma)


def stored_presets(found: object) -> tuple[OwnPreset, ...]:
    """The presets of a settings file, without what makes no sense there."""
    return tuple(filter(None, map(_stored, found)))[:MOST_OWN] if isinstance(found, list) else ()


def _stored(value: Any) -> OwnPreset | None:
    try:
        preset = msgspec.convert(value, OwnPreset)
    except msgspec.ValidationError:
        return None
    return preset if all(map(math.isfinite, (preset.shift, preset.width, preset.gamma))) else None


def _inner_values(film: Radiograph) -> NDArray[np.float32]:
    """A sample of the film's pixels: without its margins, padding, what is behind its shutter, and not-a-number."""
    inner = tuple(slice(int(side * MARGIN), side - int(side * MARGIN), max(1, side // _SAMPLE)) for side in film.shape)
    values = film.pixels[inner]
    kept = np.isfinite(values)
    if film.padding is not None:
        kept &= (values < film.padding[0]) | (values > film.padding[1])
    if film.shutter is not None:
        kept &= film.shutter[inner]
    return values[kept]
