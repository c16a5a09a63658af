"""The part of a viewport that holds film, overlay and annotations, under the camera's transform."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from viewer.state.camera import Camera, visible


class FilmViewBox(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph ships no types
    """A view box whose items, all in film units, are seen through a camera; one axis may lie along the other."""

    def __init__(self) -> None:
        self._transform = QTransform()
        super().__init__(invertY=True, enableMenu=False, enableMouse=False, border=None)
        self.setAspectLocked(False)

    def show_camera(self, camera: Camera, viewport: tuple[float, float]) -> None:
        """Show what a camera sees in a viewport of (width, height) screen pixels."""
        self._transform = camera_transform(camera, viewport)
        self._matrixNeedsUpdate = True
        self.setRange(QRectF(*visible(camera, viewport)), padding=0, disableAutoRange=True)
        self.updateMatrix()

    def updateMatrix(self, changed: object = None) -> None:  # noqa: N802 - pyqtgraph's name
        """Put the camera's transform where pyqtgraph would put one that can only scale."""
        if self._matrixNeedsUpdate:
            self.childGroup.setTransform(self._transform)
            self._matrixNeedsUpdate = False
            self.sigTransformChanged.emit(self)


def camera_transform(camera: Camera, viewport: tuple[float, float]) -> QTransform:
    """From film units to the screen pixels of a viewport (width, height)."""
    lie, scale = camera.transform, camera.scale
    transform = QTransform.fromTranslate(viewport[0] / 2, viewport[1] / 2)
    turned = QTransform(lie.xx * scale, lie.yx * scale, lie.xy * scale, lie.yy * scale, 0, 0)
    return QTransform.fromTranslate(-camera.x, -camera.y) * turned * transform
