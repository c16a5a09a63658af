"""Help > Manual: topics on the left, the chosen one beside them, and a search over all of them."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import resources
from inference.text.manual import Topic, topics
from viewer.dialogs.markdown_page import MarkdownPage
from viewer.style.rich_text import tip_text
from viewer.style.theme import open_at, scaled, widened
from viewer.style.translation import tr

ROOT, FOLDER = resources.path(""), resources.path("docs")
SUFFIX = ".md"


class ManualDialog(QDialog):
    """The manual; it stays open beside the window. Links lead to other topics and cards, and never out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("manual")
        self.setWindowTitle(tr("Manual"))
        open_at(self, 1040, 760)
        self._topics = topics()
        self._texts: dict[str, str] = {}  # as searched: made when somebody searches
        self._seen: list[str] = []
        self.search = QLineEdit(self)
        self.list = QListWidget(self)
        self.page = MarkdownPage(self)
        self.status = QLabel(self)
        self.back = QPushButton(tr("Back"), self)
        self._lay_out()
        self._fill()
        self._connect()
        self.list.setCurrentRow(0)

    def show_topic(self, target: str) -> None:
        """Show a topic by its name, or another Markdown file of the program as a link names it."""
        name = target.split("#")[0]
        path = (FOLDER / name).resolve()
        row = next((row for row, topic in enumerate(self._topics) if name in (topic.name, topic.name + SUFFIX)), None)
        if row == self.list.currentRow():
            self._show_row(row)  # from a card that this topic led to
        elif row is not None:
            self.list.setCurrentRow(row)
        elif path.suffix == SUFFIX and path.is_relative_to(ROOT.resolve()) and path.is_file():
            self._open(path)
        else:
            self.status.setText(tr("Not opened, since it lies outside the manual: {address}").format(address=target))

    def search_for(self, text: str) -> None:
        """Leave only topics in which all these words stand, and highlight the words."""
        words = text.casefold().split()
        found = [self._count(topic, words) for topic in self._topics]
        for row, (topic, count) in enumerate(zip(self._topics, found, strict=True)):
            item = self.list.item(row)
            item.setHidden(not count)
            item.setText(f"{topic.title} ({count})" if words and count else topic.title)
        left = [row for row, count in enumerate(found) if count]
        if left and self.list.currentRow() not in left:
            self.list.setCurrentRow(left[0])
        self._highlight()
        if not left:
            self.status.setText(tr("Nothing in the manual has all these words."))

    def next_hit(self) -> None:
        """Go to the next place that was found, in the next topic after the last of this one."""
        moved = self.page.next_hit()
        if not moved and self.search.text().strip():
            shown = [row for row in range(self.list.count()) if not self.list.item(row).isHidden()]
            if shown:
                later = [row for row in shown if row > self.list.currentRow()]
                self.list.setCurrentRow((later or shown)[0])
        self._say_place()

    def go_back(self) -> None:
        """Show what was shown before."""
        if len(self._seen) > 1:
            del self._seen[-1]
            self.show_topic(self._seen.pop())

    @property
    def listed(self) -> tuple[str, ...]:
        """The topics that are in the list now, as they are written there."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return tuple(item.text() for item in items if not item.isHidden())

    def _lay_out(self) -> None:
        self.search.setPlaceholderText(tr("Search the manual"))
        self.search.setAccessibleName(tr("Search the manual"))
        self.search.setClearButtonEnabled(True)
        self.list.setAccessibleName(tr("Topics of the manual"))
        self.list.setFixedWidth(widened(250))
        self.list.setWordWrap(True)
        self.list.setSpacing(scaled(1))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setAccessibleName(tr("Manual"))
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self.status.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setSpacing(scaled(8))
        column.addWidget(self.search)
        column.addLayout(row, 1)
        column.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        buttons = QDialogButtonBox(self)
        buttons.addButton(self.back, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        for button in (self.back, close):
            button.setAutoDefault(False)  # Enter goes on to the next hit
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.status, 1)
        row.addWidget(buttons)
        return row

    def _fill(self) -> None:
        for topic in self._topics:
            item = QListWidgetItem(topic.title, self.list)
            item.setToolTip(tip_text(topic.summary.replace("`", "")))

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show_row)
        self.list.itemClicked.connect(self._show_current)
        self.search.textChanged.connect(self.search_for)
        self.search.returnPressed.connect(self.next_hit)
        self.page.asked_for.connect(self.show_topic)
        self.back.clicked.connect(self.go_back)
        self.back.setShortcut("Alt+Left")

    def _show_row(self, row: int) -> None:
        if row >= 0:
            topic = self._topics[row]
            self._open(FOLDER / f"{topic.name}{SUFFIX}")

    def _show_current(self) -> None:
        self._show_row(self.list.currentRow())

    def _open(self, path: Path) -> None:
        name = path.relative_to(FOLDER).as_posix() if path.is_relative_to(FOLDER) else f"../{path.relative_to(ROOT)}"
        if self._seen[-1:] != [name]:
            self._seen.append(name)
        self.back.setEnabled(len(self._seen) > 1)
        self.status.clear()
        self.page.show_markdown(path.read_text(encoding="utf-8"), path.parent, ROOT)
        self._highlight()

    def _highlight(self) -> None:
        self.page.find_all(self.search.text().split())
        self._say_place()

    def _say_place(self) -> None:
        place, count = self.page.current_hit + 1, len(self.page.hits)
        self.status.setText(tr("{place} of {count} on this page").format(place=place, count=count) if count else "")

    def _count(self, topic: Topic, words: list[str]) -> int:
        """How often the words stand in a topic; 0 where one of them does not, 1 where none is asked for."""
        if not words:
            return 1
        counts = [self._text(topic).count(word) for word in words]
        return sum(counts) if all(counts) else 0

    def _text(self, topic: Topic) -> str:
        if topic.name not in self._texts:
            document = QTextDocument()
            document.setMarkdown(topic.text)
            self._texts[topic.name] = document.toPlainText().casefold()
        return self._texts[topic.name]


def show_manual(parent: QWidget, shown: ManualDialog | None) -> ManualDialog:
    """Show the manual beside the window, or bring the one that is open to the front."""
    dialog = shown if shown is not None and shiboken6.isValid(shown) else ManualDialog(parent)
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
    dialog.search.setFocus()
    return dialog
