"""How a row of the worklist is drawn, and how high it is: a film's picture above its text, headings as they wrap."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from viewer.style.theme import scaled
from viewer.worklist.thumbnail_icons import SIDE, ThumbnailIcons
from viewer.worklist.worklist_model import SIGNS, FilmRow, PatientRow, WorklistModel

MARGINS = 40  # pixels that a heading surely leaves at its sides

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Rows keep their heights whatever arrives, with or without a picture, so that nothing moves."""

    def __init__(self, model: WorklistModel, icons: ThumbnailIcons, view: QListView) -> None:
        super().__init__(view)
        self._model, self._icons, self._view = model, icons, view
        self._sizes: dict[tuple[int, type, str | int], QSize] = {}
        self._kinds: dict[type, QFontMetricsF] = {}

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: N802 - Qt's name
        """What is drawn: what the model says and, for a film, its picture above."""
        super().initStyleOption(option, index)
        row = self._model.rows[index.row()]
        if isinstance(row, FilmRow):
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
            return QSize(0, SIDE + scaled(46))
        text = row.text if isinstance(row, PatientRow) else f"{self._widest_sign(index)} {row.study.title}"
        return self._heading_size(option, index, type(row), text)

    def _heading_size(self, option: QStyleOptionViewItem, index: Index, kind: type, text: str) -> QSize:
        """Measured once for each number of lines, and for each text that may have to be wrapped."""
        lines, room = text.split("\n"), option.rect.width() - MARGINS
        fits = all(self._metrics(index).horizontalAdvance(line) <= room for line in lines)
        key = (option.rect.width(), kind, len(lines) if fits else text)
        if key not in self._sizes:
            whole = QStyleOptionViewItem(option)
            self.initStyleOption(whole, index)
            whole.text = text.replace("\n", "\u2028")  # as Qt itself writes a new line here
            contents = QStyle.ContentsType.CT_ItemViewItem
            self._sizes[key] = self._view.style().sizeFromContents(contents, whole, QSize(), self._view)
        return self._sizes[key]

    def _metrics(self, index: Index) -> QFontMetricsF:
        kind = type(self._model.rows[index.row()])
        if kind not in self._kinds:
            self._kinds[kind] = QFontMetricsF(index.data(Qt.ItemDataRole.FontRole))
        return self._kinds[kind]

    def _widest_sign(self, index: Index) -> str:
        """A heading is as high as with the widest sign before it, so that none needs more lines later."""
        return max(SIGNS.values(), key=self._metrics(index).horizontalAdvance)
