"""Rows of the tree of objects: wrapped in a narrow panel, with a piece of a segment's colour."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTreeWidget

from viewer.style.theme import scaled, toned

SWATCH = 12
_MARK, _LEAST, _PADDING = 22, 60, 8  # screen pixels of a tick or swatch, of words at least, around a row


class WrappedLines(QStyledItemDelegate):
    """Rows as high as their words need in the width there is: a tree of Qt cuts them otherwise."""

    def __init__(self, tree: QTreeWidget) -> None:
        super().__init__(tree)
        self._tree = tree
        tree.header().sectionResized.connect(lambda _place, _before, _now: tree.scheduleDelayedItemsLayout())

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The width there is, and as many lines as the words need."""
        plain = super().sizeHint(option, index)
        width, above = self._tree.header().sectionSize(index.column()) - _PADDING, index
        while above.isValid():
            width, above = width - self._tree.indentation(), above.parent()
        beside = (Qt.ItemDataRole.CheckStateRole, Qt.ItemDataRole.DecorationRole)
        width -= sum(scaled(_MARK) for role in beside if index.data(role) is not None)
        words = QFontMetrics(self._tree.font()).boundingRect(
            QRect(0, 0, max(width, scaled(_LEAST)), 10_000), int(Qt.TextFlag.TextWordWrap), str(index.data() or "")
        )
        return QSize(max(width, 1), max(words.height() + _PADDING, plain.height()))


def swatch(colour: QColor) -> QIcon:
    """A piece of a colour."""
    picture = QPixmap(scaled(SWATCH), scaled(SWATCH))
    picture.fill(toned(colour))
    return QIcon(picture)
