"""Thumbnails as a list draws them: each in the middle of a black square; the latest are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap

from viewer.style.theme import toned

SIDE = 132  # pixels, on a screen of single density
KEPT_BYTES = 24 << 20  # some 340 squares, 85 on a screen of double density


class ThumbnailIcons:
    """As fine as the screen shows them; drawn anew for a screen of another density."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._icons: LRUCache[Path | bool, QIcon] = LRUCache(kept_bytes, getsizeof=lambda _icon: self._bytes)
        self._ratio = 1.0

    def use_ratio(self, ratio: float) -> None:
        """Draw for a screen of this pixel ratio from now on."""
        if ratio != self._ratio:
            self._ratio = ratio
            self._icons.clear()

    def add(self, path: Path, thumbnail: NDArray[np.uint8]) -> None:
        """Take the thumbnail of a film, uint8 (rows, columns)."""
        self._icons[path] = _icon(thumbnail, self._ratio, failed=False)

    def has(self, path: Path) -> bool:
        """Whether a film's thumbnail is here."""
        return path in self._icons

    def of(self, path: Path, *, failed: bool) -> QIcon:
        """A film's square: black until its thumbnail is here, a cross where it cannot be opened."""
        if path in self._icons:
            return self._icons[path]
        if failed not in self._icons:
            self._icons[failed] = _icon(None, self._ratio, failed=failed)
        return self._icons[failed]

    @property
    def _bytes(self) -> int:
        return 4 * round(SIDE * self._ratio) ** 2


def _icon(thumbnail: NDArray[np.uint8] | None, ratio: float, *, failed: bool) -> QIcon:
    side = round(SIDE * ratio)
    canvas = QPixmap(side, side)
    canvas.fill(QColor("#000000"))
    painter = QPainter(canvas)
    if thumbnail is not None:
        rows, columns = thumbnail.shape
        image = QImage(thumbnail.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
        small = image.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage((side - small.width()) // 2, (side - small.height()) // 2, small)
    elif failed:
        painter.setPen(toned("#9aa6b3"))
        painter.drawText(canvas.rect(), Qt.AlignmentFlag.AlignCenter, "✗")
    painter.end()
    canvas.setDevicePixelRatio(ratio)
    icon = QIcon(canvas)
    icon.addPixmap(canvas, QIcon.Mode.Selected)  # a picked film keeps its own greys
    return icon
