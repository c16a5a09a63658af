"""Findings as outlines on the pictures of a report, as the window draws them, and the legend that tells them apart."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from inference.core.analysis import Analysis, FindingResult
from inference.imaging.colormap import FADE, HALF
from inference.imaging.heatmap_contours import Loop, Stroke, hot_cells, outline_of, stroke_of
from inference.report.page.display_list import PageColour
from inference.report.page.text_layout import LEAST, Page
from inference.text.wording import Translate, heat_unit

_SEAM, _GROUND = (0, 0, 0), (40, 44, 48)
_LEGEND, _LEGEND_NOWHERE = "{finding}: {least} or more", "{finding}: {least} or more, nowhere so strong"
_UNITS = 480  # a picture so wide has lines one pixel thick


def translatable() -> list[str]:
    """Every sentence of this module: what a translation has to know."""
    return [_LEGEND, _LEGEND_NOWHERE]


def with_outlines(
    picture: NDArray[np.uint8], analysis: Analysis, keys: Collection[str], least: float = FADE
) -> NDArray[np.uint8]:
    """A film as shown (rows, columns) or with heat over it, as RGB uint8 with the outlines of the findings.

    Light on a dark seam, around the cells from ``least`` of the full scale on.
    """
    canvas = Image.fromarray(picture).convert("RGB")
    thick = max(1, round(canvas.width / _UNITS))
    for result in analysis.all_results:
        if result.finding.key in keys and result.heatmap is not None:
            loops = outline_of(result.heatmap, analysis.placement, (canvas.height, canvas.width), least)
            _draw(canvas, loops, stroke_of(result.finding.key), thick)
    return np.asarray(canvas, dtype=np.uint8)


def with_contour(picture: NDArray[np.uint8], analysis: Analysis, keys: Collection[str]) -> NDArray[np.uint8]:
    """A film with the heat of a finding, as RGB uint8 with a line around what is at least half as strong as full."""
    return with_outlines(picture, analysis, keys, HALF)


def draw_legend(
    page: Page, x: int, y: int, width: int, analysis: Analysis, keys: Collection[str], t: Translate = str
) -> int:
    """A line a finding: a sample of its outline, its name, and the heat from which it goes; returns the y below."""
    indent = page.px(44)
    for result in analysis.all_results:
        if result.finding.key in keys and result.heatmap is not None:
            words = _legend_words(result, heat_unit(analysis.provenance, t), t)
            below = page.text(x + indent, y, words, size=LEAST, colour=PageColour.QUIET, width=width - indent)
            if hot_cells(result.heatmap).any():
                page.picture(x, y + page.px(7), _sample(stroke_of(result.finding.key), page.px(34), page.px(12)))
            y = below
    return y


def _legend_words(result: FindingResult, unit: str, t: Translate) -> str:
    assert result.heatmap is not None
    least = f"{result.heatmap.full_scale * FADE:.3g} {unit}".rstrip()
    pattern = _LEGEND if hot_cells(result.heatmap).any() else _LEGEND_NOWHERE
    return t(pattern).format(finding=t(result.finding.title), least=least)


def _sample(stroke: Stroke, width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), _GROUND)
    thick = max(1, round(height / 6))
    middle = height / 2
    for piece in _dashes(((0.0, middle), (float(width), middle)), [each * thick for each in stroke.dash.value]):
        ImageDraw.Draw(picture).line(piece, fill=stroke.colour, width=thick)
    return picture


def _draw(picture: Image.Image, loops: tuple[Loop, ...], stroke: Stroke, thick: int) -> None:
    canvas = ImageDraw.Draw(picture)
    inside = [tuple(_inside(point, picture, thick) for point in (*loop, loop[0])) for loop in loops]
    for loop in inside:
        canvas.line(loop, fill=_SEAM, width=2 * thick + 1, joint="curve")
    for loop in inside:
        for piece in _dashes(loop, [each * thick for each in stroke.dash.value]):
            canvas.line(piece, fill=stroke.colour, width=thick, joint="curve")


def _inside(point: tuple[float, float], picture: Image.Image, thick: int) -> tuple[float, float]:
    """A point from the film's outer edge as a pixel; half a line from the edge, so that nothing of it is cut off."""
    x, y = (min(max(at - 0.5, thick / 2), size - 1 - thick / 2) for at, size in zip(point, picture.size, strict=True))
    return x, y


def _dashes(line: Loop, pattern: list[float]) -> Iterator[Loop]:
    """The pieces of a line that a pattern of strokes and gaps leaves; all of it without a pattern."""
    if not pattern:
        yield line
        return
    step, left, piece = 0, pattern[0], [line[0]]
    for (ax, ay), (bx, by) in pairwise(line):
        length, done = float(np.hypot(bx - ax, by - ay)), 0.0
        while length - done > left:
            done += left
            at = (ax + (bx - ax) * done / length, ay + (by - ay) * done / length)
            if step % 2 == 0:
                yield (*piece, at)
            step = (step + 1) % len(pattern)
            left, piece = pattern[step], [at]
        left -= length - done
        piece.append((bx, by))
    if step % 2 == 0 and len(piece) > 1:
        yield tuple(piece)
