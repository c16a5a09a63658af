"""The parts of a report page, from the top: title block, panes, findings, footer."""

from __future__ import annotations

import numpy as np
from PIL import Image

from inference.colour import blend, rgba_table
from inference.film_info import readable_name, side_letters, view_text
from inference.reader_words import reader_text
from inference.report.picture import ReportOptions
from inference.report.type_setting import BAND, INK, MARK, QUIET, TROUGH, Colour, Page
from inference.types import Analysis, FindingResult, Radiograph, ScoreState
from inference.wording import (
    RESEARCH_USE,
    check_text,
    faithfulness_text,
    gap_text,
    percent,
    prevalence_text,
    state_text,
)

Area = tuple[int, int, int, int]
FILLS: dict[ScoreState, Colour] = {
    ScoreState.ABOVE: (217, 144, 61),
    ScoreState.NOT_SURE: (143, 154, 168),
    ScoreState.BELOW: (79, 113, 131),
}


def draw_header(page: Page, film: Radiograph, *, anonymize: bool, institution: str = "") -> int:
    """Title, who and when, and what is missing of the film; returns the y below."""
    left, right, y = page.margin, page.width - page.margin, page.px(20)
    half = (right - left) * 0.58
    who = film.identity
    title = "Identity left out" if anonymize else readable_name(who.patient_name) or "No name in the file"
    below = page.text(left, y, title, size=24, bold=True, width=half)
    facts = [] if anonymize else [who.patient_id, who.birth_date, who.sex, who.age]
    below = page.text(left, below, "   ".join(fact for fact in facts if fact), size=15, colour=QUIET, width=half)
    if institution:
        y = page.text(right, y, institution, size=15, width=page.width * 0.36, align="right")
    end = _draw_study(page, right, y, film, anonymize=anonymize)
    gap = gap_text(film)
    if gap:
        width = page.width - 2 * page.margin
        end = page.text(left, max(below, end) + page.px(8), gap, size=18, bold=True, colour=MARK, width=width)
    return page.rule(max(below, end) + page.px(8))


def _draw_study(page: Page, right: int, y: int, film: Radiograph, *, anonymize: bool) -> int:
    who = film.identity
    width = page.width * 0.36
    y = page.text(right, y, "ThoraCAM report", size=18, bold=True, align="right")
    when = "" if anonymize else f"{who.study_date} {who.study_time}".strip()
    view = view_text(who)
    lines = [when, view] if anonymize else [when, who.study_description, who.institution, view]
    for line in lines:
        if line:
            y = page.text(right, y, line, size=15, colour=QUIET, width=width, align="right")
    return y


