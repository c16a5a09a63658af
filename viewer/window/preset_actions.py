"""Window presets: those that fit every chest film, and the user's own, kept in the settings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from viewer.commands import enablement as needs
from viewer.commands.command import Command
from viewer.commands.enablement import Need
from viewer.commands.shortcuts import Bindings, keys_text
from viewer.dialogs.preset_dialog import PresetDialog
from viewer.state.presets import CHEST, MOST_OWN, chest_window, own_preset, own_window
from viewer.state.session import Session
from viewer.state.settings_store import SettingsStore
from viewer.state.undo_history import UndoHistory
from viewer.style.translation import marked
from viewer.window.settings_actions import SettingsActions
from viewer.window.window_level_actions import WindowLevelActions

PRESETS = 10  # one for each digit


class PresetActions(QObject):
    """Shows the film in a preset, and lets the user keep, rename and delete own ones."""

    changed = Signal()

    def __init__(
        self,
        window: QWidget,
        window_level: WindowLevelActions,
        settings: SettingsStore,
        options: SettingsActions,
        bindings: Callable[[], Bindings],
    ) -> None:
        super().__init__(window)
        self._window, self._window_level, self._settings = window, window_level, settings
        self._options, self._bindings = options, bindings
        self.dialog: PresetDialog | None = None

    def use_chest(self, name: str) -> None:
        """Show the film in one of the windows that fit every chest film."""
        self._window_level.change(lambda film, _voi: chest_window(film, name))

    def use_own(self, place: int) -> None:
        """Show the film in one of the user's own windows."""
        preset = self._settings.now.presets[place]
        self._window_level.change(lambda film, _voi: own_window(film, preset))

    def own_names(self) -> tuple[str, ...]:
        """What the user's own windows are called."""
        return tuple(preset.name for preset in self._settings.now.presets)

    def own_missing(self, place: int) -> str:
        """What is said where no own window is kept at this place; empty where one is."""
        kept = place < len(self._settings.now.presets)
        return "" if kept else marked("No window of your own is kept here: Film > Window > Window presets.")

    def edit(self) -> None:
        """Keep the window in use under a name, rename and delete."""
        shown = self._window_level.in_use()
        present = None if shown is None else own_preset(*shown, "-")
        keys = [keys_text(self._bindings()[f"own_preset_{place + 1}"]) for place in range(MOST_OWN)]
        self.dialog = PresetDialog(self._settings.now.presets, keys, present, self._window)
        self.dialog.accepted.connect(self._keep)
        self.dialog.open()

    @Slot()
    def _keep(self) -> None:
        assert self.dialog is not None
        self._settings.now = replace(self._settings.now, presets=self.dialog.chosen)
        self._options.save()
        self.changed.emit()


def preset_commands(window_level: WindowLevelActions, presets: PresetActions) -> dict[str, Command]:
    """The commands of all window presets, by name of action."""

    def own(place: int) -> Need:
        def missing(session: Session, history: UndoHistory) -> str:
            return needs.film(session, history) or presets.own_missing(place)

        return missing

    return {
        **{
            f"preset_{place}": Command(partial(window_level.use_preset, place), needs.preset(place))
            for place in range(PRESETS)
        },
        **{f"window_{name.lower()}": Command(partial(presets.use_chest, name), needs.film) for name in CHEST},
        **{
            f"own_preset_{place + 1}": Command(partial(presets.use_own, place), own(place)) for place in range(MOST_OWN)
        },
        "edit_presets": Command(presets.edit),
    }
