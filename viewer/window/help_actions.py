"""What the user may want to know of the program, its model and this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from viewer.control.analysis import AnalysisControl
from viewer.dialogs import help_dialogs
from viewer.dialogs.help_dialogs import SystemDialog
from viewer.dialogs.licences_dialog import LicencesDialog
from viewer.dialogs.manual_dialog import ManualDialog, show_manual
from viewer.state.settings_store import SettingsStore


class HelpActions:
    """Opens the dialogs of the Help menu over ``parent``, and keeps those opened last."""

    def __init__(
        self, parent: QWidget, analysing: AnalysisControl, settings: SettingsStore, pack_folder: Callable[[], Path]
    ) -> None:
        self._parent, self._analysing, self._settings, self._pack_folder = parent, analysing, settings, pack_folder
        self.licences_dialog: LicencesDialog | None = None
        self.manual_dialog: ManualDialog | None = None
        self.system_dialog: SystemDialog | None = None

    def show_manual(self) -> None:
        """Show the manual; it stays open beside the window."""
        self.manual_dialog = show_manual(self._parent, self.manual_dialog)

    def show_model_card(self) -> None:
        """Show the model card of the pack in use."""
        help_dialogs.show_model_card(self._parent, self._pack_folder())

    def show_system(self) -> None:
        """Say what this computer brings, and which device does the work."""
        examine, device = self._analysing.examine, self._settings.now.device
        self.system_dialog = help_dialogs.show_system(self._parent, examine, device)

    def show_licences(self) -> None:
        """Show the licences of all bundled parts."""
        self.licences_dialog = LicencesDialog(self._parent)
        self.licences_dialog.open()

    def show_about(self) -> None:
        """Say what this program is and is not."""
        help_dialogs.show_about(self._parent)
