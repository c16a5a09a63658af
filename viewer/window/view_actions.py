"""What the user may want of how the film is shown: the intents behind the display tools of the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF
from PySide6.QtGui import QAction

from inference.core.film import Radiograph
from inference.core.voi import Voi, VoiFunction, VoiWindow
from inference.imaging.display_pipeline import choose_voi
from inference.imaging.spatial_transform import ANTICLOCKWISE, CLOCKWISE, FLIP_ACROSS, FLIP_DOWN
from inference.text.messages import no_other_screen
from viewer.commands import menus
from viewer.control.controller import Controller
from viewer.state.session import GrayscaleState
from viewer.state.settings import Settings
from viewer.state.window_level import (
    DragStyle,
    between,
    dragged,
    over_region,
    preset_name,
    presets,
    with_gamma,
    with_other_shape,
)
from viewer.viewport.histogram import Histogram
from viewer.viewport.viewport_pair import ViewportPair
from viewer.window.second_monitor import SecondMonitor

GAMMA_STEP = 1.1


class ViewIntents:
    """Mixed into the main window, which has the controller and the panes."""

    _controller: Controller
    actions_by_name: dict[str, QAction]
    histogram: Histogram
    viewports: ViewportPair
    second: SecondMonitor
    settings: Settings

    def rotate_right(self) -> None:
        """Turn the film by 90 degrees clockwise."""
        self._controller.view.transform(CLOCKWISE)

    def rotate_left(self) -> None:
        """Turn the film by 90 degrees anticlockwise."""
        self._controller.view.transform(ANTICLOCKWISE)

    def flip_across(self) -> None:
        """Swap the left and the right of what is seen."""
        self._controller.view.transform(FLIP_ACROSS)

    def flip_down(self) -> None:
        """Swap the top and the bottom of what is seen."""
        self._controller.view.transform(FLIP_DOWN)

    # -- how near -------------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """Show the whole film."""
        self.viewports.fit()

    def one_to_one(self) -> None:
        """One film pixel on one screen pixel."""
        self.viewports.one_to_one()

    def zoom_in(self) -> None:
        """Magnify."""
        self.viewports.zoom(1.25)

    def zoom_out(self) -> None:
        """Reduce."""
        self.viewports.zoom(0.8)

    def real_size(self) -> None:
        """A millimetre on the film as a millimetre on the screen, or why that cannot be."""
        message = self.viewports.real_size()
        if message is not None:
            self._controller.messages.notify(message)

    def magnify(self) -> None:
        """Hold the magnifier over the film."""
        self.viewports.magnify(held=True)

    def end_magnify(self) -> None:
        """Put the magnifier away."""
        self.viewports.magnify(held=False)

    @property
    def is_linked(self) -> bool:
        """Whether both panes zoom and pan together."""
        return self.viewports.linked

    def toggle_link(self) -> None:
        """Have the panes zoom and pan together, or each by itself."""
        self.viewports.link(linked=not self.viewports.linked)
        menus.show_checks(self, self.actions_by_name)

    @property
    def windows_are_linked(self) -> bool:
        """Whether both panes share a window."""
        return self._controller.session.presentation.unlinked is None

    def toggle_window_link(self) -> None:
        """Have both panes share a window, or each keep its own."""
        self._controller.view.link_windows(linked=not self.windows_are_linked)

    @property
    def uses_second_screen(self) -> bool:
        """Whether the overlay pane is on another screen."""
        return self.second.is_used

    def toggle_second_screen(self) -> None:
        """Show the overlay pane on the other screen, or beside the film again; where there is none, say so."""
        screen = self.second.other_screen()
        if self.second.is_used:
            self.second.give_back()
        elif screen is None:
            self._controller.messages.notify(no_other_screen())
        else:
            self.second.use(screen)
        menus.show_checks(self, self.actions_by_name)

    # -- the window -----------------------------------------------------------------------------------------------

    def drag_window(self, dx: float, dy: float) -> None:
        """Change the window by a drag of so many screen pixels."""
        style = DragStyle(self.settings.drag_swapped, self.settings.drag_upside_down)
        self._rewindow(lambda film, voi: dragged(film, voi, dx, dy, style))

    def arm_region(self) -> None:
        """Take the next left drag as a region to set the window by."""
        self.viewports.arm_region(armed=not self.viewports.region_armed)

    def window_from_region(self, region: QRectF) -> None:
        """Spread a region (in film pixels) from black to white."""
        edges = (region.left(), region.top(), region.right(), region.bottom())
        self._rewindow(lambda film, voi: over_region(film, voi, edges) or voi)

    @property
    def has_histogram(self) -> bool:
        """Whether the histogram is shown."""
        return not self.histogram.isHidden()

    def toggle_histogram(self) -> None:
        """Show or hide how often each value occurs."""
        self.histogram.setVisible(not self.has_histogram)
        self.histogram.show_state(self._controller.session.film, self._grayscale())
        menus.show_checks(self, self.actions_by_name)

    def window_between(self, low: float, high: float) -> None:
        """Spread the values between two from black to white."""
        self._rewindow(lambda film, voi: between(film, voi, low, high))

    def toggle_invert(self) -> None:
        """Swap black and white."""
        self._controller.view.toggle_invert(marked=self.viewports.overlay_is_active)

    def use_preset(self, place: int) -> None:
        """Show the film in one of its windows, 0 to 9."""
        self._controller.view.use_preset(place, marked=self.viewports.overlay_is_active)

    def preset_names(self) -> tuple[str, ...]:
        """What the windows of the open film are called."""
        state = self._controller.session.film
        if state is None or state.radiograph is None:
            return ()
        film = state.radiograph
        return tuple(preset_name(film, place) for place in range(len(presets(film))))

    def toggle_shape(self) -> None:
        """Bend the window to a sigmoid, or straighten it."""
        self._rewindow(with_other_shape)

    def lighter(self) -> None:
        """Raise the middle tones of what is seen; black and white stay."""
        self._step_gamma(GAMMA_STEP)

    def darker(self) -> None:
        """Lower the middle tones of what is seen; black and white stay."""
        self._step_gamma(1 / GAMMA_STEP)

    @property
    def window_is_sigmoid(self) -> bool:
        """Whether the open film is shown through a sigmoid."""
        film = self._open_film()
        voi = None if film is None else choose_voi(film, self._grayscale().voi)
        return isinstance(voi, VoiWindow) and voi.function is VoiFunction.SIGMOID

    @property
    def drag_is_swapped(self) -> bool:
        """Whether a left drag across changes the level."""
        return self.settings.drag_swapped

    @property
    def drag_is_upside_down(self) -> bool:
        """Whether a left drag up makes the film darker."""
        return self.settings.drag_upside_down

    def swap_drag(self) -> None:
        """Have the left drag across change the other of width and level."""
        self._set(replace(self.settings, drag_swapped=not self.settings.drag_swapped))

    def turn_drag(self) -> None:
        """Have the left drag up do what down did."""
        self._set(replace(self.settings, drag_upside_down=not self.settings.drag_upside_down))

    def _set(self, settings: Settings) -> None:
        self.settings = settings
        menus.show_checks(self, self.actions_by_name)

    def _step_gamma(self, lighter: float) -> None:
        invert = self._grayscale().invert
        self._rewindow(lambda film, voi: with_gamma(film, voi, lighter if film.inverted != invert else 1 / lighter))

    def _rewindow(self, change: Callable[[Radiograph, Voi | None], Voi | None]) -> None:
        film = self._open_film()
        if film is not None:
            self._controller.view.set_voi(change(film, self._grayscale().voi), marked=self.viewports.overlay_is_active)

    def _grayscale(self) -> GrayscaleState:
        """The greys of the pane that the pointer was last over."""
        return self._controller.session.presentation.grayscale(marked=self.viewports.overlay_is_active)

    def _open_film(self) -> Radiograph | None:
        state = self._controller.session.film
        return None if state is None else state.radiograph

    # -- back -----------------------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Put a tool down; without one in hand, back to the film's own window and the whole film as it is stored."""
        if self.viewports.region_armed:
            self.viewports.arm_region(armed=False)
            return
        self._controller.view.reset_presentation()
        self.viewports.fit()

    def reset_window(self) -> None:
        """Back to the film's own window alone."""
        self._controller.view.reset_window()

    def reset_transform(self) -> None:
        """Back to how the film lies in the file alone."""
        self._controller.view.reset_transform()
