"""The words for states and numbers: the same in the window, in reports and on the command line."""

from __future__ import annotations

from inference.gradcam import Method
from inference.types import Analysis, Faithfulness, FindingResult, Provenance, Radiograph, ScoreState

STATE_WORDS: dict[ScoreState, str] = {
    ScoreState.ABOVE: "above",
    ScoreState.NOT_SURE: "not sure",
    ScoreState.BELOW: "below",
    ScoreState.NOT_ANALYSED: "not analysed",
    ScoreState.FAILED: "failed",
}
INCOMPLETE = "The film is incomplete."
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


def faithfulness_text(found: Faithfulness) -> str:
    """What became of the probability without the place that the heatmap names, against other places."""
    verdict = "the score rests on it" if found.drop > max(found.random_drop, 0.0) else "the score does not rest on it"
    return (
        f"Without the hottest {found.share * 100:.0f} % of the film the probability changes by "
        f"{-found.drop * 100:+.0f} points, without other places by {-found.random_drop * 100:+.0f}: {verdict}."
    )


def prevalence_text(made: Provenance) -> str:
    """For which prevalence the probabilities are stated; empty where the pack does not say it."""
    if made.reference_prevalence is None:
        return ""
    return f"Probabilities as if {made.reference_prevalence * 100:.0f} of 100 films had the finding."


def heat_unit(made: Provenance) -> str:
    """What the values of a heatmap are measured in; those of Eigen-CAM have no unit."""
    return "" if made.method == Method.EIGENCAM else "logit per cell"


def grain_text(film: Radiograph, analysis: Analysis) -> str:
    """How fine the heatmaps are: the size of one cell on the film, in mm where the spacing is known; else empty."""
    heatmap = next((result.heatmap for result in analysis.results if result.heatmap is not None), None)
    if heatmap is None:
        return ""
    place = analysis.placement
    across = place.input_shape[1] / heatmap.values.shape[1] / place.scale_x
    down = place.input_shape[0] / heatmap.values.shape[0] / place.scale_y
    if film.spacing is None:
        return f"One cell of the map: {across:.0f} × {down:.0f} film pixels"
    size = f"{across * film.spacing.column_mm:.0f} × {down * film.spacing.row_mm:.0f} mm"
    return f"One cell of the map: {size} ({film.spacing.origin})"


def measured_text(result: FindingResult) -> str:
    """What validation measured at the operating point, with the number of films; empty where nothing was measured."""
    found = result.measured
    if found is None:
        return ""
    parts = [
        f"sensitivity {percent(found.sensitivity)}" if found.sensitivity is not None else "",
        f"specificity {percent(found.specificity)}" if found.specificity is not None else "",
    ]
    films = f" ({found.positives} films with, {found.negatives} without)" if found.positives is not None else ""
    told = ", ".join(filter(None, parts))
    return f"Measured at this operating point: {told}{films}." if told else ""


def check_text(analysis: Analysis) -> str:
    """What the film check said against judging this film, and whether it was judged anyway; empty when all is well."""
    if analysis.check is None or not analysis.check.reasons:
        return ""
    anyway = " Analysed anyway, as the user asked." if analysis.anyway else ""
    return " ".join(analysis.check.reasons) + anyway


def gap_text(film: Radiograph) -> str:
    """How much of a film is missing from its file, and what that means; empty for a whole film."""
    if film.gap is None:
        return ""
    share = percent(float(film.gap.mask.mean()))
    return (
        f"Incomplete film: the file ends after {film.gap.there} of {film.gap.needed} bytes of its pixels. "
        f"{share} of the film is missing and hatched; no finding is analysed."
    )
