"""What one pane shows of a film, and by that its lines of state and what lies under its magnifier."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from inference.display import choose_voi
from inference.turn import turn_text
from inference.types import Radiograph
from viewer.camera import Camera
from viewer.film_levels import FilmLevels
from viewer.language import tr
from viewer.loupe import RADIUS, Loupe, part_around
from viewer.probe import Point, pixel_text
from viewer.session import Tone
from viewer.windowing import shape_text, window_text


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """A film with its levels of grey, its tone and camera in one pane, and where the pointer is, in film units.

    ``pixel_ratio`` is in pixels of the screen for each device independent pixel; ``real_scale`` is the camera's scale
    at which a millimetre on the film is one on the screen, None where that is not known.
    """

    film: Radiograph
    levels: FilmLevels
    tone: Tone
    camera: Camera
    pointer: QPointF | None
    pixel_ratio: float
    real_scale: float | None

    @property
    def pixel(self) -> Point | None:
        """Where the pointer is, in film pixels."""
        return None if self.pointer is None else (self.pointer.x(), self.pointer.y() / self.film.pixel_aspect)


def status_lines(sight: Sight, heat: tuple[str, ...]) -> tuple[str, ...]:
    """The heat and the pixel under the pointer, what is unusual in how the film is shown, magnification and window."""
    film, tone = sight.film, sight.tone
    pixel = "" if sight.pixel is None else pixel_text(film, tone, sight.pixel)
    unusual = "  ".join(filter(None, (tr(turn_text(sight.camera.turn)), shape_text(film, tone.voi, tr))))
    return tuple(filter(None, (*heat, pixel, unusual, _zoom_text(sight), window_text(film, tone.voi))))


def _zoom_text(sight: Sight) -> str:
    """The magnification; whether it is the real size, and by which spacing."""
    real, spacing, scale = sight.real_scale, sight.film.spacing, sight.camera.scale
    on_screen = scale * sight.pixel_ratio  # 100 % is a film pixel on a pixel of the screen
    zoom = tr("Zoom {percent} %").format(percent=f"{on_screen * 100:.0f}")
    if real is None or spacing is None or abs(scale / real - 1) >= 0.001:
        return zoom
    return tr("{zoom} (real size, {origin})").format(zoom=zoom, origin=tr(spacing.origin))


def loupe_of(sight: Sight, times: int | None, density: float) -> Loupe | None:
    """What the magnifier shows so many times larger, fine enough for a screen of ``density``; None: it is not held."""
    film, levels, point = sight.film, sight.levels, sight.pointer
    if times is None or point is None:
        return None
    scale = sight.camera.scale * times
    level = levels.level_for(scale * density)
    part = part_around(levels, level, point, RADIUS / scale, film.pixel_aspect)
    voi, slices = choose_voi(film, sight.tone.voi), (part.rows, part.columns)
    return Loupe(point, times, levels.grey(level, voi, invert=sight.tone.invert, part=slices), part.area)
