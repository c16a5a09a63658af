"""The reader's marks in a report: numbered lines on the pictures, and below them what each measures."""

from __future__ import annotations

from PIL import Image, ImageDraw

from inference.measure.figures import scale_of
from inference.measure.marks import Point
from inference.measure.outline import outline
from inference.reader_exports import mark_words
from inference.reader_marks import ReaderMarks
from inference.report.drawing import DARK, Tone
from inference.report.lettering import figures_font
from inference.report.type_setting import Page
from inference.turn import UPRIGHT, Turn
from inference.types import Radiograph

_SHADOW, _LINE = (0, 0, 0), DARK[Tone.MARK]  # on films, which are dark on any paper
_UNITS = 720  # a picture so wide has lines one pixel thick and numbers of 14


def with_marks(picture: Image.Image, film: Radiograph, reader: ReaderMarks, turn: Turn = UPRIGHT) -> Image.Image:
    """A copy of a picture of the film, so turned, of any size, in colour, with the reader's marks and their numbers."""
    drawn = picture.convert("RGB")
    canvas, unit = ImageDraw.Draw(drawn), max(1.0, drawn.width / _UNITS)
    rows, columns = film.shape
    across, down = turn.size(columns, rows)
    wide, high = drawn.width / across, drawn.height / down

    def on_picture(point: Point) -> Point:
        x, y = turn.place(point, (columns, rows))
        return x * wide, y * high

    scale, face = scale_of(film, reader.marks), figures_font(round(14 * unit))
    for mark in reader.marks:
        for line in outline(mark, scale):
            points = [on_picture(point) for point in line]
            canvas.line(points, fill=_SHADOW, width=round(3 * unit), joint="curve")
            canvas.line(points, fill=_LINE, width=max(1, round(1.4 * unit)), joint="curve")
    for number, mark in enumerate(reader.marks, start=1):
        x, y = max(map(on_picture, mark.points))
        place = (
            min(max(x, 0) + 6 * unit, drawn.width - 22 * unit),
            min(max(y - 10 * unit, 0), drawn.height - 22 * unit),
        )
        canvas.text(place, str(number), font=face, fill=_LINE, stroke_width=round(2 * unit), stroke_fill=_SHADOW)
    return drawn


def draw_mark_words(page: Page, y: int, film: Radiograph, reader: ReaderMarks) -> int:
    """A line a mark: its number, kind and figures; returns the y below."""
    indent = page.px(28)
    y = page.text(page.margin, y, "Marks of the reader", size=15, bold=True, tone=Tone.MARK, width=page.inner)
    for number, words in enumerate(mark_words(film, reader), start=1):
        page.text(page.margin, y, f"{number}", size=14, bold=True, tone=Tone.MARK, width=indent)
        y = page.text(page.margin + indent, y, words, size=14, tone=Tone.QUIET, width=page.inner - indent)
    return page.rule(y + page.px(8))
