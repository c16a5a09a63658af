"""The reader's own site: the ledger, and site thresholds; their dialogs, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtWidgets import QDialog, QMainWindow

from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.site.ledger.keeper import LedgerKeeper
from viewer.state.settings_store import SettingsStore
from viewer.window.file_actions import FileActions

if TYPE_CHECKING:  # they come with the first command for them
    from viewer.site.ledger.ledger_dialog import LedgerDialog
    from viewer.site.thresholds.thresholds_dialog import ThresholdsDialog


class SiteActions:
    """Opens the dialogs over ``window``, keeps those opened last, and has films counted as they are read."""

    def __init__(
        self,
        window: QMainWindow,
        controller: Controller,
        settings: SettingsStore,
        files: FileActions,
        pack: Callable[[], Path],
    ) -> None:
        self._window, self._controller, self._files, self._pack = window, controller, files, pack
        self.keeper = LedgerKeeper(controller.ledger, lambda: settings.now.ledger, window)
        self.ledger_dialog: LedgerDialog | None = None
        self.thresholds_dialog: ThresholdsDialog | None = None

    def commands(self) -> dict[str, Command]:
        """The commands by name of action."""
        return {"ledger": Command(self.show_ledger), "site_thresholds": Command(self.show_thresholds)}

    def show_ledger(self) -> None:
        """Show how reader and model agree here; what was seen last counts already."""
        from viewer.site.ledger.ledger_dialog import LedgerDialog

        self.keeper.note()
        _close(self.ledger_dialog)
        dialog = LedgerDialog(self._controller.ledger, self._window)
        dialog.film_wanted.connect(self._open)
        self.ledger_dialog = dialog
        dialog.show()

    def show_thresholds(self) -> None:
        """Tune operating points on own films, put them in force, withdraw them."""
        from viewer.site.thresholds.thresholds_dialog import ThresholdsDialog

        controller = self._controller
        _close(self.thresholds_dialog)
        dialog = ThresholdsDialog(controller.thresholds, controller.ledger, self._pack(), self._window)
        dialog.changed.connect(controller.analysing.analyse_again)
        self.thresholds_dialog = dialog
        dialog.show()

    def _open(self, path: Path) -> None:
        """Go to a film of the worklist, or open it."""
        if path in self._controller.session.films:
            self._controller.travel.select(path)
        else:
            self._files.open_paths((path,))


def _close(dialog: QDialog | None) -> None:
    """Of each dialog there is one: that which was opened before goes."""
    if dialog is not None and shiboken6.isValid(dialog):
        dialog.close()
