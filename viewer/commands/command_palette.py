"""The palette: every action by name, found by a few letters, run by Enter; what cannot run says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from viewer.commands.fuzzy_match import fuzzy_score
from viewer.style.rich_text import tip_text
from viewer.style.theme import open_at, toned
from viewer.style.translation import tr

_NAME = Qt.ItemDataRole.UserRole
_TRAVEL = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
QUIET = QColor("#77838f")


@dataclass(frozen=True, slots=True)
class PaletteEntry:
    """An action as the palette shows it; ``also`` are other words it is found by, ``missing`` why it cannot run."""

    name: str
    text: str
    group: str
    keys: str
    also: str = ""
    missing: str = ""


class CommandPalette(QDialog):
    """Finds a command; ``picked`` tells its name after the palette has closed."""

    picked = Signal(str)

    def __init__(self, commands: Sequence[PaletteEntry], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("palette")
        self.setWindowTitle(tr("Find a command"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._commands = tuple(commands)
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("A few letters of what you want to do"))
        self.search.setAccessibleName(tr("Search commands"))
        self.search.installEventFilter(self)
        self.list = QTreeWidget(self)
        self.list.setAccessibleName(tr("Commands"))
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.reason = QLabel(self)
        self.reason.setObjectName("quiet")
        column = QVBoxLayout(self)
        for widget in (self.search, self.list, self.reason):
            column.addWidget(widget)
        self.search.textChanged.connect(self._fill)
        self.search.returnPressed.connect(self._run)
        self.list.itemClicked.connect(self._run)
        self.list.currentItemChanged.connect(self._say_why)
        open_at(self, 620, 460)
        self._fill("")

    def _fill(self, query: str) -> None:
        self.list.clear()
        for command in _found(query, self._commands):
            item = QTreeWidgetItem((f"{command.group}  ›  {command.text}", command.keys))
            item.setData(0, _NAME, command.name)
            if command.missing:
                item.setForeground(0, toned(QUIET))
                item.setForeground(1, toned(QUIET))
                item.setToolTip(0, tip_text(command.missing))
            self.list.addTopLevelItem(item)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self._say_why()

    def _current(self) -> PaletteEntry | None:
        item = self.list.currentItem()
        name = item.data(0, _NAME) if item else None
        return next((command for command in self._commands if command.name == name), None)

    def _say_why(self) -> None:
        command = self._current()
        if command is None:
            self.reason.setText(tr("No command has these letters."))
        elif command.missing:
            self.reason.setText(tr("Not now: {reason}").format(reason=command.missing))
        else:
            self.reason.setText(tr("Enter runs it, Esc closes."))

    def _run(self) -> None:
        command = self._current()
        if command is None or command.missing:
            return
        self.accept()
        self.picked.emit(command.name)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Arrow keys in the search line travel in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TRAVEL:
            self.list.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)


def _found(query: str, commands: Sequence[PaletteEntry]) -> list[PaletteEntry]:
    """The commands that fit, best first; what can run comes before what cannot, where both fit alike."""
    scored = []
    for place, command in enumerate(commands):
        scores = [fuzzy_score(query, text) for text in (command.text, command.also)]
        known = [score for score in scores if score is not None]
        if known:
            scored.append((-max(known) if query else 0.0, bool(command.missing), place, command))
    return [item[-1] for item in sorted(scored, key=lambda item: item[:3])]
