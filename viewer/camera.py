"""Which part of the film a pane shows: centre and magnification; pure geometry shared by linked panes."""

from __future__ import annotations

from dataclasses import dataclass, replace

SMALLEST_SCALE, LARGEST_SCALE = 0.02, 40.0


@dataclass(frozen=True, slots=True)
class Camera:
    """Centre in film units (columns right, rows down; rows count ``pixel_aspect``) and screen pixels per film unit.

    ``fitted`` means that the whole film is to stay in view whatever the size of the pane.
    """

    x: float
    y: float
    scale: float
    fitted: bool = False


def fitted(film_size: tuple[float, float], pane_size: tuple[float, float]) -> Camera:
    """The camera that shows the whole film (width, height) in a pane (width, height)."""
    width, height = film_size
    scale = min(pane_size[0] / max(width, 1e-6), pane_size[1] / max(height, 1e-6))
    return Camera(width / 2, height / 2, max(scale, 1e-6), fitted=True)


def moved(camera: Camera, dx: float, dy: float) -> Camera:
    """The film dragged by (dx, dy) screen pixels."""
    return replace(camera, x=camera.x - dx / camera.scale, y=camera.y - dy / camera.scale, fitted=False)


def zoomed(camera: Camera, factor: float, anchor: tuple[float, float]) -> Camera:
    """Magnified by ``factor`` with the film point ``anchor`` staying where it is on the screen."""
    scale = min(LARGEST_SCALE, max(SMALLEST_SCALE, camera.scale * factor))
    ratio = camera.scale / scale
    x = anchor[0] + (camera.x - anchor[0]) * ratio
    y = anchor[1] + (camera.y - anchor[1]) * ratio
    return Camera(x, y, scale)


def visible(camera: Camera, pane_size: tuple[float, float]) -> tuple[float, float, float, float]:
    """Left, top, width, height in film units of what a pane (width, height) shows."""
    width, height = pane_size[0] / camera.scale, pane_size[1] / camera.scale
    return camera.x - width / 2, camera.y - height / 2, width, height
