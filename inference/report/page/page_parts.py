"""The parts of a report page that are words and bars: title block, findings, limits, footer."""

from __future__ import annotations

from inference.annotations.wording import reader_text
from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.imaging.film_info import readable_name, view_text
from inference.report.page.display_list import PageColour
from inference.report.page.options import Observer
from inference.report.page.qr import qr_code
from inference.report.page.text_layout import Page
from inference.text.wording import (
    BAR_LEGEND,
    METHOD_NAMES,
    RESEARCH_USE,
    STATE_WORDS,
    check_text,
    evidence_location_text,
    faithfulness_text,
    familiarity_text,
    percent,
    prevalence_text,
    state_text,
    truncated_text,
)

FILLS: dict[ScoreState, PageColour] = {
    ScoreState.ABOVE: PageColour.ABOVE,
    ScoreState.NOT_SURE: PageColour.NOT_SURE,
    ScoreState.BELOW: PageColour.BELOW,
}
FILM_TITLE, STUDY_TITLE = "CHEST FILM REPORT  ·  THORACAM", "CHEST STUDY REPORT  ·  THORACAM"
QR_PREFIX = "THORACAM REPORT "  # capitals and digits alone make a code of fewer, larger squares
_NAMES, _BAR, _NUMBER, _STATE = 0.22, (0.235, 0.575), 0.665, 0.69  # of the width between the margins


def draw_header(
    page: Page, film: Radiograph, *, anonymize: bool, institution: str = "", whole_study: bool = False
) -> int:
    """Title, who and when, and of a single film its view and what is missing of it; returns the y below."""
    y = page.px(30)
    words = STUDY_TITLE if whole_study else FILM_TITLE
    y = page.text(page.margin, y, words, size=13, bold=True, colour=PageColour.ACCENT, width=page.inner)
    y += page.px(4)
    half = page.inner * 0.56
    who = film.identity
    title = "Identity left out" if anonymize else readable_name(who.patient_name) or "No name in the file"
    below = page.text(page.margin, y, title, size=28, bold=True, width=half)
    facts = [] if anonymize else [who.patient_id, who.birth_date, who.sex, who.age]
    line = "   ".join(fact for fact in facts if fact)
    if line:
        below = page.text(page.margin, below + page.px(2), line, size=16, colour=PageColour.QUIET, width=half)
    top = y + page.px(6)
    if institution:
        right, width = page.width - page.margin, page.inner * 0.4
        top = page.text(right, top, institution, size=16, width=width, align="right")
    end = max(below, _draw_study(page, top, film, anonymize=anonymize, view=not whole_study))
    truncated = "" if whole_study else truncated_text(film)
    if truncated:
        end = page.text(
            page.margin, end + page.px(8), truncated, size=18, bold=True, colour=PageColour.ACCENT, width=page.inner
        )
    return page.rule(end + page.px(12))


def _draw_study(page: Page, y: int, film: Radiograph, *, anonymize: bool, view: bool) -> int:
    who = film.identity
    when = f"{who.study_date} {who.study_time}".strip()
    lines = [] if anonymize else [when, who.study_description, who.institution]
    lines += [view_text(who)] if view else []
    right, width = page.width - page.margin, page.inner * 0.4
    for line in filter(None, lines):
        y = page.text(right, y, line, size=16, colour=PageColour.QUIET, width=width, align="right")
    return y


def draw_findings(page: Page, y: int, analysis: Analysis) -> int:
    """One row a finding: name, bar, number, state; reasons that several share stand below; returns the y below."""
    for doubts in doubts_of(analysis):
        y = page.text(page.margin, y, doubts, size=16, bold=True, colour=PageColour.ACCENT, width=page.inner) + page.px(
            10
        )
    reasons = list(dict.fromkeys(result.reason for result in analysis.results if not result.analysed and result.reason))
    y = _draw_axis(page, y)
    for result in analysis.results:
        said = reader_text(analysis.reader, result.finding.key) if analysis.reader else ""
        emphasised = _emphasised_text(result, said)
        words = _state_words(result, reasons)
        y = _draw_row(page, y, result, words, emphasised, muted=analysis.unlike) + page.px(7)
    y += page.px(4)
    for number, reason in enumerate(reasons, start=1):
        y = page.text(page.margin, y, f"({number}) {reason}", size=13, colour=PageColour.QUIET, width=page.inner)
    for line in filter(None, (BAR_LEGEND, prevalence_text(analysis))):
        y = page.text(page.margin, y, line, size=13, colour=PageColour.QUIET, width=page.inner)
    return page.rule(y + page.px(12))


def doubts_of(analysis: Analysis) -> list[str]:
    """Why the film is not to be judged by its numbers: by the film check, and because it is unlike those known."""
    familiarity = familiarity_text(analysis)
    return list(filter(None, (check_text(analysis), f"⚠ {familiarity}" if familiarity else "")))


def _state_words(result: FindingResult, reasons: list[str]) -> str:
    if not result.analysed and result.reason:
        return f"{STATE_WORDS[result.state]} ({reasons.index(result.reason) + 1})"
    words = state_text(result)
    return f"{words}. {faithfulness_text(result.faithfulness)}" if result.faithfulness else words


