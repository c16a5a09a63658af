"""Window and level by dragging; pure arithmetic."""

from __future__ import annotations

from inference.display import choose_voi, full_range
from inference.film_info import voi_text
from inference.types import Radiograph, Voi, VoiFunction, VoiLut, VoiWindow

DRAG_LENGTH = 400.0  # screen pixels that change the window by its own default width


def current_window(film: Radiograph, voi: Voi | None) -> VoiWindow:
    """The window in use; a LUT stands in as the full range of the film, the closest there is."""
    chosen = choose_voi(film, voi)
    return full_range(film.pixels, film.padding) if isinstance(chosen, VoiLut) else chosen


def dragged(film: Radiograph, voi: Voi | None, dx: float, dy: float) -> VoiWindow:
    """The window after a drag of (dx, dy) screen pixels: right widens it, down raises its level (darker)."""
    window = current_window(film, voi)
    step = max(current_window(film, None).width, 1e-6) / DRAG_LENGTH
    smallest = 1.0 if window.function is VoiFunction.LINEAR else step
    width = max(smallest, window.width + dx * step)
    return VoiWindow(window.center + dy * step, width, window.function, "")


def presets(film: Radiograph) -> tuple[Voi | None, ...]:
    """The windows behind the digits: 0 is the film's default, 1 and on are those of the file, the last the full range.

    At most ten; None stands for the film's default.
    """
    own = film.vois[:8] or (film.default_voi,)
    return (None, *own, full_range(film.pixels, film.padding))


def preset_count(film: Radiograph) -> int:
    """How many windows the film has, without making them."""
    return 2 + max(1, len(film.vois[:8]))


def preset_name(film: Radiograph, place: int) -> str:
    """What a preset is called in menus and in the corner of the pane."""
    if place == 0:
        return "As the film opens"
    voi = presets(film)[place]
    return voi_text(voi) if voi is not None else ""


def window_text(film: Radiograph, voi: Voi | None) -> str:
    """The window in words for the corner of the pane."""
    chosen = choose_voi(film, voi)
    if isinstance(chosen, VoiLut):
        return f"LUT {chosen.name}".strip()
    name = f"  {chosen.name}" if chosen.name else ""
    return f"W {_number(chosen.width)}  L {_number(chosen.center)}{name}"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 10 else f"{value:.3g}"
