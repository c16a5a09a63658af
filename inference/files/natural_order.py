"""Names in the order in which people count: ``film 9`` comes before ``film 10``."""

from __future__ import annotations

import re


def natural_order(text: str) -> tuple[tuple[int, str], ...]:
    """A sort key by which ``film 9`` comes before ``film 10``."""
    return tuple((int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in re.split(r"(\d+)", text))
