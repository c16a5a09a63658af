"""The user's intents about how film and overlays are shown: window, polarity, spatial transform, overlays, corners."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inference.core.voi import Voi
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from viewer.control.session_changes import SessionChanges
from viewer.state import transitions
from viewer.state.overlay import Overlay
from viewer.state.presets import digit_window
from viewer.state.session import GrayscaleState, PresentationState, keys_called, keys_with_heatmap
from viewer.state.window_level import preset_count


class ViewControl:
    """Changes how the open film and its overlays are shown; what they are stays."""

    def __init__(self, changes: SessionChanges) -> None:
        self._changes = changes

    # -- overlays -------------------------------------------------------------------------------------------------

    def toggle_finding(self, key: str) -> None:
        """Show or hide one finding's overlay, where this film has one."""
        if key in keys_with_heatmap(self._changes.session.shown_film):
            self._changes.become(transitions.with_finding_toggled(self._changes.session, key))

    def toggle_prior_finding(self, key: str) -> None:
        """Show or hide one finding's overlay on the prior, where that has one."""
        session = self._changes.session
        if key in keys_with_heatmap(session.prior_film):
            shown = (session.prior_overlay or frozenset()) ^ {key}
            self._changes.become(replace(session, prior_overlay=shown or None))

    def toggle_prior_overlays(self) -> None:
        """Hide all AI overlays of the prior, or show those that the open film shows, or of what is called there."""
        session = self._changes.session
        there = keys_with_heatmap(session.prior_film)
        wanted = session.overlay.drawn & there or keys_called(session.prior_film)
        shown = wanted if there and session.prior_overlay is None else None
        self._changes.become(replace(session, prior_overlay=shown))

    def show_finding(self, key: str) -> None:
        """Show one finding's overlay alone, where this film has one."""
        if key in keys_with_heatmap(self._changes.session.shown_film):
            self._changes.become(transitions.with_finding_alone(self._changes.session, key))

    def toggle_overlays(self) -> None:
        """Show the AI overlays of what is above or not sure, or hide all there are."""
        self._changes.become(transitions.with_overlays_toggled(self._changes.session))

    def show_all_overlays(self) -> None:
        """Show the AI overlay of every finding."""
        self._changes.become(transitions.with_all_overlays(self._changes.session))

    def peek(self, *, peeking: bool) -> None:
        """Show the AI overlays for a moment, or end that."""
        self._changes.become(transitions.with_peek(self._changes.session, peeking=peeking))

    def show_overlay(self, overlay: Overlay) -> None:
        """Draw these findings' overlays, in this way."""
        self._changes.become(replace(self._changes.session, overlay=overlay))

    def toggle_outlines(self) -> None:
        """Show findings by outlines, or by the colours of heat."""
        self.show_overlay(replace(self._overlay, outlined=not self._overlay.outlined))

    def set_opacity(self, opacity: float) -> None:
        """Opacity of the overlay, clipped to 0..1."""
        self.show_overlay(replace(self._overlay, opacity=min(1.0, max(0.0, opacity))))

    def set_colormap(self, name: str) -> None:
        """Colour map of the overlay."""
        self.show_overlay(replace(self._overlay, colormap=name))

    def reset_overlay(self) -> None:
        """The overlay's own opacity and colours, as heat; which findings are shown stays."""
        shown = self._overlay
        self.show_overlay(Overlay(shown.chosen, shown.visible, peeked=shown.peeked, peeking=shown.peeking))

    # -- the film -------------------------------------------------------------------------------------------------

    def show_presentation(self, presentation: PresentationState) -> None:
        """Show the film in this window and polarity."""
        self._changes.become(replace(self._changes.session, presentation=presentation))

    def set_voi(self, voi: Voi | None, *, overlay: bool = False) -> None:
        """Window of the film, None for its own; of the overlay viewport alone (``overlay``) while windows are apart."""
        self.show_presentation(self._presentation.with_grayscale(overlay=overlay, voi=voi))

    def use_preset(self, place: int, *, overlay: bool = False) -> None:
        """Show the film in a window: 0 its default (of a picture: automatic), then the file's, the full range."""
        film = self._changes.session.film
        if film is not None and film.radiograph is not None and place < preset_count(film.radiograph):
            self.set_voi(digit_window(film.radiograph, place), overlay=overlay)

    def link_windows(self, *, linked: bool) -> None:
        """Have both viewports share a window, or each keep its own."""
        self.show_presentation(transitions.with_windows_linked(self._presentation, linked=linked))

    def toggle_overlay_planes(self) -> None:
        """Show or hide what the file draws over its film."""
        self._present(overlay_planes=not self._presentation.overlay_planes)

    def shows_overlay_planes(self) -> bool:
        """Whether what the file draws over its film is shown."""
        return self._presentation.overlay_planes

    def toggle_invert(self, *, overlay: bool = False) -> None:
        """Swap black and white; in the overlay viewport alone (``overlay``) while windows are not linked."""
        invert = not self._presentation.grayscale(overlay=overlay).invert
        self.show_presentation(self._presentation.with_grayscale(overlay=overlay, invert=invert))

    def transform(self, transform: SpatialTransform) -> None:
        """Rotate or flip the film as it is seen now."""
        self._present(transform=self._presentation.transform.then(transform))

    def reset_presentation(self) -> None:
        """Back to the film's own window and polarity, as it lies in the file."""
        linked = self._presentation.unlinked is None
        self.show_presentation(transitions.with_windows_linked(PresentationState(), linked=linked))

    def reset_window(self) -> None:
        """Back to the film's own window and polarity; how it lies stays."""
        unlinked = None if self._presentation.unlinked is None else GrayscaleState()
        self._present(voi=None, invert=False, unlinked=unlinked)

    def reset_transform(self) -> None:
        """The film as it lies in the file; its window stays."""
        self._present(transform=UPRIGHT)

    def set_corners(self, level: str) -> None:
        """How much text stands in the corners: one of ``viewer.state.settings.CORNERS``."""
        self._changes.become(replace(self._changes.session, corners=level))

    @property
    def _overlay(self) -> Overlay:
        return self._changes.session.overlay

    @property
    def _presentation(self) -> PresentationState:
        return self._changes.session.presentation

    def _present(self, **changes: Any) -> None:
        self.show_presentation(replace(self._presentation, **changes))
