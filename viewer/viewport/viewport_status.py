"""What one viewport shows of a film, and by that its lines of state and what lies under its magnifier."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF

from inference.core.film import Radiograph
from inference.imaging.display_pipeline import choose_voi
from inference.imaging.spatial_transform import transform_text
from viewer.state.camera import Camera
from viewer.state.image_pyramid import ImagePyramid
from viewer.state.session import GrayscaleState
from viewer.state.window_level import shape_text, window_text
from viewer.style.translation import tr
from viewer.viewport.magnifier import RADIUS, Magnifier, part_around
from viewer.viewport.pixel_probe import Point, pixel_text


@dataclass(frozen=True, slots=True, eq=False)
class ViewportStatus:
    """A film with its levels of grey, its window and camera in one viewport, and where the pointer is, in film units.

    ``pixel_ratio`` is in pixels of the screen for each device independent pixel; ``real_scale`` is the camera's scale
    at which a millimetre on the film is one on the screen, None where that is not known.
    """

    film: Radiograph
    levels: ImagePyramid
    grayscale: GrayscaleState
    camera: Camera
    pointer: QPointF | None
    pixel_ratio: float
    real_scale: float | None

    @property
    def pixel(self) -> Point | None:
        """Where the pointer is, in film pixels."""
        return None if self.pointer is None else (self.pointer.x(), self.pointer.y() / self.film.pixel_aspect)


def status_lines(status: ViewportStatus, heat: tuple[str, ...]) -> tuple[str, ...]:
    """The heat and the pixel under the pointer, what is unusual in how the film is shown, magnification and window."""
    film, grayscale = status.film, status.grayscale
    pixel = "" if status.pixel is None else pixel_text(film, grayscale, status.pixel)
    unusual = "  ".join(
        filter(None, (tr(transform_text(status.camera.transform)), shape_text(film, grayscale.voi, tr)))
    )
    return tuple(filter(None, (*heat, pixel, unusual, _zoom_text(status), window_text(film, grayscale.voi, tr))))


def _zoom_text(status: ViewportStatus) -> str:
    """The magnification; whether it is the real size, and by which spacing."""
    real, spacing, scale = status.real_scale, status.film.spacing, status.camera.scale
    on_screen = scale * status.pixel_ratio  # 100 % is a film pixel on a pixel of the screen
    zoom = tr("Zoom {percent} %").format(percent=f"{on_screen * 100:.0f}")
    if real is None or spacing is None or abs(scale / real - 1) >= 0.001:
        return zoom
    return tr("{zoom} (real size, {origin})").format(zoom=zoom, origin=tr(spacing.origin))


def magnifier_of(status: ViewportStatus, times: int | None, density: float) -> Magnifier | None:
    """What the magnifier shows so many times larger, fine enough for a screen of ``density``; None: it is not held."""
    film, levels, point = status.film, status.levels, status.pointer
    if times is None or point is None:
        return None
    scale = status.camera.scale * times
    level = levels.level_for(scale * density)
    part = part_around(levels, level, point, RADIUS / scale, film.pixel_aspect)
    voi, slices = choose_voi(film, status.grayscale.voi), (part.rows, part.columns)
    return Magnifier(point, times, levels.grey(level, voi, invert=status.grayscale.invert, part=slices), part.area)
