"""The words for states and numbers: the same in the window, in reports and on the command line."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable

from inference.core.analysis import Analysis, Faithfulness, FindingResult, Method, Provenance, ScoreState
from inference.core.film import Radiograph

STATE_WORDS: dict[ScoreState, str] = {
    ScoreState.ABOVE: "above",
    ScoreState.NOT_SURE: "not sure",
    ScoreState.BELOW: "below",
    ScoreState.NOT_ANALYSED: "not analysed",
    ScoreState.FAILED: "failed",
}
INCOMPLETE = "The film is incomplete."
RESEARCH_USE = "Research use only. Not a medical device."
BAR_LEGEND = (
    "Line, and in brackets: operating point.  Band: not sure.  Hatched: experimental, without proof on real films."
)
WHISKER = "Whisker: the range over ten small views of this film."
_JUDGED = "{state} (operating point {point})"
_JUDGED_EXPERIMENTAL = "{state} (operating point {point}, experimental)"
_JUDGED_INDEX = "{state} (operating point {point}, index)"
_JUDGED_INDEX_EXPERIMENTAL = "{state} (operating point {point}, index, experimental)"
_JUDGED_BRIEFLY = "{state} ({point})"
_JUDGED_BRIEFLY_INDEX = "{state} ({point}), index"
_JUDGED_BRIEFLY_EXPERIMENTAL = "{state} ({point}), experimental"
_CHANGES = (
    "Without the hottest {share} % of the film the probability changes by {change} points, "
    "without other places by {other}: "
)
_RESTS = _CHANGES + "the score rests on it."
_RESTS_NOT = _CHANGES + "the score does not rest on it."
_PREVALENCE = "Probabilities as if {count} of 100 films had the finding."
_RESTATED = "Restated as if {count} of 100 films had it: {findings}."
_INDEX = "An index is no probability."
_OVERRIDDEN = "Analysed against the film check: override by the user."
METHOD_NAMES: dict[str, str] = {
    Method.GRADCAM: "Grad-CAM",
    Method.HIRESCAM: "HiResCAM",
    Method.GRADCAM_PLUS_PLUS: "Grad-CAM++",
    Method.LAYERCAM: "LayerCAM",
    Method.EIGENCAM: "Eigen-CAM",
}
STRENGTHS = ((0.75, "strong"), (0.5, "moderate"), (1e-9, "weak"), (0.0, "no evidence"))  # from which share on
_HEAT_UNIT = "logit per cell"
_GRAIN_PIXELS = "One cell of the map: {across} × {down} film pixels"
_GRAIN_MM = "One cell of the map: {across} × {down} mm ({origin})"
FIELD_WORDS = {
    "pleura": "the lungs and the pleura",
    "chest": "the rib cage",
    "heart": "the heart",
    "mediastinum": "the mediastinum",
}
_EVIDENCE_LOCATION = "{share} % of the strongest evidence lies outside {field}."
_UNLIKE = (
    "Unlike the films this model knows ({share} % of its reference films are nearer; limit {limit} %): "
    "do not trust its numbers and heatmaps here."
)
_UNLIKE_ADVICE = (
    "Look whether the film is turned, cropped, inverted, taken in bed or full of lines; read it without the numbers."
)
UNLIKE_BRIEFLY = "Unlike the films this model knows: do not trust the numbers"
UNLIKE_IN_A_LINE = "Unlike film: do not trust the numbers"
_FAMILIAR = "Familiarity: {share} % of the model's reference films are nearer (limit {limit} %)."
_STEADY = "In {count} small views (turned, scaled, moved, of other gamma) {low} to {high}, always {state}."
_FLIPS = "In {count} small views (turned, scaled, moved, of other gamma) {low} to {high}, not always {state}: {others}."
_OVERLAP = "The hottest places agree to {share} %."
_SENSITIVITY = "sensitivity {share}"
_SPECIFICITY = "specificity {share}"
_COUNTS = "({positives} films with, {negatives} without)"
_MEASURED = "Measured at this operating point: {figures}."
_TRUNCATED = (
    "Incomplete film: the file ends after {there} of {needed} bytes of its pixels. "
    "{share} of the film is missing and hatched; no finding is analysed."
)
Translate = Callable[[str], str]  # gives the sentence of another language, or the English one back


def percent(value: float | None) -> str:
    """A probability as whole per cent; 'below 1' and 'above 99' are said as such, never rounded to certainty."""
    if value is None:
        return "–"
    if value < 0.01:
        return "< 1 %"
    return "> 99 %" if value > 0.99 else f"{value * 100:.0f} %"


def probability_text(result: FindingResult) -> str:
    """A finding's probability; with its tenth where it would read like the operating point that it does not reach."""
    value, point = result.probability, result.operating_point
    text = percent(value)
    if value is None or point is None or value >= point or value < 0.01 or text != percent(point):
        return text
    return f"{math.floor(value * 1000) / 10:.1f} %"


