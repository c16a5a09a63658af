"""The report of a study: pages that show all its films with what was found on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.core.analysis import Analysis, ScoreState
from inference.core.film import Radiograph, read_only
from inference.files.names import film_name
from inference.report.deidentify.identity import without_free_text, without_time
from inference.report.film_info import orientation_markers, view_text
from inference.report.page.display_list import DisplayList, PageColour
from inference.report.page.film.copies import reduced
from inference.report.page.film.films import overlay_caption
from inference.report.page.film.tables import CODE
from inference.report.page.options import (
    ReportOptions,
    drawn_keys,
    overlaid_picture,
    plain_picture,
    transformed,
    transformed_aspect,
)
from inference.report.page.page_parts import (
    QR_PREFIX,
    STUDY_TITLE,
    doubts_of,
    draw_bar,
    draw_header,
    provenance_lines,
    signed_text,
)
from inference.report.page.provenance import Facts, report_facts, report_hash
from inference.report.page.qr import qr_code
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import (
    RESEARCH_USE,
    STATE_WORDS,
    UNLIKE_BRIEFLY,
    Translate,
    probability_text,
    truncated_text,
)

UNIT = 1.5  # pixels a unit: 225 to the inch
PICTURE = (250, 270)  # units: what a picture of a film may take up
FOOT = 200  # units at the bottom of a page
_ONE_FILM, _FILMS, _MISSING = "1 film", "{count} films", ", and {count} that could not be read or analysed"
_ABOVE, _NONE = "Above its operating point: {findings}", "No finding above its operating point."
_ON_FILM, _PAGE, _REPORT = "{finding} (film {films})", "page {number} of {count}", "Report {hash}"


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [_ONE_FILM, _FILMS, _MISSING, _ABOVE, _NONE, _ON_FILM, _PAGE, _REPORT]


@dataclass(frozen=True, slots=True, eq=False)
class StudyFilm:
    """What the report of a study keeps of a film: small pictures, the film without pixels to see, and its facts."""

    film: Radiograph
    analysis: Analysis
    plain: Image.Image
    overlaid: Image.Image
    facts: Facts

    @property
    def positive(self) -> tuple[str, ...]:
        """Titles of the findings above their operating point."""
        return tuple(result.finding.title for result in self.analysis.results if result.state is ScoreState.ABOVE)


def study_film(film: Radiograph, analysis: Analysis, options: ReportOptions) -> StudyFilm:
    """Take from a film what the pages of its study show."""
    if options.anonymize:
        film, analysis = without_free_text(film), without_time(analysis)
    keys = drawn_keys(analysis, options)
    little, judged = reduced(film, analysis, round(2 * UNIT * max(PICTURE)))
    pictures = (plain_picture(little, options), overlaid_picture(little, judged, keys, options))
    plain, overlaid = (_small(transformed(picture, options), transformed_aspect(film, options)) for picture in pictures)
    kept = replace(film, pixels=read_only(np.zeros((1, 1), np.float32)), overlay_planes=(), shutter=None)
    return StudyFilm(kept, analysis, plain, overlaid, report_facts(film, analysis, options, keys))


def study_facts(films: Sequence[StudyFilm]) -> Facts:
    """How the report of a study came to be: the facts of its films; their hash names it."""
    return {"format": 1, "study": [item.facts for item in films]}


def study_pages(films: Sequence[StudyFilm], options: ReportOptions, missing: int = 0) -> tuple[DisplayList, ...]:
    """As many pages as the films, at least one, need; ``missing`` more could not be read or analysed."""
    report = report_hash(study_facts(films))
    pages = [_Sheet(options, films, missing)]
    for number, item in enumerate(films, start=1):
        if not pages[-1].takes(number, item):
            pages.append(_Sheet(options))
        pages[-1].add(number, item)
    return tuple(
        sheet.finished(films[0], report, options.translate(_PAGE).format(number=number, count=len(pages)))
        for number, sheet in enumerate(pages, start=1)
    )


class _Sheet:
    """One page that is being filled; the first, which knows all films, says whose they are and what was found."""

    def __init__(self, options: ReportOptions, films: Sequence[StudyFilm] = (), missing: int = 0) -> None:
        self._options, self._t = options, options.translate
        wide, high = options.form.paper.units
        self._height = round(high * UNIT)
        self._page = page = Page(round(wide * UNIT), UNIT)
        self._films = 0
        if not films:
            title = self._t(STUDY_TITLE)
            with page.structure.within(Role.ARTIFACT):
                y = page.text(
                    page.margin, page.px(30), title, size=LEAST, bold=True, colour=PageColour.ACCENT, width=page.inner
                )
            self._y = page.rule(y + page.px(10))
            return
        y = draw_header(page, films[0].film, options, whole_study=True)
        for words in _found(films, missing, self._t):
            y = page.text(page.margin, y, words, size=18, bold=True, width=page.inner) + page.px(2)
        self._y = page.rule(y + page.px(10))

    def takes(self, number: int, item: StudyFilm) -> bool:
        """Whether there is room for one film more; a page takes at least one."""
        height = self._block(Page(self._page.width, UNIT), 0, number, item)
        return self._films == 0 or self._y + height <= self._height - self._page.px(FOOT)

    def add(self, number: int, item: StudyFilm) -> None:
        """Add a film below the others."""
        self._y = self._block(self._page, self._y, number, item)
        self._films += 1

    def finished(self, first: StudyFilm, report: str, words: str) -> DisplayList:
        """The page with its foot."""
        page = self._page
        y = max(self._y, self._height - page.px(FOOT - 10))
        code = qr_code(QR_PREFIX + report.upper(), page.px(130))
        with page.structure.within(Role.FIGURE, self._t(CODE)):
            page.picture(page.width - page.margin - code.width, y, code)
        width = page.inner - code.width - page.px(24)
        y = page.text(
            page.margin, y, self._t(RESEARCH_USE), size=18, bold=True, colour=PageColour.ACCENT, width=width
        ) + page.px(3)
        if self._options.signer is not None:
            y = page.text(
                page.margin, y, signed_text(self._options.signer, self._t), size=LEAST, width=width
            ) + page.px(3)
        named = self._t(_REPORT).format(hash=report)
        for line in (*provenance_lines(first.analysis, self._t), f"{named}  ·  {words}"):
            y = page.text(page.margin, y, line, size=LEAST, colour=PageColour.QUIET, width=width)
        return page.finished()

    def _block(self, page: Page, y: int, number: int, item: StudyFilm) -> int:
        """Film and overlay on the left, the seven findings beside them."""
        with page.structure.within(Role.PART):
            y = page.text(page.margin, y, self._title(number, item), size=LEAST, bold=True, width=page.inner)
        y += page.px(6)
        markers, gutter = orientation_markers(item.film, self._options.transform), page.px(26)
        x, below = page.margin + gutter, y
        overlay = overlay_caption(item.analysis, self._options, drawn_keys(item.analysis, self._options))
        for picture, shows in ((item.plain, self._title(number, item)), (item.overlaid, overlay)):
            with page.structure.within(Role.FIGURE, shows):
                below = max(below, page.picture(x, y, picture))
                _draw_sides(page, (x, y), picture, (markers.left, markers.right), gutter)
            x += page.px(PICTURE[0]) + 2 * gutter
        below = max(below, _draw_findings(page, x, y, item.analysis, self._t))
        for words in filter(None, (truncated_text(item.film, self._t), *doubts_of(item.analysis, self._t))):
            below = page.text(
                page.margin, below + page.px(6), words, size=LEAST, colour=PageColour.ACCENT, width=page.inner
            )
        return page.rule(below + page.px(12))

    def _title(self, number: int, item: StudyFilm) -> str:
        name = film_name(item.film, anonymize=True) if self._options.anonymize else item.film.source.name
        return "  ·  ".join(filter(None, (f"{number}", view_text(item.film.identity), name)))


def _found(films: Sequence[StudyFilm], missing: int, t: Translate) -> list[str]:
    """What stands at the head: how many films there are, and on which of them what was found."""
    titles = dict.fromkeys(title for item in films for title in item.positive)
    places = {
        title: ", ".join(str(number) for number, item in enumerate(films, start=1) if title in item.positive)
        for title in titles
    }
    said = ";  ".join(t(_ON_FILM).format(finding=t(title), films=where) for title, where in places.items())
    unlike = ", ".join(str(number) for number, item in enumerate(films, start=1) if item.analysis.unlike)
    count = t(_ONE_FILM if len(films) == 1 else _FILMS).format(count=len(films))
    left_out = t(_MISSING).format(count=missing) if missing else ""
    return [
        f"{count}{left_out}",
        t(_ABOVE).format(findings=said) if said else t(_NONE),
        *([f"⚠ {t(_ON_FILM).format(finding=t(UNLIKE_BRIEFLY), films=unlike)}"] if unlike else []),
    ]


def _draw_sides(page: Page, place: tuple[int, int], picture: Image.Image, sides: tuple[str, str], gutter: int) -> None:
    """The patient's sides beside a picture that lies at ``place``."""
    x, middle = place[0], place[1] + picture.height // 2 - page.px(11)
    for where, side in zip((x - gutter // 2, x + picture.width + gutter // 2), sides, strict=True):
        page.text(where, middle, side, size=LEAST, bold=True, colour=PageColour.ACCENT, align="middle", width=gutter)


def _draw_findings(page: Page, x: int, y: int, analysis: Analysis, t: Translate) -> int:
    """One row a finding: name, bar, number and state; returns the y below."""
    width, within = page.width - page.margin - x, page.structure.within
    with within(Role.TABLE):
        for result in analysis.results:
            colour = PageColour.INK if result.analysed and not analysis.unlike else PageColour.QUIET
            above, title = result.state is ScoreState.ABOVE, t(result.finding.title)
            draw_bar(page, x + width * 0.42, y + page.px(5), x + width * 0.66, result, muted=analysis.unlike)
            number = f"{probability_text(result)}, " if result.analysed else ""
            words = f"{number}{t(STATE_WORDS[result.state])}"
            with within(Role.ROW):
                with within(Role.ROW_HEADER):
                    end = page.text(x, y, title, size=LEAST, bold=above, colour=colour, width=width * 0.4)
                with within(Role.CELL):
                    state = page.text(x + width * 0.68, y, words, size=LEAST, colour=colour, width=width * 0.32)
            y = max(end, state) + page.px(6)
    return y


def _small(picture: NDArray[np.uint8], aspect: float) -> Image.Image:
    """A picture of a film as large as its place allows, its pixels square."""
    rows, columns = picture.shape[0] * aspect, picture.shape[1]
    scale = min(UNIT * PICTURE[0] / columns, UNIT * PICTURE[1] / rows)
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    return Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.LANCZOS)
