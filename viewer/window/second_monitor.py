"""The viewport with overlay in a window of its own on another screen, with the keys of the main window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QScreen
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from viewer.style.translation import tr
from viewer.viewport.viewport_pair import ViewportPair


class SecondMonitor(QWidget):
    """Holds the viewport while it is shown; closed by the user, it gives the viewport back and tells so."""

    given_back = Signal()

    def __init__(self, window: QMainWindow, viewports: ViewportPair) -> None:
        super().__init__()
        self._window, self._viewports = window, viewports
        self.setObjectName("secondScreen")
        self.setWindowTitle(tr("Film with overlay"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        window.destroyed.connect(self.deleteLater)

    @property
    def is_used(self) -> bool:
        """Whether the viewport is on the other screen."""
        return self._viewports.grid.is_parted

    def other_screen(self) -> QScreen | None:
        """The next screen after that of the main window; None where there is but one."""
        here = self._window.screen()
        others = [screen for screen in here.virtualSiblings() if screen is not here]
        return others[0] if others else None

    def use(self, screen: QScreen) -> None:
        """Cover a screen with the viewport."""
        self.addActions(self._window.actions())
        self._layout.addWidget(self._viewports.grid.part())
        self.setScreen(screen)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        self._viewports.cameras.fit()

    def give_back(self) -> None:
        """Put the viewport back beside the other."""
        if self.is_used:
            self.hide()
            self._viewports.grid.rejoin()
            self._viewports.cameras.fit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The user closes the second window, not the viewport."""
        self.give_back()
        self.given_back.emit()
        event.accept()