def _emphasised_text(result: FindingResult, said: str) -> str:
    """What is to be seen first: that evidence lies elsewhere, and the reader's own word."""
    evidence_location = evidence_location_text(result)
    return "\n".join(filter(None, (f"⚠ {evidence_location}" if evidence_location else "", said)))


def _draw_axis(page: Page, y: int) -> int:
    left, right = (page.margin + page.inner * part for part in _BAR)
    room, below = (right - left) / 3, y
    for place, align, words in ((0.0, "left", "0"), (0.5, "middle", "50"), (1.0, "right", "100 %")):
        x = left + (right - left) * place
        below = page.text(x, y, words, size=12, colour=PageColour.QUIET, align=align, width=room)
    return below + page.px(2)


def _draw_row(page: Page, y: int, result: FindingResult, words: str, emphasised: str, *, muted: bool) -> int:
    left, inner = page.margin, page.inner
    colour = PageColour.INK if result.analysed and not muted else PageColour.QUIET
    title = result.finding.title
    end = page.text(left, y, title, size=16, bold=result.analysed, colour=colour, width=inner * _NAMES)
    draw_bar(page, left + inner * _BAR[0], y + page.px(5), left + inner * _BAR[1], result, muted=muted)
    room = inner * (_NUMBER - _BAR[1])
    number = percent(result.probability)
    page.text(left + inner * _NUMBER, y, number, size=16, bold=True, colour=colour, align="right", width=room)
    below = page.text(left + inner * _STATE, y, words, size=15, colour=colour, width=inner * (1 - _STATE))
    if emphasised:
        below = page.text(
            left + inner * _STATE, below, emphasised, size=15, colour=PageColour.ACCENT, width=inner * (1 - _STATE)
        )
    return max(end, below)


def draw_bar(page: Page, left: float, top: float, right: float, result: FindingResult, *, muted: bool = False) -> None:
    """The probability as a bar, with grey band and operating point; an empty trough where there is none.

    ``muted``: without the colour of its state, for a film on which no number is to be trusted.
    """
    height, width = page.px(14), right - left
    page.box(left, top, right, top + height, PageColour.TROUGH)
    if result.probability is None:
        return
    if result.grey_band is not None:
        low, high = result.grey_band
        page.box(left + width * low, top, left + width * high, top + height, PageColour.BAND)
    inset = page.px(3)
    end = left + max(width * result.probability, page.px(2))
    fill = PageColour.MUTED if muted else FILLS[result.state]
    page.box(left, top + inset, end, top + height - inset, fill, hatched=result.experimental)
    if result.operating_point is not None:
        x = left + width * result.operating_point
        page.box(x - page.px(1), top - page.px(3), x + page.px(1), top + height + page.px(3), PageColour.INK)


def draw_limits(page: Page, y: int, analysis: Analysis) -> int:
    """What the model card says each analysed finding's number is worth; returns the y below."""
    known = [result for result in analysis.results if result.analysed and result.limits]
    if not known:
        return y
    y = page.text(page.margin, y, "Limits, from the model card", size=16, bold=True, width=page.inner) + page.px(2)
    for result in known:
        words = page.inner * 0.19
        title = page.text(page.margin, y, result.finding.title, size=14, colour=PageColour.INK, width=words)
        x, room = page.margin + page.inner * 0.2, page.inner * 0.8
        y = max(title, page.text(x, y, result.limits, size=14, colour=PageColour.QUIET, width=room)) + page.px(4)
    return page.rule(y + page.px(10))


def draw_footer(
    page: Page, y: int, film: Radiograph, analysis: Analysis, report: str, signer: Observer | None = None
) -> int:
    """What was used, when, on which film, and what this is not; a code of the report's hash; returns the y below."""
    code = qr_code(QR_PREFIX + report.upper(), page.px(150))
    below = page.picture(page.width - page.margin - code.width, y, code)
    width = page.inner - code.width - page.px(24)
    made = [_run_line(analysis), f"Film {film.film_hash}", f"Report {report}"]
    lines = [*film.notes, *made]
    y = page.text(page.margin, y, RESEARCH_USE, size=18, bold=True, colour=PageColour.ACCENT, width=width) + page.px(3)
    if signer is not None:
        y = page.text(page.margin, y, signed_text(signer), size=16, width=width) + page.px(3)
    for line in lines:
        y = page.text(page.margin, y, line, size=13, colour=PageColour.QUIET, width=width)
    return max(y, below)


def signed_text(signer: Observer) -> str:
    """Who answers for a report."""
    return f"Read and signed by {', '.join(filter(None, (readable_name(signer.name), signer.organization)))}"


def provenance_lines(analysis: Analysis) -> list[str]:
    """For which prevalence probabilities are stated; what was used, how and when."""
    return [*filter(None, [prevalence_text(analysis)]), _run_line(analysis)]


def _run_line(analysis: Analysis) -> str:
    made = analysis.provenance
    model = f"Model {made.pack_name} {made.pack_version}, pack {made.pack_hash[:16]}"
    run = any(result.analysed for result in analysis.results)
    how = (
        f"{METHOD_NAMES.get(made.method, made.method)} on {made.device}, {made.precision}"
        if run
        else "not run on this film"
    )
    return "  ·  ".join(filter(None, (model, how, made.software, made.created)))
