"""What the user may want of files: opening films, and handing out what was found; mixed into the main window."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QFileDialog, QWidget

from viewer.commands import menus
from viewer.control.controller import Controller
from viewer.export.export_controller import ExportController
from viewer.export.export_dialog import ExportDialog
from viewer.state import settings
from viewer.state.settings import Settings
from viewer.style.translation import tr

if TYPE_CHECKING:
    from viewer.window.main_window import MainWindow

FILE_FILTER = "(*.dcm *.dicom *.png *.jpg *.jpeg *.tif *.tiff *.zip)"


class FileIntents:
    """Intents of the File menu."""

    _controller: Controller
    _pack_folder: Path
    export_controller: ExportController
    settings: Settings

    # -- in -------------------------------------------------------------------------------------------------------

    def ask_for_files(self) -> None:
        """Ask for files and open them."""
        chest, every = tr("Chest films"), tr("All files")
        filters = ";;".join((f"{chest} {FILE_FILTER}", f"{every} (*)"))
        names, _ = QFileDialog.getOpenFileNames(cast("QWidget", self), tr("Open films"), self._last_folder(), filters)
        self.open_paths(tuple(Path(name) for name in names))

    def ask_for_folder(self) -> None:
        """Ask for a folder and open the films below it."""
        title = tr("Open a folder of films")
        name = QFileDialog.getExistingDirectory(cast("QWidget", self), title, self._last_folder())
        if name:
            self.open_paths((Path(name),))

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """Open files and folders and remember them."""
        if not paths:
            return
        also = tuple(Path(name) for name in self.settings.recent)
        self.settings = settings.with_recent(self.settings, paths)
        menus.fill_recent(cast("MainWindow", self))
        self._controller.opening.open_paths(paths, also)

    def open_sample(self, path: Path) -> None:
        """Open the bundled sample study; it is not remembered as recent."""
        self._controller.opening.open_paths((path,))

    # -- out ------------------------------------------------------------------------------------------------------

    def ask_for_export(self) -> None:
        """Ask what of the open film goes where, then write it."""
        self.export_controller.ask()

    def ask_for_films_to_export(self) -> None:
        """Ask which films go where, then write all of them."""
        self.export_controller.ask_batch()

    def pack_hash(self) -> str:
        """The hash of the pack in use; reads and checks the pack."""
        found: str = import_module("inference.model_pack").load_pack(self._pack_folder).pack_hash
        return found

    def copy_film(self) -> None:
        """Put the film as it is shown on the clipboard."""
        self.export_controller.copy()

    def print_report(self) -> None:
        """Print the report of the open film."""
        self.export_controller.print_report()

    @property
    def export_dialog(self) -> ExportDialog | None:
        """The export dialog that was opened last."""
        return self.export_controller.dialog

    def _last_folder(self) -> str:
        recent = self.settings.recent
        return str(Path(recent[0]).parent) if recent else str(Path.home())
