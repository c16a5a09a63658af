"""The ledger's figures as a table: a row for each finding of a group, numbers with the films behind them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from inference.core.findings import BY_KEY
from inference.site.ledger.counts import Cell
from inference.site.ledger.figures import ABOVE, ABSENT, BELOW, PRESENT, Figures, Share
from viewer.site.ledger.shares import SHARE, share_text
from viewer.style.translation import marked, tr

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, what it says at length, its share, and which words and states it counts.

    ``drawn``: it counts regions, not films; ``plain`` is what it shows where that is not the share.
    """

    head: str
    told: str
    share: Callable[[Figures], Share]
    words: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    drawn: bool = False
    plain: Callable[[Figures], str] | None = None


AGREEMENT = (
    Column(
        marked("Agree, of 100"),
        marked("Both say present, or both absent, of the films on which neither was unsure."),
        lambda one: one.agreement,
    ),
    Column(
        marked("Both present"),
        marked("You say present, the model above."),
        lambda one: Share(one.films_of((PRESENT,), (ABOVE,)), one.films),
        (PRESENT,),
        (ABOVE,),
    ),
    Column(
        marked("Both absent"),
        marked("You say absent, the model below."),
        lambda one: Share(one.films_of((ABSENT,), (BELOW,)), one.films),
        (ABSENT,),
        (BELOW,),
    ),
    Column(
        marked("Model alone"),
        marked("The model says above, you absent: a false call, as you read. Of 100 films."),
        lambda one: one.false_calls,
        (ABSENT,),
        (ABOVE,),
    ),
    Column(
        marked("Reader alone"),
        marked("You say present, the model below: a miss of the model, as you read. Of 100 films."),
        lambda one: one.misses,
        (PRESENT,),
        (BELOW,),
    ),
    Column(marked("Not sure"), marked("You or the model were not sure. Of 100 films."), lambda one: one.unsure),
)
OUTCOMES = (
    Column(
        marked("Model: sensitivity"),
        marked("Above, of 100 films that have the finding by the table of truth."),
        lambda one: one.sensitivity(of_reader=False),
    ),
    Column(
        marked("Model: specificity"),
        marked("Not above, of 100 films that do not have it."),
        lambda one: one.specificity(of_reader=False),
    ),
    Column(
        marked("Reader: sensitivity"),
        marked("Present, of 100 films that have the finding by the table of truth."),
        lambda one: one.sensitivity(of_reader=True),
    ),
    Column(
        marked("Reader: specificity"),
        marked("Not present, of 100 films that do not have it."),
        lambda one: one.specificity(of_reader=True),
    ),
)


REGIONS = (
    Column(
        marked("Heatmap: hits"),
        marked(
            "The heatmap is hottest inside the region that you drew for the finding, or hot where your arrow leads to. "
            "Of 100 regions."
        ),
        lambda one: one.hits,
        drawn=True,
    ),
    Column(
        marked("Heatmap: overlap"),
        marked("The median overlap of the heatmap with the regions that you drew: intersection over union."),
        lambda one: one.hits,
        drawn=True,
        plain=lambda one: "–" if one.overlap is None else f"{100 * one.overlap:.0f} %",
    ),
)


class FiguresModel(QAbstractTableModel):
    """The first columns are the group, where there are several, the finding, and its films."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Figures] = ()
        self._columns: tuple[Column, ...] = AGREEMENT
        self.grouped = False

    def show_figures(self, rows: Sequence[Figures], *, grouped: bool, truth: bool) -> None:
        """Show these; ``truth``: with what the table of truth says; with regions where there are any."""
        self.beginResetModel()
        self._rows, self.grouped = rows, grouped
        drawn = REGIONS if any(one.regions for one in rows) else ()
        self._columns = (*AGREEMENT, *drawn, *(OUTCOMES if truth else ()))
        self.endResetModel()

    def cell(self, index: Index) -> Cell:
        """Which films a cell counts."""
        one, column = self._rows[index.row()], self._column(index.column())
        group = one.group if self.grouped else None
        return (
            Cell(one.finding, group, column.words, column.states, column.drawn) if column else Cell(one.finding, group)
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """How many columns there are."""
        return 0 if parent.isValid() else self.first_share + len(self._columns)

    @property
    def first_share(self) -> int:
        """The number of the first column that shows a share."""
        return 3 if self.grouped else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's text, share, place of its text, or what it says at length."""
        one, column = self._rows[index.row()], self._column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._plain(one, index.column()) if column is None else _text(one, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() >= self.first_share - 1:
            return Qt.AlignmentFlag.AlignCenter
        if role == SHARE and column is not None and column.plain is None:
            return column.share(one)
        if role == Qt.ItemDataRole.ToolTipRole and column is not None:
            share = column.share(one)
            words = tr("Hit: {count} of {all} regions") if column.drawn else tr("{count} of {all} films")
            return f"{tr(column.told)}\n{words.format(count=share.count, all=share.of)}"
        return None

    def headerData(  # noqa: N802 - Qt's name
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The heads of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        column = self._column(section)
        if role == Qt.ItemDataRole.DisplayRole:
            plain = [*([tr("Group")] if self.grouped else []), tr("Finding"), tr("Films")]
            return plain[section] if column is None else tr(column.head).replace(": ", ":\n")
        return tr(column.told) if role == Qt.ItemDataRole.ToolTipRole and column is not None else None

    def _column(self, section: int) -> Column | None:
        return None if section < self.first_share else self._columns[section - self.first_share]

    def _plain(self, one: Figures, column: int) -> str:
        texts: list[str] = [one.group or "–"] if self.grouped else []
        texts += [tr(BY_KEY[one.finding].title), str(one.films)]
        return texts[column]


def _text(one: Figures, column: Column) -> str:
    return share_text(column.share(one)) if column.plain is None else column.plain(one)
