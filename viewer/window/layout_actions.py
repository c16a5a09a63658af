"""How the parts of the window lie: layout of the viewports, side panels, the films alone on the screen, and back."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QMainWindow, QToolBar, QWidget

from viewer.commands.command import Command
from viewer.control.controller import Controller
from viewer.state.layout import Layout
from viewer.viewport.viewport_pair import ViewportPair
from viewer.window.layout import Panels


class LayoutActions(QObject):
    """Moves viewports and panels; on a window that covers the screen, by whatever way, are films and findings only."""

    def __init__(self, window: QMainWindow, controller: Controller, viewports: ViewportPair, panels: Panels) -> None:
        super().__init__(window)
        self._window, self._controller, self._viewports, self._panels = window, controller, viewports, panels
        self._hidden: list[QWidget] = []
        window.installEventFilter(self)

    # -- layouts --------------------------------------------------------------------------------------------------

    def choose(self, layout: Layout) -> None:
        """Show the films in a layout."""
        self._controller.layout.choose(layout)

    def is_chosen(self, layout: Layout) -> bool:
        """Whether the films are shown in this layout."""
        return self._controller.session.layout is layout

    def reset(self) -> None:
        """Viewports of equal size, both panels shown in their own width; the layout stays."""
        self._viewports.grid.reset()
        self._panels.show_panels((not self.is_full_screen(), True))
        self._panels.draw(1.0, 1.0)

    # -- panels ---------------------------------------------------------------------------------------------------

    def toggle_worklist(self) -> None:
        """Hide the worklist, or show it."""
        self._panels.toggle(self._panels.worklist)

    def toggle_findings(self) -> None:
        """Hide the findings, or show them."""
        self._panels.toggle(self._panels.findings)

    def has_worklist(self) -> bool:
        """Whether the worklist is shown."""
        return not self._panels.worklist.isHidden()

    def has_findings(self) -> bool:
        """Whether the findings are shown."""
        return not self._panels.findings.isHidden()

    # -- the whole screen -----------------------------------------------------------------------------------------

    def is_full_screen(self) -> bool:
        """Whether the window covers the screen."""
        return self._window.isFullScreen()

    def toggle_full_screen(self) -> None:
        """Cover the whole screen with films and findings, or be a window again."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Leave films and findings alone on the screen, and bring the rest back with the window's frame."""
        if watched is self._window and event.type() == QEvent.Type.WindowStateChange:
            if self.is_full_screen() and not self._hidden:
                self._begin_films_alone()
            elif not self.is_full_screen() and self._hidden:
                self._end_films_alone()
        return False

    def _begin_films_alone(self) -> None:
        around = (self._window.menuBar(), self._window.statusBar(), *self._window.findChildren(QToolBar))
        self._hidden = [part for part in around if not part.isHidden()]
        for part in self._hidden:
            part.hide()
        self._panels.begin_films_alone()

    def _end_films_alone(self) -> None:
        for part in self._hidden:
            part.show()
        self._hidden = []
        self._panels.end_films_alone()


def layout_commands(controller: Controller, layouts: LayoutActions) -> dict[str, Command]:
    """The commands of the layouts, by name of action."""
    return {
        **{
            f"layout_{layout}": Command(partial(layouts.choose, layout), checked=partial(layouts.is_chosen, layout))
            for layout in Layout
        },
        "compare": Command(controller.layout.toggle_prior, checked=lambda: controller.session.comparing),
        "worklist_panel": Command(layouts.toggle_worklist, checked=layouts.has_worklist),
        "findings_panel": Command(layouts.toggle_findings, checked=layouts.has_findings),
        "full_screen": Command(layouts.toggle_full_screen, checked=layouts.is_full_screen),
        "reset_layout": Command(layouts.reset),
    }
