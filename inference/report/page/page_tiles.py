"""A tile a positive finding: its own overlay on the whole film, and its hottest place enlarged, plain and overlaid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from inference.core.analysis import Analysis, FindingResult, ScoreState
from inference.core.film import Radiograph
from inference.imaging.heatmap_overlay import combined_heat
from inference.report.page.display_list import PageColour
from inference.report.page.options import (
    ReportOptions,
    overlaid_picture,
    plain_picture,
    transformed,
    transformed_aspect,
)
from inference.report.page.text_layout import Page
from inference.text.wording import STATE_WORDS, percent

ZOOM = 0.3  # of the film's shorter side
HEIGHT = 210  # units of a tile's pictures
HEAT_SIDE = 512  # a heatmap's own grain is far coarser than this


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a film in film pixels."""

    top: int
    left: int
    rows: int
    columns: int

    def of(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The part of a picture of the film's shape."""
        return picture[self.top : self.top + self.rows, self.left : self.left + self.columns]

    def transformed(self, film: Radiograph, options: ReportOptions) -> Region:
        """The same part of the film as the options say it lies."""
        size = (float(film.shape[1]), float(film.shape[0]))
        corners = ((self.left, self.top), (self.left + self.columns, self.top + self.rows))
        (ax, ay), (bx, by) = (options.transform.place(corner, size) for corner in corners)
        return Region(round(min(ay, by)), round(min(ax, bx)), round(abs(by - ay)), round(abs(bx - ax)))


def hottest_region(film: Radiograph, analysis: Analysis, key: str) -> Region | None:
    """The surrounding of a finding's hottest place, inside the film; None where nothing speaks for the finding."""
    heat = combined_heat(analysis, (key,), film.shape, HEAT_SIDE)
    if heat is None or not (heat > 0).any():
        return None
    row, column = np.argwhere(heat == heat.max()).mean(axis=0)  # the middle of a plateau at full scale
    peak = np.unravel_index(int(heat.argmax()), heat.shape)
    if heat[round(row), round(column)] < heat.max():
        row, column = peak
    rows, columns = film.shape
    side = max(8.0, ZOOM * min(rows * film.pixel_aspect, columns))
    tall, wide = min(rows, round(side / film.pixel_aspect)), min(columns, round(side))
    top = round((row + 0.5) * rows / heat.shape[0] - tall / 2)
    left = round((column + 0.5) * columns / heat.shape[1] - wide / 2)
    return Region(min(max(top, 0), rows - tall), min(max(left, 0), columns - wide), tall, wide)


def draw_tiles(
    page: Page, y: int, film: Radiograph, analysis: Analysis, options: ReportOptions, keys: tuple[str, ...]
) -> int:
    """Two tiles a row, one for each finding that is positive or whose overlay is shown; returns the y below.

    A positive finding has its tile whatever the viewports show: a report must not be quieter than its bars.
    """
    shown = [result for result in analysis.results if _has_tile(result, keys)]
    if not shown:
        return y
    plain = transformed(plain_picture(film, options), options)
    gutter = page.px(24)
    width = (page.inner - gutter) // 2
    for start in range(0, len(shown), 2):
        below = y
        for place, result in enumerate(shown[start : start + 2]):
            x = page.margin + place * (width + gutter)
            below = max(below, _draw_tile(page, x, y, width, film, analysis, options, result, plain))
        y = below + page.px(14)
    return page.rule(y)


def _has_tile(result: FindingResult, keys: tuple[str, ...]) -> bool:
    return result.heatmap is not None and (result.state is ScoreState.ABOVE or result.finding.key in keys)


def _draw_tile(
    page: Page,
    x: int,
    y: int,
    width: int,
    film: Radiograph,
    analysis: Analysis,
    options: ReportOptions,
    result: FindingResult,
    plain: NDArray[np.uint8],
) -> int:
    title = f"{result.finding.title}  {percent(result.probability)}, {STATE_WORDS[result.state]}"
    y = page.text(x, y, title, size=15, bold=True, width=width) + page.px(4)
    overlaid = transformed(overlaid_picture(film, analysis, (result.finding.key,), options), options)
    aspect = transformed_aspect(film, options)
    region = hottest_region(film, analysis, result.finding.key)
    side = (width - 2 * page.px(6)) // 3
    height = min(page.px(HEIGHT), round(side * 1.25))
    whole = _fitted(overlaid, aspect, side, height)
    below = page.picture(x, y, whole)
    if region is None:
        words = "No evidence map: nothing in this film speaks for the finding."
        room = width - whole.width - page.px(12)
        return max(
            below, page.text(x + whole.width + page.px(12), y, words, size=14, colour=PageColour.ACCENT, width=room)
        )
    seen = region.transformed(film, options)
    _frame(page, x, y, whole, overlaid.shape, seen)
    for place, picture in enumerate((plain, overlaid), start=1):
        zoomed = _fitted(seen.of(picture), aspect, side, side)
        below = max(below, page.picture(x + place * (side + page.px(6)), y, zoomed))
    caption = f"Its overlay; the hottest place ({_extent(film, region)}), without and with it."
    return page.text(x, below + page.px(4), caption, size=13, colour=PageColour.QUIET, width=width)


def _frame(page: Page, x: int, y: int, whole: Image.Image, shape: tuple[int, ...], region: Region) -> None:
    down, across = whole.height / shape[0], whole.width / shape[1]
    left, top = x + region.left * across, y + region.top * down
    right, bottom = left + region.columns * across, top + region.rows * down
    page.frame(left, top, right, bottom, PageColour.ACCENT, thick=page.px(1.5))


def _extent(film: Radiograph, region: Region) -> str:
    if film.spacing is None:
        return f"{region.columns} × {region.rows} pixels"
    across, down = region.columns * film.spacing.column_mm, region.rows * film.spacing.row_mm
    return f"{across:.0f} × {down:.0f} mm {film.spacing.origin}"


def _fitted(picture: NDArray[np.uint8], aspect: float, width: int, height: int) -> Image.Image:
    """The picture as large as fits, its pixels made square."""
    rows, columns = picture.shape[0] * aspect, picture.shape[1]
    scale = min(width / columns, height / rows)
    size = (max(1, round(columns * scale)), max(1, round(rows * scale)))
    return Image.fromarray(np.ascontiguousarray(picture)).resize(size, Image.Resampling.LANCZOS)
