"""What lies over the greys: heat or outlines on the overlay's viewport, the file's own drawings on both."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QTimer
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsRectItem

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.colormap import heat_levels
from inference.imaging.heatmap_overlay import ShownHeat, combined_heat
from viewer.state.overlay import Overlay
from viewer.viewport.heatmap_captions import CaptionLine, captions, outlines
from viewer.viewport.viewport import Viewport

FLASH_MS = 1500
OVERLAY_SIDE = 1024  # the window draws overlays at most this fine: a heatmap's own grain is far coarser


class OverlayLayer:
    """Draws again only what has changed; ``caption`` says what is drawn."""

    def __init__(self, film: Viewport, overlay: Viewport) -> None:
        self._film, self._overlay = film.layers, overlay.layers
        self.flash = Flash(overlay)
        self.caption: tuple[CaptionLine, ...] = ()
        self._overlay_key: tuple[object, ...] = ()
        self._planes_key: tuple[object, ...] = ()
        self._heat: tuple[tuple[object, ...], NDArray[np.uint8] | None] | None = None

    def forget(self) -> None:
        """Draw everything the next time, as the viewports show another film."""
        self._overlay_key = self._planes_key = ()
        self.flash.end()

    def show_overlay(self, film: Radiograph, analysis: Analysis | None, overlay: Overlay) -> None:
        """Show findings as heat or outlines over the viewport with overlay."""
        key = (film.film_hash, id(analysis), overlay)
        if key == self._overlay_key:
            return
        self._overlay_key = key
        self.caption = captions(analysis, overlay)
        levels = None if overlay.draws_outlines else self._heat_levels(film, analysis, overlay.drawn)
        heat = None if levels is None else ShownHeat(levels, overlay.colormap, overlay.opacity)
        self._overlay.show_overlay(heat, film.size)
        self._overlay.show_outlines(outlines(analysis, overlay, film.shape, film.pixel_aspect))

    def show_overlay_planes(self, film: Radiograph, *, shown: bool) -> None:
        """Show what the file draws over its film on both viewports, or take it away."""
        key = (film.film_hash, shown)
        if key == self._planes_key:
            return
        self._planes_key = key
        picture = overlay_planes_picture(film) if shown and film.overlay_planes else None
        for layers in (self._film, self._overlay):
            layers.show_overlay_planes(picture, film.size)

    def _heat_levels(
        self, film: Radiograph, analysis: Analysis | None, drawn: frozenset[str]
    ) -> NDArray[np.uint8] | None:
        """The heat to draw; kept, so that another opacity or colour costs a look-up only."""
        if analysis is None or not drawn:
            return None
        key = (film.film_hash, id(analysis), drawn)
        if self._heat is None or self._heat[0] != key:
            heat = combined_heat(analysis, drawn, film.shape, OVERLAY_SIDE)
            self._heat = (key, None if heat is None else heat_levels(heat))
        return self._heat[1]


class Flash:
    """A frame around a place of the film, for a moment: it shows where the eye is to go."""

    def __init__(self, view: Viewport) -> None:
        self._layers = view.layers
        self._frames = tuple(_frame(colour, width) for colour, width in (("#000000", 5), ("#f2c94c", 2)))
        self._timer = QTimer(view)
        self._timer.setSingleShot(True)
        self._timer.setInterval(FLASH_MS)
        self._timer.timeout.connect(self.end)
        for frame in self._frames:
            self._layers.add(frame)

    @property
    def region(self) -> QRectF | None:
        """What it is around now, in film units; None when it is over."""
        frame = self._frames[0]
        return frame.rect() if frame.isVisible() else None

    def begin(self, region: QRectF) -> None:
        """Draw the frame, and take it away after a moment."""
        for frame in self._frames:
            frame.setRect(region)
            frame.show()
        self._timer.start()
        self._layers.draw_again()

    def end(self) -> None:
        """Take it away."""
        self._timer.stop()
        if self.region is not None:
            for frame in self._frames:
                frame.hide()
            self._layers.draw_again()


def _frame(colour: str, width: int) -> QGraphicsRectItem:
    frame, pen = QGraphicsRectItem(), QPen(QColor(colour), width)
    pen.setCosmetic(True)
    frame.setPen(pen)
    frame.hide()
    return frame


def overlay_planes_picture(film: Radiograph) -> NDArray[np.uint8]:
    """What the file draws over its film, RGBA uint8 of the film's shape, in the colour of annotations."""
    picture = np.zeros((*film.shape, 4), np.uint8)
    for plane in film.overlay_planes:
        picture[plane.mask] = (242, 201, 76, 255)
    return picture
