"""A contact sheet of the phantom: `python -m inference.recipes.phantom.sheet FILE.png [--masks]`."""

from __future__ import annotations

import argparse
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.findings import FINDINGS, Finding
from inference.files.atomic_file import atomic_file
from inference.recipes.phantom import Phantom, thorax

Picture = NDArray[np.uint8]
_OUTLINE = (0, 200, 255)


def contact_sheet(
    severities: tuple[float, ...] = (0.15, 0.5, 0.9), rows: int = 480, *, masks: bool = False, first_seed: int = 1
) -> Picture:
    """All findings at some severities, one line of films per severity, a normal film first; BGR, 8 bits.

    ``rows`` is the height of one film in pixels; ``masks`` outlines each finding.
    """
    lines = []
    for line, severity in enumerate(severities):
        seeds = range(first_seed + 100 * line, first_seed + 100 * line + 8)
        films = [_tile(seed, finding, severity, rows, masks) for seed, finding in zip(seeds, _COLUMNS, strict=True)]
        lines.append(np.hstack(films))
    return np.asarray(np.vstack(lines), np.uint8)


_COLUMNS: tuple[Finding | None, ...] = (None, *FINDINGS)


def _tile(seed: int, finding: Finding | None, severity: float, rows: int, masks: bool) -> Picture:
    film = thorax(seed, finding, severity=severity, rows=rows, columns=rows * 5 // 6)
    tile = cv2.cvtColor(np.asarray(film.pixels >> 4, np.uint8), cv2.COLOR_GRAY2BGR)
    if masks and finding is not None:
        _outline(tile, film, finding)
    title = f"{finding or 'Normal'} {severity if finding else ''}"
    cv2.putText(tile, title, (6, rows - 8), cv2.FONT_HERSHEY_SIMPLEX, rows / 1000, _OUTLINE, 1, cv2.LINE_AA)
    return np.asarray(tile, np.uint8)


def _outline(tile: cv2.typing.MatLike, film: Phantom, finding: Finding) -> None:
    mask = np.asarray(film.masks[finding.key], np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(tile, outlines, -1, _OUTLINE, 1)


def main(arguments: list[str] | None = None) -> int:
    """The command line: where the sheet goes, whether findings are outlined, from which seed on."""
    parser = argparse.ArgumentParser(description="Draw a contact sheet of the phantom.")
    parser.add_argument("file", type=Path, help="PNG to write")
    parser.add_argument("--masks", action="store_true", help="outline each finding")
    parser.add_argument("--seed", type=int, default=1, help="the first film's seed")
    options = parser.parse_args(arguments)
    done, data = cv2.imencode(".png", contact_sheet(masks=options.masks, first_seed=options.seed))
    if not done:
        raise OSError(f"OpenCV could not encode {options.file.name} as PNG")
    with atomic_file(options.file) as file:
        file.write(data.tobytes())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
