"""A page of Markdown from the program's own files: pictures from its folder alone, nothing opened by a click."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QResizeEvent, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from viewer.dialogs.markdown_style import dress
from viewer.style.theme import scaled, toned

HIT, CURRENT, ON_HIT = "#f2c94c", "#f2994a", "#0d1117"
PICTURE = "!["


class MarkdownPage(QTextBrowser):
    """Shows one Markdown file; ``asked_for`` carries the target of a link that was clicked, as it is written."""

    asked_for = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(scaled(12))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # else laying out a text resizes the page
        self.anchorClicked.connect(self._ask)
        self._markdown, self._folder, self._root = "", Path(), Path()
        self._words: list[str] = []
        self._hits: list[QTextCursor] = []
        self._current = -1

    def show_markdown(self, markdown: str, folder: Path, root: Path) -> None:
        """Show a text whose pictures are named from ``folder`` on; those outside of ``root`` are not shown."""
        self._markdown, self._folder, self._root = markdown, folder, root.resolve()
        self._render()
        self.find_all([])

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: N802 - Qt's own name
        """A picture of the folder, no wider than the page; nothing else, from nowhere else."""
        path = (self._folder / (name.toString() if isinstance(name, QUrl) else name)).resolve()
        wanted = kind == QTextDocument.ResourceType.ImageResource.value and path.is_relative_to(self._root)
        return self._picture(path) if wanted and path.is_file() else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's own name
        """Pictures keep to the width of the page."""
        super().resizeEvent(event)
        if PICTURE in self._markdown and event.oldSize().width() != event.size().width():
            place, current = self.verticalScrollBar().value(), self._current
            self._render()
            self.find_all(self._words, current)
            self.verticalScrollBar().setValue(place)

    def find_all(self, words: list[str], current: int = 0) -> int:
        """Highlight every place where one of the words stands and go to one of them; returns how many there are."""
        self._words = words
        self._hits = sorted((hit for word in words for hit in self._places(word)), key=QTextCursor.position)
        self._current = current if self._hits else -1
        self._show_hits()
        return len(self._hits)

    def next_hit(self) -> bool:
        """Go to the next place; False, and nothing moves, after the last."""
        if self._current + 1 >= len(self._hits):
            return False
        self._current += 1
        self._show_hits()
        return True

    @property
    def hits(self) -> tuple[str, ...]:
        """The places that are highlighted, as they are written there."""
        return tuple(hit.selectedText() for hit in self._hits)

    @property
    def current_hit(self) -> int:
        """Which of the places it stands at; -1 for none."""
        return self._current

    def _render(self) -> None:
        self.setMarkdown(self._markdown)
        dress(self.document())

    def _places(self, word: str) -> list[QTextCursor]:
        found, cursor = [], self.document().find(word)
        while not cursor.isNull():
            found.append(cursor)
            cursor = self.document().find(word, cursor)
        return found

    def _show_hits(self) -> None:
        self.setExtraSelections([self._highlighted(hit, place) for place, hit in enumerate(self._hits)])
        if self._current >= 0:
            at = QTextCursor(self.document())
            at.setPosition(self._hits[self._current].selectionStart())
            self.setTextCursor(at)
            self.ensureCursorVisible()

    def _highlighted(self, hit: QTextCursor, place: int) -> QTextEdit.ExtraSelection:
        style = QTextCharFormat()
        style.setBackground(toned(CURRENT if place == self._current else HIT))
        style.setForeground(QColor(ON_HIT))
        selection: Any = QTextEdit.ExtraSelection()  # PySide's stubs call its two fields methods
        selection.cursor, selection.format = hit, style
        return selection  # type: ignore[no-any-return]  # for the same reason

    def _picture(self, path: Path) -> QImage:
        reader = QImageReader(str(path))
        fine, wide = self.devicePixelRatioF(), self.viewport().width() - 2 * scaled(16)
        size = reader.size()
        if size.width() > wide:
            reader.setScaledSize(
                size.scaled(QSize(round(wide * fine), size.height()), Qt.AspectRatioMode.KeepAspectRatio)
            )
        picture = reader.read()
        if size.width() > wide:
            picture.setDevicePixelRatio(fine)
        return picture

    def _ask(self, target: QUrl) -> None:
        self.asked_for.emit(target.toString())
