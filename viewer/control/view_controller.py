"""The user's intents about how things look; the session they change and who is told of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from inference.core.voi import Voi
from inference.imaging.spatial_transform import UPRIGHT, SpatialTransform
from inference.text.messages import UserMessage
from viewer.state import session as states
from viewer.state.session import GrayscaleState, Overlay, PresentationState, Session
from viewer.state.window_level import presets
from viewer.state.worklist_order import WorklistOrder, arranged, searched, with_review_toggled


class ViewController:
    """Holds the session; every change goes to the listeners."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Session], None]] = []
        self.session = Session()

    def listen(self, listener: Callable[[Session], None]) -> None:
        """Be told of every new session."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Session], None]) -> None:
        """Be told no more."""
        self._listeners.remove(listener)

    def become(self, session: Session) -> None:
        """Take the next session and tell whoever listens."""
        self.session = session
        for listener in self._listeners:
            listener(session)

    def toggle_finding(self, key: str) -> None:
        """Show or hide one finding's overlay, where this film has one."""
        if key in states.keys_with_heatmap(self.session.shown_film):
            self.become(states.with_finding_toggled(self.session, key))

    def show_presentation(self, presentation: PresentationState) -> None:
        """Show the film in this window and polarity."""
        self.become(replace(self.session, presentation=presentation))

    def show_overlay(self, overlay: Overlay) -> None:
        """Draw these findings' overlays, in this way."""
        self.become(replace(self.session, overlay=overlay))

    def toggle_overlays(self) -> None:
        """Show or hide all AI marks."""
        self.become(states.with_overlays_toggled(self.session))

    def peek(self, *, peeking: bool) -> None:
        """Show the AI marks for a moment, or end that."""
        self.become(states.with_peek(self.session, peeking=peeking))

    def toggle_outlines(self) -> None:
        """Show findings by outlines, or by the colours of heat."""
        overlay = self.session.overlay
        self.become(replace(self.session, overlay=replace(overlay, outlined=not overlay.outlined)))

    def show_finding(self, key: str) -> None:
        """Show one finding's overlay, where this film has one and it is not shown yet."""
        if not (self.session.overlay.visible and key in self.session.overlay.chosen):
            self.toggle_finding(key)

    def set_opacity(self, opacity: float) -> None:
        """Opacity of the overlay, clipped to 0..1."""
        overlay = replace(self.session.overlay, opacity=min(1.0, max(0.0, opacity)))
        self.become(replace(self.session, overlay=overlay))

    def set_colormap(self, name: str) -> None:
        """Colour map of the overlay."""
        self.become(replace(self.session, overlay=replace(self.session.overlay, colormap=name)))

    def set_voi(self, voi: Voi | None, *, marked: bool = False) -> None:
        """Window of the film, None for its own; of the overlay pane alone (``marked``) while windows are not linked."""
        self.become(
            replace(self.session, presentation=self.session.presentation.with_grayscale(marked=marked, voi=voi))
        )

    def use_preset(self, place: int, *, marked: bool = False) -> None:
        """Show the film in one of its windows: 0 its default, 1 and on those of the file, then the full range."""
        film = self.session.film
        if film is not None and film.radiograph is not None and place < len(choices := presets(film.radiograph)):
            self.set_voi(choices[place], marked=marked)

    def link_windows(self, *, linked: bool) -> None:
        """Have both panes share a window, or each keep its own."""
        self.become(
            replace(self.session, presentation=states.with_windows_linked(self.session.presentation, linked=linked))
        )

    def toggle_overlay_planes(self) -> None:
        """Show or hide what the file draws over its film."""
        presentation = self.session.presentation
        self.become(
            replace(self.session, presentation=replace(presentation, overlay_planes=not presentation.overlay_planes))
        )

    def toggle_invert(self, *, marked: bool = False) -> None:
        """Swap black and white; in the overlay pane alone (``marked``) while windows are not linked."""
        presentation = self.session.presentation
        invert = not presentation.grayscale(marked=marked).invert
        self.become(replace(self.session, presentation=presentation.with_grayscale(marked=marked, invert=invert)))

    def transform(self, transform: SpatialTransform) -> None:
        """Turn or mirror the film as it is seen now."""
        presentation = self.session.presentation
        self.become(
            replace(self.session, presentation=replace(presentation, transform=presentation.transform.then(transform)))
        )

    def reset_presentation(self) -> None:
        """Back to the film's own window and polarity, as it lies in the file."""
        linked = self.session.presentation.unlinked is None
        self.become(replace(self.session, presentation=states.with_windows_linked(PresentationState(), linked=linked)))

    def reset_window(self) -> None:
        """Back to the film's own window and polarity; how it lies stays."""
        presentation = self.session.presentation
        unlinked = None if presentation.unlinked is None else GrayscaleState()
        self.become(
            replace(self.session, presentation=replace(presentation, voi=None, invert=False, unlinked=unlinked))
        )

    def reset_transform(self) -> None:
        """The film as it lies in the file; its window stays."""
        self.become(replace(self.session, presentation=replace(self.session.presentation, transform=UPRIGHT)))

    def reset_overlay(self) -> None:
        """The overlay's own opacity and colours, as heat; which findings are shown stays."""
        shown = self.session.overlay
        self.become(replace(self.session, overlay=Overlay(shown.chosen, shown.visible, peeked=shown.peeked)))

    def set_corners(self, level: str) -> None:
        """How much text stands in the corners: one of ``viewer.state.settings.CORNERS``."""
        self.become(replace(self.session, corners=level))

    def search(self, text: str) -> None:
        """List only films of which these words are known."""
        self.become(searched(self.session, text))

    def arrange(self, order: str) -> None:
        """List the studies in this order, as things stand now."""
        self.become(arranged(self.session, WorklistOrder(order)))

    def set_reviewed(self, marks: frozenset[str]) -> None:
        """Take up which studies were reviewed before."""
        self.become(replace(self.session, reviewed=marks))

    def toggle_reviewed(self) -> None:
        """Mark the open study as reviewed, or take the mark back."""
        self.become(with_review_toggled(self.session))

    def notify(self, message: UserMessage) -> None:
        """Show a notice until the user dismisses it."""
        self.become(replace(self.session, notice=message))

    def dismiss_notice(self) -> None:
        """The user has read the notice."""
        self.become(replace(self.session, notice=None))

    def make_offer(self, message: UserMessage) -> None:
        """Ask whether to open again what was open before."""
        self.become(replace(self.session, offer=message))

    def dismiss_offer(self) -> None:
        """The user has answered the offer."""
        self.become(replace(self.session, offer=None))
