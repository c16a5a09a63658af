"""The magnifier: a round piece of the film at the cursor, drawn larger, with all that lies over it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from viewer.state.camera import Camera
from viewer.state.image_pyramid import ImagePyramid
from viewer.viewport.text_painter import TEXT, draw_text
from viewer.viewport.view_box import camera_transform

RADIUS = 130.0  # screen pixels
TIMES = (2, 3, 4)
RIM = QColor("#8a96a3")


@dataclass(frozen=True, slots=True, eq=False)
class Magnifier:
    """What is under the glass: ``grey`` (8 bit) fills ``area``; both it and ``point`` are on the film, in film units.

    ``times`` is how much larger than around it the film is shown.
    """

    point: QPointF
    times: int
    grey: NDArray[np.uint8]
    area: QRectF


@dataclass(frozen=True, slots=True)
class Part:
    """A part of one level of a film: its slices, and the area it fills in film units."""

    rows: slice
    columns: slice
    area: QRectF


def part_around(levels: ImagePyramid, level: int, point: QPointF, reach: float, pixel_aspect: float) -> Part:
    """The pixels of a level within ``reach`` (film units) of a point, and where they lie; empty off the film."""
    rows, columns = levels.levels[level].shape
    film_rows, film_columns = levels.levels[0].shape
    tall, wide = film_rows * pixel_aspect / rows, film_columns / columns
    down = _cut((point.y() - reach) / tall, (point.y() + reach) / tall, rows)
    across = _cut((point.x() - reach) / wide, (point.x() + reach) / wide, columns)
    height, width = (down.stop - down.start) * tall, (across.stop - across.start) * wide
    return Part(down, across, QRectF(across.start * wide, down.start * tall, width, height))


def begin_glass(painter: QPainter, magnifier: Magnifier, centre: QPointF, camera: Camera) -> None:
    """Clip to the glass about ``centre`` (screen pixels), draw the grey, and leave the painter in film units."""
    glass = QPainterPath()
    glass.addEllipse(centre, RADIUS, RADIUS)
    painter.setClipPath(glass)
    painter.fillPath(glass, QColor("#000000"))
    close = Camera(magnifier.point.x(), magnifier.point.y(), camera.scale * magnifier.times, transform=camera.transform)
    painter.setTransform(camera_transform(close, (0, 0)) * QTransform.fromTranslate(centre.x(), centre.y()))
    rows, columns = magnifier.grey.shape
    if rows and columns:
        painter.drawImage(
            magnifier.area, QImage(magnifier.grey.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
        )


def end_glass(painter: QPainter, magnifier: Magnifier, centre: QPointF) -> None:
    """Draw the rim and the magnification."""
    painter.resetTransform()
    painter.setClipping(False)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(RIM, 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(centre, RADIUS, RADIUS)
    place = QRectF(centre.x() - RADIUS, centre.y() + RADIUS - 28, 2 * RADIUS, 20)
    draw_text(painter, place, f"{magnifier.times} ×", Qt.AlignmentFlag.AlignCenter, TEXT)


def _cut(start: float, end: float, size: int) -> slice:
    first = min(max(int(start), 0), size)
    return slice(first, max(min(int(end) + 1, size), first))
