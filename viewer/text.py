"""Text from files, made safe for widgets that would take it for rich text."""

from __future__ import annotations

import html


def plain_in_rich(text: str) -> str:
    """The text as rich text that shows it literally, for tool tips and message boxes."""
    return f"<span>{html.escape(text).replace(chr(10), '<br>')}</span>"
