"""Text of any script in the bundled fonts: each letter from the first font that has it, else said in words."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from PIL import ImageDraw, ImageFont

import resources
from inference.report.page.bidi import Direction, visual_order

REGULAR, BOLD, OTHERS = "NotoSansKR-Regular.otf", "NotoSansKR-Bold.otf", "DejaVuSans.ttf"
_NOWHERE = "\U000fffff"  # a code point that no font has: its glyph is what a font shows for what it lacks
_PROBE = 24  # pixels
_MEASURED = 4096  # stretches whose width is kept: a report asks for each of its 700 more than twice


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a line in one font, as the eye reads it; ``thicker``: pixels to widen each letter on either side."""

    font: str
    text: str
    width: float
    thicker: float


class FontSet:
    """A size and weight of text, over all the bundled fonts.

    Noto Sans KR has Latin, Hangul and, in the regular weight, Kana, common Han, Greek and Cyrillic; DejaVu Sans has
    more of Latin, Greek and Cyrillic, Arabic and Hebrew. What comes from a regular font in bold text is drawn thicker.
    """

    def __init__(self, size: int, *, bold: bool = False) -> None:
        self._size, self._bold = size, bold
        self._names = (BOLD, REGULAR, OTHERS) if bold else (REGULAR, OTHERS)

    def getlength(self, line: str, direction: Direction = Direction.LTR) -> float:
        """How wide a line of a paragraph of this direction is, in pixels."""
        return sum(run.width for run in self.runs(line, direction))

    @property
    def ascent(self) -> int:
        """Pixels from the top of a line down to its baseline."""
        return face(self._names[0], self._size).getmetrics()[0]

    def draw(
        self,
        draw: ImageDraw.ImageDraw,
        place: tuple[float, float],
        line: str,
        fill: tuple[int, int, int],
        direction: Direction = Direction.LTR,
    ) -> None:
        """Draw a line of a paragraph of this direction with its top left corner at ``place``."""
        x, top = place
        for run in self.runs(line, direction):
            font = face(run.font, self._size)
            draw.text((x, top + self.ascent), run.text, font=font, fill=fill, anchor="ls", stroke_width=run.thicker)
            x += run.width

    def runs(self, line: str, direction: Direction = Direction.LTR) -> list[Run]:
        """Stretches of the line as seen, from left to right, each with the font that has its letters."""
        groups = itertools.groupby(visual_order(drawable(line), direction), key=partial(_font_of, self._names))
        return [self._run(name, "".join(group)) for name, group in groups]

    def _run(self, name: str, text: str) -> Run:
        thicker = self._size / 36 if self._bold and name != BOLD else 0.0
        return Run(name, text, _width_of(name, self._size, text), thicker)


@lru_cache(_MEASURED)
def _width_of(name: str, size: int, text: str) -> float:
    """How wide a stretch is in a bundled font, in pixels."""
    return face(name, size).getlength(text)


@cache  # a page asks ten thousand times
def _font_of(names: tuple[str, ...], letter: str) -> str:
    """The first of the fonts that has a letter, or the first of all."""
    return next((name for name in names if has_glyph(name, letter)), names[0])


def figures_font(size: int) -> ImageFont.FreeTypeFont:
    """The bold font itself, for figures drawn on pictures."""
    return face(BOLD, size)


def drawable(line: str) -> str:
    """The line with each stretch of letters that no bundled font has said in words: ``[5 Thai letters]``."""
    if not any(map(_missing_script, line)):
        return line
    parts = []
    for script, group in itertools.groupby(line, key=_missing_script):
        letters = "".join(group)
        count = sum(not unicodedata.combining(letter) for letter in letters)
        parts.append(f"[{count} {script} letter{'s' if count != 1 else ''}]" if script else letters)
    return "".join(parts)


@cache
def has_glyph(name: str, letter: str) -> bool:
    """Whether a bundled font has a letter."""
    if letter.isspace():
        return True
    font = face(name, _PROBE)
    shape, nothing = font.getmask(letter), font.getmask(_NOWHERE)
    return shape.size != nothing.size or bytes(shape) != bytes(nothing)


@cache
def _missing_script(letter: str) -> str:
    """The script of a letter that no bundled font has, as Unicode names it; empty for all others."""
    if has_glyph(REGULAR, letter) or has_glyph(OTHERS, letter):
        return ""
    script = unicodedata.name(letter, "unknown").split()[0]
    return "Han" if script == "CJK" else script.capitalize()


def font_file(name: str) -> str:
    """Where a bundled font lies."""
    return str(resources.path(f"fonts/{name}"))


@cache
def face(name: str, size: int) -> ImageFont.FreeTypeFont:
    """A bundled font at a size in pixels."""
    return ImageFont.truetype(font_file(name), size, layout_engine=ImageFont.Layout.BASIC)
