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
    """Film and overlay cut out of a report's first page, where its text chunk says they are, in page pixels."""
    with Image.open(report) as page:
        facts = json.loads(page.text["ThoraCAM"])  # type: ignore[attr-defined]  # a PNG has text chunks
        pixels = np.asarray(page.convert("RGB"))
    areas = facts["panes"].items()
    return {name: pixels[top : top + high, left : left + wide] for name, (left, top, wide, high) in areas}, facts


def unlike(seen: NDArray[np.uint8], film: NDArray[np.uint8]) -> float:
    """How far a picture of a page is from one of the film, which is made as large: mean grey levels."""
    whole = Image.fromarray(film).convert("RGB").resize((seen.shape[1], seen.shape[0]), Image.Resampling.LANCZOS)
    return float(np.abs(np.asarray(whole).astype(int) - seen).mean())
