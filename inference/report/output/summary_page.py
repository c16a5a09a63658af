"""All films of a run as pages to print or to look at: a table with thumbnails, the worst film first."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image

import inference
from inference.core.analysis import ScoreState
from inference.core.findings import Finding
from inference.report.output.csv_json import Row
from inference.report.output.summary_html import SummaryFilm, count_text, worst_first
from inference.report.page.display_list import DisplayList, PageColour
from inference.report.page.page_parts import FILLS
from inference.report.page.text_layout import Page
from inference.text.wording import RESEARCH_USE, STATE_WORDS, UNLIKE_BRIEFLY, percent

WIDTH, UNIT = 1860, 1.5  # pixels, pixels a unit: A4 at 225 to the inch
HEIGHT = round(WIDTH * 2**0.5)
THUMB = 64  # units
LONGEST_NAME = 240  # letters of a film's name; longer ones lose their middle
_NAME, _CELLS = 0.075, 0.29  # of the width between the margins: where names and findings begin


def summary_pages(films: Sequence[SummaryFilm], findings: Sequence[Finding]) -> tuple[DisplayList, ...]:
    """As many A4 pages as the films need, at least one; each says what its columns are and what this is not."""
    ordered = worst_first(films)
    pages = [_Sheet(findings, count_text(ordered))]
    for film in ordered:
        if not pages[-1].takes(film):
            pages.append(_Sheet(findings, ""))
        pages[-1].add(film)
    return tuple(sheet.finished(number, len(pages)) for number, sheet in enumerate(pages, start=1))


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a page lie, in pixels."""

    name: float
    cells: float
    width: float  # of one finding


class _Sheet:
    """One page that is being filled."""

    def __init__(self, findings: Sequence[Finding], words: str) -> None:
        self._findings = findings
        self._page = Page(WIDTH, UNIT)
        inner, left = self._page.inner, self._page.margin
        width = inner * (1 - _CELLS) / max(len(findings), 1)
        self._columns = _Columns(left + inner * _NAME, left + inner * _CELLS, width)
        self._y = self._head(words)
        self._films = 0

    def takes(self, film: SummaryFilm) -> bool:
        """Whether there is room for one film more; a page takes at least one."""
        height = self._row(Page(WIDTH, UNIT), 0, film)
        return self._films == 0 or self._y + height <= HEIGHT - self._page.px(100)

    def add(self, film: SummaryFilm) -> None:
        """Add a film below the others."""
        self._y = self._row(self._page, self._y, film)
        self._films += 1

    def finished(self, number: int, count: int) -> DisplayList:
        """The page with its foot, as high as A4."""
        page, y = self._page, HEIGHT - self._page.px(80)
        page.text(page.margin, y, RESEARCH_USE, size=14, bold=True, colour=PageColour.ACCENT, width=page.inner * 0.6)
        words = f"Hatched: experimental  ·  ThoraCAM {inference.__version__}  ·  page {number} of {count}"
        right = page.width - page.margin
        page.text(right, y, words, size=13, colour=PageColour.QUIET, align="right", width=page.inner * 0.38)
        return page.finished()

    def _head(self, words: str) -> int:
        page = self._page
        y = page.px(30)
        y = page.text(
            page.margin, y, "SUMMARY  ·  THORACAM", size=13, bold=True, colour=PageColour.ACCENT, width=page.inner
        ) + page.px(6)
        if words:
            y = page.text(page.margin, y, words, size=16, width=page.inner) + page.px(10)
        below = page.text(
            self._columns.name, y, "Film", size=13, bold=True, colour=PageColour.QUIET, width=page.px(120)
        )
        for place, finding in enumerate(self._findings):
            x = self._columns.cells + place * self._columns.width
            room = self._columns.width - page.px(10)
            below = max(below, page.text(x, y, finding.title, size=12, bold=True, colour=PageColour.QUIET, width=room))
        return page.rule(below + page.px(6)) - page.px(6)

    def _row(self, page: Page, y: int, film: SummaryFilm) -> int:
        columns, top = self._columns, y
        below = top + page.px(40)
        if film.thumbnail:
            below = max(below, page.picture(page.margin, top, _thumbnail(film.thumbnail, page.px(THUMB))))
        room = columns.cells - columns.name - page.px(16)
        end = page.text(columns.name, top, _name(film), size=13, width=room)
        if film.folder not in ("", _name(film)):
            end = page.text(columns.name, end, film.folder, size=12, colour=PageColour.QUIET, width=room)
        if film.unlike:
            words = f"⚠ {UNLIKE_BRIEFLY}"
            end = page.text(columns.name, end, words, size=12, bold=True, colour=PageColour.ACCENT, width=room)
        below = max(below, end)
        by_key = {row["finding"]: row for row in film.rows}
        for place, finding in enumerate(self._findings):
            if row := by_key.get(finding.key):
                cell = _cell(page, columns.cells + place * columns.width, top, columns.width - page.px(10), row, film)
                below = max(below, cell)
        return page.rule(below + page.px(8)) - page.px(6)


def _cell(page: Page, x: float, y: int, width: float, row: Row, film: SummaryFilm) -> int:
    """A number with its bar and operating point above the word for its state; the state alone where there is none."""
    state = ScoreState(row["state"])
    words, colour = STATE_WORDS[state], PageColour.INK if state in FILLS and not film.unlike else PageColour.QUIET
    if not row["probability"]:
        return page.text(x, y, words, size=12, colour=colour, width=width)
    probability, high = float(row["probability"]), state is ScoreState.ABOVE and not film.unlike
    y = page.text(x, y, percent(probability), size=14, bold=high, colour=colour, width=width)
    page.box(x, y, x + width, y + page.px(7), PageColour.TROUGH)
    end = x + max(width * probability, page.px(2))
    fill = PageColour.MUTED if film.unlike else FILLS[state]
    page.box(x, y + page.px(1), end, y + page.px(6), fill, hatched=row["finding"] in film.experimental)
    if row["operating_point"]:
        line = x + width * float(row["operating_point"])
        page.box(line - page.px(0.7), y - page.px(1), line + page.px(0.7), y + page.px(8), PageColour.INK)
    return page.text(x, y + page.px(10), words, size=12, bold=high, colour=colour, width=width)


def _thumbnail(data: bytes, side: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        grey = picture.convert("L")
    grey.thumbnail((side, side), Image.Resampling.LANCZOS)
    return grey


def _name(film: SummaryFilm) -> str:
    name = film.rows[0]["film"] if film.rows else ""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME // 2]}…{name[-LONGEST_NAME // 2 :]}"
