"""All films of a run as pages to print or to look at: a table with thumbnails, the worst film first."""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image

from inference.core.analysis import ScoreState
from inference.core.findings import Finding
from inference.core.software import SOFTWARE
from inference.report.output.csv_json import SITE_POINT, Row
from inference.report.output.summary_html import FILM, SummaryFilm, count_text, worst_first
from inference.report.page.display_list import DisplayList, PageColour
from inference.report.page.options import PLAIN_PAGE, PageForm
from inference.report.page.page_parts import FILLS
from inference.report.page.structure import Role, Structure, Tag
from inference.report.page.text_layout import LEAST, Page
from inference.text.catalogue import translator
from inference.text.wording import RESEARCH_USE, STATE_WORDS, UNLIKE_BRIEFLY, Translate, percent

UNIT = 1.5  # pixels a unit: 225 to the inch
THUMB = 64  # units
LONGEST_NAME = 240  # letters of a film's name; longer ones lose their middle
_TITLE, _FOOT = "SUMMARY  ·  THORACAM", "Hatched: experimental  ·  {program}  ·  page {number} of {count}"
_CELLS = 0.07  # of the width between the margins: where names and, below them, findings begin


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [_TITLE, _FOOT]


def summary_pages(
    films: Sequence[SummaryFilm], findings: Sequence[Finding], form: PageForm = PLAIN_PAGE
) -> tuple[DisplayList, ...]:
    """As many pages as the films need, at least one; each says what its columns are and what this is not."""
    ordered, structure, t = worst_first(films), Structure(), translator(form.language)
    pages = [_Sheet(findings, form, structure, count_text(ordered, t))]
    for film in ordered:
        if not pages[-1].takes(film):
            pages.append(_Sheet(findings, form, structure))
        pages[-1].add(film)
    return tuple(sheet.finished(number, len(pages)) for number, sheet in enumerate(pages, start=1))


class _Sheet:
    """One page that is being filled; the first says ``words`` above its table."""

    def __init__(self, findings: Sequence[Finding], form: PageForm, structure: Structure, words: str = "") -> None:
        self._findings, self._t = findings, translator(form.language)
        self._width, self._height = (round(units * UNIT) for units in form.paper.units)
        self._page = page = Page(self._width, UNIT, structure)
        self._left = page.margin + page.inner * _CELLS
        self._column = page.inner * (1 - _CELLS) / max(len(findings), 1)
        self._y = self._title(words)
        self._table = Tag(Role.TABLE)
        with structure.into(self._table):
            self._y = self._head(self._y)
        self._films = 0

    def takes(self, film: SummaryFilm) -> bool:
        """Whether there is room for one film more; a page takes at least one."""
        height = self._row(Page(self._width, UNIT), 0, film)
        return self._films == 0 or self._y + height <= self._height - self._page.px(100)

    def add(self, film: SummaryFilm) -> None:
        """Add a film below the others."""
        with self._page.structure.into(self._table):
            self._y = self._row(self._page, self._y, film)
        self._films += 1

    def finished(self, number: int, count: int) -> DisplayList:
        """The page with its foot, as high as its paper."""
        page, y, t = self._page, self._height - self._page.px(80), self._t
        words = t(_FOOT).format(program=SOFTWARE, number=number, count=count)
        right, accent = page.width - page.margin, PageColour.ACCENT
        page.text(page.margin, y, t(RESEARCH_USE), size=LEAST, bold=True, colour=accent, width=page.inner * 0.45)
        page.text(right, y, words, size=LEAST, colour=PageColour.QUIET, align="right", width=page.inner * 0.52)
        return page.finished(self._height)

    def _title(self, words: str) -> int:
        """What this is; returns the y below."""
        page, title = self._page, self._t(_TITLE)
        with page.structure.within(Role.TITLE if words else Role.ARTIFACT):
            y = page.text(
                page.margin, page.px(30), title, size=LEAST, bold=True, colour=PageColour.ACCENT, width=page.inner
            )
        y += page.px(6)
        return page.text(page.margin, y, words, size=18, width=page.inner) + page.px(10) if words else y

    def _head(self, y: int) -> int:
        """What the columns are; returns the y below."""
        page, quiet, room = self._page, PageColour.QUIET, self._column - _gap(self._page)
        cells: list[tuple[float, str, float]] = [(page.margin, self._t(FILM), page.inner * _CELLS)]
        for place, finding in enumerate(self._findings):
            cells.append((self._left + place * self._column, self._t(finding.title), room))
        below = y
        with page.structure.within(Role.ROW):
            for x, words, width in cells:
                with page.structure.within(Role.COLUMN_HEADER):
                    below = max(below, page.text(x, y, words, size=LEAST, bold=True, colour=quiet, width=width))
        return page.rule(below + page.px(6)) - page.px(6)

    def _row(self, page: Page, y: int, film: SummaryFilm) -> int:
        """A film: its name across the page, its findings below."""
        below, within, by_key = y, page.structure.within, {row["finding"]: row for row in film.rows}
        if film.thumbnail:
            below = page.picture(page.margin, y, _thumbnail(film.thumbnail, page.px(THUMB)))
        with within(Role.ROW):
            with within(Role.ROW_HEADER):
                y = _draw_name(page, self._left, y, film, self._t) + page.px(4)
            for place, finding in enumerate(self._findings):
                with within(Role.CELL):
                    if row := by_key.get(finding.key):
                        x, width = self._left + place * self._column, self._column - _gap(page)
                        below = max(below, _cell(page, x, y, width, row, film, self._t))
        return page.rule(max(below, y) + page.px(8)) - page.px(6)


