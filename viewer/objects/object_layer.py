"""Shows on the viewport with overlays what other programs drew, and the part of the film that they want seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF

from inference.core.film_objects import FilmPresentation, Graphic, ShownArea
from viewer.objects.object_item import ObjectItem
from viewer.state.objects.shown import DrawnObjects
from viewer.viewport.viewport_pair import ViewportPair

_ROOM = 12.0  # film pixels around a region that the eye is led to


class ObjectLayer:
    """The film viewport stays untouched: all is drawn on the other one."""

    def __init__(self, viewports: ViewportPair, covered: Callable[[], QRectF] = QRectF) -> None:
        """``covered`` tells of a control that lies on the viewport."""
        self._viewports = viewports
        self.item = ObjectItem(lambda: (*viewports.overlay.text_places, covered()))
        viewports.overlay.layers.add(self.item)

    def show_objects(self, drawn: DrawnObjects) -> None:
        """Draw these, and what was drawn before no more."""
        self.item.show_objects(drawn)
        self._viewports.overlay.layers.draw_again()

    def show_area(self, shown: FilmPresentation | None, aspect: float) -> None:
        """Look at the area that a presentation state displays, as large as it says; the whole film without one."""
        cameras = self._viewports.cameras
        area = None if shown is None else shown.area
        if area is None:
            cameras.fit()
        elif area.mode == "TRUE SIZE" and cameras.real_scale is not None:
            cameras.look_into(_region(area, aspect), cameras.real_scale)
        elif area.mode == "MAGNIFY":
            cameras.look_into(_region(area, aspect), area.times / self._viewports.devicePixelRatioF())
        else:
            cameras.look_into(_region(area, aspect))


def _region(area: ShownArea, aspect: float) -> QRectF:
    """An area in pixels in film units."""
    return QRectF(area.left, area.top * aspect, area.right - area.left, (area.bottom - area.top) * aspect)


def extent(graphic: Graphic, aspect: float) -> QRectF:
    """What a graphic goes around, with some room, in film units."""
    xs, ys = zip(*((x, y * aspect) for x, y in graphic.line), strict=True)
    return QRectF(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)).adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM)
