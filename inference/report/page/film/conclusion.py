"""What the model says of a film in sentences made of fixed parts: what is above, where, how strong, since when."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.core.findings import FINDINGS, URGENT
from inference.report.page.display_list import PageColour
from inference.report.page.film.hottest_place import where_text
from inference.report.page.options import PriorResults, ReportOptions
from inference.report.page.page_parts import doubts_of
from inference.report.page.sheets import Sheets
from inference.text.wording import Translate, evidence_location_text, percent, probability_text, stability_text

HEADING, NOTE = "What the model says", "Fixed words put together by the program, not written by a reader."
_URGENT = "URGENT"
_ABOVE = "{finding}: {number}, above its operating point of {point}"
_NOT_SURE = "{finding}: not sure, {number} around its operating point of {point}"
_INDEX = "an index, no probability"
_EXPERIMENTAL = "Experimental: without proof on real films."
_PRIOR = "Film of {day}: {then}, now {change} points."
_PRIOR_UNDATED = "Prior film: {then}, now {change} points."
_NO_MORE = "{finding}: no longer above its operating point."
_NONE = "No finding reaches its operating point."
_BELOW, _NOT_ANALYSED, _FAILED = "Below: {findings}", "Not analysed: {findings}", "Failed: {findings}"


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    told = (HEADING, NOTE, _URGENT, _ABOVE, _NOT_SURE, _INDEX, _EXPERIMENTAL, _PRIOR, _PRIOR_UNDATED, _NO_MORE)
    return [*told, _NONE, _BELOW, _NOT_ANALYSED, _FAILED]


@dataclass(frozen=True, slots=True)
class Statement:
    """One finding in words, with what is said of it below."""

    words: str
    more: str
    state: ScoreState
    urgent: bool = False


def statements(film: Radiograph, analysis: Analysis, options: ReportOptions) -> tuple[Statement, ...]:
    """Findings that are above, what is urgent first and then the strongest, then those that are not sure."""
    told = [_statement(result, film, analysis, options) for result in by_weight(analysis)]
    if not any(one.state is ScoreState.ABOVE for one in told) and any(one.analysed for one in analysis.results):
        told.insert(0, Statement(options.translate(_NONE), "", ScoreState.BELOW))
    return tuple(told)


def by_weight(analysis: Analysis, others: Collection[str] = ()) -> list[FindingResult]:
    """Findings that are above, the urgent first and then the strongest, those not sure, then ``others`` by key."""
    states = (ScoreState.ABOVE, ScoreState.NOT_SURE)
    return sorted(
        (one for one in analysis.results if one.state in states or one.finding.key in others),
        key=lambda one: (_RANKS.get(one.state, 2), one.finding not in URGENT, -(one.probability or 0.0)),
    )


def _statement(result: FindingResult, film: Radiograph, analysis: Analysis, options: ReportOptions) -> Statement:
    t, above = options.translate, result.state is ScoreState.ABOVE
    urgent = above and result.finding in URGENT
    words = t(_ABOVE if above else _NOT_SURE).format(
        finding=t(result.finding.title), number=probability_text(result), point=percent(result.operating_point)
    )
    outside = evidence_location_text(result, t)
    more = (
        where_text(film, analysis, result.finding.key, options) if result.heatmap is not None else "",
        f"⚠ {outside}" if outside else "",
        stability_text(result, t) if result.stability is not None and result.stability.changes else "",
        prior_text(result, options.prior, t),
        t(_EXPERIMENTAL) if result.experimental else "",
    )
    words = f"{words} ({t(_INDEX)})" if result.index else words
    return Statement(
        f"{t(_URGENT)}  ·  {words}" if urgent else words, " ".join(filter(None, more)), result.state, urgent
    )


def prior_text(result: FindingResult, prior: PriorResults | None, t: Translate) -> str:
    """What the model said of a finding on an earlier film, and by how many points it is more now; empty for none."""
    then = None if prior is None else prior.analysis.result(result.finding).probability
    if prior is None or then is None or result.probability is None:
        return ""
    points = round(100 * result.probability) - round(100 * then)  # of what is shown
    change = f"{points:+d}".replace("-", "\u2212") if points else "\u00b10"
    words = _PRIOR if prior.day else _PRIOR_UNDATED
    return t(words).format(day=prior.day, then=percent(then), change=change)


def _no_more(analysis: Analysis, options: ReportOptions) -> Iterator[str]:
    """Findings that an earlier film had above and this one has not."""
    t = options.translate
    for finding in FINDINGS if options.prior is not None else ():
        assert options.prior is not None
        now, then = analysis.result(finding), options.prior.analysis.result(finding)
        if then.state is ScoreState.ABOVE and now.state is ScoreState.BELOW:
            yield f"{t(_NO_MORE).format(finding=t(finding.title))} {prior_text(now, options.prior, t)}"


def _rest(analysis: Analysis, t: Translate) -> Iterator[str]:
    """The other findings, a line a state."""
    words = {ScoreState.BELOW: _BELOW, ScoreState.NOT_ANALYSED: _NOT_ANALYSED, ScoreState.FAILED: _FAILED}
    for state, pattern in words.items():
        found = [one for one in analysis.results if one.state is state]
        named = (
            f"{t(one.finding.title)} {probability_text(one)}" if one.analysed else t(one.finding.title) for one in found
        )
        if found:
            yield t(pattern).format(findings=", ".join(named))


def draw_conclusion(sheets: Sheets, film: Radiograph, analysis: Analysis, options: ReportOptions) -> None:
    """The findings of the model at the head of a report, and before them why not to trust them, where that is so."""
    t = options.translate
    sheets.heading(t(HEADING), t(NOTE))
    for doubts in doubts_of(analysis, t):
        sheets.words(doubts, bold=True, colour=PageColour.ACCENT)
        sheets.space(4)
    for one in statements(film, analysis, options):
        _draw(sheets, one, muted=analysis.unlike)
    for line in _no_more(analysis, options):
        sheets.words(line)
    for line in _rest(analysis, t):
        sheets.words(line, size=18, colour=PageColour.QUIET)
    sheets.rule()


def _draw(sheets: Sheets, one: Statement, *, muted: bool) -> None:
    """A sentence with a stripe in the colour of its state beside it."""
    above = one.state is ScoreState.ABOVE
    ink = PageColour.QUIET if muted else PageColour.URGENT if one.urgent else PageColour.INK
    stripe = PageColour.MUTED if muted else PageColour.URGENT if one.urgent else _STRIPES.get(one.state)
    sheets.need(sheets.page.px(60))
    page, top = sheets.page, sheets.y
    sheets.words(one.words, indent=18, size=24 if above else 20, bold=above or not one.more, colour=ink)
    if one.more:
        sheets.words(one.more, indent=18, size=19, colour=PageColour.QUIET if muted else PageColour.INK)
    if stripe is not None and sheets.page is page:
        page.box(page.margin, top + page.px(4), page.margin + page.px(7), sheets.y - page.px(1), stripe)
    sheets.space(6)


_RANKS = {ScoreState.ABOVE: 0, ScoreState.NOT_SURE: 1}
_STRIPES = {ScoreState.ABOVE: PageColour.ABOVE, ScoreState.NOT_SURE: PageColour.NOT_SURE}