def _gap(page: Page) -> int:
    """Pixels between two columns."""
    return page.px(14)


def _draw_name(page: Page, x: float, y: int, film: SummaryFilm, t: Translate) -> int:
    """The film, on the right its folder where that has another name, and whether no number is to be trusted."""
    right, room = page.width - page.margin, page.width - page.margin - x
    named = film.folder not in ("", _name(film))
    end = page.text(x, y, _name(film), size=LEAST, bold=True, width=room * 0.58 if named else room)
    if named:
        folder = page.text(right, y, film.folder, size=LEAST, colour=PageColour.QUIET, width=room * 0.4, align="right")
        end = max(end, folder)
    if film.unlike:
        words = f"⚠ {t(UNLIKE_BRIEFLY)}"
        end = page.text(x, end, words, size=LEAST, bold=True, colour=PageColour.ACCENT, width=room)
    return end


def _cell(page: Page, x: float, y: int, width: float, row: Row, film: SummaryFilm, t: Translate) -> int:
    """A number with its bar and operating point above the word for its state; the state alone where there is none."""
    state = ScoreState(row["state"])
    words, colour = t(STATE_WORDS[state]), PageColour.INK if state in FILLS and not film.unlike else PageColour.QUIET
    if not row["probability"]:
        return page.text(x, y, words, size=LEAST, colour=colour, width=width)
    probability, high = float(row["probability"]), state is ScoreState.ABOVE and not film.unlike
    y = page.text(x, y, percent(probability), size=19, bold=high, colour=colour, width=width)
    page.box(x, y, x + width, y + page.px(7), PageColour.TROUGH)
    end = x + max(width * probability, page.px(2))
    fill = PageColour.MUTED if film.unlike else FILLS[state]
    page.box(x, y + page.px(1), end, y + page.px(6), fill, hatched=row["finding"] in film.experimental)
    if row["operating_point"]:
        line = x + width * float(row["operating_point"])
        page.box(line - page.px(0.7), y - page.px(1), line + page.px(0.7), y + page.px(8), PageColour.INK)
    if row.get(SITE_POINT):
        line = x + width * float(row[SITE_POINT])
        for top in (y - page.px(1), y + page.px(3)):
            page.box(line - page.px(0.7), top, line + page.px(0.7), top + page.px(3), PageColour.ACCENT)
    return page.text(x, y + page.px(10), words, size=LEAST, bold=high, colour=colour, width=width)


def _thumbnail(data: bytes, side: int) -> Image.Image:
    with Image.open(io.BytesIO(data)) as picture:
        grey = picture.convert("L")
    grey.thumbnail((side, side), Image.Resampling.LANCZOS)
    return grey


def _name(film: SummaryFilm) -> str:
    name = film.rows[0]["film"] if film.rows else ""
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME // 2]}…{name[-LONGEST_NAME // 2 :]}"