def signed(points: float) -> str:
    """A change in whole points with its sign; none at all has no sign that could be read as a direction."""
    whole = round(points)
    return f"{whole:+d}".replace("-", "\u2212") if whole else "\u00b10"


def state_text(result: FindingResult, translate: Translate = str) -> str:
    """State with the operating point it is judged by, or the reason why there is none."""
    if result.index:
        return _state(result, translate, _JUDGED_INDEX_EXPERIMENTAL if result.experimental else _JUDGED_INDEX)
    return _state(result, translate, _JUDGED_EXPERIMENTAL if result.experimental else _JUDGED)


def brief_state_text(result: FindingResult, translate: Translate = str) -> str:
    """The same for where there is little room and ``BAR_LEGEND`` near, which says what hatched bars are."""
    if result.index:
        return _state(result, translate, _JUDGED_BRIEFLY_INDEX)
    return _state(result, translate, _JUDGED_BRIEFLY_EXPERIMENTAL if result.experimental else _JUDGED_BRIEFLY)


def shortest_state_text(result: FindingResult, translate: Translate = str) -> str:
    """The state with its operating point alone, or without the reason why there is none."""
    if result.operating_point is None or result.probability is None:
        return translate(STATE_WORDS[result.state])
    return _state(result, translate, _JUDGED_BRIEFLY)


def _state(result: FindingResult, translate: Translate, judged: str) -> str:
    state = translate(STATE_WORDS[result.state])
    if result.operating_point is None or result.probability is None:
        return f"{state}: {translate(result.reason)}" if result.reason else state
    return translate(judged).format(state=state, point=percent(result.operating_point))


def faithfulness_text(found: Faithfulness, translate: Translate = str) -> str:
    """What became of the probability without the place that the heatmap names, against other places."""
    rests = found.drop > max(found.random_drop, 0.0)
    return translate(_RESTS if rests else _RESTS_NOT).format(
        share=f"{found.share * 100:.0f}", change=signed(-found.drop * 100), other=signed(-found.random_drop * 100)
    )


def evidence_location_text(result: FindingResult, translate: Translate = str) -> str:
    """That most of the strongest evidence for a finding lies where the finding cannot be; empty where it does not."""
    if result.evidence_location is None or not result.evidence_location.outside:
        return ""
    field = translate(FIELD_WORDS[result.evidence_location.field])
    return translate(_EVIDENCE_LOCATION).format(share=f"{result.evidence_location.share * 100:.0f}", field=field)


def familiar_text(analysis: Analysis, translate: Translate = str) -> str:
    """How like the films that the model knows a film is, as a percentile; empty where the pack does not say it."""
    found = analysis.familiarity
    if found is None:
        return ""
    return translate(_FAMILIAR).format(share=f"{math.floor(found.percentile * 10) / 10:g}", limit=f"{found.limit:g}")


def stability_text(result: FindingResult, translate: Translate = str) -> str:
    """How far a finding's number moves over small views, and whether its state does; empty where nobody looked."""
    found = result.stability
    if found is None:
        return ""
    counts = [(state, found.states.count(state)) for state in STATE_WORDS if state in found.states]
    others = ", ".join(f"{translate(STATE_WORDS[state])} {count}" for state, count in counts)
    low, high = map(percent, found.low_high)
    state = translate(STATE_WORDS[found.state])
    words = translate(_FLIPS if found.changes else _STEADY)
    told = words.format(count=len(found.views), low=low, high=high, state=state, others=others)
    if found.overlap is None:
        return told
    return f"{told} {translate(_OVERLAP).format(share=f'{found.overlap * 100:.0f}')}"


def prevalence_text(analysis: Analysis, translate: Translate = str) -> str:
    """For which prevalence the probabilities are stated, or were restated; empty where the pack does not say it."""
    analysed = [result for result in analysis.results if result.analysed]
    own = [result for result in analysed if result.prevalence is None and not result.index]
    reference, parts = analysis.provenance.reference_prevalence, []
    if reference is not None and own:
        parts.append(translate(_PREVALENCE).format(count=_of_hundred(reference)))
    for wanted in dict.fromkeys(result.prevalence for result in analysed if result.prevalence is not None):
        names = _names((result for result in analysed if result.prevalence == wanted), translate)
        parts.append(translate(_RESTATED).format(count=_of_hundred(wanted), findings=names))
    if any(result.index for result in analysed):
        parts.append(translate(_INDEX))
    return " ".join(parts)


def _names(results: Iterable[FindingResult], translate: Translate) -> str:
    return ", ".join(translate(result.finding.title) for result in results)


def _of_hundred(share: float) -> str:
    return f"{share * 100:.3g}"


def heat_unit(made: Provenance, translate: Translate = str) -> str:
    """What the values of a heatmap are measured in; those of Eigen-CAM have no unit."""
    return "" if made.method == Method.EIGENCAM else translate(_HEAT_UNIT)


