"""What is drawn over the film of what the model says: which findings, how strongly, and where one is hottest."""

from __future__ import annotations

from viewer.control.controller import Controller
from viewer.dialogs.opinions_dialog import OpinionsDialog
from viewer.findings.findings_panel import FindingsPanel
from viewer.viewport.heatmap_captions import hottest_region
from viewer.viewport.viewport_pair import ViewportPair

OPACITY_STEP = 0.05


class OverlayActions:
    """Chooses overlays; the panel and the viewports follow to what was chosen."""

    def __init__(self, controller: Controller, findings: FindingsPanel, viewports: ViewportPair) -> None:
        self._controller, self._findings, self._viewports = controller, findings, viewports
        self.dialog: OpinionsDialog | None = None

    def toggle_finding(self, key: str) -> None:
        """Show or hide the overlay of a finding on the film in hand, and have its row in view."""
        if self._prior_is_in_hand():
            self._controller.view.toggle_prior_finding(key)
        else:
            self._controller.view.toggle_finding(key)
        self._findings.bring_into_view(key)

    def toggle_all(self) -> None:
        """Show or hide all AI overlays of the film in hand."""
        if self._prior_is_in_hand():
            self._controller.view.toggle_prior_overlays()
        else:
            self._controller.view.toggle_overlays()

    def _prior_is_in_hand(self) -> bool:
        return self._controller.session.comparing and self._viewports.in_hand not in self._viewports.both

    def go_to_hottest(self, key: str) -> None:
        """Show one finding's overlay and lead the eye to where it is hottest; a film that is whole in view stays so."""
        state = self._controller.session.shown_film
        if state is None or state.radiograph is None or state.analysis is None:
            return
        heatmap = next(result.heatmap for result in state.analysis.all_results if result.finding.key == key)
        if heatmap is None:
            return
        self._controller.view.show_finding(key)
        region = hottest_region(state.analysis, heatmap, state.radiograph.pixel_aspect)
        if region is not None:
            self._viewports.cameras.look_at(region)
            self._viewports.flash.begin(region)

    def show_opinions(self) -> None:
        """Show what both models say of the film, side by side."""
        state = self._controller.session.shown_film
        if state is not None and state.analysis is not None and state.second_opinion is not None:
            self.dialog = OpinionsDialog(state.analysis, state.second_opinion, self._findings.window())
            self.dialog.open()

    def step_opacity(self, steps: int) -> None:
        """Make the overlay stronger by so many steps, or weaker."""
        self._controller.view.set_opacity(self._controller.session.overlay.opacity + steps * OPACITY_STEP)

    def peek(self) -> None:
        """Show the overlays until the key comes up."""
        self._controller.view.peek(peeking=True)

    def end_peek(self) -> None:
        """The key has come up."""
        self._controller.view.peek(peeking=False)
