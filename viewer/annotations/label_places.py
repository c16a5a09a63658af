"""Where what is written beside annotations lies: plain geometry in screen pixels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

MARGIN = 8.0
GAP = 12.0
STEP = 22.0
LUNGS = (0.12, 0.12, 0.88, 0.85)  # left, top, right, bottom, as shares of the film
ON_TEXT, ON_LUNG, ON_ITSELF = 50.0, 0.15, 2.0  # what a shared square pixel costs, as pixels of way


@dataclass(frozen=True, slots=True)
class Room:
    """A viewport with what is ``reserved`` for other text, and the ``lungs``, which nothing should cover."""

    viewport: QRectF
    reserved: tuple[QRectF, ...] = ()
    lungs: QRectF | None = None

    def free_place(self, size: QRectF, around: QRectF, taken: tuple[QRectF, ...]) -> QRectF:
        """Where a label of this size goes: inside the viewport, off all other text, off the lungs, near what it names.

        ``taken`` are the labels that lie already.
        """
        places = [within(QRectF(corner, size.size()), self.viewport) for corner in self._corners(size, around)]
        return min(places, key=lambda box: self._cost(box, around, (*taken, *self.reserved)))

    def nearest_place(self, box: QRectF) -> QRectF:
        """Where a label lies that the hand put there: inside the viewport, and beside text that stands there."""
        width, height, middle = box.width(), box.height(), box.center()
        corners = [box.topLeft()]
        for text in self.reserved:
            corners += [QPointF(box.left(), y) for y in (text.top() - height - 1, text.bottom() + 1)]
            corners += [QPointF(x, box.top()) for x in (text.left() - width - 1, text.right() + 1)]
        places = [within(QRectF(corner, box.size()), self.viewport) for corner in corners]

        def cost(place: QRectF) -> float:
            over = sum(_shared(place, text) for text in self.reserved)
            return ON_TEXT * over + (place.center() - middle).manhattanLength()

        return min(places, key=cost)

    def _cost(self, box: QRectF, around: QRectF, texts: tuple[QRectF, ...]) -> float:
        over_texts = sum(_shared(box, other) for other in texts)
        over_lungs = 0.0 if self.lungs is None else _shared(box, self.lungs)
        away = (box.center() - around.center()).manhattanLength()
        return ON_TEXT * over_texts + ON_LUNG * over_lungs + ON_ITSELF * _shared(box, around) + away

    def _corners(self, size: QRectF, around: QRectF) -> list[QPointF]:
        """Top left corners of places on all sides of an annotation, nearer ones first, then down both margins."""
        middle = around.center() - size.center()
        found = []
        for far in (GAP, GAP + 45, GAP + 110, GAP + 200):
            right, left = around.right() + far, around.left() - far - size.width()
            below, above = around.bottom() + far, around.top() - far - size.height()
            found += [QPointF(x, y) for x in (right, left, middle.x()) for y in (middle.y(), below, above)]
        rows = max(1, int(self.viewport.height() / STEP))
        edges = [self.viewport.left(), self.viewport.right() - size.width()]
        if self.lungs is not None:
            edges += [self.lungs.left() - size.width() - 1, self.lungs.right() + 1]
        heights = [self.viewport.top() + row * STEP for row in range(rows)]
        return [*found, *(QPointF(x, y) for x in edges for y in heights)]


def lungs_of(size: tuple[float, float]) -> QRectF:
    """Where the lungs lie on most chest films of a size (width, height): what labels should not cover."""
    (width, height), (left, top, right, bottom) = size, LUNGS
    return QRectF(left * width, top * height, (right - left) * width, (bottom - top) * height)


def within(box: QRectF, viewport: QRectF) -> QRectF:
    """A box moved so that it lies inside a viewport, a margin from its edges; the top left corner counts most."""
    inner = viewport.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
    left = max(inner.left(), min(box.left(), inner.right() - box.width()))
    top = max(inner.top(), min(box.top(), inner.bottom() - box.height()))
    return QRectF(left, top, box.width(), box.height())


def _shared(box: QRectF, other: QRectF) -> float:
    both = box.intersected(other)
    return max(0.0, both.width()) * max(0.0, both.height())
