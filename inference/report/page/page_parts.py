"""The parts that pages of films and of studies share: title block, bars, what is said at the foot."""

from __future__ import annotations

from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.report.film_info import readable_name, view_text
from inference.report.page.display_list import PageColour
from inference.report.page.options import Observer, ReportOptions
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import (
    METHOD_NAMES,
    RESEARCH_USE,
    Translate,
    check_text,
    familiarity_text,
    prevalence_text,
    truncated_text,
)

FILLS: dict[ScoreState, PageColour] = {
    ScoreState.ABOVE: PageColour.ABOVE,
    ScoreState.NOT_SURE: PageColour.NOT_SURE,
    ScoreState.BELOW: PageColour.BELOW,
}
FILM_TITLE, STUDY_TITLE = "CHEST FILM REPORT  ·  THORACAM", "CHEST STUDY REPORT  ·  THORACAM"
QR_PREFIX = "THORACAM REPORT "  # capitals and digits alone make a code of fewer, larger squares
LEFT_OUT, _NO_NAME = "Identity left out", "No name in the file"
_NO_DATE, _DATE_LEFT_OUT, _NO_VIEW = "Date not stated", "Date left out", "View not stated"
_SIGNED = "Read and signed by {reader}"
_MODEL, _NOT_RUN = "Model {pack}, pack {hash}", "not run on this film"
_HOW = "{method} on {device}, {precision}"
_SHORT_REPORT = "Report {hash}"


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    head = (FILM_TITLE, STUDY_TITLE, LEFT_OUT, _NO_NAME, _NO_DATE, _DATE_LEFT_OUT, _NO_VIEW)
    return [*head, _SIGNED, _MODEL, _NOT_RUN, _HOW, _SHORT_REPORT]


def draw_header(page: Page, film: Radiograph, options: ReportOptions, *, whole_study: bool = False) -> int:
    """Title, who and when, and of a single film its view and what is missing of it; returns the y below."""
    t, y = options.translate, page.px(38)
    title = t(STUDY_TITLE if whole_study else FILM_TITLE)
    with page.structure.within(Role.TITLE):
        y = page.text(page.margin, y, title, size=LEAST, bold=True, colour=PageColour.ACCENT, width=page.inner)
    y += page.px(2)
    half = page.inner * 0.56
    size = 20 if options.anonymize else 28
    below = page.text(page.margin, y, _title(film, options), size=size, bold=True, width=half)
    line = "" if options.anonymize else _patient_line(film)
    if line:
        below = page.text(page.margin, below + page.px(2), line, size=LEAST, colour=PageColour.QUIET, width=half)
    end = max(below, _draw_study(page, y, film, options, view=not whole_study))
    truncated = "" if whole_study else truncated_text(film, t)
    if truncated:
        end = page.text(
            page.margin, end + page.px(8), truncated, size=19, bold=True, colour=PageColour.ACCENT, width=page.inner
        )
    return page.rule(end + page.px(8))


def _title(film: Radiograph, options: ReportOptions) -> str:
    t = options.translate
    return t(LEFT_OUT) if options.anonymize else readable_name(film.identity.patient_name) or t(_NO_NAME)


def _patient_line(film: Radiograph) -> str:
    who = film.identity
    return "   ".join(fact for fact in (who.patient_id, who.birth_date, who.sex, who.age) if fact)


def _date(film: Radiograph, options: ReportOptions) -> str:
    """When the film was taken, or why that is not said."""
    if options.anonymize:
        return options.translate(_DATE_LEFT_OUT)
    known = f"{film.identity.study_date} {film.identity.study_time}".strip()
    return known or options.translate(_NO_DATE)


def _draw_study(page: Page, y: int, film: Radiograph, options: ReportOptions, *, view: bool) -> int:
    who, t = film.identity, options.translate
    lines = [_date(film, options), *([view_text(who) or t(_NO_VIEW)] if view else []), options.institution]
    lines += [] if options.anonymize else [who.study_description, who.institution]
    right, width = page.width - page.margin, page.inner * 0.4
    for place, line in enumerate(dict.fromkeys(filter(None, lines))):
        colour = PageColour.INK if place == 0 else PageColour.QUIET
        y = page.text(right, y, line, size=LEAST, bold=place == 0, colour=colour, width=width, align="right")
    return y


def draw_running_head(page: Page, y: int, film: Radiograph, options: ReportOptions) -> int:
    """Whose page it is and of when, on every page but the first; returns the y below."""
    right, when = page.width - page.margin, _date(film, options)
    name = page.text(page.margin, y, _title(film, options), size=LEAST, bold=True, width=page.inner * 0.66)
    date = page.text(right, y, when, size=LEAST, bold=True, width=page.inner * 0.3, align="right")  # in no name's order
    return page.rule(max(name, date) + page.px(4))


def foot_words(report: str, t: Translate) -> tuple[str, str]:
    """What a report is not, and the beginning of its hash, which says that pages belong together."""
    return t(RESEARCH_USE), t(_SHORT_REPORT).format(hash=report[:16])


def doubts_of(analysis: Analysis, t: Translate = str) -> list[str]:
    """Why the film is not to be judged by its numbers: by the film check, and because it is unlike those known."""
    familiarity = familiarity_text(analysis, t)
    return list(filter(None, (check_text(analysis, t), f"⚠ {familiarity}" if familiarity else "")))


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
    if result.site is not None:
        _draw_site(page, left + width * result.site.operating_point, top - page.px(3), top + height + page.px(3))
    if result.stability is not None:
        low, high = (left + width * value for value in result.stability.low_high)
        _draw_whisker(page, low, max(high, low + page.px(2)), top + height / 2)


def _draw_site(page: Page, x: float, top: float, bottom: float) -> None:
    """The site's operating point: the pack's line, dotted."""
    part = (bottom - top) / 7
    for place in (0, 2, 4, 6):
        page.box(x - page.px(1), top + place * part, x + page.px(1), top + (place + 1) * part, PageColour.ACCENT)


def _draw_whisker(page: Page, low: float, high: float, y: float) -> None:
    """From the least to the greatest probability over small views, with an end stroke on either side."""
    thin, end = page.px(1), page.px(3)
    page.box(low, y - thin, high, y + thin, PageColour.INK)
    for x in (low, high):
        page.box(x - thin, y - end, x + thin, y + end, PageColour.INK)


def signed_text(signer: Observer, t: Translate = str) -> str:
    """Who answers for a report."""
    return t(_SIGNED).format(reader=", ".join(filter(None, (readable_name(signer.name), signer.organization))))


def provenance_lines(analysis: Analysis, t: Translate = str) -> list[str]:
    """For which prevalence probabilities are stated; what was used, how and when."""
    return [*filter(None, [prevalence_text(analysis, t)]), run_line(analysis, t)]


def run_line(analysis: Analysis, t: Translate = str) -> str:
    """The model, how it was run, the program and the moment."""
    made = analysis.provenance
    model = t(_MODEL).format(pack=f"{made.pack_name} {made.pack_version}", hash=made.pack_hash[:16])
    run = any(result.analysed for result in analysis.results)
    method = t(METHOD_NAMES.get(made.method, made.method))
    how = t(_HOW).format(method=method, device=made.device, precision=made.precision) if run else t(_NOT_RUN)
    return "  ·  ".join(filter(None, (model, how, made.software, made.created)))
