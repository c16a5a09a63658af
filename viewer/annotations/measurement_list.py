"""The list of a film's annotations: each can be found, renamed, hidden and deleted there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from inference.core.annotation import AnnotationKind
from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.annotations.drawn_annotations import AnnotationRow
from viewer.control.annotation_control import AnnotationControl
from viewer.style.rich_text import tip_text
from viewer.style.theme import scaled
from viewer.style.translation import marked, tr

KINDS = {
    AnnotationKind.LENGTH: marked("Length"),
    AnnotationKind.ANGLE: marked("Angle"),
    AnnotationKind.COBB: marked("Cobb angle"),
    AnnotationKind.CARDIOTHORACIC: marked("Cardiothoracic ratio"),
    AnnotationKind.RECTANGLE: marked("Rectangle with values"),
    AnnotationKind.ELLIPSE: marked("Ellipse with values"),
    AnnotationKind.POLYGON: marked("Polygon with values"),
    AnnotationKind.ARROW: marked("Arrow"),
    AnnotationKind.TEXT: marked("Text"),
    AnnotationKind.CALIBRATION: marked("Calibration"),
}
HEIGHT, LEAST_LIST = 190, 40  # screen pixels at 100 %; the list gives way where the window is low


class MeasurementList(QWidget):
    """Shows the annotations of the open film; tells what was wished of one, by its number."""

    chosen = Signal(int)
    rename_wanted = Signal(int)
    hide_wanted = Signal(int, bool)
    delete_wanted = Signal(int)
    rows_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("measurementList")
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Measurements of this film"))
        self.list.setWordWrap(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.nothing = QLabel(tr("Nothing is drawn on this film."), self)
        self.nothing.setWordWrap(True)
        self.rename, self.delete = QPushButton(tr("Rename"), self), QPushButton(tr("Delete"), self)
        self._lay_out()
        self.list.itemClicked.connect(lambda item: self.chosen.emit(_number(item)))
        self.list.itemDoubleClicked.connect(lambda item: self.rename_wanted.emit(_number(item)))
        self.list.itemChanged.connect(self._show_or_hide)
        self.list.currentItemChanged.connect(self._enable)
        self.rename.clicked.connect(lambda: self._emit_current(self.rename_wanted))
        self.delete.clicked.connect(lambda: self._emit_current(self.delete_wanted))
        self._rows: tuple[AnnotationRow, ...] = ()
        self._enable()
        self.setMaximumHeight(scaled(HEIGHT))
        self.list.setMinimumHeight(scaled(LEAST_LIST))
        self.hide()

    def serve(self, layer: AnnotationLayer, drawn: AnnotationControl) -> None:
        """List what a layer draws, anew only while the list is seen, and hand on what is wished of it."""

        def show() -> None:
            if not self.isHidden():
                self.show_rows(layer.rows())

        layer.changed.connect(show)
        self.rows_wanted.connect(show)
        self.chosen.connect(layer.select)
        self.rename_wanted.connect(layer.rename)
        self.hide_wanted.connect(lambda number, hidden: drawn.hide(number, hidden=hidden))
        self.delete_wanted.connect(drawn.delete)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        title = QLabel(tr("Measurements"), self)
        title.setObjectName("heading")
        for widget in (title, self.nothing, self.list):
            column.addWidget(widget, int(widget is self.list))
        row = QHBoxLayout()
        for button in (self.rename, self.delete):
            row.addWidget(button)
        column.addLayout(row)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it may be while there is something to list."""
        hint = super().sizeHint()
        return QSize(hint.width(), hint.height() if self.list.isHidden() else scaled(HEIGHT))

    def toggle(self) -> None:
        """Show the list, or put it away."""
        self.setVisible(self.isHidden())
        self.rows_wanted.emit()

    def show_rows(self, rows: Sequence[AnnotationRow]) -> None:
        """Show these annotations, the selected one as current; lines that stay outlive the hand's click."""
        if tuple(rows) == self._rows:
            return
        same = [row.number for row in rows] == [row.number for row in self._rows]
        self._rows = tuple(rows)
        with QSignalBlocker(self.list):
            if not same:
                self.list.clear()
            for place, row in enumerate(rows):
                _dress(self.list.item(place) if same else QListWidgetItem(self.list), row)
                if row.selected:
                    self.list.setCurrentRow(place)
        self._enable()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Return renames, Delete deletes."""
        wanted = {Qt.Key.Key_Return: self.rename_wanted, Qt.Key.Key_Delete: self.delete_wanted}.get(Qt.Key(event.key()))
        self._emit_current(wanted) if wanted is not None else super().keyPressEvent(event)

    def _emit_current(self, signal: object) -> None:
        item = self.list.currentItem()
        if item is not None:
            signal.emit(_number(item))  # type: ignore[attr-defined]  # a signal of this list

    def _show_or_hide(self, item: QListWidgetItem) -> None:
        self.hide_wanted.emit(_number(item), item.checkState() == Qt.CheckState.Unchecked)

    def _enable(self) -> None:
        """Have in sight what there is to do: nothing but a sentence where nothing is drawn."""
        self.nothing.setVisible(not self._rows)
        for widget in (self.list, self.rename, self.delete):
            widget.setVisible(bool(self._rows))
        for button in (self.rename, self.delete):
            button.setEnabled(self.list.currentItem() is not None)


def _dress(item: QListWidgetItem, row: AnnotationRow) -> None:
    """Have a line say this; its tick says that it is shown. A calibration, which all lengths rest on, always is."""
    kind = tr(KINDS[row.kind])
    item.setText(f"{row.number}  {kind}:  {row.words}" if row.words else f"{row.number}  {kind}")
    item.setData(Qt.ItemDataRole.UserRole, row.number)
    item.setToolTip(tip_text(tr("Ticked: shown on the film and in exports")))
    if row.kind is not AnnotationKind.CALIBRATION:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Unchecked if row.hidden else Qt.CheckState.Checked)


def _number(item: QListWidgetItem) -> int:
    return int(item.data(Qt.ItemDataRole.UserRole))
