"""The window's actions with their keys, what they need and whether they are on; palette, keys' page and editor."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMainWindow, QMenu

from viewer.commands import menus
from viewer.commands.action_table import ACTIONS, Menu
from viewer.commands.command import Command
from viewer.commands.command_palette import CommandPalette, PaletteEntry
from viewer.commands.menus import action_text
from viewer.commands.shortcut_editor import ShortcutEditor
from viewer.commands.shortcut_sheet import ShortcutSheet
from viewer.commands.shortcuts import Bindings, Keys, bindings_of, chosen_of, keys_text
from viewer.state.session import Session
from viewer.state.undo_history import UndoHistory
from viewer.style.translation import tr

Names = Callable[[], Sequence[str]]


class CommandCenter(QObject):
    """Runs commands by menu, key and palette; those that cannot run are disabled, and the palette says why."""

    keys_chosen = Signal(object)  # the user's own, by name of action
    keys_changed = Signal(object)  # those in use, as they are written, by name of action

    def __init__(self, window: QMainWindow, commands: Mapping[str, Command]) -> None:
        super().__init__(window)
        self._window = window
        own = {
            "palette": Command(self.show_palette),
            "shortcuts": Command(self.show_cheat_sheet),
            "bindings": Command(self.edit_bindings),
        }
        self.commands = {**commands, **own}
        self.actions = menus.make_actions(window, self.commands, self._call)
        self._missing: dict[str, str] = {}
        self.palette: CommandPalette | None = None
        self.key_editor: ShortcutEditor | None = None
        self.cheat_sheet: ShortcutSheet | None = None
        self.bindings: dict[str, Keys] = {}

    def use_keys(self, chosen: Bindings) -> None:
        """Bind the keys that the user chose, and the table's own to all other actions."""
        self._bind(bindings_of(chosen))

    def fill_menus(self, recent: QMenu, presets: Names, own: Names) -> dict[Menu, QMenu]:
        """Put the actions into menu bar and toolbar; ``presets`` names the open film's windows, ``own`` the user's."""
        filled = menus.fill(self._window, self.actions, recent)
        filled[Menu.WINDOW].aboutToShow.connect(lambda: self._name("preset_", presets()))
        filled[Menu.WINDOW].aboutToShow.connect(lambda: self._name("own_preset_", own()))
        return filled

    def _name(self, kind: str, names: Sequence[str]) -> None:
        menus.name_actions([action for name, action in self.actions.items() if name.startswith(kind)], names)

    # -- shown ----------------------------------------------------------------------------------------------------

    def show_needs(self, session: Session, history: UndoHistory) -> None:
        """Enable what can run now."""
        before = self._missing
        self._missing = {name: tr(command.needs(session, history)) for name, command in self.commands.items()}
        for name, missing in self._missing.items():
            if missing != before.get(name):
                self.actions[name].setEnabled(not missing)

    def show_checks(self) -> None:
        """Show of every action that is on or off which it is."""
        for name, command in self.commands.items():
            if command.checked is not None:
                self.actions[name].setChecked(command.checked())

    def run(self, name: str) -> None:
        """Run a command as its menu entry does, where it can run."""
        self.actions[name].trigger()

    # -- asked for ------------------------------------------------------------------------------------------------

    def show_palette(self) -> None:
        """Open the palette over the upper part of the window."""
        self.palette = CommandPalette(self._entries(), self._window)
        self.palette.picked.connect(self.run)
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

    def _entries(self) -> list[PaletteEntry]:
        """All actions as the palette shows them."""
        return [
            PaletteEntry(
                spec.name,
                action_text(spec).rstrip(" …"),
                tr(spec.menu.value),
                keys_text(self.bindings[spec.name]),
                also=spec.text.replace("{}", spec.subject),
                missing=self._missing.get(spec.name, ""),
            )
            for spec in ACTIONS
            if spec.name != "palette"
        ]

    def _take_bindings(self) -> None:
        assert self.key_editor is not None
        self._bind(self.key_editor.bindings)
        self.keys_chosen.emit(chosen_of(self.bindings))

    def _bind(self, bindings: dict[str, Keys]) -> None:
        self.bindings = bindings
        menus.bind(self.actions, bindings)
        self.keys_changed.emit({name: keys_text(keys) for name, keys in bindings.items()})

    def _call(self, run: Callable[[], object]) -> None:
        run()
        self.show_checks()
