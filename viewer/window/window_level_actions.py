"""The film's greys: window and level by drag, region, preset and histogram; sigmoid, gamma, polarity."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF

from inference.core.film import Radiograph
from inference.core.voi import Voi, VoiFunction, VoiWindow
from inference.imaging.display_pipeline import choose_voi
from viewer.control.controller import Controller
from viewer.state.session import FilmState, GrayscaleState, PresentationState
from viewer.state.settings_store import SettingsStore
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

GAMMA_STEP = 1.1


class WindowLevelActions:
    """Changes the greys of the viewport that the pointer was last over; of both while their windows are linked."""

    def __init__(
        self, controller: Controller, viewports: ViewportPair, histogram: Histogram, settings: SettingsStore
    ) -> None:
        self._controller, self._viewports, self._histogram, self._settings = controller, viewports, histogram, settings

    # -- by hand --------------------------------------------------------------------------------------------------

    def drag(self, dx: float, dy: float) -> None:
        """Change the window by a drag of so many screen pixels."""
        style = DragStyle(self._settings.now.drag_swapped, self._settings.now.drag_upside_down)
        self.change(lambda film, voi: dragged(film, voi, dx, dy, style))

    def arm_region(self) -> None:
        """Take the next left drag as a region to set the window by."""
        self._viewports.arm_region(armed=not self._viewports.region_armed)

    def spread_region(self, region: QRectF) -> None:
        """Spread a region (in film pixels) from black to white."""
        edges = (region.left(), region.top(), region.right(), region.bottom())
        self.change(lambda film, voi: over_region(film, voi, edges) or voi)

    def spread_between(self, low: float, high: float) -> None:
        """Spread the values between two from black to white."""
        self.change(lambda film, voi: between(film, voi, low, high))

    # -- by whoever knows the window wanted ----------------------------------------------------------------------

    def change(self, change: Callable[[Radiograph, Voi | None], Voi | None]) -> None:
        """Change the window in use by a function of film and window."""
        film = self._open_film()
        if film is not None:
            self._controller.view.set_voi(
                change(film, self._grayscale().voi), overlay=self._viewports.overlay_is_active
            )

    def in_use(self) -> tuple[Radiograph, Voi | None] | None:
        """The open film and the window of the viewport in hand; None without a film."""
        film = self._open_film()
        return None if film is None else (film, self._grayscale().voi)

    # -- by command -----------------------------------------------------------------------------------------------

    def toggle_invert(self) -> None:
        """Swap black and white."""
        self._controller.view.toggle_invert(overlay=self._viewports.overlay_is_active)

    def region_is_armed(self) -> bool:
        """Whether the next left drag draws a region."""
        return self._viewports.region_armed

    def is_inverted(self) -> bool:
        """Whether the viewport in hand shows black and white swapped."""
        shown = self._controller.session.presentation
        return shown.grayscale(overlay=self._viewports.overlay_is_active).invert

    def use_preset(self, place: int) -> None:
        """Show the film in one of its windows, 0 to 9."""
        self._controller.view.use_preset(place, overlay=self._viewports.overlay_is_active)

    def preset_names(self) -> tuple[str, ...]:
        """What the windows of the open film are called."""
        film = self._open_film()
        return () if film is None else tuple(preset_name(film, place) for place in range(len(presets(film))))

    def is_sigmoid(self) -> bool:
        """Whether the open film is shown through a sigmoid."""
        film = self._open_film()
        voi = None if film is None else choose_voi(film, self._grayscale().voi)
        return isinstance(voi, VoiWindow) and voi.function is VoiFunction.SIGMOID

    def toggle_shape(self) -> None:
        """Bend the window to a sigmoid, or straighten it."""
        self.change(with_other_shape)

    def lighten(self) -> None:
        """Raise the middle tones of what is seen; black and white stay."""
        self._step_gamma(GAMMA_STEP)

    def darken(self) -> None:
        """Lower the middle tones of what is seen; black and white stay."""
        self._step_gamma(1 / GAMMA_STEP)

    # -- the histogram --------------------------------------------------------------------------------------------

    def has_histogram(self) -> bool:
        """Whether the histogram is shown."""
        return not self._histogram.isHidden()

    def toggle_histogram(self) -> None:
        """Show or hide how often each value occurs."""
        self._histogram.setVisible(not self.has_histogram())
        session = self._controller.session
        self.show_histogram(session.film, session.presentation)

    def show_histogram(self, film: FilmState | None, presentation: PresentationState) -> None:
        """Draw the window of the viewport in use into the histogram."""
        self._histogram.show_state(film, presentation.grayscale(overlay=self._viewports.overlay_is_active))

    def _step_gamma(self, lighter: float) -> None:
        invert = self._grayscale().invert
        self.change(lambda film, voi: with_gamma(film, voi, lighter if film.inverted != invert else 1 / lighter))

    def _grayscale(self) -> GrayscaleState:
        return self._controller.session.presentation.grayscale(overlay=self._viewports.overlay_is_active)

    def _open_film(self) -> Radiograph | None:
        state = self._controller.session.film
        return None if state is None else state.radiograph
