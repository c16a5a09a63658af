"""What the user may want of what is drawn over the film: the intents of overlays and of the file's own drawings."""

from __future__ import annotations

from viewer.control.controller import Controller
from viewer.findings.findings_panel import FindingsPanel
from viewer.state.session import finding_key
from viewer.viewport.heatmap_captions import hottest_region
from viewer.viewport.viewport_pair import ViewportPair

OPACITY_STEP = 0.05


class OverlayIntents:
    """Mixed into the main window; the intents of the Overlay menu, and the keys of the findings."""

    _controller: Controller
    findings: FindingsPanel
    viewports: ViewportPair

    def toggle_overlays(self) -> None:
        """Show or hide all AI marks."""
        self._controller.view.toggle_overlays()

    def toggle_finding(self, place: int) -> None:
        """Show or hide the overlay of the finding at this place, 0 to 6."""
        self._controller.view.toggle_finding(finding_key(place))
        self.findings.bring_into_view(finding_key(place))

    def peek(self) -> None:
        """Show the AI marks until the key comes up."""
        self._controller.view.peek(peeking=True)

    def end_peek(self) -> None:
        """The key has come up."""
        self._controller.view.peek(peeking=False)

    @property
    def is_outlined(self) -> bool:
        """Whether findings are shown by outlines."""
        return self._controller.session.overlay.outlined

    def toggle_outlines(self) -> None:
        """Show findings by outlines, or by the colours of heat."""
        self._controller.view.toggle_outlines()

    def go_to_hottest(self, key: str) -> None:
        """Show one finding's overlay and go where it is hottest."""
        state = self._controller.session.shown_film
        if state is None or state.radiograph is None or state.analysis is None:
            return
        heatmap = next(result.heatmap for result in state.analysis.results if result.finding.key == key)
        if heatmap is None:
            return
        self._controller.view.show_finding(key)
        region = hottest_region(state.analysis, heatmap, state.radiograph.pixel_aspect)
        if region is not None:
            self.viewports.look_at(region)

    def more_opacity(self) -> None:
        """Make the overlay stronger."""
        self.step_opacity(1)

    def less_opacity(self) -> None:
        """Make the overlay weaker."""
        self.step_opacity(-1)

    def step_opacity(self, steps: int) -> None:
        """Make the overlay stronger by so many steps, or weaker."""
        self._controller.view.set_opacity(self._controller.session.overlay.opacity + steps * OPACITY_STEP)

    def reset_overlay(self) -> None:
        """Back to the overlay's own opacity and colours alone."""
        self._controller.view.reset_overlay()

    def toggle_overlay_planes(self) -> None:
        """Show or hide what the file draws over its film."""
        self._controller.view.toggle_overlay_planes()
