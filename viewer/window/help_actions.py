"""What the user may want to know of the program, its model and this computer; mixed into the main window."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QWidget

from viewer.control.controller import Controller
from viewer.dialogs import help_dialogs
from viewer.dialogs.help_dialogs import SystemDialog
from viewer.dialogs.licences_dialog import LicencesDialog
from viewer.dialogs.manual_dialog import ManualDialog, show_manual
from viewer.state.settings import Settings


class HelpIntents:
    """Intents of the Help menu."""

    _controller: Controller
    _pack_folder: Path
    settings: Settings
    licences_dialog: LicencesDialog | None = None
    manual_dialog: ManualDialog | None = None
    system_dialog: SystemDialog | None = None

    def show_manual(self) -> None:
        """Show the manual; it stays open beside the window."""
        self.manual_dialog = show_manual(cast("QWidget", self), self.manual_dialog)

    def show_model_card(self) -> None:
        """Show the model card of the pack in use."""
        help_dialogs.show_model_card(cast("QWidget", self), self._pack_folder)

    def show_system(self) -> None:
        """Say what this computer brings, and which device does the work."""
        examine, device = self._controller.analysing.examine, self.settings.device
        self.system_dialog = help_dialogs.show_system(cast("QWidget", self), examine, device)

    def show_licences(self) -> None:
        """Show the licences of all bundled parts."""
        self.licences_dialog = LicencesDialog(cast("QWidget", self))
        self.licences_dialog.open()

    def show_about(self) -> None:
        """Say what this program is and is not."""
        help_dialogs.show_about(cast("QWidget", self))
