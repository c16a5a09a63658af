"""How the film is looked at: real size, what is linked, screens, corner annotations, and the way back."""

from __future__ import annotations

from inference.text.messages import no_other_screen
from viewer.annotations.annotation_layer import AnnotationLayer
from viewer.control.controller import Controller
from viewer.state.settings import CORNERS
from viewer.style.cursors import LeftTool
from viewer.viewport.viewport_pair import ViewportPair
from viewer.window.layout_actions import LayoutActions
from viewer.window.second_monitor import SecondMonitor


class ViewActions:
    """Moves the viewports' cameras and screens; what a film's own state decides goes to the controller."""

    def __init__(
        self,
        layouts: LayoutActions,
        controller: Controller,
        viewports: ViewportPair,
        annotations: AnnotationLayer,
        second_monitor: SecondMonitor,
    ) -> None:
        self._layouts, self._controller, self._viewports = layouts, controller, viewports
        self._annotations, self._second_monitor = annotations, second_monitor

    def real_size(self) -> None:
        """A millimetre on the film as a millimetre on the screen, or why that cannot be."""
        message = self._viewports.cameras.real_size()
        if message is not None:
            self._controller.messages.notify(message)

    def is_linked(self) -> bool:
        """Whether both viewports zoom and pan together."""
        return self._viewports.cameras.linked

    def toggle_link(self) -> None:
        """Have the viewports zoom and pan together, or each by itself."""
        self._viewports.cameras.link(linked=not self._viewports.cameras.linked)

    def windows_are_linked(self) -> bool:
        """Whether both viewports share a window."""
        return self._controller.session.presentation.unlinked is None

    def toggle_window_link(self) -> None:
        """Have both viewports share a window, or each keep its own."""
        self._controller.view.link_windows(linked=not self.windows_are_linked())

    def cycle_corners(self) -> None:
        """Show the next level of corner annotations."""
        place = CORNERS.index(self._controller.session.corners)
        self._controller.view.set_corners(CORNERS[(place + 1) % len(CORNERS)])

    # -- screens --------------------------------------------------------------------------------------------------

    def uses_second_screen(self) -> bool:
        """Whether the overlay's viewport is on another screen."""
        return self._second_monitor.is_used

    def toggle_second_screen(self) -> None:
        """Show the overlay's viewport on the other screen, or beside the film again; where there is none, say so."""
        screen = self._second_monitor.other_screen()
        if self._second_monitor.is_used:
            self._second_monitor.give_back()
        elif screen is None:
            self._controller.messages.notify(no_other_screen())
        else:
            self._second_monitor.use(screen)

    # -- back -----------------------------------------------------------------------------------------------------

    def escape(self) -> None:
        """Take back what is half drawn, put a tool down, leave the full screen, or show the whole film as it was."""
        if self._annotations.cancel():
            return
        if self._viewports.left_tool is not LeftTool.WINDOW:
            self._viewports.use_left_tool(LeftTool.WINDOW)
        elif self._layouts.is_full_screen():
            self._layouts.toggle_full_screen()
        else:
            self.reset()

    def reset(self) -> None:
        """Put a tool down; without one in hand, back to the film's own window and the whole film as it is stored."""
        if self._viewports.region_armed:
            self._viewports.arm_region(armed=False)
            return
        self._controller.view.reset_presentation()
        self._viewports.cameras.fit()
