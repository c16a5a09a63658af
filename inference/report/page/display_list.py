"""What a page is made of: text, boxes and pictures in page pixels, in colours by their purpose."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from PIL import Image

from inference.report.page.bidi import Direction
from inference.report.page.structure import Tags

Colour = tuple[int, int, int]


class PageColour(Enum):
    """What a colour is for."""

    PAPER = "paper"
    INK = "ink"
    QUIET = "quiet"
    RULE = "rule"
    ACCENT = "accent"
    TROUGH = "trough"
    BAND = "band"
    ABOVE = "above"
    NOT_SURE = "not sure"
    BELOW = "below"
    MUTED = "muted"
    URGENT = "urgent"


Theme = MappingProxyType[PageColour, Colour]
DARK: Theme = MappingProxyType(
    {
        PageColour.PAPER: (13, 17, 23),
        PageColour.INK: (220, 227, 234),
        PageColour.QUIET: (150, 161, 173),
        PageColour.RULE: (42, 52, 63),
        PageColour.ACCENT: (242, 201, 76),
        PageColour.TROUGH: (34, 42, 51),
        PageColour.BAND: (70, 82, 96),
        PageColour.ABOVE: (217, 144, 61),
        PageColour.NOT_SURE: (143, 154, 168),
        PageColour.BELOW: (79, 113, 131),
        PageColour.MUTED: (98, 107, 117),
        PageColour.URGENT: (255, 128, 112),
    }
)
LIGHT: Theme = MappingProxyType(
    {
        PageColour.PAPER: (255, 255, 255),
        PageColour.INK: (24, 30, 37),
        PageColour.QUIET: (88, 98, 110),
        PageColour.RULE: (205, 211, 218),
        PageColour.ACCENT: (146, 96, 0),
        PageColour.TROUGH: (232, 236, 240),
        PageColour.BAND: (196, 204, 213),
        PageColour.ABOVE: (208, 122, 32),
        PageColour.NOT_SURE: (122, 134, 149),
        PageColour.BELOW: (92, 133, 155),
        PageColour.MUTED: (168, 176, 185),
        PageColour.URGENT: (176, 32, 24),
    }
)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line of text with its left top corner; ``width`` and ``height`` are what it takes up.

    ``text`` is in the order in which it is written and read; ``direction`` is that of its paragraph.
    ``wrapped``: the paragraph goes on with the next line, behind a space.
    """

    x: float
    y: float
    text: str
    size: int
    colour: PageColour
    bold: bool
    width: float
    height: int
    direction: Direction = Direction.LTR
    tags: Tags = ()
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A filled or hatched rectangle, which decorates; a frame is drawn as an outline of ``frame`` pixels inside it."""

    left: float
    top: float
    right: float
    bottom: float
    colour: PageColour
    hatched: bool = False
    frame: int = 0
    tags: Tags = ()


@dataclass(frozen=True, slots=True, eq=False)
class PageImage:
    """A picture with its left top corner, of any size, drawn ``width`` x ``height`` page pixels large.

    A ``photo`` may lose what no eye sees; what is none (a code, a scale of colours) is kept pixel by pixel.
    """

    x: int
    y: int
    image: Image.Image
    width: int
    height: int
    photo: bool = False
    tags: Tags = ()


Item = TextLine | Box | PageImage


@dataclass(frozen=True, slots=True)
class Bookmark:
    """Where a part of a report begins, for the outline of a PDF."""

    title: str
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class DisplayList:
    """A whole page: ``width`` x ``height`` pixels, its items from the back to the front; ``unit`` pixels a unit."""

    width: int
    height: int
    unit: float
    items: tuple[Item, ...]
    bookmarks: tuple[Bookmark, ...] = ()


def hatches(box: Box, step: float) -> list[tuple[float, float, float, float]]:
    """The slanted lines of a hatched box, clipped to it: left x, its y, right x, its y."""
    lines = []
    start = box.left - (box.bottom - box.top)
    while start < box.right:
        low, high = max(start, box.left), min(start + box.bottom - box.top, box.right)
        if high > low:
            lines.append((low, box.bottom - (low - start), high, box.bottom - (high - start)))
        start += step
    return lines
