"""The film with its overlay, large, and the plain film beside it: orientation markers, captions, scale of colours."""

from __future__ import annotations

from PIL import Image

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.colormap import scale_colours
from inference.imaging.spatial_transform import transform_text
from inference.report.film_info import OrientationMarkers, orientation_markers
from inference.report.page.annotation_drawing import with_annotations
from inference.report.page.contour_drawing import draw_legend
from inference.report.page.display_list import PageColour
from inference.report.page.film.copies import fitted, no_finer, placed, reduced
from inference.report.page.options import (
    ReportOptions,
    draws_outlines,
    overlaid_picture,
    plain_picture,
    transformed,
    transformed_aspect,
)
from inference.report.page.sheets import Sheets
from inference.report.page.structure import Role
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import Translate, heat_unit

Area = tuple[int, int, int, int]
MARKER = 22  # units, size of an orientation marker
SIDE = 30  # units beside a picture, where its orientation markers stand
OVERLAY_SHARE = (0.45, 0.68)  # of the width of both pictures, at least and at most
PLAIN_SHARE = 0.8  # of the overlay, at most
NEEDED, WANTED, TALLEST = 420, 600, 900  # units of height: without which it is the next page, at least, at most
_CAPTIONS, _LINE = 150, 26  # units that captions and scale may take below, and each line of a legend
TITLE = "Film and overlay"
_FILM = "Film, {columns} × {rows} pixels"
NO_SIDES = "sides not stated in the file"
_NOTHING = "No overlay: no analysed finding reaches its operating point or the grey band around it."
_NOT_ASKED = "Film without overlay: none was asked for."
_OVERLAY, _OUTLINES = "AI overlay: {findings}", "AI outlines from a quarter of the full scale on"
_MISSING, _UNLINKED = "no evidence map for {findings}", "in a window of its own"
_WEAK, _SCALE = "weak", "strong: {value} {unit} or more. Line: half of it"


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [TITLE, _FILM, NO_SIDES, _NOTHING, _NOT_ASKED, _OVERLAY, _OUTLINES, _MISSING, _UNLINKED, _WEAK, _SCALE]


def draw_films(
    sheets: Sheets,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    keys: tuple[str, ...],
    fineness: float,
    after: int,
) -> dict[str, Area]:
    """Draw both with what is said below them; returns where they are.

    They leave room for so many pixels that come ``after``, as long as they stay large enough.
    """
    page = sheets.page
    across = page.inner - 4 * page.px(SIDE) - page.px(16)
    below = page.px(_CAPTIONS + _LINE * (len(keys) if draws_outlines(keys, options) else 0))
    sheets.need(page.px(NEEDED) + below)
    page = sheets.page
    page.mark(options.translate(TITLE), sheets.y)
    shows = {"film": _film_caption(film, options), "overlay": overlay_caption(analysis, options, keys)}
    room = sheets.left - below
    shared = room - after if after < sheets.left else room
    high = min(room, page.px(TALLEST), max(page.px(WANTED), shared))
    plain, overlaid = pictures(film, analysis, options, keys, fineness * max(across, high) / sheets.unit)
    wide = _widths(across, high * overlaid.width / overlaid.height)
    lefts = (page.margin + 3 * page.px(SIDE) + page.px(16) + wide[1], page.margin + page.px(SIDE))
    markers = orientation_markers(film, options.transform)
    ends = page.px(MARKER + 8) if _ends_matter(markers) else 0
    areas, top = {}, sheets.y + ends
    for name, left, width, picture in zip(("film", "overlay"), lefts, wide, (plain, overlaid), strict=True):
        size = fitted(picture, (width, high - 2 * ends))
        x = left + (width - size[0]) // 2
        fine = no_finer(picture, (size[0] * fineness / sheets.unit, size[1] * fineness / sheets.unit))
        drawn = _annotated(fine, film, analysis, options, fine.width / size[0] * sheets.unit)
        areas[name] = (x, top, *size)
        with page.structure.within(Role.FIGURE, shows[name]):
            page.picture(x, top, drawn, size, photo=True)
            _draw_markers(page, markers, areas[name])
    end = _draw_captions(page, areas, (lefts, wide), ends, film, analysis, options, keys)
    sheets.y = page.rule(end + page.px(8))
    return areas


def _widths(across: int, wanted: float) -> tuple[int, int]:
    """How wide the places of film and overlay are, where the overlay could use so many pixels."""
    least, most = OVERLAY_SHARE
    overlay = round(min(max(wanted, least * across), most * across))
    return min(across - overlay, round(PLAIN_SHARE * overlay)), overlay


def pictures(
    film: Radiograph, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...], side: float
) -> tuple[Image.Image, Image.Image]:
    """Film and overlay as they lie, about ``side`` pixels on the longer side."""
    small, judged = reduced(film, analysis, max(1, round(side)))
    plain = plain_picture(small, options)
    overlaid = overlaid_picture(small, judged, keys, options)
    aspect = transformed_aspect(film, options)
    shown = [placed(transformed(picture, options), aspect, (side, side)) for picture in (plain, overlaid)]
    return shown[0], shown[1]


