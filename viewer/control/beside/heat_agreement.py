"""Holding what the reader drew for a finding against its heatmap, as soon as both are there and may be seen."""

from __future__ import annotations

from inference.annotations.heat import with_heat
from inference.core.annotation import Annotation, HeatInRegion, Point
from inference.core.findings import BY_KEY
from inference.imaging.heat_in_region import heat_at_tip, heat_in_region
from viewer.control.annotation_control import AnnotationControl
from viewer.control.session_changes import SessionChanges
from viewer.state.session import FilmState, Session


class HeatAgreement:
    """Measures anew whenever an annotation, or what the model says of the open film, is another."""

    def __init__(self, changes: SessionChanges, annotations: AnnotationControl) -> None:
        self._changes, self._annotations = changes, annotations
        changes.listen(_deciding, lambda _: self._look())

    def _look(self) -> None:
        session = self._changes.session
        state, drawn = session.shown_film, session.reading.annotations
        if state is None or state.analysis is None or not any(one.finding or one.heat for one in drawn):
            return
        measured = tuple(_measured(one, state) for one in drawn)
        if any(one.heat != other.heat for one, other in zip(measured, drawn, strict=True)):
            self._annotations.note_heat(measured)


def _deciding(session: Session) -> tuple[object, ...]:
    """What of a session decides how heat meets regions: nothing in an unaided read."""
    return session.shown_film, session.reading.annotations


def _measured(annotation: Annotation, state: FilmState) -> Annotation:
    def heat(points: tuple[Point, ...]) -> HeatInRegion | None:
        analysis, film = state.analysis, state.radiograph
        result = None if analysis is None else analysis.result(BY_KEY[annotation.finding])
        if analysis is None or film is None or result is None or result.heatmap is None:
            return None
        pack = analysis.provenance.pack_hash
        if len(points) == 1:
            return heat_at_tip(points[0], result.heatmap, analysis.placement, pack)
        return heat_in_region(points, result.heatmap, analysis.placement, film.shape, pack)

    return with_heat(annotation, heat)
