"""Writes the painted films of *Tools > Teaching*: `python -m inference.recipes.teaching_films resources/teaching`.

Every film is synthetic (``inference/recipes/phantom``), with the exact mask of what was painted. The numbers of the
files tell nothing of what they show; that stands in ``films.toml``.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import tomli_w
from numpy.typing import NDArray

from inference.core.findings import FINDINGS, Finding
from inference.files.atomic_file import write_whole
from inference.recipes.phantom import Phantom, thorax

ROWS, COLUMNS = 768, 640
SEVERITIES = (0.35, 0.55, 0.85)  # hard, fair, plain
NORMALS = 9
FIRST_SEED = 400  # none of those of the samples, of the pack's pictures, of the tests


@dataclass(frozen=True, slots=True)
class Painted:
    """One film to make."""

    seed: int
    finding: Finding | None = None
    severity: float = 0.0

    @property
    def rank(self) -> str:
        """What the films are ordered by, so that their numbers tell nothing."""
        return hashlib.sha256(f"teaching {self.seed}".encode()).hexdigest()


def films() -> tuple[Painted, ...]:
    """The films in the order of their numbers."""
    shown = [(finding, severity) for finding in FINDINGS for severity in SEVERITIES]
    sick = [Painted(FIRST_SEED + place, finding, severity) for place, (finding, severity) in enumerate(shown)]
    well = [Painted(FIRST_SEED + len(sick) + place) for place in range(NORMALS)]
    return tuple(sorted((*sick, *well), key=lambda film: film.rank))


def write_films(folder: Path, rows: int = ROWS, columns: int = COLUMNS) -> None:
    """Make every film, its mask, and the list of them."""
    rows_of_list = [_write(folder, number, film, (rows, columns)) for number, film in enumerate(films(), start=1)]
    write_whole(folder / "films.toml", tomli_w.dumps({"films": rows_of_list}).encode(), overwrite=True)


def _write(folder: Path, number: int, film: Painted, shape: tuple[int, int]) -> dict[str, Any]:
    severity = film.severity or 0.5
    made = thorax(film.seed, film.finding, severity=severity, rows=shape[0], columns=shape[1])
    name = f"{number:02}.jpg"
    write_whole(folder / name, _encoded(".jpg", _grey(made), cv2.IMWRITE_JPEG_QUALITY, 88), overwrite=True)
    row: dict[str, Any] = {"film": name, "finding": "", "mask": "", "side": ""}
    if film.finding is None:
        return row
    mask = f"{number:02}-mask.png"
    picture = made.masks[film.finding.key].astype(np.uint8) * 255
    write_whole(folder / mask, _encoded(".png", picture, cv2.IMWRITE_PNG_BILEVEL, 1), overwrite=True)
    return {**row, "finding": film.finding.key, "mask": mask, "side": made.side, "severity": film.severity}


def _grey(film: Phantom) -> NDArray[np.uint8]:
    return (film.pixels >> 4).astype(np.uint8)


def _encoded(kind: str, picture: NDArray[np.uint8], option: int, value: int) -> bytes:
    done, data = cv2.imencode(kind, picture, [option, value])
    if not done:
        raise OSError(f"OpenCV could not encode {kind}")
    return bytes(data.tobytes())


def main(arguments: list[str] | None = None) -> int:
    """The command line: one folder to write into."""
    parser = argparse.ArgumentParser(description="Make the painted films of the teaching file.")
    parser.add_argument("folder", type=Path, help="where they go: resources/teaching")
    write_films(parser.parse_args(arguments).folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
