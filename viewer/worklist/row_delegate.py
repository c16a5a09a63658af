"""How a row of the worklist is drawn, and how high it is.

With thumbnails a film's picture stands above its text, and headings are as high as they wrap. A compact row
is two lines.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.style.theme import scaled
from viewer.worklist.compact_row import CompactRow
from viewer.worklist.thumbnail_icons import SIDE, ThumbnailIcons
from viewer.worklist.worklist_model import SIGNS, FilmRow, PatientRow, WorklistModel

MARGINS = 8  # pixels at the sides of a heading: 6 in the layout of Qt, and some for safety

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Rows keep their heights whatever arrives, with or without a picture, so that nothing moves.

    All rows are asked for their heights whenever the list is another, so each heading is measured once.
    """

    def __init__(self, model: WorklistModel, icons: ThumbnailIcons, view: QListView) -> None:
        super().__init__(view)
        self._model, self._icons, self._view = model, icons, view
        self._film_size = QSize(0, SIDE + scaled(46))
        self._compact = CompactRow()
        self._sizes: dict[tuple[int, type, str], QSize] = {}
        self._sizes_by_lines: dict[tuple[int, type, int], QSize] = {}
        self._metrics: dict[type, QFontMetricsF] = {}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw a row."""
        row = self._model.rows[index.row()]
        if not (self._model.compact and isinstance(row, FilmRow)):
            super().paint(painter, option, index)
            return
        self._view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, self._view)  # the ground
        self._compact.draw(painter, QRectF(option.rect), self._model.line(row))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """What is drawn: what the model says and, for a film, its picture above."""
        super().initStyleOption(option, index)
        row = self._model.rows[index.row()]
        if isinstance(row, FilmRow) and not self._model.compact:
            state = self._model.film(index)
            option.icon = self._icons.of(row.entry.path, failed=state is not None and state.failure is not None)
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.decorationSize = QSize(SIDE, SIDE)
            option.decorationPosition = QStyleOptionViewItem.Position.Top
            option.displayAlignment = Qt.AlignmentFlag.AlignHCenter

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """How large a row is."""
        row = self._model.rows[index.row()]
        if isinstance(row, FilmRow):
            return self._compact.size if self._model.compact else self._film_size
        key = (option.rect.width(), type(row), row.text if isinstance(row, PatientRow) else row.study.title)
        if key not in self._sizes:
            self._sizes[key] = self._heading_size(option, index, *key)
        return self._sizes[key]

    def _heading_size(self, option: QStyleOptionViewItem, index: Index, width: int, kind: type, text: str) -> QSize:
        """As high as with the widest sign before it, so that none needs more lines later."""
        if kind not in self._metrics:
            self._metrics[kind] = QFontMetricsF(index.data(Qt.ItemDataRole.FontRole))
        advance = self._metrics[kind].horizontalAdvance
        if kind is not PatientRow:
            text = f"{max(SIGNS.values(), key=advance)} {text}"
        lines = text.split("\n")
        if any(advance(line) > width - MARGINS for line in lines):
            return self._measured(option, index, text)
        key = (width, kind, len(lines))
        if key not in self._sizes_by_lines:
            self._sizes_by_lines[key] = self._measured(option, index, text)
        return self._sizes_by_lines[key]

    def _measured(self, option: QStyleOptionViewItem, index: Index, text: str) -> QSize:
        whole = QStyleOptionViewItem(option)
        self.initStyleOption(whole, index)
        whole.text = text.replace("\n", "\u2028")  # as Qt itself writes a new line here
        contents = QStyle.ContentsType.CT_ItemViewItem
        return self._view.style().sizeFromContents(contents, whole, QSize(), self._view)