def _annotated(
    picture: Image.Image, film: Radiograph, analysis: Analysis, options: ReportOptions, unit: float
) -> Image.Image:
    """The picture with the reader's numbered annotations, where there are any; see :func:`with_annotations`."""
    reader = analysis.reader
    if reader is None or not reader.annotations:
        return picture
    return with_annotations(picture, film, reader, options.transform, unit)


def _draw_captions(
    page: Page,
    areas: dict[str, Area],
    places: tuple[tuple[int, int], tuple[int, int]],
    ends: int,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    keys: tuple[str, ...],
) -> int:
    """What each picture is, the scale of the colours or the legend of outlines; returns the y below."""
    (film_left, left), (film_width, width) = places
    bottoms = [areas[name][1] + areas[name][3] + page.px(10) + ends for name in ("film", "overlay")]
    quiet, t = PageColour.QUIET, options.translate
    first = page.text(film_left, bottoms[0], _film_caption(film, options), size=LEAST, colour=quiet, width=film_width)
    words = overlay_caption(analysis, options, keys)
    y = page.text(left, bottoms[1], words, size=LEAST, colour=PageColour.ACCENT, width=width)
    if keys and draws_outlines(keys, options):
        y = draw_legend(page, left, y + page.px(4), width, analysis, keys, t)
    elif keys:
        y = draw_scale(page, left, y + page.px(6), width, analysis, options, keys)
    return max(first, y)


def _ends_matter(markers: OrientationMarkers) -> bool:
    """Whether top and bottom have to be said too: the feet are not where everybody expects them."""
    return markers.bottom not in ("", "F")


def _draw_markers(page: Page, markers: OrientationMarkers, area: Area) -> None:
    """The patient's directions beside a picture; above and below it where they are not the usual ones."""
    x, y, width, height = area
    gutter, middle = page.px(15), y + height // 2 - page.px(14)
    places = [(x - gutter, middle, markers.left), (x + width + gutter, middle, markers.right)]
    if _ends_matter(markers):
        centre = x + width // 2
        places += [(centre, y - page.px(MARKER + 8), markers.top), (centre, y + height + page.px(2), markers.bottom)]
    for where, top, marker in places:
        page.text(
            where, top, marker, size=MARKER, bold=True, colour=PageColour.ACCENT, align="middle", width=page.px(28)
        )


def _film_caption(film: Radiograph, options: ReportOptions) -> str:
    t, (rows, columns) = options.translate, film.shape
    spacing = film.spacing
    told = (
        t(_FILM).format(columns=columns, rows=rows),
        f"{spacing.column_mm:.3g} mm {t(spacing.origin)}" if spacing else "",
        "" if film.orientation else t(NO_SIDES),
        t(transform_text(options.transform)),
    )
    return "  ·  ".join(filter(None, told))


def overlay_caption(analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]) -> str:
    """What an overlay picture is: of which findings, which of them have no evidence, or why there is no overlay."""
    t = options.translate
    if not keys:
        return t(_NOTHING if options.keys is None else _NOT_ASKED)
    results = [result for result in analysis.all_results if result.finding.key in keys]
    empty = [t(result.finding.title) for result in results if result.heatmap is None or result.heatmap.empty]
    titles = ", ".join(t(result.finding.title) for result in results)
    told = (
        t(_OUTLINES if draws_outlines(keys, options) else _OVERLAY).format(findings=titles),
        t(_MISSING).format(findings=", ".join(empty)) if empty else "",
        t(_UNLINKED) if options.unlinked is not None else "",
    )
    return "  ·  ".join(filter(None, told))


def draw_scale(
    page: Page, x: int, y: int, width: int, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]
) -> int:
    """The bar of colours with what weak and strong mean, of one finding whose heat is drawn; returns the y below."""
    colours = Image.fromarray(scale_colours(options.colormap, options.opacity))
    bar = colours.resize((width, page.px(10)), Image.Resampling.BILINEAR)
    below = page.picture(x, y, bar) + page.px(2)
    t = options.translate
    page.text(x, below, t(_WEAK), size=LEAST, colour=PageColour.QUIET, width=page.px(70))
    words, room = _scale_words(analysis, keys, t), width - page.px(74)
    return page.text(x + width, below, words, size=LEAST, colour=PageColour.QUIET, align="right", width=room)


def _scale_words(analysis: Analysis, keys: tuple[str, ...], t: Translate) -> str:
    """What full colour is of the one finding whose heat is drawn."""
    [scale] = (one.heatmap.full_scale for one in analysis.all_results if one.heatmap and one.finding.key in keys)
    return t(_SCALE).format(value=f"{scale:.3g}", unit=heat_unit(analysis.provenance, t)).replace("  ", " ")
