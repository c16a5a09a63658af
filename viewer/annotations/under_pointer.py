"""What lies under the pointer in a viewport: the film point, a label, an annotation's line or one of its points."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, QPointF, Qt

from inference.annotations.measure.measurements import Scale
from inference.core.annotation import Annotation, Point
from viewer.annotations.annotation_item import AnnotationItem
from viewer.annotations.hit_test import Handle, grip_at
from viewer.viewport.viewport import Viewport

REACH = 8.0  # screen pixels


class UnderPointer:
    """Looks in the items that show annotations; ``scale`` tells how many screen pixels a film unit takes."""

    def __init__(self, items: Mapping[QObject, tuple[Viewport, AnnotationItem]], scale: Callable[[], float]) -> None:
        self._items, self._scale = items, scale
        self.aspect = 1.0  # height of a film pixel, in its widths

    def point(self, view: Viewport, position: QPointF) -> Point:
        """The film point under a position in a viewport, in film pixels as stored."""
        place = view.film_point(position)
        return place.x(), place.y() / self.aspect

    def reach(self) -> tuple[float, Scale]:
        """How near counts as on it, and the scale it is measured in: widths of a film pixel."""
        return REACH / self._scale(), Scale(1.0, self.aspect, "px", "")

    def label(self, view: Viewport, position: QPointF) -> int | None:
        """The number of the user's own annotation whose label lies there."""
        labels = self._items[view.viewport()][1].labels
        return next((number for number, box in labels.items() if number > 0 and box.contains(position)), None)

    def label_middle(self, view: Viewport, number: int) -> Point:
        """The film point in the middle of a label."""
        return self.point(view, self._items[view.viewport()][1].labels[number].center())

    def handle(
        self, view: Viewport, position: QPointF, annotations: Sequence[Annotation], selected: int | None
    ) -> Handle | None:
        """The annotation whose line, or of the ``selected`` one whose point, lies there."""
        return grip_at(annotations, self.point(view, position), *self.reach(), selected)

    def cursor(
        self, view: Viewport, position: QPointF, annotations: Sequence[Annotation], selected: int | None
    ) -> Qt.CursorShape | None:
        """The pointer that tells what a press there would take hold of; None: of nothing that is drawn."""
        if self.label(view, position) is not None:
            return Qt.CursorShape.SizeAllCursor
        handle = self.handle(view, position, annotations, selected)
        if handle is None:
            return None
        return Qt.CursorShape.SizeAllCursor if handle.place is None else Qt.CursorShape.PointingHandCursor
