"""The answer over a film: where a finding was painted or drawn, and whether a place that was pointed at is on it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPolygonF

from inference.core.annotation import BELONGING, REGIONS, Annotation, AnnotationKind

Mask = NDArray[np.bool_]
SHADE = (242, 201, 76, 110)  # RGBA of the answer: the colour of annotations
NEAR = 0.025  # of the film's width: as near a place counts as pointed at
TIP = 0.02  # of the film's width: so far around the place that an arrow leads to


def read_mask(path: Path) -> Mask | None:
    """A mask from its picture, bool (rows, columns); None where it cannot be read."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_Grayscale8)
    return None if image.isNull() else _values(image) > 127


def drawn_mask(annotations: tuple[Annotation, ...], shape: tuple[int, int], finding: str) -> Mask | None:
    """Where a reader drew a finding, bool of the film's shape; None where it is not drawn.

    What belongs to the finding, arrows by the place that they lead to; else all regions that belong to none.
    """
    regions = [one for one in annotations if one.kind in BELONGING and one.finding == finding]
    regions = regions or [one for one in annotations if one.kind in REGIONS and not one.finding]
    if not regions:
        return None
    image = QImage(shape[1], shape[0], QImage.Format.Format_Grayscale8)
    image.fill(0)
    painter = QPainter(image)
    painter.setBrush(Qt.GlobalColor.white)
    for region in regions:
        points = [QPointF(*point) for point in region.points]
        if region.kind is AnnotationKind.ARROW:
            painter.drawEllipse(points[-1], TIP * shape[1], TIP * shape[1])
        elif region.kind is AnnotationKind.POLYGON:
            painter.drawPolygon(QPolygonF(points))
        elif region.kind is AnnotationKind.ELLIPSE:
            painter.drawEllipse(QRectF(points[0], points[1]).normalized())
        else:
            painter.drawRect(QRectF(points[0], points[1]).normalized())
    painter.end()
    return _values(image) > 127


def shaded(mask: Mask) -> NDArray[np.uint8]:
    """The mask as a picture to lie over the film, RGBA uint8 of its shape."""
    picture = np.zeros((*mask.shape, 4), np.uint8)
    picture[mask] = SHADE
    return picture


def is_near(mask: Mask, x: float, y: float) -> bool:
    """Whether a place, by shares of the film's width and height, is on the mask or next to it."""
    rows, columns = np.nonzero(mask)
    height, width = mask.shape
    apart = np.hypot(columns + 0.5 - x * width, rows + 0.5 - y * height)
    return bool(apart.size) and float(apart.min()) <= NEAR * width


def _values(image: QImage) -> NDArray[np.uint8]:
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return np.array(flat[:, : image.width()])
