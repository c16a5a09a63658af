"""One page of all keys and what the mouse does, in groups, made from the table of actions and the keys in use."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QTextBrowser, QVBoxLayout, QWidget

from viewer.commands.action_table import ACTIONS
from viewer.commands.menus import action_text
from viewer.commands.shortcuts import Bindings, keys_text
from viewer.style.theme import open_at, scaled, toned
from viewer.style.translation import marked, tr

MOUSE = (
    (marked("Left drag"), marked("Window (across: width, down: level)")),
    (marked("Ctrl+left drag, Shift+left drag"), marked("Window finely, in great steps")),
    (marked("Ctrl+Shift+left drag"), marked("Window from the region drawn")),
    (marked("Middle drag"), marked("Pan")),
    (marked("Right drag"), marked("Zoom")),
    (marked("Wheel"), marked("Next or previous film; with the magnifier held, 2 to 4 times")),
    (marked("Ctrl+wheel"), marked("Zoom at the cursor")),
    (marked("Shift+wheel"), marked("Opacity of the overlay")),
    (marked("Click on a bar"), marked("Show the finding's overlay and go where it is hottest")),
    (marked("Double click"), marked("One viewport over the whole middle, and back")),
)
COLUMNS = 4
COLUMN_WIDTH = 310  # pixels at 100 %, less would break words
Rows = list[tuple[str, str]]


class ShortcutSheet(QDialog):
    """Shows every action that has a key."""

    def __init__(self, bindings: Bindings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("cheatSheet")
        self.setWindowTitle(tr("Keyboard and mouse"))
        self.page = QTextBrowser(self)
        self.page.setAccessibleName(tr("All keys"))
        buttons = QDialogButtonBox(self)
        buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.page)
        column.addWidget(buttons)
        open_at(self, 1560, 900)
        self.page.setHtml(sheet_html(bindings, min(COLUMNS, max(1, self.width() // scaled(COLUMN_WIDTH)))))


def sheet_html(bindings: Bindings, count: int = COLUMNS) -> str:
    """The page: groups in ``count`` columns of about the same length."""
    columns: list[list[str]] = [[] for _ in range(count)]
    lengths = [0] * count
    for title, rows in sorted(groups(bindings), key=lambda group: -len(group[1])):
        shortest = lengths.index(min(lengths))
        columns[shortest].append(_group_html(title, rows))
        lengths[shortest] += len(rows) + 3
    cells = "".join(f'<td width="{100 // count}%">{"".join(column)}</td>' for column in columns)
    return f'<table width="100%" cellpadding="8"><tr>{cells}</tr></table>'


def groups(bindings: Bindings) -> Iterator[tuple[str, Rows]]:
    """Title and rows (keys, what they do) of every group: the menus, then the mouse."""
    for menu in dict.fromkeys(spec.menu for spec in ACTIONS):
        specs = [spec for spec in ACTIONS if spec.menu == menu and bindings[spec.name]]
        if specs:
            yield tr(menu.value), [(keys_text(bindings[spec.name]), action_text(spec).rstrip(" …")) for spec in specs]
    yield tr("Mouse"), [(tr(hand), tr(text)) for hand, text in MOUSE]


def _group_html(title: str, rows: Rows) -> str:
    colour = toned("#f2c94c").name()
    lines = "".join(
        f'<tr><td style="color:{colour}; white-space:nowrap">{escape(keys)}&nbsp;&nbsp;</td>'
        f"<td>{escape(text)}</td></tr>"
        for keys, text in rows
    )
    return f'<p><b>{escape(title)}</b></p><table cellpadding="1">{lines}</table>'
