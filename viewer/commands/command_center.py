"""What the window offers around its actions: their keys, the palette, the cheat sheet, and what they need."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from viewer.commands import menus
from viewer.commands.action_table import ACTIONS
from viewer.commands.command_palette import Command, CommandPalette
from viewer.commands.enablement import what_is_missing
from viewer.commands.menus import action_text
from viewer.commands.shortcut_editor import ShortcutEditor
from viewer.commands.shortcut_sheet import ShortcutSheet
from viewer.commands.shortcuts import Keys, bindings_of, chosen_of, keys_text
from viewer.state.session import Session
from viewer.state.undo_history import UndoHistory
from viewer.style.translation import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


class CommandCenter:
    """Keeps the keys in use; actions that cannot run are disabled, and the palette says why."""

    def __init__(self, window: MainWindow, actions: dict[str, QAction]) -> None:
        self._window, self._actions = window, actions
        self._missing: dict[str, str] = {}
        self.palette: CommandPalette | None = None
        self.key_editor: ShortcutEditor | None = None
        self.cheat_sheet: ShortcutSheet | None = None
        self.bindings: dict[str, Keys] = {}
        self._bind(bindings_of(dict(window.settings.keys)))

    def show_session(self, session: Session, history: UndoHistory) -> None:
        """Enable what can run now."""
        self._missing = {spec.name: what_is_missing(spec, session, history) for spec in ACTIONS}
        for name, missing in self._missing.items():
            self._actions[name].setEnabled(not missing)

    def commands(self) -> list[Command]:
        """All actions as the palette shows them."""
        return [
            Command(
                spec.name,
                action_text(spec).rstrip(" …"),
                tr(spec.menu),
                keys_text(self.bindings[spec.name]),
                also=spec.text.replace("{}", spec.subject),
                missing=self._missing.get(spec.name, ""),
            )
            for spec in ACTIONS
            if spec.name != "palette"
        ]

    def show_palette(self) -> None:
        """Open the palette over the upper part of the window."""
        self.palette = CommandPalette(self.commands(), self._window)
        self.palette.picked.connect(self._run)
        self.palette.open()

    def show_cheat_sheet(self) -> None:
        """Open the page of all keys."""
        self.cheat_sheet = ShortcutSheet(self.bindings, self._window)
        self.cheat_sheet.open()

    def edit_bindings(self) -> None:
        """Open the editor of keys; what is saved there works at once."""
        self.key_editor = ShortcutEditor(self.bindings, self._window)
        self.key_editor.accepted.connect(self._take_bindings)
        self.key_editor.open()

    def _take_bindings(self) -> None:
        assert self.key_editor is not None
        self._bind(self.key_editor.bindings)
        chosen = tuple(sorted(chosen_of(self.bindings).items()))
        self._window.settings = replace(self._window.settings, keys=chosen)
        self._window.save_settings()

    def _bind(self, bindings: dict[str, Keys]) -> None:
        self.bindings = bindings
        menus.bind(self._actions, bindings)
        self._window.findings.show_keys({name: keys_text(keys) for name, keys in bindings.items()})

    def _run(self, name: str) -> None:
        self._actions[name].trigger()
