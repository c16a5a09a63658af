"""Shows a film again as a report shows it: window, polarity, overlays; once film and analysis are there."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from inference.annotations.serialization import reader_of
from inference.core.analysis import Method
from inference.core.film import Radiograph
from inference.core.reader_annotations import ReaderAnnotations
from inference.imaging.colormap import COLORMAPS
from inference.imaging.spatial_transform import transform_of
from inference.report.output.provenance import Facts, Reopened, window_of
from inference.text.messages import UserMessage, annotations_differ, report_changed, report_of_another_model
from viewer.state.saved_session import MALFORMED
from viewer.state.session import (
    FilmState,
    GrayscaleState,
    Listener,
    Overlay,
    PresentationState,
    Session,
    keys_with_heatmap,
)


class Shows(Protocol):
    """The part of the controller that is used here."""

    session: Session

    def listen(self, listener: Listener) -> None:
        """Be told of every new session."""

    def go_to_frame(self, frame: int) -> None:
        """Show another frame of the open film."""

    def show_presentation(self, presentation: PresentationState) -> None:
        """Show the film in this window and polarity."""

    def show_overlay(self, overlay: Overlay) -> None:
        """Draw these findings' overlays."""

    def take_reading(self, reader: ReaderAnnotations) -> bool:
        """Take what a reader said and drew for the open film's, where it has none; whether it is now the film's."""

    def notify(self, message: UserMessage) -> None:
        """Say a sentence."""


class Analyses(Protocol):
    """The part of the analysing that is used here."""

    def set_method(self, method: str) -> None:
        """Make heatmaps in another way."""

    def analyse_with_override(self) -> None:
        """Analyse the open film although the film check refused it."""


def restore(shows: Shows, analyses: Analyses, report: Reopened) -> None:
    """Show the film that was just opened as its report does, step by step as what is needed arrives."""
    restoring = _Restoring(shows, analyses, report)
    shows.listen(restoring.presentation)
    restoring.presentation(shows.session)


class _Restoring:
    """Waits for film and analysis, and does each step once; gives up when the user goes elsewhere."""

    def __init__(self, shows: Shows, analyses: Analyses, report: Reopened) -> None:
        self._shows, self._analyses, self._report = shows, analyses, report
        self._steps = [self._film, self._analysis]

    def presentation(self, session: Session) -> None:
        """See what has arrived."""
        if session.current != self._report.film:
            self._steps.clear()
        if not self._steps or session.film is None:
            return
        if self._ready(session.film):
            self._steps.pop(0)(session.film)

    def _ready(self, film: FilmState) -> bool:
        """Whether the next step has what it needs."""
        if film.radiograph is None:
            return False
        return len(self._steps) == 2 or film.analysis is not None

    def _film(self, state: FilmState) -> None:
        facts, film = self._report.facts, state.radiograph
        assert film is not None
        if _frame(facts) != film.frame and _frame(facts) < film.frames:
            self._steps.insert(0, self._film)
            self._shows.go_to_frame(_frame(facts))
            return
        self._shows.show_presentation(presentation_of(film, facts))
        reader = reader_in(facts)
        if not self._report.unchanged:
            self._shows.notify(report_changed(self._report.report.name))
            return
        reader = reader_in(facts)
        if reader is not None and not self._shows.take_reading(reader):
            self._shows.notify(annotations_differ(self._report.report.name))

    def _analysis(self, state: FilmState) -> None:
        facts, analysis = self._report.facts, state.analysis
        assert analysis is not None
        method = facts.get("method")
        if method in set(Method) and analysis.provenance.method != method:
            self._steps.insert(0, self._analysis)
            self._analyses.set_method(str(method))
            return
        if facts.get("analysed_anyway") and not any(result.analysed for result in analysis.results):
            self._steps.insert(0, self._analysis)
            facts["analysed_anyway"] = False
            self._analyses.analyse_with_override()
            return
        self._shows.show_overlay(overlay_of(self._shows.session.overlay, state, facts))
        if self._report.unchanged and facts["pack"]["hash"] != analysis.provenance.pack_hash:
            self._shows.notify(report_of_another_model(self._report.report.name))


def presentation_of(film: Radiograph, facts: Facts) -> PresentationState:
    """Windows, polarity and turn of a report; the film's own where they make no sense."""
    try:
        unlinked = facts["overlay"].get("apart")
        grayscale = (
            None if unlinked is None else GrayscaleState(window_of(film, unlinked), unlinked["inverted"] is True)
        )
        transform = transform_of(facts.get("turn"))
        return PresentationState(
            voi=window_of(film, facts), invert=facts["inverted"] is True, transform=transform, unlinked=grayscale
        )
    except MALFORMED:
        return PresentationState()


def reader_in(facts: Facts) -> ReaderAnnotations | None:
    """What the reader had said and drawn; None where nothing, or where it makes no sense."""
    try:
        return None if facts.get("reader") is None else reader_of(facts["reader"])
    except ValueError:
        return None


def overlay_of(overlay: Overlay, state: FilmState, facts: Facts) -> Overlay:
    """The overlays of a report, as far as this analysis has them."""
    try:
        found = facts["overlay"]
        chosen = frozenset(found["findings"]) & keys_with_heatmap(state)
        opacity = min(1.0, max(0.0, float(found["opacity"])))
        colormap = found["colormap"] if found["colormap"] in COLORMAPS else overlay.colormap
    except MALFORMED:
        return overlay
    outlined = found.get("outlined") is True
    return replace(overlay, chosen=chosen, visible=bool(chosen), opacity=opacity, colormap=colormap, outlined=outlined)


def _frame(facts: Facts) -> int:
    frame = facts.get("frame")
    return frame if isinstance(frame, int) and frame >= 0 else 0