def full_scale_text(analysis: Analysis, keys: Collection[str], translate: Translate = str) -> str:
    """What full colour stands for, as a number with its unit; empty where the findings drawn differ in that."""
    drawn = [result.heatmap for result in analysis.all_results if result.heatmap and result.finding.key in keys]
    scales = {heatmap.full_scale for heatmap in drawn}
    return f"{scales.pop():.3g} {heat_unit(analysis.provenance, translate)}".rstrip() if len(scales) == 1 else ""


def strength_text(share: float, translate: Translate = str) -> str:
    """How strong evidence is that reaches a share (0..1) of the full scale, in a word."""
    return translate(next(word for least, word in STRENGTHS if share >= least))


def grain_text(film: Radiograph, analysis: Analysis, translate: Translate = str) -> str:
    """How fine the heatmaps are: the size of one cell on the film, in mm where the spacing is known; else empty."""
    heatmap = next((result.heatmap for result in analysis.results if result.heatmap is not None), None)
    if heatmap is None:
        return ""
    place = analysis.placement
    across = place.input_shape[1] / heatmap.values.shape[1] / place.scale_x
    down = place.input_shape[0] / heatmap.values.shape[0] / place.scale_y
    if film.spacing is None:
        return translate(_GRAIN_PIXELS).format(across=f"{across:.0f}", down=f"{down:.0f}")
    size = {"across": f"{across * film.spacing.column_mm:.0f}", "down": f"{down * film.spacing.row_mm:.0f}"}
    return translate(_GRAIN_MM).format(**size, origin=translate(film.spacing.origin))


def measured_text(result: FindingResult, translate: Translate = str) -> str:
    """What validation measured at the operating point, with the number of films; empty where nothing was measured."""
    found = result.measured
    if found is None:
        return ""
    parts = [
        translate(_SENSITIVITY).format(share=percent(found.sensitivity)) if found.sensitivity is not None else "",
        translate(_SPECIFICITY).format(share=percent(found.specificity)) if found.specificity is not None else "",
    ]
    counts = translate(_COUNTS).format(positives=found.positives, negatives=found.negatives)
    films = f" {counts}" if found.positives is not None else ""
    told = ", ".join(filter(None, parts))
    return translate(_MEASURED).format(figures=f"{told}{films}") if told else ""


def check_text(analysis: Analysis, translate: Translate = str) -> str:
    """What the film check said against judging this film, and whether the user overrode it; empty when all is well."""
    if analysis.check is None or not analysis.check.reasons:
        return ""
    override = (translate(_OVERRIDDEN),) if analysis.override else ()
    return " ".join((*map(translate, analysis.check.reasons), *override))


def familiarity_text(analysis: Analysis, translate: Translate = str) -> str:
    """That a film is unlike those the model knows, and what to do about it; empty where it is not, or nobody knows."""
    found = analysis.familiarity
    if found is None or not found.unlike:
        return ""
    share = f"{math.floor(found.percentile * 10) / 10:.1f}"  # never rounded to all of them
    unlike = translate(_UNLIKE).format(share=share, limit=f"{found.limit:g}")
    return f"{unlike} {translate(_UNLIKE_ADVICE)}"


def truncated_text(film: Radiograph, translate: Translate = str) -> str:
    """How much of a film is missing from its file, and what that means; empty for a whole film."""
    if film.truncated is None:
        return ""
    share = percent(float(film.truncated.mask.mean()))
    return translate(_TRUNCATED).format(there=film.truncated.there, needed=film.truncated.needed, share=share)


def translatable() -> list[str]:
    """Every word and sentence of this module: what a translation has to know."""
    plain = (BAR_LEGEND, _JUDGED, _JUDGED_EXPERIMENTAL, _JUDGED_BRIEFLY, _JUDGED_BRIEFLY_EXPERIMENTAL)
    judged = (*plain, _JUDGED_INDEX, _JUDGED_INDEX_EXPERIMENTAL, _JUDGED_BRIEFLY_INDEX)
    patterns = (*judged, _RESTS, _RESTS_NOT, _PREVALENCE, _RESTATED, _INDEX, _OVERRIDDEN, RESEARCH_USE, INCOMPLETE)
    places = (_EVIDENCE_LOCATION, *FIELD_WORDS.values())
    heat = (_HEAT_UNIT, _GRAIN_PIXELS, _GRAIN_MM, *(word for _, word in STRENGTHS))
    return [
        *STATE_WORDS.values(),
        *patterns,
        *places,
        *heat,
        _UNLIKE,
        _UNLIKE_ADVICE,
        UNLIKE_BRIEFLY,
        UNLIKE_IN_A_LINE,
        WHISKER,
        _FAMILIAR,
        _STEADY,
        _FLIPS,
        _OVERLAP,
        _SENSITIVITY,
        _SPECIFICITY,
        _COUNTS,
        _MEASURED,
        _TRUNCATED,
    ]
