"""A film that a network for tests sees at once, and what a report shows of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

ROWS, COLUMNS, CORNER, SQUARE = 300, 240, 60, 20


def hot_corner(rows: int = ROWS, columns: int = COLUMNS, *, row: int = 0, column: int = 0) -> NDArray[np.uint16]:
    """Faint squares, which are no chest, with one bright corner, 12 bit."""
    down, across = np.arange(rows)[:, None] // SQUARE, np.arange(columns)[None] // SQUARE
    film = np.where((down + across) % 2 == 0, 200, 500).astype(np.uint16)
    film[row : row + CORNER, column : column + CORNER] = 4000
    return film


def viewports_of(report: Path) -> tuple[dict[str, NDArray[np.uint8]], dict[str, object]]:
    """The viewports cut out of a report, where its text chunk says they are, in film pixels."""
    with Image.open(report) as page:
        facts = json.loads(page.text["ThoraCAM"])  # type: ignore[attr-defined]  # a PNG has text chunks
        pixels = np.asarray(page.convert("RGB"))
    times = facts["magnification"]
    viewports = {}
    for name, (left, top, width, height) in facts["panes"].items():
        viewports[name] = pixels[top : top + height : times, left : left + width : times]
    return viewports, facts
