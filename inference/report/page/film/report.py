"""The report of one film: pages of fixed size, findings first, whether they are rasterized or written as PDF."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.core.reader_annotations import without_free_text as without_words
from inference.report.deidentify.identity import without_free_text, without_time
from inference.report.page.display_list import DisplayList
from inference.report.page.film.conclusion import draw_conclusion
from inference.report.page.film.films import Area, draw_films
from inference.report.page.film.reader_part import draw_reader, reader_height
from inference.report.page.film.tables import draw_bars, draw_limits, draw_origin
from inference.report.page.film.tiles import draw_tiles
from inference.report.page.options import PriorResults, ReportOptions, drawn_keys
from inference.report.page.page_parts import draw_header, draw_running_head, foot_words
from inference.report.page.provenance import Facts, report_facts, report_hash
from inference.report.page.sheets import Sheets


class Fineness(Enum):
    """How finely a report is drawn: pixels a unit of layout (150 to the inch), and those of its films."""

    FULL = (1.5, 2.0)
    PREVIEW = (1.0, 0.8)

    @property
    def page(self) -> float:
        """Page pixels a unit."""
        return self.value[0]

    @property
    def films(self) -> float:
        """Pixels of a film a unit of its place, at most."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class FilmReport:
    """The pages of a report and what is known about it: how it came to be, and where the films are on its first page.

    ``areas`` are ``(left, top, width, height)`` in page pixels, ``magnification`` is page pixels a film pixel; both are
    of the film and its overlay on the first page, and empty where they had to go on the second.
    """

    pages: tuple[DisplayList, ...]
    facts: Facts
    areas: dict[str, Area]
    magnification: float

    @property
    def hash(self) -> str:
        """The hash that names this report, printed on it."""
        return report_hash(self.facts)


def film_report(
    film: Radiograph, analysis: Analysis, options: ReportOptions, fineness: Fineness = Fineness.FULL
) -> FilmReport:
    """The report of a film on as many pages as it takes."""
    if options.anonymize:
        film, analysis, options = without_free_text(film), _unspoken(without_time(analysis)), _undated(options)
    keys, t = drawn_keys(analysis, options), options.translate
    facts = report_facts(film, analysis, options, keys)
    sheets = Sheets(options.form.paper, fineness.page, lambda page, y: draw_running_head(page, y, film, options))
    sheets.y = draw_header(sheets.page, film, options)
    draw_conclusion(sheets, film, analysis, options)
    areas = draw_films(
        sheets, film, analysis, options, keys, fineness.films, reader_height(sheets, film, analysis, options)
    )
    first = len(sheets.pages) == 1
    draw_reader(sheets, film, analysis, options)
    if len(sheets.pages) == 1:
        sheets.turn()  # the first page is the summary
    else:
        sheets.rule()
    draw_tiles(sheets, film, analysis, options, keys, fineness.films)
    draw_bars(sheets, analysis, options)
    draw_limits(sheets, analysis, options)
    report = report_hash(facts)
    draw_origin(sheets, film, analysis, report, options)
    return FilmReport(
        sheets.finished(*foot_words(report, t)), facts, areas if first else {}, _magnification(film, options, areas)
    )


def _magnification(film: Radiograph, options: ReportOptions, areas: dict[str, Area]) -> float:
    """Page pixels a film pixel, across a film as it lies."""
    return areas["film"][2] / options.transform.size(film.shape[1], film.shape[0] * film.pixel_aspect)[0]


def _unspoken(analysis: Analysis) -> Analysis:
    """The analysis without what a reader wrote."""
    reader = analysis.reader
    return analysis if reader is None else replace(analysis, reader=without_words(reader))


def _undated(options: ReportOptions) -> ReportOptions:
    """The day of an earlier film goes with identity."""
    return options if options.prior is None else replace(options, prior=PriorResults("", options.prior.analysis))
