"""What the user may want of the list of films, the keys and the settings; mixed into the main window."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QWidget

from viewer.commands import menus
from viewer.commands.command_center import CommandCenter
from viewer.control.controller import Controller
from viewer.dialogs.settings_dialog import SettingsDialog, reading_limits
from viewer.state import settings
from viewer.state.settings import Settings
from viewer.worklist.worklist_panel import WorklistPanel

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow


class CommandIntents:
    """Intents of the Go menu, and of what is chosen once for all films."""

    _controller: Controller
    settings: Settings
    worklist_panel: WorklistPanel
    tools: CommandCenter
    settings_dialog: SettingsDialog | None = None

    # -- the list of films ----------------------------------------------------------------------------------------

    def next_film(self) -> None:
        """Go to the next film."""
        self._controller.travel.go(1)

    def previous_film(self) -> None:
        """Go to the previous film."""
        self._controller.travel.go(-1)

    def next_study(self) -> None:
        """Go to the next study."""
        self._controller.travel.go_to_study(1)

    def previous_study(self) -> None:
        """Go to the previous study."""
        self._controller.travel.go_to_study(-1)

    def toggle_reviewed(self) -> None:
        """Mark the open study as reviewed, or take the mark back."""
        self._controller.worklist.toggle_reviewed()

    def search_films(self) -> None:
        """Search the list of films."""
        self.worklist_panel.begin_search()

    def worst_first(self) -> None:
        """List the studies with the worst findings first."""
        self._controller.worklist.arrange("worst")

    def as_opened(self) -> None:
        """List the studies in the order in which they were opened."""
        self._controller.worklist.arrange("opened")

    # -- keys and settings ----------------------------------------------------------------------------------------

    def show_shortcuts(self) -> None:
        """Show every action with its keys."""
        self.tools.show_cheat_sheet()

    def show_palette(self) -> None:
        """Find an action by a few letters and run it."""
        self.tools.show_palette()

    def show_settings(self) -> None:
        """Change the settings."""
        now = replace(self.settings, read_first=self._controller.session.read_unaided)
        self.settings_dialog = SettingsDialog(now, reading_limits(now.limits), cast("QWidget", self))
        self.settings_dialog.keys_wanted.connect(self.edit_bindings)
        self.settings_dialog.accepted.connect(self._take_settings)
        self.settings_dialog.open()

    def _take_settings(self) -> None:
        assert self.settings_dialog is not None
        before, chosen = self.settings, replace(self.settings_dialog.chosen, keys=self.settings.keys)
        self.settings = chosen
        self._controller.view.set_corners(chosen.corners)
        self._controller.unaided.want(chosen.read_first)
        window = cast("MainWindow", self)
        menus.show_checks(window, window.actions_by_name)
        window.save_settings()
        if (before.language, before.theme, before.text_percent) != (chosen.language, chosen.theme, chosen.text_percent):
            window.rebuild_wanted.emit()

    def cycle_corners(self) -> None:
        """Show the next level of corner text."""
        place = settings.CORNERS.index(self._controller.session.corners)
        self._controller.view.set_corners(settings.CORNERS[(place + 1) % len(settings.CORNERS)])

    def edit_bindings(self) -> None:
        """Choose other keys."""
        self.tools.edit_bindings()
