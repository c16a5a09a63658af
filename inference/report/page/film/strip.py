"""The strip below a picture of a film with an overlay, so that a picture that leaves alone says what it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.core.findings import BY_KEY
from inference.imaging.spatial_transform import transform_text
from inference.report.film_info import orientation_markers
from inference.report.page.contour_drawing import draw_legend
from inference.report.page.display_list import DARK, DisplayList, PageColour
from inference.report.page.film.films import NO_SIDES, draw_scale, overlay_caption
from inference.report.page.options import ReportOptions, draws_outlines
from inference.report.page.rasterize import rasterize
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import (
    METHOD_NAMES,
    RESEARCH_USE,
    UNLIKE_BRIEFLY,
    check_text,
    prevalence_text,
    probability_text,
    state_text,
)

LEAST_WIDTH = 420  # pixels; a narrower picture lies on a ground that is so wide
LEAST_SIDE = 240  # pixels of a film, below whose edges its orientation markers fit
UNITS = 840  # of layout across a picture that is at least so wide
EDGE = 14  # units around
MARKER = 24  # units, height of an orientation marker


def with_strip(
    picture: NDArray[np.uint8],
    film: Radiograph,
    analysis: Analysis,
    keys: tuple[str, ...],
    options: ReportOptions,
    *,
    viewports: int = 1,
) -> NDArray[np.uint8]:
    """A picture of the film as it lies, RGB uint8 (rows, columns, 3), with a strip below it; its own pixels stay.

    ``viewports``: how many pictures of the film stand side by side in it; each has its orientation markers below its
    edges. The strip names the overlays of ``keys``, the program, and that this is research; for each finding the
    probability, the state and the operating point; the method, the pack and the scale of colours; and how the film
    lies where it is mirrored or rotated.
    """
    rows, columns = picture.shape[:2]
    strip = np.asarray(rasterize(strip_of(columns, viewports, film, analysis, keys, options), DARK), dtype=np.uint8)
    whole = np.empty((rows + strip.shape[0], strip.shape[1], 3), np.uint8)
    whole[:rows] = DARK[PageColour.PAPER]
    whole[:rows, :columns] = picture if picture.ndim == 3 else picture[:, :, None]
    whole[rows:] = strip
    return whole


def strip_of(
    columns: int, viewports: int, film: Radiograph, analysis: Analysis, keys: tuple[str, ...], options: ReportOptions
) -> DisplayList:
    """The strip alone, for a picture so many pixels wide; see :func:`with_strip`."""
    width = max(columns, LEAST_WIDTH)
    page = Page(width, max(1.0, width / UNITS / viewports))
    y = end = page.px(EDGE / 2)
    side = columns // viewports
    for left in range(0, viewports * side, side) if side >= LEAST_SIDE else ():
        end = _draw_markers(page, (left, side), y, film, options)
    if side < LEAST_SIDE:
        words = _lies(film, options, sides=True)
        end = page.text(page.px(EDGE), y, words, size=LEAST, width=width - 2 * page.px(EDGE))
    y = _draw_words(page, end + page.px(4), analysis, keys, options)
    inner, x = width - 2 * page.px(EDGE), page.px(EDGE)
    if keys and draws_outlines(keys, options):
        y = draw_legend(page, x, y + page.px(6), inner, analysis, keys, options.translate)
    elif any(analysis.result(BY_KEY[key]).heatmap for key in keys):
        y = draw_scale(page, x, y + page.px(8), inner, analysis, options, keys)
    return page.finished(y + page.px(EDGE))


def _draw_markers(page: Page, place: tuple[int, int], y: int, film: Radiograph, options: ReportOptions) -> int:
    """The patient's sides below the edges of a picture at ``place`` (left, width), and between them how it lies."""
    left, width = place
    markers, edge = orientation_markers(film, options.transform), page.px(EDGE)
    for x, marker, align in ((left + edge, markers.left, "left"), (left + width - edge, markers.right, "right")):
        page.text(x, y, marker, size=MARKER, bold=True, colour=PageColour.ACCENT, align=align, width=page.px(60))
    words, room = _lies(film, options), width - 4 * edge - 2 * page.px(MARKER)
    middle = left + width / 2
    end = page.text(middle, y + page.px(8), words, size=LEAST, align="middle", width=max(room, width / 2))
    return max(end, y + page.px(MARKER * 1.38))


def _lies(film: Radiograph, options: ReportOptions, *, sides: bool = False) -> str:
    """How the film lies, in arrows and words; its ``sides`` too where markers do not fit below its edges."""
    markers, t = orientation_markers(film, options.transform), options.translate
    across = f"← {markers.left}  → {markers.right}" if sides and markers.right else ""
    along = f"↑ {markers.top}  ↓ {markers.bottom}" if markers.bottom else ""
    told = ("" if film.orientation else t(NO_SIDES), across, along, t(transform_text(options.transform)))
    return "  ·  ".join(filter(None, told))


def _draw_words(page: Page, y: int, analysis: Analysis, keys: tuple[str, ...], options: ReportOptions) -> int:
    """What the picture is, what the model says of each finding, and what made it; returns the y below."""
    t, made = options.translate, analysis.provenance
    title = "  ·  ".join((overlay_caption(analysis, options, keys), "ThoraCAM", t(RESEARCH_USE)))
    results = [analysis.result(BY_KEY[key]) for key in keys]
    unlike = analysis.familiarity is not None and analysis.familiarity.unlike
    doubts = [f"⚠ {t(UNLIKE_BRIEFLY)}"] if unlike and keys else []
    findings = [f"{t(one.finding.title)}: {probability_text(one)}, {state_text(one, t)}" for one in results]
    method = METHOD_NAMES.get(made.method, made.method)
    origin = "  ·  ".join(filter(None, (method, f"{made.pack_name} {made.pack_version}", made.created)))
    lines = [(title, True, PageColour.ACCENT), *((line, True, PageColour.ACCENT) for line in doubts)]
    lines += [(line, False, PageColour.INK) for line in (*findings, *filter(None, [check_text(analysis, t)]))]
    stated = prevalence_text(replace(analysis, results=tuple(results)), t) if keys else ""
    lines += [(line, False, PageColour.QUIET) for line in filter(None, [stated])]
    lines += [(origin, False, PageColour.QUIET)]
    for words, bold, colour in lines:
        width = page.width - 2 * page.px(EDGE)
        y = page.text(page.px(EDGE), y, words, size=LEAST, bold=bold, colour=colour, width=width)
    return y
