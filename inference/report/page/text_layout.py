"""Text, boxes and pictures set on a page, in units that grow with the page."""

from __future__ import annotations

import unicodedata

from PIL import Image

from inference.report.page.bidi import Direction, base_direction
from inference.report.page.display_list import Bookmark, Box, DisplayList, Item, PageColour, PageImage, TextLine
from inference.report.page.fonts import FontSet, drawable
from inference.report.page.structure import Role, Structure

LEADING = 1.38  # height of a line over the size of its letters
_SEPARATORS = "/\\_-"  # of file names and paths
HATCH = 7  # units between hatches
MARGIN = 44
LEAST = 17  # units, size of the smallest letters of a page: 8 points on paper


class Page:
    """A page of fixed width that grows downwards; ``unit`` is the size in pixels of one layout unit.

    ``structure``, which the pages of a document share, says what the next thing is to somebody who does not see it.
    """

    def __init__(self, width: int, unit: float, structure: Structure | None = None) -> None:
        self.width, self.unit = width, unit
        self.structure = structure or Structure()
        self.margin = self.px(MARGIN)
        self._items: list[Item] = []
        self._bookmarks: list[Bookmark] = []
        self._bottom = 0

    @property
    def inner(self) -> int:
        """Pixels between the margins."""
        return self.width - 2 * self.margin

    def px(self, units: float) -> int:
        """Layout units in whole pixels, at least one."""
        return max(1, round(units * self.unit))

    def finished(self, height: int | None = None) -> DisplayList:
        """The page, of this height or down to the last thing drawn, with a margin."""
        high = self._bottom + self.margin if height is None else height
        return DisplayList(self.width, high, self.unit, tuple(self._items), tuple(self._bookmarks))

    def mark(self, title: str, y: float) -> None:
        """Have a part of the report begin here."""
        self._bookmarks.append(Bookmark(title, y))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        width: float,
        size: float = 16,
        colour: PageColour = PageColour.INK,
        bold: bool = False,
        align: str = "left",
    ) -> int:
        """Set text with its top at ``y``, wrapped to ``width`` pixels; returns the y below it.

        ``x`` is its left end, its middle or its right end, as ``align`` ("left", "middle", "right") says.
        """
        pixels = self.px(size)
        face = FontSet(pixels, bold=bold)
        with self.structure.words():
            for line, direction in wrapped(shown(words), face, width):
                length = face.getlength(line.rstrip(), direction)
                shift = {"left": 0.0, "right": -length, "middle": -length / 2}[align]
                y = self.line(x + shift, y, line, direction, size=size, colour=colour, bold=bold)
        return self._reach(y)

    def line(
        self, x: float, y: float, line: str, direction: Direction, *, size: float, colour: PageColour, bold: bool
    ) -> int:
        """Set one line, as :func:`wrapped` gives it, from its left top corner; returns the y below it."""
        pixels = self.px(size)
        height, words, tags = round(pixels * LEADING), line.rstrip(), self.structure.tags
        if words:
            length, wraps = FontSet(pixels, bold=bold).getlength(words, direction), line != words
            self._items.append(TextLine(x, y, words, pixels, colour, bold, length, height, direction, tags, wraps))
        return self._reach(y + height)

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: PageColour, *, hatched: bool = False
    ) -> None:
        """Fill a box, or hatch it."""
        if right - left >= 1 and bottom - top >= 1:
            self._items.append(Box(left, top, right, bottom, colour, hatched))
            self._reach(bottom)

    def frame(self, left: float, top: float, right: float, bottom: float, colour: PageColour, *, thick: int) -> None:
        """Outline a box, ``thick`` pixels inside it."""
        self._items.append(Box(left, top, right, bottom, colour, frame=thick))
        self._reach(bottom)

    def rule(self, y: float) -> int:
        """A thin line across the page; returns the y below it."""
        self.box(self.margin, y, self.width - self.margin, y + self.px(1), PageColour.RULE)
        return round(y) + self.px(16)

    def picture(
        self, x: int, y: int, picture: Image.Image, size: tuple[int, int] | None = None, *, photo: bool = False
    ) -> int:
        """Lay a picture, of its own size or as large as said, decoration unless a figure; returns the y below it."""
        width, height = size or picture.size
        tags = self.structure.tags
        figure = tags if tags and tags[-1].role is Role.FIGURE else ()
        self._items.append(PageImage(x, y, picture, width, height, photo, figure))
        return self._reach(y + height)

    def _reach(self, bottom: float) -> int:
        self._bottom = max(self._bottom, round(bottom))
        return round(bottom)


def wrapped(words: str, face: FontSet, width: float) -> list[tuple[str, Direction]]:
    """Lines no wider than ``width`` pixels, each with the direction of its paragraph.

    They break at spaces, which then end a line, within a word only where it is wider than a line.
    """
    return [
        (line, base_direction(paragraph))
        for paragraph in words.splitlines() or [""]
        for line in _lines(paragraph, face, width)
    ]


def _lines(paragraph: str, face: FontSet, width: float) -> list[str]:
    lines: list[str] = []
    line = ""
    for word in paragraph.split(" "):
        candidate = f"{line} {word}" if line else word
        if face.getlength(candidate) <= width:
            line = candidate
            continue
        if line:
            lines.append(f"{line} ")
        *whole, line = _pieces(word, face, width)
        lines += whole
    return [*lines, line]


def shown(text: str) -> str:
    """The text without characters that hide or reorder others; letters that no font has are said in words."""
    return drawable("".join(_shown(letter) for letter in text))


def _shown(letter: str) -> str:
    if "\ufe00" <= letter <= "\ufe0f":  # variation selectors: nothing is seen of them
        return ""
    return " " if letter not in "\n\r" and unicodedata.category(letter)[0] in "CZ" else letter


def _pieces(word: str, face: FontSet, width: float) -> list[str]:
    """Parts of a word that is wider than a line: of a path behind a separator that is near the end, else anywhere."""
    pieces, piece = [], ""
    for letter in word:
        if piece and face.getlength(piece + letter) > width:
            behind = 1 + max(piece.rfind(sign) for sign in _SEPARATORS)
            end = behind if behind > len(piece) / 2 else len(piece)
            pieces.append(piece[:end])
            piece = piece[end:]
        piece += letter
    return [*pieces, piece]
