"""What the row of a finding says of its result: the state at every length, and what its tool tip tells."""

from __future__ import annotations

from inference.core.analysis import FindingResult
from inference.text.wording import (
    UNLIKE_BRIEFLY,
    brief_state_text,
    measured_text,
    percent,
    shortest_state_text,
    stability_text,
    state_text,
)
from viewer.style.translation import tr


def states_of(result: FindingResult, *, urgent: bool) -> tuple[str, ...]:
    """The state in words, at length and briefly; an urgent one says so first."""
    choices = (brief_state_text(result, tr), shortest_state_text(result, tr))
    if not urgent:
        return choices
    sign, word, point = "‼", tr("urgent"), percent(result.operating_point)
    return (*(f"{sign} {word}: {words}" for words in choices), f"{sign} {word} ({point})")


def told_of(result: FindingResult, *, muted: bool) -> tuple[str, ...]:
    """What there is to a result, in sentences for a tool tip; empty ones for what is not known."""
    leads = result.heatmap is not None and not result.heatmap.empty
    return (
        state_text(result, tr),
        stability_text(result, tr),
        measured_text(result, tr),
        tr(UNLIKE_BRIEFLY) if muted else "",
        tr("Click the bar to go where the heatmap is hottest.") if leads else "",
    )
