"""Arabic and Hebrew for what only puts one glyph after another: letters joined, in the order of the eye (UAX 9).

The order is fpdf2's, the joined letters are arabic-reshaper's, for raster and PDF alike: what Pillow (RAQM) and fpdf2
(HarfBuzz) shape by themselves need not agree, and Pillow finds FriBidi only where the system has it.
"""

from __future__ import annotations

import re
import unicodedata
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arabic_reshaper import ArabicReshaper

_BETWEEN = re.compile(r"( +· +| {3,})")
"""Between the parts of a composed line, which stand from left to right, each in a direction of its own (an isolate)."""
_RIGHT_TO_LEFT = ("R", "AL")
_QUOTES = dict(zip("<>«»‹›≤≥", "><»«›‹≥≤", strict=True))  # mirrored as brackets are


class Direction(Enum):
    """The base direction of a paragraph."""

    LTR = "left to right"
    RTL = "right to left"


def base_direction(paragraph: str) -> Direction:
    """The direction of the paragraph's first letter that has one (UAX 9, rules P2 and P3); parts lie left to right."""
    if not _mixed(paragraph) or _BETWEEN.search(paragraph):
        return Direction.LTR
    from fpdf.bidi import auto_detect_base_direction  # a third of a second that only such text is worth

    return Direction[auto_detect_base_direction(paragraph).name]


def visual_order(line: str, direction: Direction) -> str:
    """A line of a paragraph from left to right as it is seen; unchanged where nothing runs from right to left."""
    if not _mixed(line):
        return line
    if len(parts := _BETWEEN.split(line)) > 1:
        return "".join(visual_order(part, base_direction(part)) for part in parts)
    from fpdf.bidi import BIDI_BRACKETS, BidiParagraph
    from fpdf.enums import TextDirection

    mirrored = _QUOTES | {bracket: facts["pair"] for bracket, facts in BIDI_BRACKETS.items()}
    paragraph = BidiParagraph(_reshaper().reshape(line), TextDirection[direction.name])
    return "".join(
        mirrored.get(one.character, one.character)  # rule L4
        if one.get_direction_from_level() == "R"
        else one.character
        for one in paragraph.get_reordered_characters()
    )


def _mixed(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text)


@cache
def _reshaper() -> ArabicReshaper:
    """Every vowel sign stays, and only lam and alef, which must, become one glyph."""
    from arabic_reshaper import ArabicReshaper  # brings all of fontTools, for letters that few reports have

    return ArabicReshaper(configuration={"delete_harakat": "no", "ARABIC LIGATURE ALLAH": "no"})
