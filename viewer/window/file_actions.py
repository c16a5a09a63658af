"""Opening films: asked for by a dialog, dropped, or opened lately."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

import resources
from inference.network.study_request import SUFFIX
from inference.text.messages import no_file_manager
from viewer.control.messages import Messages
from viewer.control.opening.opening import Opening
from viewer.state import settings as kept
from viewer.state.settings_store import SettingsStore
from viewer.style.translation import tr

FILE_FILTER = "(*.dcm *.dicom *.png *.jpg *.jpeg *.tif *.tiff *.zip)"


class FileActions:
    """Asks for films over ``parent`` and opens them; what was opened is remembered in the settings."""

    def __init__(self, parent: QWidget, opening: Opening, messages: Messages, settings: SettingsStore) -> None:
        self._parent, self._opening, self._messages, self._settings = parent, opening, messages, settings
        self.fetch_requested: Callable[[Path], object] = lambda _: None

    def ask_for_files(self) -> None:
        """Ask for files and open them."""
        chest, every = tr("Chest films"), tr("All files")
        filters = ";;".join((f"{chest} {FILE_FILTER}", f"{every} (*)"))
        names, _ = QFileDialog.getOpenFileNames(self._parent, tr("Open films"), self._last_folder(), filters)
        self.open_paths(tuple(Path(name) for name in names))

    def ask_for_folder(self) -> None:
        """Ask for a folder and open the films below it."""
        title = tr("Open a folder of films")
        name = QFileDialog.getExistingDirectory(self._parent, title, self._last_folder())
        if name:
            self.open_paths((Path(name),))

    def open_paths(self, paths: tuple[Path, ...]) -> None:
        """Open files and folders and remember them; a request for a study is handed to whoever fetches it."""
        for path in paths:
            if path.suffix == SUFFIX:
                self.fetch_requested(path)
        paths = tuple(path for path in paths if path.suffix != SUFFIX)
        if not paths:
            return
        also = tuple(Path(name) for name in self.recent())
        self._settings.now = kept.with_recent(self._settings.now, tuple(str(path.absolute()) for path in paths))
        self._opening.open_paths(paths, also)

    def open_recent(self, path: Path) -> None:
        """Open what was opened before."""
        self.open_paths((path,))

    def open_samples(self) -> None:
        """Open the bundled sample studies; they are not remembered as recent."""
        self._opening.open_paths((resources.path("samples"),))

    def show_place(self, path: Path) -> None:
        """Show a folder, or the one that a file lies in, in the system's file manager; say so where there is none."""
        folder = path if path.is_dir() else path.parent
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._messages.notify(no_file_manager(folder))

    def recent(self) -> tuple[str, ...]:
        """What was opened lately, newest first."""
        return self._settings.now.recent

    def _last_folder(self) -> str:
        recent = self.recent()
        return str(Path(recent[0]).parent) if recent else str(Path.home())


class DroppedFiles(QObject):
    """Takes what is dropped on a window and has it opened."""

    def __init__(self, window: QWidget, open_paths: Callable[[tuple[Path, ...]], object]) -> None:
        super().__init__(window)
        self._open_paths = open_paths
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take files and folders, nothing else."""
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self._open_paths(tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()))
            return True
        if isinstance(event, QDragEnterEvent) and event.mimeData().hasUrls():
            event.acceptProposedAction()
            return True
        return False
