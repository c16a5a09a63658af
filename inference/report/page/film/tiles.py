"""A tile a positive or unsure finding: its own overlay on the whole film, and its hottest place enlarged, twice."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.report.page.display_list import PageColour
from inference.report.page.film.conclusion import by_weight
from inference.report.page.film.copies import cropped, fitted, placed, reduced
from inference.report.page.film.hottest_place import Region, hottest_region, where_text
from inference.report.page.options import (
    ReportOptions,
    overlaid_picture,
    plain_picture,
    transformed,
    transformed_aspect,
)
from inference.report.page.sheets import Sheets
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import (
    STATE_WORDS,
    Translate,
    evidence_location_text,
    faithfulness_text,
    probability_text,
    state_text,
)

SIDE = 250  # units of a picture's place
TITLE = "Findings one by one"
_TILE = "{number}  {finding}  {percent}, {state}"
_CAPTION = "Its overlay; then its hottest place ({extent}), without and with it."
_PIXELS = "{columns} × {rows} pixels"
_MILLIMETRES = "{across} × {down} mm {origin}"


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [TITLE, _CAPTION, _PIXELS, _MILLIMETRES]


@dataclass(frozen=True, slots=True, eq=False)
class _Tile:
    """One finding's pictures and words; ``region`` is the part of the transformed first picture that is enlarged.

    ``caption``: what the pictures show.
    """

    title: str
    caption: str
    words: tuple[tuple[str, PageColour], ...]
    pictures: tuple[Image.Image, ...]
    region: tuple[float, float, float, float] | None  # left, top, right, bottom as shares of the first picture


def draw_tiles(
    sheets: Sheets, film: Radiograph, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...], fineness: float
) -> None:
    """A tile for each finding that is positive or unsure, or whose overlay is shown.

    A positive finding has its tile whatever the pictures show: a report must not be quieter than its bars.
    """
    shown = [result for result in by_weight(analysis, keys) if result.heatmap is not None]
    if not shown:
        return
    small, judged = reduced(film, analysis, round(2 * SIDE * fineness))
    sheets.heading(options.translate(TITLE), then=SIDE + 40)
    for number, result in enumerate(shown, start=1):
        pictures, region = _pictures(film, analysis, small, judged, options, result, fineness)
        title, caption = _title(number, result, options.translate), _caption(film, analysis, options, result)
        tile = _Tile(title, caption, _words(film, analysis, options, result, caption), pictures, region)
        height = _draw(Page(sheets.page.width, sheets.unit), 0, tile)
        sheets.need(height)
        sheets.y = _draw(sheets.page, sheets.y, tile) + sheets.page.px(14)
    sheets.rule()


def _title(number: int, result: FindingResult, t: Translate) -> str:
    state, finding = t(STATE_WORDS[result.state]), t(result.finding.title)
    return _TILE.format(number=number, finding=finding, percent=probability_text(result), state=state)


def _caption(film: Radiograph, analysis: Analysis, options: ReportOptions, result: FindingResult) -> str:
    """What a tile's pictures show; empty where there is one alone, of nothing."""
    region, t = hottest_region(film, analysis, result.finding.key), options.translate
    return t(_CAPTION).format(extent=_extent(film, region, t)) if region else ""


def _words(
    film: Radiograph, analysis: Analysis, options: ReportOptions, result: FindingResult, caption: str
) -> tuple[tuple[str, PageColour], ...]:
    """What stands beside a tile's pictures."""
    t, outside = options.translate, evidence_location_text(result, options.translate)
    told = (
        (state_text(result, t), PageColour.INK),
        (where_text(film, analysis, result.finding.key, options), PageColour.INK),
        (f"⚠ {outside}" if outside else "", PageColour.ACCENT),
        (faithfulness_text(result.faithfulness, t) if result.faithfulness else "", PageColour.INK),
        (caption, PageColour.QUIET),
    )
    return tuple(pair for pair in told if pair[0])


def _pictures(
    film: Radiograph,
    analysis: Analysis,
    small: Radiograph,
    judged: Analysis,
    options: ReportOptions,
    result: FindingResult,
    fineness: float,
) -> tuple[tuple[Image.Image, ...], tuple[float, float, float, float] | None]:
    """The whole film with the overlay, and where there is evidence its hottest place without and with it."""
    key, aspect = result.finding.key, transformed_aspect(film, options)
    side = fineness * SIDE
    whole = placed(transformed(overlaid_picture(small, judged, (key,), options), options), aspect, (side, side))
    region = hottest_region(film, analysis, key)
    if region is None:
        return (whole,), None
    around, seen = region.padded(film), region.transformed(film, options)
    part, inner = cropped(film, analysis, around), region.within(around)  # lines along its edges are cut off
    zooms = (
        inner.of(picture) for picture in (plain_picture(part[0], options), overlaid_picture(*part, (key,), options))
    )
    rows, columns = film.shape if options.transform.xx else film.shape[::-1]
    shares = (seen.left / columns, seen.top / rows, (seen.left + seen.columns) / columns, (seen.top + seen.rows) / rows)
    return (whole, *(placed(transformed(zoom, options), aspect, (side, side)) for zoom in zooms)), shares


def _draw(page: Page, y: int, tile: _Tile) -> int:
    """Pictures on the left, words on the right; returns the y below."""
    with page.structure.within(Role.SECTION):
        y = page.text(page.margin, y, tile.title, size=20, bold=True, width=page.inner) + page.px(4)
    side, gap, x, below = page.px(SIDE), page.px(8), page.margin, y
    for place, picture in enumerate(tile.pictures):
        size = fitted(picture, (side, side))
        with page.structure.within(Role.FIGURE, tile.caption if place else tile.title):
            below = max(below, page.picture(x, y, picture, size, photo=True))
        if place == 0 and tile.region is not None:
            left, top, right, bottom = tile.region
            corners = (x + left * size[0], y + top * size[1], x + right * size[0], y + bottom * size[1])
            page.frame(*corners, PageColour.ACCENT, thick=page.px(2))
        x += size[0] + gap
    x += page.px(8)
    for words, colour in tile.words:
        y = page.text(x, y, words, size=LEAST + 1, colour=colour, width=page.width - page.margin - x) + page.px(4)
    return max(below, y)


def _extent(film: Radiograph, region: Region, t: Translate) -> str:
    if film.spacing is None:
        return t(_PIXELS).format(columns=region.columns, rows=region.rows)
    across, down = region.columns * film.spacing.column_mm, region.rows * film.spacing.row_mm
    return t(_MILLIMETRES).format(across=f"{across:.0f}", down=f"{down:.0f}", origin=t(film.spacing.origin))
