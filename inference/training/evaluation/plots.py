"""Small line plots as pictures, enough for curves in a report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from inference.report.page.png import picture_png
from inference.training.evaluation.curves import Curve

INK, GRID, DIAGONAL = "#222222", "#dddddd", "#999999"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # Okabe and Ito, 2008
LEFT, TOP, RIGHT, BOTTOM = 70, 40, 20, 60
TICKS = 5
RING = 6  # pixels, the radius of a point on a curve


@dataclass(frozen=True, slots=True)
class Axes:
    """What a plot says around its lines: title, names of the axes, their ranges, whether the diagonal is drawn.

    ``names_low`` puts the names of the lines at the bottom, for lines that end high.
    """

    title: str
    x: str
    y: str
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    diagonal: bool = False
    names_low: bool = False


def line_plot(
    curves: Mapping[str, Curve],
    axes: Axes,
    size: tuple[int, int] = (480, 480),
    points: Mapping[str, tuple[float, float]] | None = None,
) -> bytes:
    """Curves with their names as a PNG; ``points`` are ringed, in the colour of the curve of their name."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    _frame(draw, axes, size)
    for number, (name, curve) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        line = [_place(x, y, axes, size) for x, y in zip(curve.x.tolist(), curve.y.tolist(), strict=True)]
        draw.line(line, fill=colour, width=2)
        for x, y in line if len(line) <= 12 else ():
            draw.ellipse((x - 3, y - 3, x + 3, y + 3), fill=colour)
        if points and name in points:
            x, y = _place(*points[name], axes, size)
            draw.ellipse((x - RING, y - RING, x + RING, y + RING), fill="white", outline=colour, width=3)
        down = size[1] - BOTTOM - 8 - 16 * (len(curves) - number) if axes.names_low else TOP + 8 + 16 * number
        draw.text((size[0] - RIGHT - 10, down), name, fill=colour, font=_font(13), anchor="ra")
    return picture_png(np.asarray(picture), axes.title)


def _frame(draw: ImageDraw.ImageDraw, axes: Axes, size: tuple[int, int]) -> None:
    for tick in range(TICKS + 1):
        x = axes.x_range[0] + (axes.x_range[1] - axes.x_range[0]) * tick / TICKS
        y = axes.y_range[0] + (axes.y_range[1] - axes.y_range[0]) * tick / TICKS
        across, down = _place(x, axes.y_range[0], axes, size), _place(axes.x_range[0], y, axes, size)
        draw.line((across, (across[0], TOP)), fill=GRID)
        draw.line((down, (size[0] - RIGHT, down[1])), fill=GRID)
        draw.text((across[0], across[1] + 6), f"{x:.3g}", fill=INK, font=_font(12), anchor="ma")
        draw.text((down[0] - 6, down[1]), f"{y:.3g}", fill=INK, font=_font(12), anchor="rm")
    if axes.diagonal:
        draw.line((_place(0, 0, axes, size), _place(1, 1, axes, size)), fill=DIAGONAL)
    draw.text((size[0] / 2, 12), axes.title, fill=INK, font=_font(15), anchor="ma")
    draw.text((size[0] / 2, size[1] - 12), axes.x, fill=INK, font=_font(13), anchor="ms")
    draw.text((LEFT, TOP - 4), axes.y, fill=INK, font=_font(13), anchor="ls")


def _place(x: float, y: float, axes: Axes, size: tuple[int, int]) -> tuple[float, float]:
    """Where a point lies in the picture."""
    across = (x - axes.x_range[0]) / (axes.x_range[1] - axes.x_range[0])
    up = (y - axes.y_range[0]) / (axes.y_range[1] - axes.y_range[0])
    return LEFT + across * (size[0] - LEFT - RIGHT), size[1] - BOTTOM - up * (size[1] - TOP - BOTTOM)


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
