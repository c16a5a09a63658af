"""Text from files, folders and packs as one line: nothing in it can hide, reorder or forge what stands around it."""

from __future__ import annotations

import unicodedata


def one_line(text: str) -> str:
    """The text with a space for each control or formatting character (Unicode's categories C, and line separators)."""
    return "".join(" " if _is_control(character) else character for character in text)


def lines(text: str) -> str:
    """The same for a text of several lines, which stay."""
    return "\n".join(map(one_line, text.split("\n")))


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
