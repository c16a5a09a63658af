"""The list on the left: patients, their studies, and the films with thumbnails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inference.core.analysis import ScoreState
from viewer.state.session import FilmState, Session, unaided
from viewer.state.worklist_order import StudyProgress, patient_key, patient_title, progress_of
from viewer.style.rich_text import plain_in_rich
from viewer.style.theme import scaled, toned
from viewer.style.translation import tr

if TYPE_CHECKING:  # the DICOM library comes with the first film, after the window
    from inference.reading import FilmEntry, Study

WIDTH = 190
THUMBNAIL = 132
_PATH = Qt.ItemDataRole.UserRole
_SIGNS = {StudyProgress.NEW: "○", StudyProgress.ANALYSED: "●", StudyProgress.REVIEWED: "✓"}


class _PictureAbove(QStyledItemDelegate):
    """Draws an item's picture above its text."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if index.data(_PATH) is not None:
            option.decorationPosition = QStyleOptionViewItem.Position.Top
            option.displayAlignment = Qt.AlignmentFlag.AlignHCenter


class Worklist(QListWidget):
    """Shows every film once, below its study and its patient; tells which one the user picks."""

    film_picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyList")
        self.setAccessibleName(tr("Films"))
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setItemDelegate(_PictureAbove(self))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._items: dict[Path, QListWidgetItem] = {}
        self._headings: dict[str, QListWidgetItem] = {}
        self._shown: dict[Path, tuple[object, ...]] = {}
        self._listed: tuple[object, ...] = ()
        self._searched = False
        self.itemClicked.connect(self._clicked)
        self.itemActivated.connect(self._clicked)

    def show_session(self, session: Session) -> None:
        """Show the session's studies, thumbnails and the film that is open; its row stays where the eye has it."""
        self._searched = bool(session.search)
        listed = (session.order, session.corners)
        if listed != self._listed:
            self._listed = listed
            self._rebuild_in_place(session)
        for path in self._items:
            self._show_film(path, session.films[path], hidden=unaided(session, session.films[path]))
        for study in session.studies:
            if study.key in self._headings:
                self._show_progress(self._headings[study.key], session, study)
        item = self._items.get(session.current) if session.current else None
        if item is not None and self.currentItem() is not item:
            self._go_to(item)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The list; where a search leaves nothing of it, that is said."""
        super().paintEvent(event)
        if self._searched and not self._items:
            painter = QPainter(self.viewport())
            painter.setPen(toned("#8a96a3"))
            flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(8, 16, -8, 0), flags, tr("No film matches."))

    def _go_to(self, item: QListWidgetItem) -> None:
        """Mark the open film and bring it into view, below the headings where it is the first."""
        self.setCurrentItem(item)
        first = self.row(item)
        while first and self.item(first - 1).data(_PATH) is None:
            first -= 1
        self.scrollToItem(self.item(first))
        self.scrollToItem(item)

    def _rebuild_in_place(self, session: Session) -> None:
        before = self._items.get(session.current) if session.current else None
        top = self.visualItemRect(before).top() if before is not None else None
        self._rebuild(session)
        after = self._items.get(session.current) if session.current else None
        if after is not None and top is not None:
            self.setCurrentItem(after)
            self.doItemsLayout()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualItemRect(after).top() - top)

    def _rebuild(self, session: Session) -> None:
        self.clear()
        self._items, self._headings, self._shown = {}, {}, {}
        numbers: dict[str, int] = {}
        patient = ""
        for study in session.studies:
            key = patient_key(study)
            number = numbers.setdefault(key, len(numbers) + 1)
            entries = [entry for entry in study.films if entry.path not in session.hidden]
            if entries and key != patient:
                patient = key
                self._add_heading(_patient_text(session, study, number), "#c9d3de", 13)
            if entries:
                self._headings[study.key] = self._add_heading(study.title, "#9aa6b3", 12)
            for entry in entries:
                self._add_film(entry)

    def _add_heading(self, text: str, colour: str, size: int) -> QListWidgetItem:
        heading = QListWidgetItem(text)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        font = QFont()
        font.setPixelSize(scaled(size))
        font.setBold(True)
        heading.setFont(font)
        heading.setForeground(toned(colour))
        heading.setToolTip(plain_in_rich(text))
        self.addItem(heading)
        return heading

    def _add_film(self, entry: FilmEntry) -> None:
        item = QListWidgetItem(entry.label)
        item.setData(_PATH, entry.path)
        item.setToolTip(plain_in_rich(entry.path.name))
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        item.setSizeHint(QSize(0, THUMBNAIL + scaled(46)))  # the same with or without a picture: nothing moves
        self._items[entry.path] = item
        self.addItem(item)

    def _show_progress(self, heading: QListWidgetItem, session: Session, study: Study) -> None:
        progress = progress_of(session, study)
        text = f"{_SIGNS[progress]} {study.title}"
        if heading.text() != text:
            heading.setText(text)
            heading.setToolTip(plain_in_rich(f"{study.title}: {tr(progress.value)}"))

    def _show_film(self, path: Path, state: FilmState, *, hidden: bool) -> None:
        seen = (id(state.thumbnail), id(state.analysis), id(state.failure), hidden)
        if self._shown.get(path) == seen:
            return
        self._shown[path] = seen
        item = self._items[path]
        item.setText(f"{state.entry.label}\n{_state_line(state, hidden=hidden)}")
        item.setIcon(_icon(state.thumbnail, self.devicePixelRatioF(), failed=state.failure is not None))

    def _clicked(self, item: QListWidgetItem) -> None:
        path = item.data(_PATH)
        if path is not None:
            self.film_picked.emit(path)


def _patient_text(session: Session, study: Study, number: int) -> str:
    """Who the films are of; only a number where corner text is not shown in full."""
    title = patient_title(study) if session.corners == "full" else ""
    return title or tr("Patient {number}").format(number=number)


def _state_line(state: FilmState, *, hidden: bool) -> str:
    if state.failure is not None:
        return tr("cannot be opened")
    if hidden:
        return tr("read first")
    if state.analysis is None:
        return tr("not analysed yet")
    if not any(result.analysed for result in state.analysis.results):
        return tr("not analysed")
    above = sum(result.state is ScoreState.ABOVE for result in state.analysis.results)
    if above == 0:
        return tr("none above")
    return tr("1 finding above") if above == 1 else tr("{count} findings above").format(count=above)


def _icon(thumbnail: NDArray[np.uint8] | None, ratio: float, *, failed: bool) -> QIcon:
    """The thumbnail in the middle of a black square, as fine as a screen of this pixel ratio shows it."""
    side = round(THUMBNAIL * ratio)
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
