"""Text and boxes on a report page, in units that grow with the page."""

from __future__ import annotations

from PIL import Image, ImageDraw

from inference.report.lettering import Lettering

Colour = tuple[int, int, int]
PAPER: Colour = (13, 17, 23)
INK: Colour = (220, 227, 234)
QUIET: Colour = (150, 161, 173)
RULE: Colour = (42, 52, 63)
MARK: Colour = (242, 201, 76)
TROUGH: Colour = (34, 42, 51)
BAND: Colour = (58, 68, 80)


class Page:
    """A page of fixed width that grows downwards; ``unit`` is the size in pixels of one layout unit."""

    def __init__(self, width: int, unit: float) -> None:
        self.width, self.unit = width, unit
        self.margin = self.px(28)
        self._image = Image.new("RGB", (width, 64), PAPER)
        self._draw = ImageDraw.Draw(self._image)
        self._bottom = 0

    def px(self, units: float) -> int:
        """Layout units in whole pixels, at least one."""
        return max(1, round(units * self.unit))

    def finished(self) -> Image.Image:
        """The page down to the last thing drawn, with a margin."""
        self._need(self._bottom + self.margin)
        return self._image.crop((0, 0, self.width, self._bottom + self.margin))

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = 15,
        colour: Colour = INK,
        bold: bool = False,
        width: float | None = None,
        align: str = "left",
    ) -> int:
        """Draw text with its top at ``y``, wrapped to ``width`` pixels; returns the y below it."""
        face = Lettering(self.px(size), bold=bold)
        height = round(self.px(size) * 1.38)
        lines = wrapped(words, face, width) if width is not None else [words]
        self._need(y + height * len(lines))
        for line in lines:
            length = face.getlength(line)
            shift = {"left": 0.0, "right": -length, "middle": -length / 2}[align]
            face.draw(self._draw, (x + shift, y), line, colour)
            y += height
        return round(y)

    def box(
        self, left: float, top: float, right: float, bottom: float, colour: Colour, *, hatched: bool = False
    ) -> None:
        """Fill a box, or hatch it."""
        if right - left < 1 or bottom - top < 1:
            return
        self._need(bottom)
        if not hatched:
            self._draw.rectangle((left, top, right - 1, bottom - 1), fill=colour)
            return
        tile = Image.new("RGB", (round(right - left), round(bottom - top)), TROUGH)
        pen, step = ImageDraw.Draw(tile), self.px(7)
        for x in range(-tile.height, tile.width, step):
            pen.line((x, tile.height, x + tile.height, 0), fill=colour, width=max(1, step // 3))
        self._image.paste(tile, (round(left), round(top)))

    def rule(self, y: float) -> int:
        """A thin line across the page; returns the y below it."""
        self.box(self.margin, y, self.width - self.margin, y + self.px(1), RULE)
        return round(y) + self.px(12)

    def picture(self, x: int, y: int, picture: Image.Image) -> int:
        """Paste a picture; returns the y below it."""
        self._need(y + picture.height)
        self._image.paste(picture, (x, y))
        return y + picture.height

    def _need(self, bottom: float) -> None:
        self._bottom = max(self._bottom, round(bottom))
        if self._bottom + self.margin <= self._image.height:
            return
        taller = Image.new("RGB", (self.width, round((self._bottom + self.margin) * 1.4)), PAPER)
        taller.paste(self._image, (0, 0))
        self._image, self._draw = taller, ImageDraw.Draw(taller)


def wrapped(words: str, face: Lettering, width: float) -> list[str]:
    """Lines no wider than ``width`` pixels; breaks at spaces, within a word only where it is wider than a line."""
    lines: list[str] = []
    for paragraph in words.splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            candidate = f"{line} {word}" if line else word
            if face.getlength(candidate) <= width:
                line = candidate
                continue
            if line:
                lines.append(line)
            pieces = _pieces(word, face, width)
            lines += pieces[:-1]
            line = pieces[-1]
        lines.append(line)
    return lines


def _pieces(word: str, face: Lettering, width: float) -> list[str]:
    pieces, piece = [], ""
    for letter in word:
        if piece and face.getlength(piece + letter) > width:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
