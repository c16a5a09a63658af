"""Which part of the film a viewport shows: centre and magnification; pure geometry shared by linked viewports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.core.film import Spacing
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform

SMALLEST_SCALE, LARGEST_SCALE = 0.02, 40.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Centre in film units (columns right, rows down; rows count ``pixel_aspect``) and screen pixels per film unit.

    ``fitted`` means that the whole film stays in view whatever the size of the viewport; ``transform`` is how it lies.
    """

    x: float
    y: float
    scale: float
    fitted: bool = False
    transform: SpatialTransform = UPRIGHT


def fitted(
    size: tuple[float, float], viewport_size: tuple[float, float], transform: SpatialTransform = UPRIGHT
) -> Camera:
    """The camera that shows the whole film (``size``: width, height), so transformed, in a viewport (width, height)."""
    width, height = transform.size(*size)
    scale = min(viewport_size[0] / max(width, 1e-6), viewport_size[1] / max(height, 1e-6))
    return Camera(size[0] / 2, size[1] / 2, max(scale, 1e-6), fitted=True, transform=transform)


def kept_inside(camera: Camera, size: tuple[float, float], viewport: tuple[float, float]) -> Camera:
    """The camera moved so that no ground shows beside a film (width, height) larger than its viewport.

    Along a side on which the whole film has room it is centred.
    """
    wide, high = camera.transform.size(viewport[0] / camera.scale, viewport[1] / camera.scale)
    return replace(camera, x=_within(camera.x, wide, size[0]), y=_within(camera.y, high, size[1]))


def _within(centre: float, seen: float, whole: float) -> float:
    return whole / 2 if seen >= whole else min(max(centre, seen / 2), whole - seen / 2)


def moved(camera: Camera, dx: float, dy: float) -> Camera:
    """The film dragged by (dx, dy) screen pixels."""
    across, down = camera.transform.to_film(dx, dy)
    return replace(camera, x=camera.x - across / camera.scale, y=camera.y - down / camera.scale, fitted=False)


def zoomed(camera: Camera, factor: float, anchor: tuple[float, float]) -> Camera:
    """Magnified by ``factor`` with the film point ``anchor`` staying where it is on the screen."""
    scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, camera.scale * factor))
    ratio = camera.scale / scale
    x = anchor[0] + (camera.x - anchor[0]) * ratio
    y = anchor[1] + (camera.y - anchor[1]) * ratio
    return replace(camera, x=x, y=y, scale=scale, fitted=False)


def visible(camera: Camera, viewport_size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, top, width, height in film units of what a viewport (width, height) shows."""
    width, height = camera.transform.size(viewport_size[0] / camera.scale, viewport_size[1] / camera.scale)
    return camera.x - width / 2, camera.y - height / 2, width, height


def real_scale(spacing: Spacing | None, millimetres: float) -> float | None:
    """Screen pixels of so many millimetres for each film pixel across; None for a film without spacing."""
    return spacing.column_mm / millimetres if spacing is not None else None
