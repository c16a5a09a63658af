"""The report of one film as a page: what it says and where, whether it is rasterized or written as PDF."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.report.deidentify.identity import without_free_text, without_time
from inference.report.page.annotation_drawing import draw_annotation_list, with_annotations
from inference.report.page.display_list import DisplayList
from inference.report.page.options import ReportOptions, drawn_keys, overlaid_picture, plain_picture, transformed
from inference.report.page.page_parts import draw_findings, draw_footer, draw_header, draw_limits
from inference.report.page.page_tiles import draw_tiles
from inference.report.page.page_viewports import draw_viewports
from inference.report.page.provenance import Facts, report_facts, report_hash
from inference.report.page.text_layout import MARGIN, Page

NARROWEST_VIEWPORT = 640  # smaller films are magnified by a whole number, every film pixel staying a square
TALLEST = 1.5  # a viewport is at most so much higher than its place; narrower films stand in the middle of theirs
WIDTH = 1240  # units: A4 at 150 to the inch
SIDE = 30  # units beside a viewport, where its orientation markers stand
GAP = 16  # units between the viewports
VIEWPORT = (WIDTH - 2 * MARGIN - 4 * SIDE - GAP) / 2


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page and what is known about it: how it came to be, and where the viewports are.

    ``areas`` are ``(left, top, width, height)`` in page pixels, ``magnification`` is page pixels a film pixel.
    """

    display_list: DisplayList
    facts: Facts
    areas: dict[str, tuple[int, int, int, int]]
    magnification: int

    @property
    def hash(self) -> str:
        """The hash that names this report, printed on it."""
        return report_hash(self.facts)


def report_page(film: Radiograph, analysis: Analysis, options: ReportOptions) -> ReportPage:
    """The page for a film, with film and overlay at no less than the film's own resolution."""
    if options.anonymize:
        film, analysis = without_free_text(film), without_time(analysis)
    keys = drawn_keys(analysis, options)
    plain, overlaid, times = _viewports(film, analysis, options, keys)
    reader = analysis.reader if analysis.reader is not None and analysis.reader.annotations else None
    if reader is not None:
        plain, overlaid = (
            with_annotations(viewport, film, reader, options.transform) for viewport in (plain, overlaid)
        )
    facts = report_facts(film, analysis, options, keys)
    page = _page(max(plain.width, round(plain.height / TALLEST)))
    y = draw_header(page, film, anonymize=options.anonymize, institution=options.institution)
    areas, y = draw_viewports(page, y, film, analysis, options, keys, (plain, overlaid), page.px(SIDE))
    if reader is not None:
        y = draw_annotation_list(page, y, film, reader)
    y = draw_findings(page, y, analysis)
    y = draw_tiles(page, y, film, analysis, options, keys)
    y = draw_limits(page, y, analysis)
    draw_footer(page, y, film, analysis, report_hash(facts), options.signer)
    return ReportPage(page.finished(), facts, areas, times)


def _viewports(
    film: Radiograph, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]
) -> tuple[Image.Image, Image.Image, int]:
    """Film and overlay as they lie, and how many page pixels a film pixel gets."""
    pictures = (plain_picture(film, options), overlaid_picture(film, analysis, keys, options))
    wide, high = options.transform.size(film.shape[1], film.shape[0] * film.pixel_aspect)
    times = max(1, -(-NARROWEST_VIEWPORT // max(round(wide), round(high / TALLEST))))
    square = (np.asarray(_square(Image.fromarray(picture), film.pixel_aspect, times)) for picture in pictures)
    plain, overlaid = (Image.fromarray(transformed(viewport, options)) for viewport in square)
    return plain, overlaid, times


def _page(place: int) -> Page:
    """A page whose viewports have places of so many pixels across."""
    unit = place / VIEWPORT
    side = round(unit * SIDE)
    return Page(2 * place + 4 * side + round(unit * GAP) + 2 * round(unit * MARGIN), unit)


def _square(picture: Image.Image, aspect: float, times: int) -> Image.Image:
    """Every film pixel as ``times`` x ``times`` page pixels; pixels that are not square are made so."""
    larger = picture.resize((picture.width * times, picture.height * times), Image.Resampling.NEAREST)
    if aspect == 1:
        return larger
    return larger.resize((larger.width, max(1, round(larger.height * aspect))), Image.Resampling.BICUBIC)
