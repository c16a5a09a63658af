"""The report of one film as a page: what it says and where, however it is painted later."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from inference.report.anonymous import without_free_text
from inference.report.drawing import Drawing
from inference.report.drawn_marks import draw_mark_words, with_marks
from inference.report.page_panes import draw_panes
from inference.report.page_parts import draw_findings, draw_footer, draw_header, draw_limits
from inference.report.page_tiles import draw_tiles
from inference.report.picture import ReportOptions, as_seen, drawn_keys, marked_picture, plain_picture
from inference.report.provenance import Facts, facts_of, report_hash
from inference.report.type_setting import MARGIN, Page
from inference.types import Analysis, Radiograph

NARROWEST_PANE = 640  # smaller films are magnified by a whole number, every film pixel staying a square
TALLEST = 1.5  # a pane is at most so much higher than the place it gets; narrower films stand in the middle of theirs
WIDTH = 1240  # units: A4 at 150 to the inch
SIDE = 30  # units beside a pane, where its side letters stand
GAP = 16  # units between the panes
PANE = (WIDTH - 2 * MARGIN - 4 * SIDE - GAP) / 2


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page and what is known about it: how it came to be, and where the panes are.

    ``areas`` are ``(left, top, width, height)`` in page pixels, ``magnification`` is page pixels a film pixel.
    """

    drawing: Drawing
    facts: Facts
    areas: dict[str, tuple[int, int, int, int]]
    magnification: int

    @property
    def hash(self) -> str:
        """The hash that names this report, printed on it."""
        return report_hash(self.facts)


def report_page(film: Radiograph, analysis: Analysis, options: ReportOptions) -> ReportPage:
    """The page for a film, with film and overlay at no less than the film's own resolution."""
    film = without_free_text(film) if options.anonymize else film
    keys = drawn_keys(analysis, options)
    plain, marked, times = _panes(film, analysis, options, keys)
    reader = analysis.reader if analysis.reader is not None and analysis.reader.marks else None
    if reader is not None:
        plain, marked = (with_marks(pane, film, reader, options.turn) for pane in (plain, marked))
    facts = facts_of(film, analysis, options, keys)
    page = _page(max(plain.width, round(plain.height / TALLEST)))
    y = draw_header(page, film, anonymize=options.anonymize, institution=options.institution)
    areas, y = draw_panes(page, y, film, analysis, options, keys, (plain, marked), page.px(SIDE))
    if reader is not None:
        y = draw_mark_words(page, y, film, reader)
    y = draw_findings(page, y, analysis)
    y = draw_tiles(page, y, film, analysis, options, keys)
    y = draw_limits(page, y, analysis)
    draw_footer(page, y, film, analysis, report_hash(facts), options.signer)
    return ReportPage(page.finished(), facts, areas, times)


def _panes(
    film: Radiograph, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]
) -> tuple[Image.Image, Image.Image, int]:
    """Film and overlay as they lie, and how many page pixels a film pixel gets."""
    pictures = (plain_picture(film, options), marked_picture(film, analysis, keys, options))
    wide, high = options.turn.size(film.shape[1], film.shape[0] * film.pixel_aspect)
    times = max(1, -(-NARROWEST_PANE // max(round(wide), round(high / TALLEST))))
    square = (np.asarray(_square(Image.fromarray(picture), film.pixel_aspect, times)) for picture in pictures)
    plain, marked = (Image.fromarray(as_seen(pane, options)) for pane in square)
    return plain, marked, times


def _page(place: int) -> Page:
    """A page whose panes have places of so many pixels across."""
    unit = place / PANE
    side = round(unit * SIDE)
    return Page(2 * place + 4 * side + round(unit * GAP) + 2 * round(unit * MARGIN), unit)


def _square(picture: Image.Image, aspect: float, times: int) -> Image.Image:
    """Every film pixel as ``times`` x ``times`` page pixels; pixels that are not square are made so."""
    larger = picture.resize((picture.width * times, picture.height * times), Image.Resampling.NEAREST)
    if aspect == 1:
        return larger
    return larger.resize((larger.width, max(1, round(larger.height * aspect))), Image.Resampling.BICUBIC)
