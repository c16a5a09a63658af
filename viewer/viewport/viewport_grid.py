"""How the viewports lie: in the cells of the layout, one alone, or the overlay's on another screen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from viewer.state.layout import HALF, HANDLE, Arrangement, Cell, Layout, Role, Slot, cells, share_at
from viewer.style.rich_text import set_tool_tip
from viewer.style.theme import toned
from viewer.style.translation import tr
from viewer.viewport.viewport import Viewport

LEAST = 200  # screen pixels that the films keep both ways
GRIP = 36  # screen pixels of the border's middle that are drawn as a grip
BORDER, GRIP_COLOUR, HELD_COLOUR = "#1d2630", "#4d5d6e", "#8fb8d8"


class ViewportGrid(QWidget):
    """Holds all viewports and shows those of the arrangement; a border between two is moved by its handle alone."""

    arranged = Signal()  # other viewports are shown, or in other sizes

    def __init__(self, film: Viewport, overlay: Viewport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arrangement = Arrangement()
        self._widgets: dict[Slot, QWidget] = {Role.FILM: film, Role.OVERLAY: overlay}
        self._film, self._overlay = film, overlay
        self._alone: QWidget | None = None
        self._sizes: dict[QWidget, tuple[int, int]] = {}
        self.setMinimumSize(LEAST, LEAST)
        self.share = HALF
        self.is_parted = False
        self.handle = BorderHandle(self)
        film.setParent(self)
        overlay.setParent(self)
        self.handle.moved.connect(self._move_border)
        self.handle.reset_wanted.connect(self.reset)
        self._lay_out()

    # -- what is shown --------------------------------------------------------------------------------------------

    def take(self, role: Role, widget: QWidget) -> None:
        """Hold another viewport, shown where its role has a cell."""
        widget.setParent(self)
        self._widgets[role] = widget
        self._lay_out()

    def show_arrangement(self, arrangement: Arrangement, others: Mapping[Path, QWidget]) -> None:
        """Show these films in this layout; ``others`` are the viewports of the page's other films."""
        if arrangement.layout is not self._arrangement.layout:
            self._alone = None
        self._arrangement = arrangement
        own = {slot: widget for slot, widget in self._widgets.items() if isinstance(slot, Role)}
        for widget in {*self._widgets.values()} - {*own.values(), *others.values()}:
            widget.hide()
        self._widgets = own | {**others}
        self._lay_out()

    @property
    def current(self) -> Viewport:
        """The viewport that shows the current film in every layout, with its overlays where they are not elsewhere."""
        return self._film if self.is_parted else self._overlay

    def maximise(self, widget: QWidget) -> None:
        """Show one viewport over the whole middle, or all again; nothing where it is alone anyway."""
        if self._alone is not None or len(self._placed()) > 1:
            self._alone = None if self._alone is not None else widget
            self._lay_out()

    def set_share(self, share: float) -> None:
        """Give the left of two viewports this share of the width."""
        self.share = share
        self._lay_out()

    def reset(self) -> None:
        """Back to viewports of equal size, none alone."""
        self._alone = None
        self.set_share(HALF)

    # -- the other screen -----------------------------------------------------------------------------------------

    def part(self) -> Viewport:
        """The viewport with overlay, to be shown elsewhere."""
        self.is_parted, self._alone = True, None
        self._lay_out()
        self._overlay.show()
        return self._overlay

    def rejoin(self) -> None:
        """Have the viewport with overlay among the others again."""
        self.is_parted = False
        self._overlay.setParent(self)
        self._lay_out()

    # -- sizes ----------------------------------------------------------------------------------------------------

    def viewport_size(self) -> tuple[float, float]:
        """The smallest of the two viewports of the current film that are shown."""
        shown = [view for view in (self._film, self._overlay) if not view.isHidden()] or [self.current]
        return min(view.width() for view in shown), min(view.height() for view in shown)

    def density(self) -> float:
        """Pixels of the densest screen that shows a viewport, for each device independent pixel."""
        return max(float(view.devicePixelRatioF()) for view in (self._film, self._overlay))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the viewports into the new size."""
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The ground, and of four films a border around the one in hand."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#000000"))
        if self._arrangement.layout is Layout.FOUR and self._alone is None:
            painter.setPen(QPen(toned(HELD_COLOUR), 2))
            painter.drawRect(QRectF(self.current.geometry()).adjusted(-2, -2, 2, 2))

    # -- laid out -------------------------------------------------------------------------------------------------

    def _placed(self) -> dict[QWidget, Cell]:
        """The viewports shown, each with its cell."""
        size = (self.width(), self.height())
        if self._alone is not None:
            return {self._alone: cells(1, size)[0]}
        slots = self._arrangement.slots(parted=self.is_parted)
        places = zip(slots, cells(len(slots), size, self.share), strict=True)
        return {self._widgets[slot]: cell for slot, cell in places if slot in self._widgets}

    def _lay_out(self) -> None:
        placed = self._placed()
        for widget, cell in placed.items():
            widget.setGeometry(cell.left, cell.top, cell.width, cell.height)
        for widget in self._widgets.values():
            if not (self.is_parted and widget is self._overlay):
                widget.setVisible(widget in placed)
        self._lay_handle(tuple(placed.values()))
        self.update()
        sizes = {widget: (cell.width, cell.height) for widget, cell in placed.items()}
        if sizes != self._sizes:
            self._sizes = sizes
            self.arranged.emit()

    def _lay_handle(self, placed: tuple[Cell, ...]) -> None:
        between = len(placed) == 2 and self._arrangement.layout is not Layout.FOUR
        self.handle.setVisible(between)
        if between:
            self.handle.setGeometry(placed[0].width, 0, HANDLE, self.height())
            self.handle.raise_()

    def _move_border(self, left: int) -> None:
        self.set_share(share_at(left, self.width()))


class BorderHandle(QWidget):
    """The border between two viewports, as wide as can be aimed at: tells where it is dragged to."""

    moved = Signal(int)  # its left edge, in pixels of the grid
    reset_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        set_tool_tip(self, tr("Drag to share the room; double click for equal parts"))
        self._grip: float | None = None  # where in the handle it is held

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Take hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = event.position().x()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Carry the border along."""
        if self._grip is not None:
            self.moved.emit(round(self.mapToParent(event.position()).x() - self._grip))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Let go."""
        self._grip = None
        self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask for equal parts."""
        self._grip = None
        self.reset_wanted.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A bar with a grip in its middle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), toned(BORDER))
        painter.setPen(QPen(toned(HELD_COLOUR if self._grip is not None else GRIP_COLOUR), 1))
        middle = self.height() // 2
        for x in (self.width() // 2 - 1, self.width() // 2 + 1):
            painter.drawLine(x, middle - GRIP // 2, x, middle + GRIP // 2)
