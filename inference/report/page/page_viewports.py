"""Film and overlay side by side, with orientation markers, captions and the scale of the colours."""

from __future__ import annotations

from PIL import Image

from inference.core.analysis import Analysis
from inference.core.film import Radiograph
from inference.imaging.colormap import scale_colours
from inference.imaging.film_info import OrientationMarkers, orientation_markers
from inference.imaging.spatial_transform import transform_text
from inference.report.page.contour_drawing import draw_legend
from inference.report.page.display_list import PageColour
from inference.report.page.options import ReportOptions, draws_outlines
from inference.report.page.text_layout import Page
from inference.text.wording import heat_unit

MARKER = 20  # units, size of an orientation marker
Area = tuple[int, int, int, int]


def draw_viewports(
    page: Page,
    y: int,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    keys: tuple[str, ...],
    pictures: tuple[Image.Image, Image.Image],
    side: int,
) -> tuple[dict[str, Area], int]:
    """Draw both in the middle of their places; returns their areas and the y below."""
    plain, overlaid = pictures
    place = (page.inner - 4 * side) // 2
    lefts = (page.margin + side, page.width - page.margin - side - place)
    areas: dict[str, Area] = {}
    markers = orientation_markers(film, options.transform)
    above = page.px(MARKER + 6) if _ends_matter(markers) else 0
    y += above
    for name, left, picture in zip(("film", "overlay"), lefts, pictures, strict=True):
        x = left + (place - picture.width) // 2
        page.picture(x, y, picture)
        areas[name] = (x, y, picture.width, picture.height)
        _draw_markers(page, markers, areas[name])
    y += max(plain.height, overlaid.height, page.px(40)) + page.px(10) + above
    width = place - page.px(8)
    first = page.text(lefts[0], y, _film_caption(film, options), size=14, colour=PageColour.QUIET, width=width)
    second = page.text(
        lefts[1], y, _overlay_caption(analysis, options, keys), size=14, colour=PageColour.ACCENT, width=width
    )
    if keys and draws_outlines(keys, options):
        second = draw_legend(page, lefts[1], second + page.px(4), width, analysis, keys)
    elif keys:
        second = _draw_scale(page, lefts[1], second + page.px(6), width, analysis, options, keys)
    return areas, page.rule(max(first, second) + page.px(14))


def _ends_matter(markers: OrientationMarkers) -> bool:
    """Whether top and bottom have to be said too: the feet are not where everybody expects them."""
    return markers.bottom not in ("", "F")


def _draw_markers(page: Page, markers: OrientationMarkers, area: Area) -> None:
    """The patient's directions beside a viewport; above and below it where they are not the usual ones."""
    x, y, width, height = area
    gutter, middle = page.px(15), y + height // 2 - page.px(14)
    places = [(x - gutter, middle, markers.left), (x + width + gutter, middle, markers.right)]
    if _ends_matter(markers):
        centre = x + width // 2
        places += [(centre, y - page.px(MARKER + 6), markers.top), (centre, y + height + page.px(2), markers.bottom)]
    for where, top, marker in places:
        page.text(
            where, top, marker, size=MARKER, bold=True, colour=PageColour.ACCENT, align="middle", width=page.px(28)
        )


def _film_caption(film: Radiograph, options: ReportOptions) -> str:
    rows, columns = film.shape
    sides = "" if film.orientation else "  ·  sides not stated in the file"
    spacing = f"  ·  {film.spacing.column_mm:.3g} mm {film.spacing.origin}" if film.spacing else ""
    lies = transform_text(options.transform).lower()
    turned = f"  ·  {lies}" if lies else ""
    return f"Film, {columns} × {rows} pixels{spacing}{sides}{turned}"


def _overlay_caption(analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]) -> str:
    if not keys:
        return "No overlay: no analysed finding reaches its operating point or the grey band around it."
    results = [result for result in analysis.results if result.finding.key in keys]
    empty = [result.finding.title for result in results if result.heatmap is None or result.heatmap.empty]
    titles = ", ".join(result.finding.title for result in results)
    missing = f"  ·  no evidence map for {', '.join(empty)}" if empty else ""
    apart = "  ·  in a window of its own" if options.unlinked is not None else ""
    what = "Outlines from a quarter of the full scale on" if draws_outlines(keys, options) else "Overlay"
    return f"{what}: {titles}{missing}{apart}"


def _draw_scale(
    page: Page, x: int, y: int, width: int, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]
) -> int:
    bar = Image.fromarray(scale_colours(options.colormap, options.opacity)).resize(
        (width, page.px(10)), Image.Resampling.BILINEAR
    )
    below = page.picture(x, y, bar) + page.px(2)
    scales = sorted(
        {result.heatmap.full_scale for result in analysis.results if result.heatmap and result.finding.key in keys}
    )
    full = f"{scales[0]:.3g} {heat_unit(analysis.provenance)}".rstrip() if len(scales) == 1 else "the full scale"
    page.text(x, below, "weak", size=12, colour=PageColour.QUIET, width=page.px(60))
    room = width - page.px(60)
    words = f"strong: {full} or more. Line: half of it"
    return page.text(x + width, below, words, size=12, colour=PageColour.QUIET, align="right", width=room)
