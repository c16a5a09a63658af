"""The last parts of a report: all seven bars, what each number is worth, and how the report came to be."""

from __future__ import annotations

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.report.page.display_list import PageColour
from inference.report.page.options import ReportOptions
from inference.report.page.page_parts import QR_PREFIX, draw_bar, run_line
from inference.report.page.qr import qr_code
from inference.report.page.sheets import Sheets
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST, Page
from inference.text.site_words import SITE_LEGEND, seal_text, site_text
from inference.text.wording import (
    BAR_LEGEND,
    STATE_WORDS,
    WHISKER,
    Translate,
    familiar_text,
    grain_text,
    prevalence_text,
    probability_text,
    stability_text,
    state_text,
)

BARS, LIMITS, ORIGIN = "All seven findings", "Limits, from the model card", "How this report came to be"
FURTHER = "Further, {state}"
_NO_SIGNATURE = "The code and the hashes show an edit; they are no signature."
_FILM, _REPORT, CODE = "Film {hash}", "Report {hash}", "QR code of the hash of this report"
_NAMES, _BAR, _NUMBER, _STATE = 0.21, (0.22, 0.55), 0.63, 0.655  # of the width between the margins


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [BARS, LIMITS, ORIGIN, FURTHER, _NO_SIGNATURE, _FILM, _REPORT, CODE]


def draw_bars(sheets: Sheets, analysis: Analysis, options: ReportOptions) -> None:
    """One row a finding: name, bar, number, state; reasons that several share stand below."""
    t = options.translate
    sheets.heading(t(BARS), then=140)
    reasons = list(dict.fromkeys(one.reason for one in analysis.results if not one.analysed and one.reason))
    with sheets.structure.within(Role.ARTIFACT):
        sheets.y = _draw_axis(sheets.page, sheets.y)
    with sheets.structure.within(Role.TABLE):
        for result in analysis.results:
            words = _state_words(result, reasons, t)
            sheets.need(_draw_row(Page(sheets.page.width, sheets.unit), 0, result, words, t, muted=analysis.unlike))
            sheets.y = _draw_row(sheets.page, sheets.y, result, words, t, muted=analysis.unlike) + sheets.page.px(7)
    sheets.space(4)
    _draw_extra(sheets, analysis, t)
    for number, reason in enumerate(reasons, start=1):
        sheets.words(f"({number}) {t(reason)}", size=LEAST, colour=PageColour.QUIET)
    told = (t(BAR_LEGEND), *_steady(analysis, t), prevalence_text(analysis, t), familiar_text(analysis, t))
    for line in filter(None, (*told, *_site_lines(analysis, options))):
        sheets.words(line, size=LEAST, colour=PageColour.QUIET)
    sheets.rule()


def _steady(analysis: Analysis, t: Translate) -> list[str]:
    """What whiskers are, where there are any, and which findings are in another state in some of the small views."""
    looked_at = [one for one in analysis.results if one.stability is not None]
    changing = [one for one in looked_at if one.stability is not None and one.stability.changes]
    told = [f"{t(one.finding.title)}: {stability_text(one, t)}" for one in changing]
    return [t(WHISKER), *told] if looked_at else []


def _site_lines(analysis: Analysis, options: ReportOptions) -> list[str]:
    """What each finding is by the site's own operating point, and who answers for it; nothing where none was tuned."""
    t = options.translate
    said = [f"{t(one.finding.title)}: {words}" for one in analysis.results if (words := site_text(one, t))]
    return [t(SITE_LEGEND), *said, seal_text(analysis.results, t, named=not options.anonymize)] if said else []


def _draw_extra(sheets: Sheets, analysis: Analysis, t: Translate) -> None:
    """What else the model judged, folded to a line a state: names with their numbers."""
    by_state = {state: [one for one in analysis.extra if one.state is state] for state in STATE_WORDS}
    if not analysis.extra:
        return
    with sheets.structure.within(Role.LIST):
        for state, told in by_state.items():
            if told:
                words = ", ".join(f"{t(one.finding.title)} {probability_text(one)}" for one in told)
                sheets.hanging(t(FURTHER).format(state=t(STATE_WORDS[state])), words, 245)
                sheets.space(4)


