"""A report of another program in full: every item of its tree, as it is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from inference.core.film_objects import FilmReport, ReportItem
from viewer.objects.object_words import lines
from viewer.state.objects.film_objects import FoundObject
from viewer.style.rich_text import tip_text
from viewer.style.theme import open_at
from viewer.style.translation import tr

OPEN_ITEMS = 200  # of a longer report only the first levels are unfolded
_NAME_SHARE = 0.45


class ReportDialog(QDialog):
    """Shows names and values side by side, literally."""

    def __init__(self, found: FoundObject, report: FilmReport, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Report of another program"))
        open_at(self, 760, 560)
        head = QLabel("\n".join((report.origin.title, *lines(found))), self)
        head.setTextFormat(Qt.TextFormat.PlainText)
        head.setWordWrap(True)
        self.tree = QTreeWidget(self)
        self.tree.setColumnCount(2)
        self.tree.setHeaderLabels([tr("Item"), tr("Value")])
        self.tree.setWordWrap(True)
        self.tree.setAccessibleName(tr("Items of the report"))
        self.tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.tree.header().resizeSection(0, round(_NAME_SHARE * self.width()))
        count = _add(self.tree.invisibleRootItem(), report.root)
        self.tree.expandAll() if count <= OPEN_ITEMS else self.tree.expandToDepth(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (head, self.tree, buttons):
            column.addWidget(part, int(part is self.tree))


def _add(parent: QTreeWidgetItem, item: ReportItem) -> int:
    """Add an item with all below it; answers how many that are."""
    made = QTreeWidgetItem(parent, [item.name, item.value])
    for column, words in enumerate((item.name, item.value)):
        made.setToolTip(column, tip_text(words))
        made.setTextAlignment(column, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return 1 + sum(_add(made, inner) for inner in item.items)
