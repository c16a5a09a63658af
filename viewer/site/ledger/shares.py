"""Shares as a table shows them: the figure, its interval, and a bar on which the interval is a whisker."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from inference.site.ledger.figures import Share
from viewer.style.theme import scaled, toned

SHARE = Qt.ItemDataRole.UserRole + 1  # the Share of a cell
FILL, WHISKER, TROUGH = QColor("#6fa3c2"), QColor("#d3dbe4"), QColor("#1f2833")
HEIGHT = 3


def share_text(share: Share) -> str:
    """Of 100 films, with the interval; a dash of no films."""
    if share.value is None or share.interval is None:
        return "–"
    low, high = (100 * edge for edge in share.interval)
    return f"{100 * share.value:.0f}  ({low:.0f}–{high:.0f})"


class ShareDelegate(QStyledItemDelegate):
    """Draws the text as ever, and below it the share with its interval."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802 - Qt's name
        """Room for the bar below the text."""
        size = super().sizeHint(option, index)
        return QSize(size.width() + scaled(12), size.height() + scaled(10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the cell."""
        super().paint(painter, option, index)
        share = index.data(SHARE)
        if not isinstance(share, Share) or share.value is None or share.interval is None:
            return
        rect = QRectF(option.rect)
        area = QRectF(rect.left() + 8, rect.bottom() - scaled(7), rect.width() - 16, HEIGHT)
        painter.fillRect(area, toned(TROUGH))
        painter.fillRect(QRectF(area.left(), area.top(), area.width() * share.value, HEIGHT), toned(FILL))
        low, high = share.interval
        middle = area.top() + HEIGHT / 2
        left, right = area.left() + area.width() * low, area.left() + area.width() * high
        painter.fillRect(QRectF(left, middle - 0.5, max(right - left, 1), 1), toned(WHISKER))
        for edge in (left, right):
            painter.fillRect(QRectF(edge - 0.5, middle - 3, 1, 6), toned(WHISKER))
