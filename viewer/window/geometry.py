"""Where the window stands on the screen, and how its viewports share it: kept from one start to the next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QSplitter

USUAL_SIZE = QSize(1600, 1000)
TITLE_BAR = 40  # pixels, with the frame


class WindowGeometry:
    """Place and size of a window, and the split between its viewports; ``file`` keeps them."""

    def __init__(self, window: QMainWindow, viewports: QSplitter, file: Path) -> None:
        self._window, self._viewports, self._file = window, viewports, file
        self._is_new = False

    def take_up(self) -> None:
        """Put the window where it was; one that was never shown gets its usual size."""
        geometry, viewports = self._kept().value("geometry"), self._kept().value("panes")
        self._is_new = geometry is None or not self._window.restoreGeometry(geometry)
        if self._is_new:
            self._window.resize(USUAL_SIZE)
        if viewports is not None:
            self._viewports.restoreState(viewports)

    def remember(self) -> None:
        """Write what the next window takes up."""
        self._kept().setValue("geometry", self._window.saveGeometry())
        self._kept().setValue("panes", self._viewports.saveState())

    def appear(self) -> None:
        """Show the window; where it was never shown before and the screen has no room for it, fill the screen."""
        space = self._window.screen().availableSize()
        if self._is_new and (space.width() <= USUAL_SIZE.width() or space.height() <= USUAL_SIZE.height() + TITLE_BAR):
            self._window.showMaximized()
        else:
            self._window.show()

    def _kept(self) -> QSettings:
        return QSettings(str(self._file), QSettings.Format.IniFormat)
