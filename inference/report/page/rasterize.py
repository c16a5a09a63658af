"""A display list as pixels."""

from __future__ import annotations

from PIL import Image, ImageDraw

from inference.report.page.display_list import (
    DARK,
    LIGHT,
    Box,
    DisplayList,
    PageColour,
    PageImage,
    TextLine,
    Theme,
    hatches,
)
from inference.report.page.fonts import FontSet
from inference.report.page.options import PageForm, ReportTheme
from inference.report.page.text_layout import HATCH


def theme_of(form: PageForm) -> Theme:
    """The colours in which pictures of pages are asked for."""
    return LIGHT if form.theme is ReportTheme.LIGHT else DARK


def rasterize(display_list: DisplayList, theme: Theme = DARK) -> Image.Image:
    """The page as an RGB picture."""
    page = Image.new("RGB", (display_list.width, display_list.height), theme[PageColour.PAPER])
    pen = ImageDraw.Draw(page)
    for item in display_list.items:
        match item:
            case TextLine():
                fonts, place = FontSet(item.size, bold=item.bold), (item.x, item.y)
                fonts.draw(pen, place, item.text, theme[item.colour], item.direction)
            case PageImage():
                page.paste(_sized(item), (item.x, item.y))
            case Box():
                _draw_box(pen, item, theme, display_list.unit)
    return page


def _sized(item: PageImage) -> Image.Image:
    """The picture as large as it is drawn."""
    size = (item.width, item.height)
    if item.image.size == size:
        return item.image
    return item.image.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _draw_box(pen: ImageDraw.ImageDraw, box: Box, theme: Theme, unit: float) -> None:
    area = (round(box.left), round(box.top), round(box.right) - 1, round(box.bottom) - 1)
    if box.frame:
        pen.rectangle(area, outline=theme[box.colour], width=box.frame)
    elif box.hatched:
        for line in hatches(box, HATCH * unit):
            pen.line(line, fill=theme[box.colour], width=max(1, round(HATCH * unit / 3)))
    else:
        pen.rectangle(area, fill=theme[box.colour])
