"""Shows a film again as a report shows it: window, polarity, overlays; once film and analysis are there."""

from __future__ import annotations

from dataclasses import replace

from inference.core.analysis import Method
from inference.core.film import Radiograph, reinverted
from inference.imaging.colormap import COLORMAPS
from inference.imaging.spatial_transform import transform_of
from inference.report.page.provenance import Facts, Reopened, window_of
from inference.text.messages import report_changed, report_of_another_model
from viewer.control.analysis import AnalysisControl
from viewer.control.controller_port import ControllerPort
from viewer.control.report_annotations import ReportAnnotationControl
from viewer.control.session_changes import Subscription
from viewer.control.travel import Travel
from viewer.control.view_control import ViewControl
from viewer.state.overlay import Overlay
from viewer.state.report_annotations import annotations_of
from viewer.state.session import FilmState, GrayscaleState, PresentationState, keys_with_heatmap

_MALFORMED = (
    KeyError,
    ValueError,
    TypeError,
    IndexError,
    AttributeError,
    OverflowError,
)  # what facts raise that somebody edited


class ReportRestore:
    """Changes window and overlays of the film that was just opened to what its report says, and shows its annotations.

    Those of its reader beyond the user's own are shown as theirs.
    """

    def __init__(
        self,
        port: ControllerPort,
        view: ViewControl,
        travel: Travel,
        annotations: ReportAnnotationControl,
        analysing: AnalysisControl,
    ) -> None:
        self.changes, self.notify = port.changes, port.messages.notify
        self.view, self.travel, self.annotations, self.analysing = view, travel, annotations, analysing

    def restore(self, report: Reopened) -> None:
        """Show the film as this report does, step by step as what is needed arrives."""
        _Restoring(self, report).begin()


class _Restoring:
    """Waits for film and analysis, and does each step once; leaves when done, or when the user goes elsewhere."""

    def __init__(self, parts: ReportRestore, report: Reopened) -> None:
        self._parts, self._report = parts, report
        self._steps = [self._film, self._analysis]
        self._subscription: Subscription | None = None

    def begin(self) -> None:
        """Do what can be done now, and listen for what is missing."""
        self._subscription = self._parts.changes.listen(lambda session: session.film, self._go_on)
        self._leave_if_done()

    def _go_on(self, film: FilmState | None) -> None:
        """See what has arrived."""
        if film is None or film.entry.path != self._report.film:
            self._steps.clear()
        while film is not None and self._ready(film):
            left = len(self._steps)
            self._steps.pop(0)(film)
            if len(self._steps) == left:  # the step waits for something more
                break
        self._leave_if_done()

    def _leave_if_done(self) -> None:
        if not self._steps and self._subscription is not None:
            self._subscription.end()

    def _ready(self, film: FilmState) -> bool:
        """Whether the next step has what it needs."""
        if not self._steps or film.radiograph is None:
            return False
        return len(self._steps) == 2 or film.analysis is not None

    def _film(self, state: FilmState) -> None:
        facts, film = self._report.facts, state.radiograph
        assert film is not None
        if _frame(facts) != film.frame and _frame(facts) < film.frames:
            self._steps.insert(0, self._film)
            self._parts.travel.go_to_frame(_frame(facts))
            return
        self._parts.view.show_presentation(presentation_of(film, facts))
        if not self._report.unchanged:
            self._parts.notify(report_changed(self._report.report.name))
            return
        own = self._parts.changes.session.reading
        self._parts.annotations.show(annotations_of(facts, self._report.report.name, own))

    def _analysis(self, state: FilmState) -> None:
        facts, analysis = self._report.facts, state.analysis
        assert analysis is not None
        method = facts.get("method")
        if isinstance(method, str) and method in set(Method) and analysis.provenance.method != method:
            self._steps.insert(0, self._analysis)
            self._parts.analysing.set_method(method)
            return
        film = state.radiograph
        if film is not None and facts["film_hash"] == reinverted(film).film_hash and not film.reinverted:
            self._steps.insert(0, self._analysis)
            self._parts.analysing.invert_and_analyse()
            return
        if facts.get("analysed_anyway") and not any(result.analysed for result in analysis.results):
            self._steps.insert(0, self._analysis)
            facts["analysed_anyway"] = False
            self._parts.analysing.analyse_with_override()
            return
        self._parts.view.show_overlay(overlay_of(self._parts.changes.session.overlay, state, facts))
        if self._report.unchanged and _pack_hash(facts) != analysis.provenance.pack_hash:
            self._parts.notify(report_of_another_model(self._report.report.name))


def presentation_of(film: Radiograph, facts: Facts) -> PresentationState:
    """Windows, polarity and spatial transform of a report; the film's own where they make no sense."""
    try:
        unlinked = facts["overlay"].get("apart")
        grayscale = (
            None if unlinked is None else GrayscaleState(window_of(film, unlinked), unlinked["inverted"] is True)
        )
        transform = transform_of(facts.get("turn"))
        return PresentationState(
            voi=window_of(film, facts), invert=facts["inverted"] is True, transform=transform, unlinked=grayscale
        )
    except _MALFORMED:
        return PresentationState()


def overlay_of(overlay: Overlay, state: FilmState, facts: Facts) -> Overlay:
    """The overlays of a report, as far as this analysis has them."""
    try:
        found = facts["overlay"]
        chosen = frozenset(found["findings"]) & keys_with_heatmap(state)
        opacity = min(1.0, max(0.0, float(found["opacity"])))
        colormap = found["colormap"] if found["colormap"] in COLORMAPS else overlay.colormap
    except _MALFORMED:
        return overlay
    outlined = found.get("outlined") is True
    return replace(overlay, chosen=chosen, visible=bool(chosen), opacity=opacity, colormap=colormap, outlined=outlined)


def _frame(facts: Facts) -> int:
    frame = facts.get("frame")
    return frame if isinstance(frame, int) and frame >= 0 else 0


def _pack_hash(facts: Facts) -> object:
    pack = facts.get("pack")
    return pack.get("hash") if isinstance(pack, dict) else None
