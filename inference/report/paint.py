"""A drawing as pixels."""

from __future__ import annotations

from PIL import Image, ImageDraw

from inference.report.drawing import DARK, Box, Drawing, Picture, Theme, Tone, Words, hatches
from inference.report.lettering import Lettering
from inference.report.type_setting import HATCH


def painted(drawing: Drawing, theme: Theme = DARK) -> Image.Image:
    """The page as an RGB picture."""
    page = Image.new("RGB", (drawing.width, drawing.height), theme[Tone.PAPER])
    pen = ImageDraw.Draw(page)
    for item in drawing.items:
        match item:
            case Words():
                Lettering(item.size, bold=item.bold).draw(pen, (item.x, item.y), item.text, theme[item.tone])
            case Picture():
                page.paste(item.image, (item.x, item.y))
            case Box():
                _paint_box(pen, item, theme, drawing.unit)
    return page


def _paint_box(pen: ImageDraw.ImageDraw, box: Box, theme: Theme, unit: float) -> None:
    area = (round(box.left), round(box.top), round(box.right) - 1, round(box.bottom) - 1)
    if box.frame:
        pen.rectangle(area, outline=theme[box.tone], width=box.frame)
    elif box.hatched:
        for line in hatches(box, HATCH * unit):
            pen.line(line, fill=theme[box.tone], width=max(1, round(HATCH * unit / 3)))
    else:
        pen.rectangle(area, fill=theme[box.tone])
