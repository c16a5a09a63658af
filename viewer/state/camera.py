"""Which part of the film a viewport shows: centre and magnification; pure geometry shared by linked viewports."""

from __future__ import annotations

from dataclasses import dataclass, replace

from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform

SMALLEST_SCALE, LARGEST_SCALE = 0.02, 40.0
CLOSEST = 4.0  # a region is shown at most so many times larger than the whole film is


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


def around(
    whole: Camera, centre: tuple[float, float], size: tuple[float, float], viewport: tuple[float, float]
) -> Camera:
    """A region of the film, by its centre and size, with as much again around it; ``whole`` shows the whole film."""
    width, height = whole.transform.size(*size)
    scale = min(viewport[0] / (3 * width), viewport[1] / (3 * height))
    near = min(max(scale, whole.scale), CLOSEST * whole.scale)
    return replace(whole, x=centre[0], y=centre[1], scale=near, fitted=False)


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
