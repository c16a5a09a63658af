"""The part of the open film that is on the screen, and how large it is shown, for presentation states."""

from __future__ import annotations

import math
from typing import Final

from inference.core.film import Radiograph
from inference.report.page.options import AreaSize, SeenArea
from viewer.state.camera import Camera, visible
from viewer.viewport.linked_cameras import LinkedCameras

_SAME: Final = 1e-6  # of two scales


def seen_area(cameras: LinkedCameras, film: Radiograph) -> SeenArea | None:
    """What is seen of a film by the camera of its viewport; None where the film is fitted in whole."""
    looking = cameras.looking
    if looking is None or looking[0].fitted:
        return None
    camera, size, ratio = looking
    left, top, width, height = visible(camera, size)
    high = film.pixel_aspect  # of a pixel, in units of the camera
    shown = _size(camera, ratio, cameras.real_scale)
    return SeenArea(left, top / high, left + width, (top + height) / high, shown)


def _size(camera: Camera, ratio: float, real: float | None) -> AreaSize:
    """Real size, a pixel of the film on one of the screen, or scaled to the viewport."""
    if real is not None and math.isclose(camera.scale, real, rel_tol=_SAME):
        return AreaSize.TRUE_SIZE
    return AreaSize.MAGNIFY if math.isclose(camera.scale * ratio, 1.0, rel_tol=_SAME) else AreaSize.FIT
