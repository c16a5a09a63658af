"""What of the model's word a reader sees of a film in a study; nothing of it in an unaided stage."""

from __future__ import annotations

from inference.core.analysis import Analysis, FindingResult
from inference.text.messages import message_for
from viewer.site.film_view import NOBODY
from viewer.site.study_reading import StudyReading
from viewer.state.overlay import Overlay
from viewer.state.session import FilmState, keys_called
from viewer.style.translation import spoken


def word_of(
    reading: StudyReading, analysis: Analysis | None, silence: Exception | None
) -> tuple[dict[str, FindingResult], str]:
    """The model's results by finding, or why it says nothing."""
    if not reading.aided:
        return {}, ""
    results = {} if analysis is None else {result.finding.key: result for result in analysis.all_results}
    return results, "" if silence is None else spoken(message_for(silence)).text


def heat_of(reading: StudyReading, analysis: Analysis | None, before: Overlay, *, begun: bool) -> Overlay:
    """The heat of what is asked and called, where the arm shows it; a film ``begun`` keeps it hidden or shown."""
    if not reading.aided or not reading.arm.heat or analysis is None:
        return Overlay()
    called = keys_called(FilmState(NOBODY, analysis=analysis)) & set(reading.study.findings)
    return Overlay(called, visible=before.visible if begun and before.chosen == called else True)


def is_of_another_model(reading: StudyReading, analysis: Analysis | None) -> bool:
    """Whether the model in use is not the one that aided earlier reads."""
    models = reading.models
    return analysis is not None and bool(models) and analysis.provenance.pack_hash not in models