def _state_words(result: FindingResult, reasons: list[str], t: Translate) -> str:
    if not result.analysed and result.reason:
        return f"{t(STATE_WORDS[result.state])} ({reasons.index(result.reason) + 1})"
    return state_text(result, t)


def _draw_axis(page: Page, y: int) -> int:
    left, right = (page.margin + page.inner * part for part in _BAR)
    room, below = (right - left) / 3, y
    for place, align, words in ((0.0, "left", "0"), (0.5, "middle", "50"), (1.0, "right", "100 %")):
        x = left + (right - left) * place
        below = page.text(x, y, words, size=LEAST, colour=PageColour.QUIET, align=align, width=room)
    return below + page.px(2)


def _draw_row(page: Page, y: int, result: FindingResult, words: str, t: Translate, *, muted: bool) -> int:
    left, inner, within = page.margin, page.inner, page.structure.within
    colour = PageColour.INK if result.analysed and not muted else PageColour.QUIET
    draw_bar(page, left + inner * _BAR[0], y + page.px(6), left + inner * _BAR[1], result, muted=muted)
    title, number, room = t(result.finding.title), probability_text(result), inner * (_NUMBER - _BAR[1])
    with within(Role.ROW):
        with within(Role.ROW_HEADER):
            end = page.text(left, y, title, size=18, bold=result.analysed, colour=colour, width=inner * _NAMES)
        with within(Role.CELL):
            page.text(left + inner * _NUMBER, y, number, size=18, bold=True, colour=colour, align="right", width=room)
        with within(Role.CELL):
            state = page.text(left + inner * _STATE, y, words, size=LEAST, colour=colour, width=inner * (1 - _STATE))
    return max(end, state)


def draw_limits(sheets: Sheets, analysis: Analysis, options: ReportOptions) -> None:
    """What the model card says each analysed finding's number is worth."""
    t = options.translate
    known = [result for result in analysis.results if result.analysed and result.limits]
    if not known:
        return
    sheets.heading(t(LIMITS))
    with sheets.structure.within(Role.LIST):
        for result in known:
            sheets.hanging(t(result.finding.title), t(result.limits), 245)
            sheets.space(4)
    sheets.rule()


def draw_origin(sheets: Sheets, film: Radiograph, analysis: Analysis, report: str, options: ReportOptions) -> None:
    """What was used, when, on which film, and what had to be assumed; a code of the report's hash."""
    t = options.translate
    code = qr_code(QR_PREFIX + report.upper(), sheets.page.px(170))
    facts = (t(_FILM).format(hash=film.film_hash), t(_REPORT).format(hash=report), t(_NO_SIGNATURE))
    lines = [line for line in (run_line(analysis, t), *facts, grain_text(film, analysis, t)) if line]
    height = max(code.height, _draw_lines(Page(sheets.page.width, sheets.unit), 0, lines, code.width))
    sheets.heading(t(ORIGIN), then=height / sheets.unit + 10)
    page, top = sheets.page, sheets.y
    with page.structure.within(Role.FIGURE, t(CODE)):
        page.picture(page.width - page.margin - code.width, top, code)
    _draw_lines(page, top, lines, code.width)
    sheets.y = top + height + page.px(6)
    for note in film.notes:
        sheets.words(t(note), size=LEAST, colour=PageColour.QUIET)


def _draw_lines(page: Page, y: int, lines: list[str], beside: int) -> int:
    """Lines on the left of something so many pixels wide; returns the y below."""
    width = page.inner - beside - page.px(24)
    for line in lines:
        y = page.text(page.margin, y, line, size=LEAST, colour=PageColour.QUIET, width=width)
    return y
