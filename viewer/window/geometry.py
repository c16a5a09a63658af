"""Where the window stands on the screen, and how its parts share it: kept from one start to the next."""

from __future__ import annotations

import math
from pathlib import Path
from typing import cast

from PySide6.QtCore import QSettings, QSize
from PySide6.QtWidgets import QMainWindow

from viewer.state.layout import HALF
from viewer.viewport.viewport_grid import ViewportGrid
from viewer.window.layout import Panels

USUAL_SIZE = QSize(1600, 1000)
PANELS = ("worklist", "findings")
TITLE_BAR = 40  # pixels, with the frame


class WindowGeometry:
    """Place and size of a window, its panels, and the border between its viewports; ``file`` keeps them.

    ``is_new`` after ``take_up``: none of this user's windows was ever closed, so that this is the first.
    """

    def __init__(self, window: QMainWindow, viewports: ViewportGrid, panels: Panels, file: Path) -> None:
        self._window, self._viewports, self._panels, self._file = window, viewports, panels, file
        self.is_new = False

    def take_up(self) -> None:
        """Put the window where it was; one that was never shown gets its usual size."""
        geometry = self._kept().value("geometry")
        self.is_new = geometry is None or not self._window.restoreGeometry(geometry)
        if self.is_new:
            self._window.resize(USUAL_SIZE)
        self._viewports.set_share(min(max(self._number("border", HALF), 0.0), 1.0))
        self._panels.draw(self._number("worklist_width", 1.0), self._number("findings_width", 1.0))
        self._panels.show_panels([self._number(f"{name}_shown", 1.0) != 0 for name in PANELS])

    def remember(self) -> None:
        """Write what the next window takes up."""
        kept = self._kept()  # written once, when it goes
        kept.setValue("geometry", self._window.saveGeometry())
        kept.setValue("border", self._viewports.share)
        for name, width, shown in zip(PANELS, self._panels.widths(), self._panels.shown(), strict=True):
            kept.setValue(f"{name}_width", width)
            kept.setValue(f"{name}_shown", int(shown))

    def appear(self) -> None:
        """Show the window; where it was never shown before and the screen has no room for it, fill the screen."""
        space = self._window.screen().availableSize()
        if self.is_new and (space.width() <= USUAL_SIZE.width() or space.height() <= USUAL_SIZE.height() + TITLE_BAR):
            self._window.showMaximized()
        else:
            self._window.show()

    def _number(self, name: str, usual: float) -> float:
        """A number that is kept; the usual one where there is none, or something else."""
        try:
            found = float(cast("str", self._kept().value(name, usual)))
        except (TypeError, ValueError):
            return usual
        return found if math.isfinite(found) else usual

    def _kept(self) -> QSettings:
        return QSettings(str(self._file), QSettings.Format.IniFormat)
