"""The list on the left: studies and their films with thumbnails."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inference.types import ScoreState
from viewer.looks import scaled, toned
from viewer.session import FilmState, Session
from viewer.text import plain_in_rich

WIDTH = 190
THUMBNAIL = 132
_PATH = Qt.ItemDataRole.UserRole


class _PictureAbove(QStyledItemDelegate):
    """Draws an item's picture above its text."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(_PATH) is not None:
            option.decorationPosition = QStyleOptionViewItem.Position.Top
            option.displayAlignment = Qt.AlignmentFlag.AlignHCenter


class StudyList(QListWidget):
    """Shows every film once, below the heading of its study; tells which one the user picks."""

    film_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyList")
        self.setAccessibleName("Films")
        self.setFixedWidth(scaled(WIDTH))
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setItemDelegate(_PictureAbove(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._items: dict[Path, QListWidgetItem] = {}
        self._shown: dict[Path, tuple[object, ...]] = {}
        self._order: tuple[Path, ...] = ()
        self.itemClicked.connect(self._clicked)
        self.itemActivated.connect(self._clicked)

    def show_session(self, session: Session) -> None:
        """Show the session's studies, thumbnails and the film that is open."""
        if session.order != self._order:
            self._rebuild(session)
        for path, state in session.films.items():
            self._show_film(path, state)
        if session.current is not None and self.currentItem() is not self._items[session.current]:
            self._go_to(self._items[session.current])

    def _go_to(self, item: QListWidgetItem) -> None:
        """Mark the open film and bring it into view, below the heading of its study where it is the first."""
        self.setCurrentItem(item)
        above = self.item(self.row(item) - 1)
        if above is not None and above.data(_PATH) is None:
            self.scrollToItem(above)
        self.scrollToItem(item)

    def _rebuild(self, session: Session) -> None:
        self.clear()
        self._items, self._shown, self._order = {}, {}, session.order
        for study in session.studies:
            heading = QListWidgetItem(study.title)
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            font = QFont()
            font.setPixelSize(scaled(12))
            font.setBold(True)
            heading.setFont(font)
            heading.setForeground(toned("#9aa6b3"))
            heading.setToolTip(plain_in_rich(study.title))
            self.addItem(heading)
            for entry in study.films:
                item = QListWidgetItem(entry.label)
                item.setData(_PATH, entry.path)
                item.setToolTip(plain_in_rich(entry.path.name))
                item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
                self._items[entry.path] = item
                self.addItem(item)

    def _show_film(self, path: Path, state: FilmState) -> None:
        seen = (id(state.thumbnail), id(state.analysis), id(state.failure))
        if self._shown.get(path) == seen:
            return
        self._shown[path] = seen
        item = self._items[path]
        item.setText(f"{state.entry.label}\n{_state_line(state)}")
        item.setIcon(_icon(state.thumbnail, failed=state.failure is not None))

    def _clicked(self, item: QListWidgetItem) -> None:
        path = item.data(_PATH)
        if path is not None:
            self.film_picked.emit(path)


def _state_line(state: FilmState) -> str:
    if state.failure is not None:
        return "cannot be opened"
    if state.analysis is None:
        return "not analysed yet"
    if not any(result.analysed for result in state.analysis.results):
        return "not analysed"
    above = sum(result.state is ScoreState.ABOVE for result in state.analysis.results)
    return f"{above} finding{'s' if above != 1 else ''} above" if above else "none above"


def _icon(thumbnail: NDArray[np.uint8] | None, *, failed: bool) -> QIcon:
    canvas = QPixmap(THUMBNAIL, THUMBNAIL)
    canvas.fill(QColor("#000000"))
    painter = QPainter(canvas)
    if thumbnail is not None:
        rows, columns = thumbnail.shape
        image = QImage(thumbnail.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8)
        scaled = image.scaled(
            THUMBNAIL, THUMBNAIL, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        painter.drawImage((THUMBNAIL - scaled.width()) // 2, (THUMBNAIL - scaled.height()) // 2, scaled)
    elif failed:
        painter.setPen(toned("#9aa6b3"))
        painter.drawText(canvas.rect(), Qt.AlignmentFlag.AlignCenter, "✗")
    painter.end()
    icon = QIcon(canvas)
    icon.addPixmap(canvas, QIcon.Mode.Selected)  # a picked film keeps its own greys
    return icon
