"""The films behind a number: a list from which a double click opens one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from viewer.style.translation import tr

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Line:
    """A film in the list: where it lies, and what is said of it, by column."""

    path: str
    cells: tuple[str, ...]


class FilmsModel(QAbstractTableModel):
    """Shows lines; the first column is the film's file name, its tool tip the whole path."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._heads: tuple[str, ...] = ()
        self._lines: Sequence[Line] = ()

    def show_lines(self, heads: tuple[str, ...], lines: Sequence[Line]) -> None:
        """Show these."""
        self.beginResetModel()
        self._heads, self._lines = heads, lines
        self.endResetModel()

    def path(self, row: int) -> Path:
        """Where the film of a row lay when it was last seen."""
        return Path(self._lines[row].path)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many films there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many columns there are."""
        return 0 if parent.isValid() else 1 + len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, or the path."""
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return Path(line.path).name if index.column() == 0 else line.cells[index.column() - 1]
        return line.path if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0 else None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr("Film") if section == 0 else self._heads[section - 1]
        return None


class FilmsTable(QWidget):
    """A line that says what the films are, and the list."""

    film_wanted = Signal(object)  # its Path

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QLabel(self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.model = FilmsModel(self)
        self.view = QTableView(self)
        self.view.setModel(self.model)
        self.view.setAccessibleName(tr("Films behind the number"))
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.verticalHeader().hide()
        self.view.setShowGrid(False)
        self.view.doubleClicked.connect(self._open)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.title)
        column.addWidget(self.view, 1)
        self.say(tr("Click a number: the films behind it stand here, and a double click opens one."))

    def say(self, words: str) -> None:
        """Say what stands here, or why nothing does."""
        self.title.setText(words)

    def show_lines(self, words: str, heads: tuple[str, ...], lines: Sequence[Line]) -> None:
        """Show the films behind a number."""
        self.say(words)
        self.model.show_lines(heads, lines)
        header = self.view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _open(self, index: QModelIndex) -> None:
        self.film_wanted.emit(self.model.path(index.row()))
