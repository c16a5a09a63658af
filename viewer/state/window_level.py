"""Window and level by dragging; pure arithmetic."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from inference.core.film import Radiograph
from inference.core.voi import Voi, VoiFunction, VoiLut, VoiWindow
from inference.imaging.display_pipeline import choose_voi, film_range
from inference.report.film_info import voi_text
from inference.text.wording import Translate

DRAG_LENGTH = 400.0  # screen pixels that change the window by its own default width
SMALLEST_GAMMA = 0.2
SIGMOID, GAMMA = "Sigmoid", "Gamma"
SENTENCES = (SIGMOID, GAMMA)


def current_window(film: Radiograph, voi: Voi | None) -> VoiWindow:
    """The window in use; a LUT stands in as the full range of the film, the closest there is."""
    chosen = choose_voi(film, voi)
    if not isinstance(chosen, VoiLut):
        return chosen
    return replace(film_range(film), gamma=chosen.gamma)


@dataclass(frozen=True, slots=True)
class DragStyle:
    """What a drag does: across changes the width and down raises the level, unless swapped; or the other way up."""

    swapped: bool = False
    upside_down: bool = False


def dragged(film: Radiograph, voi: Voi | None, dx: float, dy: float, style: DragStyle = DragStyle()) -> VoiWindow:
    """The window after a drag of (dx, dy) screen pixels: right widens it, down raises its level (darker)."""
    if style.upside_down:
        dy = -dy
    if style.swapped:
        dx, dy = dy, dx
    window = current_window(film, voi)
    step = _step(film)
    return replace(window, center=window.center + dy * step, width=_wide_enough(film, window, dx * step), name="")


def over_region(film: Radiograph, voi: Voi | None, region: tuple[float, float, float, float]) -> VoiWindow | None:
    """The window that spreads a region (left, top, right, bottom in pixels) from black to white.

    Its darkest and brightest hundredth are left out, so that one speck does not decide. None for a region that lies
    off the film or holds no number. The shape (linear or sigmoid) and the gamma stay.
    """
    rows, columns = film.shape
    left, top = max(math.floor(region[0]), 0), max(math.floor(region[1]), 0)
    right, bottom = max(min(math.ceil(region[2]), columns), 0), max(min(math.ceil(region[3]), rows), 0)
    inside = film.pixels[top:bottom, left:right]
    if film.padding is not None:
        inside = inside[(inside < film.padding[0]) | (inside > film.padding[1])]
    inside = inside[np.isfinite(inside)]
    if not inside.size:
        return None
    low, high = (float(value) for value in np.percentile(inside, (1, 99)))
    return between(film, voi, low, high)


def between(film: Radiograph, voi: Voi | None, low: float, high: float) -> VoiWindow:
    """The window from one modality value to another; shape and gamma stay."""
    window = replace(current_window(film, voi), center=(low + high) / 2, width=0.0, name="")
    return replace(window, width=_wide_enough(film, window, high - low))


def ends(film: Radiograph, voi: Voi | None) -> tuple[float, float]:
    """The modality values at which the window begins and ends."""
    window = current_window(film, voi)
    return window.center - window.width / 2, window.center + window.width / 2


def with_gamma(film: Radiograph, voi: Voi | None, factor: float) -> Voi:
    """The window in use with its gamma multiplied, within 0.2 to 5; about 1 it is 1 again."""
    chosen = choose_voi(film, voi)
    gamma = min(max(chosen.gamma * factor, SMALLEST_GAMMA), 1 / SMALLEST_GAMMA)
    return replace(chosen, gamma=1.0 if abs(gamma - 1) < 0.01 else gamma)


def with_other_shape(film: Radiograph, voi: Voi | None) -> VoiWindow:
    """The window in use as a sigmoid, or linear again."""
    window = current_window(film, voi)
    curved = window.function is VoiFunction.SIGMOID
    return replace(window, function=VoiFunction.LINEAR_EXACT if curved else VoiFunction.SIGMOID, name="")


def _step(film: Radiograph) -> float:
    return max(current_window(film, None).width, 1e-6) / DRAG_LENGTH


def _wide_enough(film: Radiograph, window: VoiWindow, more: float) -> float:
    smallest = 1.0 if window.function is VoiFunction.LINEAR else _step(film)
    return max(smallest, window.width + more)


def presets(film: Radiograph) -> tuple[Voi | None, ...]:
    """The windows behind the digits: 0 is the film's default, 1 and on are those of the file, the last the full range.

    At most ten; None stands for the film's default.
    """
    own = film.vois[:8] or (film.default_voi,)
    return (None, *own, film_range(film))


def preset_count(film: Radiograph) -> int:
    """How many windows the film has, without making them."""
    return 2 + max(1, len(film.vois[:8]))


def preset_name(film: Radiograph, place: int) -> str:
    """What a preset is called in menus and in the corner of the viewport."""
    if place == 0:
        return "Automatic" if film.from_picture else "As the film opens"
    voi = presets(film)[place]
    return voi_text(voi) if voi is not None else ""


def window_text(film: Radiograph, voi: Voi | None, words: Translate = str) -> str:
    """The window in words for the corner of the viewport."""
    chosen = choose_voi(film, voi)
    if isinstance(chosen, VoiLut):
        return f"LUT {chosen.name}".strip()
    name = f"  {words(chosen.name)}" if chosen.name else ""
    return f"W {_number(chosen.width)}  L {_number(chosen.center)}{name}"


def shape_text(film: Radiograph, voi: Voi | None, words: Translate = str) -> str:
    """What is unusual in the window's shape, in words: a sigmoid, a gamma; empty for a plain window."""
    chosen = choose_voi(film, voi)
    curved = isinstance(chosen, VoiWindow) and chosen.function is VoiFunction.SIGMOID
    return "  ".join(
        filter(None, (words(SIGMOID) * curved, f"{words(GAMMA)} {chosen.gamma:.2f}" * (chosen.gamma != 1)))
    )


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}"
