"""The words for states and numbers: the same in the window, in reports and on the command line."""

from __future__ import annotations

from inference.types import FindingResult, ScoreState

STATE_WORDS: dict[ScoreState, str] = {
    ScoreState.ABOVE: "above",
    ScoreState.NOT_SURE: "not sure",
    ScoreState.BELOW: "below",
    ScoreState.NOT_ANALYSED: "not analysed",
    ScoreState.FAILED: "failed",
}
RESEARCH_USE = "Research use only. Not a medical device."


def percent(value: float | None) -> str:
    """A probability as whole per cent; 'below 1' and 'above 99' are said as such, never rounded to certainty."""
    if value is None:
        return "–"
    if value < 0.01:
        return "< 1 %"
    return "> 99 %" if value > 0.99 else f"{value * 100:.0f} %"


def state_text(result: FindingResult) -> str:
    """State with the operating point it is judged by, or the reason why there is none."""
    words = STATE_WORDS[result.state]
    if result.operating_point is None or result.probability is None:
        return f"{words}: {result.reason}" if result.reason else words
    extra = ", experimental" if result.experimental else ""
    return f"{words} (operating point {percent(result.operating_point)}{extra})"
