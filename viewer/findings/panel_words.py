"""What the panel of findings says beside the findings: what they wait for, which model spoke, and what is missing."""

from __future__ import annotations

from inference.core.analysis import Analysis
from inference.engine.faithfulness import can_be_tested
from inference.text.site_words import SITE_LEGEND
from inference.text.wording import BAR_LEGEND, RESEARCH_USE, WHISKER, familiar_text, prevalence_text
from viewer.state.session import FilmState
from viewer.style.translation import spoken, tr


def waiting_words(state: FilmState | None, *, analysing: bool, unaided: bool) -> tuple[str, str]:
    """What a finding without a result waits for, at length and briefly."""
    if unaided:
        return tr("hidden until all are called"), tr("hidden")
    if state is None:
        return tr("no film open"), tr("no film open")
    if state.failure is not None:
        return tr("not analysed: the film could not be opened"), tr("not analysed")
    if state.analysis_failure is not None:
        return tr("failed: {reason}").format(reason=spoken(state.analysis_failure).text), tr("failed")
    brief = tr("analysing …") if analysing else tr("not analysed yet")
    return brief, brief


def overlays_tip(analysis: Analysis | None, *, there: bool) -> str:
    """What the button for all overlays does, or why it does nothing."""
    if there:
        return tr("Shows what is above or not sure; all seven: Overlay menu")
    return tr("This film is not analysed yet.") if analysis is None else tr("No finding of this film has a heatmap.")


def test_missing(analysis: Analysis | None) -> str:
    """Why no heatmap can be tested; empty where one can."""
    if analysis is None:
        return tr("This film is not analysed yet.")
    return "" if any(map(can_be_tested, analysis.results)) else tr("No finding is above, so there is nothing to test.")


def model_text(analysis: Analysis | None) -> str:
    """Which model spoke, how long it took, and what its bars mean."""
    if analysis is None:
        return tr(RESEARCH_USE)
    made = analysis.provenance
    model = tr("Model {name}").format(name=f"{made.pack_name} {made.pack_version} ({made.pack_hash[:8]})")
    if not any(result.analysed for result in analysis.results):
        return "\n".join((tr("{model}: not run").format(model=model), tr(RESEARCH_USE)))
    how = f"{model}, {made.device} {made.precision}, {_seconds(made.seconds)}"
    site = tr(SITE_LEGEND) if any(result.site for result in analysis.results) else ""
    known = prevalence_text(analysis, tr), familiar_text(analysis, tr)
    told = (tr(BAR_LEGEND), site, _whisker_text(analysis), *known, how)
    return "\n".join(filter(None, (*told, tr(RESEARCH_USE))))


def _whisker_text(analysis: Analysis) -> str:
    """What the whisker on a bar is; empty where there is none."""
    if all(result.stability is None for result in analysis.results):
        return ""
    return tr(WHISKER)


def _seconds(seconds: float) -> str:
    return "< 0.01\u00a0s" if seconds < 0.01 else f"{seconds:.2f}\u00a0s"
