"""The worklist as it is seen: patients, their studies, and the films with thumbnails."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from viewer.state.session import Session
from viewer.style.theme import toned
from viewer.style.translation import tr
from viewer.worklist.row_delegate import RowDelegate
from viewer.worklist.thumbnail_icons import SIDE, ThumbnailIcons
from viewer.worklist.worklist_model import FilmRow, WorklistModel

WIDTH = 190
AHEAD = 4  # films beyond those in sight, above and below, whose thumbnails are wanted too
SETTLED_MS = 40  # a list that is scrolled past asks for nothing


class ShownRow(NamedTuple):
    """A row as it can be read; ``path`` is None for a heading."""

    text: str
    path: Path | None


class WorklistView(QListView):
    """Shows every film once, below its study and its patient; tells which one the user picks, and what it needs."""

    film_picked = Signal(object)
    thumbnails_wanted = Signal(object)  # paths, those in sight first

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("worklist")
        self.setAccessibleName(tr("Films"))
        self.setIconSize(QSize(SIDE, SIDE))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self._icons = ThumbnailIcons()
        self._model = WorklistModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self._model, self._icons, self))
        self._session = Session()
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLED_MS)
        self._settling.timeout.connect(self._ask_for_thumbnails)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_session(self, session: Session) -> None:
        """Show the session's studies and the film that is open; its row stays where the eye has it."""
        before, self._session = self._session, session
        if (session.worklist, session.corners) != (before.worklist, before.corners):
            self._list_in_place(before.current)
        else:
            self._model.show_films(session)
        index = self._model.place(session.current)
        if index.isValid() and self.currentIndex() != index:
            self._go_to(index)

    def show_compact(self, *, compact: bool) -> None:
        """Show films by two lines each, or by their thumbnails below patient and study."""
        if compact != self._model.compact:
            self._model.compact = compact
            self.setUniformItemSizes(compact)  # which spares asking ten thousand rows for their heights
            self._list_in_place(self._session.current)

    def show_thumbnail(self, path: Path, thumbnail: NDArray[np.uint8]) -> None:
        """Show the thumbnail of a film; where it is not in sight, it is kept for when it comes."""
        self._icons.use_ratio(self.devicePixelRatioF())
        self._icons.add(path, thumbnail)
        index = self._model.place(path)
        if index.isValid():
            self.update(index)

    def shown_rows(self) -> tuple[ShownRow, ...]:
        """What is listed, from top to bottom."""
        rows = enumerate(self._model.rows)
        return tuple(
            ShownRow(self._text(place), row.entry.path if isinstance(row, FilmRow) else None) for place, row in rows
        )

    def current_row(self) -> ShownRow | None:
        """The row that is picked out."""
        index = self.currentIndex()
        return self.shown_rows()[index.row()] if index.isValid() else None

    def row_top(self, path: Path) -> int | None:
        """Where a film's row begins, in pixels below the upper edge; None where it is not listed."""
        index = self._model.place(path)
        return self.visualRect(index).top() if index.isValid() else None

    def selected_films(self) -> tuple[Path, ...]:
        """The films that are picked out together, from top to bottom."""
        return self._films(sorted(index.row() for index in self.selectedIndexes()))

    def has_thumbnail(self, path: Path) -> bool:
        """Whether the thumbnail of a film is there to be drawn."""
        return self._icons.has(path)

    def films_in_sight(self) -> tuple[Path, ...]:
        """The films of which a part can be seen."""
        first, last = self._rows_in_sight()
        return self._films(range(first, last + 1))

    # -- Qt's own -------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The film that a key leads to is picked: what is highlighted is what is shown."""
        films = [place for place, row in enumerate(self._model.rows) if isinstance(row, FilmRow)]
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        if films and event.key() in ends:
            self._pick(self._model.index(films[ends[Qt.Key(event.key())]]))
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._pick(self.currentIndex())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The rows; where a search leaves none, that is said."""
        self._icons.use_ratio(self.devicePixelRatioF())
        super().paintEvent(event)
        if self._session.studies and not self._model.rows:
            painter = QPainter(self.viewport())
            painter.setPen(toned("#8a96a3"))
            flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.TextFlag.TextWordWrap)
            painter.drawText(self.viewport().rect().adjusted(8, 16, -8, 0), flags, tr("No film matches."))
        if not self._settling.isActive():
            self._settling.start()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """The right button opens a film too: its menu is that of what is highlighted and shown."""
        super().mousePressEvent(event)
        if (
            event.button() == Qt.MouseButton.RightButton
            and (index := self.indexAt(event.position().toPoint())).isValid()
        ):
            self._pick(index)

    def dataChanged(  # noqa: N802 - Qt's name
        self,
        first: QModelIndex | QPersistentModelIndex,
        last: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Draw again, and leave out what ``QListView`` does besides: lay out all rows, whose heights are the same."""
        QAbstractItemView.dataChanged(self, first, last, list(roles))

    # -- inside ---------------------------------------------------------------------------------------------------

    def _list_in_place(self, current: Path | None) -> None:
        """List anew; the row that was open stays where it is on the screen, and what was selected is."""
        index, selected = QPersistentModelIndex(self._model.place(current)), self.selected_films()
        top = self.visualRect(index).top() if index.isValid() else None
        self._model.list_films(self._session)
        if index.isValid():  # more films came below
            return
        after = self._model.place(current)
        if not after.isValid():
            self.scrollToTop()
        elif top is not None:
            self.setCurrentIndex(after)
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(after).top() - top)
        for again in map(self._model.place, selected):
            self.selectionModel().select(again, QItemSelectionModel.SelectionFlag.Select)

    def _go_to(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Pick the open film out and bring it into view, below the headings where it is the first."""
        self.setCurrentIndex(index)
        first = index.row()
        while first and not isinstance(self._model.rows[first - 1], FilmRow):
            first -= 1
        self.scrollTo(self._model.index(first))
        self.scrollTo(index)

    @Slot()
    def _ask_for_thumbnails(self) -> None:
        if self._model.compact:
            self.thumbnails_wanted.emit(())
            return
        first, last = self._rows_in_sight()
        seen = range(first, last + 1)
        below, above = range(last + 1, last + 1 + AHEAD), range(first - 1, first - 1 - AHEAD, -1)
        wanted = tuple(path for path in self._films((*seen, *below, *above)) if not self._icons.has(path))
        self.thumbnails_wanted.emit(wanted)

    def _rows_in_sight(self) -> tuple[int, int]:
        """The first and the last; without any, the last is before the first."""
        area = self.viewport().rect()
        first, last = self.indexAt(area.topLeft()), self.indexAt(area.bottomLeft())
        if not first.isValid():
            return 0, -1
        return first.row(), last.row() if last.isValid() else len(self._model.rows) - 1

    def _films(self, places: Sequence[int]) -> tuple[Path, ...]:
        rows = self._model.rows
        found = (rows[place] for place in places if 0 <= place < len(rows))
        return tuple(row.entry.path for row in found if isinstance(row, FilmRow))

    def _text(self, place: int) -> str:
        return str(self._model.index(place).data())

    @Slot(QModelIndex)
    def _pick(self, index: QModelIndex) -> None:
        row = self._model.rows[index.row()]
        if isinstance(row, FilmRow):
            self.film_picked.emit(row.entry.path)
