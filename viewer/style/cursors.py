"""What the left button does over a film while nothing is drawn, and the pointer that tells so."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QCursor

import resources
from viewer.style.theme import toned_icon

SIDE = 24


class LeftTool(StrEnum):
    """The tools of the left button; the other buttons and the wheel always do the same."""

    WINDOW = "window"
    ZOOM = "zoom"
    PAN = "pan"
    MAGNIFIER = "magnifier"


def cursor_of(tool: LeftTool, *, held: bool = False) -> QCursor:
    """The pointer of a tool; ``held``: while its button is down."""
    if tool is LeftTool.PAN:
        return QCursor(Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor)
    return _drawn(tool)


@lru_cache(maxsize=len(LeftTool))
def _drawn(tool: LeftTool) -> QCursor:
    """A pointer from the icon of a tool, whose upper left corner is what it points with."""
    return QCursor(toned_icon(resources.path(f"icons/{tool}-pointer.svg")).pixmap(SIDE, SIDE), 3, 3)