def draw_panes(
    page: Page,
    y: int,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    keys: tuple[str, ...],
    pictures: tuple[Image.Image, Image.Image],
    side: int,
) -> tuple[dict[str, Area], int]:
    """Film and overlay side by side with letters beside them; returns their areas and the y below."""
    plain, marked = pictures
    first = page.margin + side
    second = page.width - page.margin - side - marked.width
    areas: dict[str, Area] = {}
    for name, x, picture in (("film", first, plain), ("overlay", second, marked)):
        page.picture(x, y, picture)
        areas[name] = (x, y, picture.width, picture.height)
        _draw_side_letters(page, film, x, y + picture.height // 2, picture.width)
    y += plain.height + page.px(8)
    page.text(first, y, _film_caption(film), size=14, colour=QUIET, width=plain.width)
    end = page.text(second, y, _overlay_caption(analysis, keys), size=14, colour=MARK, width=marked.width)
    if keys:
        end = _draw_scale(page, second, end + page.px(4), marked.width, analysis, options, keys)
    return areas, page.rule(end + page.px(12))


def _draw_side_letters(page: Page, film: Radiograph, x: int, middle: int, width: int) -> None:
    left, right = side_letters(film)
    top = middle - page.px(14)
    gap = page.px(15)
    page.text(x - gap, top, left, size=20, bold=True, colour=MARK, align="middle")
    page.text(x + width + gap, top, right, size=20, bold=True, colour=MARK, align="middle")


def _film_caption(film: Radiograph) -> str:
    rows, columns = film.shape
    sides = "" if film.orientation else "  ·  sides not stated in the file"
    spacing = f"  ·  {film.spacing.column_mm:.3g} mm {film.spacing.origin}" if film.spacing else ""
    return f"Film, {columns} × {rows} pixels{spacing}{sides}"


def _overlay_caption(analysis: Analysis, keys: tuple[str, ...]) -> str:
    if not keys:
        return "No overlay: no analysed finding reaches its operating point or the grey band around it."
    results = [result for result in analysis.results if result.finding.key in keys]
    empty = [result.finding.title for result in results if result.heatmap is None or result.heatmap.empty]
    titles = ", ".join(result.finding.title for result in results)
    return f"Overlay: {titles}" + (f"  ·  no evidence map for {', '.join(empty)}" if empty else "")


def _draw_scale(
    page: Page, x: int, y: int, width: int, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]
) -> int:
    grey = np.full((1, 256), 96, np.uint8)
    colours = blend(grey, rgba_table(options.colormap, options.opacity)[None])
    bar = Image.fromarray(colours).resize((width // 2, page.px(12)), Image.Resampling.BILINEAR)
    below = page.picture(x, y, bar) + page.px(2)
    scales = sorted(
        {result.heatmap.full_scale for result in analysis.results if result.heatmap and result.finding.key in keys}
    )
    words = f"{scales[0]:.3g} logit per cell" if len(scales) == 1 else "full scale of each finding"
    page.text(x, below, "0", size=12, colour=QUIET)
    return page.text(x + width // 2, below, f"{words}, or more", size=12, colour=QUIET, align="right")


def draw_findings(page: Page, y: int, analysis: Analysis) -> int:
    """One row a finding: name, bar, number, state; returns the y below."""
    doubts = check_text(analysis)
    if doubts:
        width = page.width - 2 * page.margin
        y = page.text(page.margin, y, doubts, size=15, bold=True, colour=MARK, width=width) + page.px(10)
    for result in analysis.results:
        said = reader_text(analysis.reader, result.finding.key) if analysis.reader else ""
        y = _draw_row(page, y, result, said) + page.px(11)
    return page.rule(y + page.px(6))


def _draw_row(page: Page, y: int, result: FindingResult, said: str) -> int:
    left = page.margin
    inner = page.width - 2 * page.margin
    bar_left, bar_right = left + inner * 0.20, left + inner * 0.54
    tone = INK if result.analysed else QUIET
    end = page.text(left, y, result.finding.title, size=16, bold=result.analysed, colour=tone, width=inner * 0.19)
    _draw_bar(page, bar_left, y + page.px(4), bar_right, result)
    page.text(left + inner * 0.62, y, percent(result.probability), size=16, bold=True, colour=tone, align="right")
    words = state_text(result)
    if result.faithfulness:
        words = f"{words}. {faithfulness_text(result.faithfulness)}"
    below = page.text(left + inner * 0.64, y, words, size=15, colour=tone, width=inner * 0.36)
    if said:
        below = page.text(left + inner * 0.64, below, said, size=15, colour=MARK, width=inner * 0.36)
    return max(end, below)


def _draw_bar(page: Page, left: float, top: float, right: float, result: FindingResult) -> None:
    height, width = page.px(14), right - left
    page.box(left, top, right, top + height, TROUGH)
    if result.probability is None:
        return
    if result.grey_band is not None:
        low, high = result.grey_band
        page.box(left + width * low, top, left + width * high, top + height, BAND)
    inset = page.px(2)
    end = left + max(width * result.probability, page.px(2))
    page.box(left, top + inset, end, top + height - inset, FILLS[result.state], hatched=result.experimental)
    if result.operating_point is not None:
        x = left + width * result.operating_point
        page.box(x - page.px(1), top - page.px(3), x + page.px(1), top + height + page.px(3), INK)


def draw_footer(page: Page, y: int, film: Radiograph, analysis: Analysis) -> int:
    """What was used, when, on which film, and what this is not; returns the y below."""
    width = page.width - 2 * page.margin
    lines = [*film.notes, *_provenance_lines(film, analysis)]
    y = page.text(page.margin, y, RESEARCH_USE, size=16, bold=True, colour=MARK, width=width)
    for line in lines:
        y = page.text(page.margin, y, line, size=12, colour=QUIET, width=width)
    return y


def _provenance_lines(film: Radiograph, analysis: Analysis) -> list[str]:
    made = analysis.provenance
    model = f"Model {made.pack_name} {made.pack_version}, pack {made.pack_hash[:16]}"
    run = any(result.analysed for result in analysis.results)
    how = f"{made.method} on {made.device}, {made.precision}" if run else "not run on this film"
    prevalence = prevalence_text(made)
    return [
        *([prevalence] if prevalence else []),
        f"{model}  ·  {how}  ·  {made.software}",
        f"Analysed {made.created}  ·  film {film.film_hash}",
    ]
