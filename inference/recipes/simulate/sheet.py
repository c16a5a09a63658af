"""A picture to judge the simulation by: before, after and mask of every finding on real films.

``python -m inference.recipes.simulate.sheet --films FILMS --out FILE.png``
"""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.core.findings import BY_KEY, FINDINGS, Finding
from inference.engine.anatomy import NoThorax, find_thorax
from inference.engine.anatomy.shapes import Plane
from inference.recipes.simulate import Simulated, distract, simulate
from inference.training.data.labels import read_nih
from inference.training.evaluation.contact_sheet import write_sheet

Picture = NDArray[np.uint8]
_TRIES = 40
LETTER, LINE = 6.6, 14  # pixels that a letter takes across, and a line down


def sheet(folder: Path, wanted: Sequence[Finding], count: int, side: int, seed: int) -> Picture:
    """Rows of before, after and mask, ``count`` films per finding, and one row of distractors."""
    normal = [film for film in read_nih(folder / "labels.csv").films if film.normal]
    random = np.random.default_rng(seed)
    rows = [_row(folder, [film.file for film in normal], finding, count, side, random) for finding in wanted]
    return np.vstack(rows)


def _row(
    folder: Path, files: list[str], finding: Finding, count: int, side: int, random: np.random.Generator
) -> Picture:
    tiles: list[Picture] = []
    for file in random.permutation(files)[:_TRIES]:
        film = read_grey(folder / str(file))
        try:
            tiles.append(_triple(film, simulate(film, finding, random, thorax=find_thorax(film)), side, random))
        except NoThorax:
            continue
        if len(tiles) == count:
            break
    return np.vstack(tiles)


def read_grey(path: Path) -> Plane:
    """A film file as float32 in 0..1; raises OSError when it cannot be read."""
    film = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if film is None:
        raise OSError(f"{path.name} cannot be read")
    return np.asarray(film, np.float32) / np.float32(255)


def _triple(film: Plane, simulated: Simulated, side: int, random: np.random.Generator) -> Picture:
    after, cluttered = _grey(simulated.film, side), _grey(distract(simulated.film, random), side)
    outlined = after.copy()
    small = cv2.resize(simulated.mask.astype(np.uint8), (side, side), interpolation=cv2.INTER_NEAREST)
    edges, _ = cv2.findContours(small, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(outlined, edges, -1, (0, 200, 255), 1)
    _write(outlined, f"{simulated.side} {simulated.severity:.2f} {simulated.description}".strip())
    return np.hstack([_grey(film, side), after, outlined, cluttered])


def _write(tile: Picture, words: str) -> None:
    """Words at the foot of a tile, on a dark ground, in as many lines as they need."""
    lines = textwrap.wrap(words, int(tile.shape[1] / LETTER))
    cv2.rectangle(tile, (0, tile.shape[0] - LINE * len(lines) - 4), tile.shape[1::-1], (0, 0, 0), cv2.FILLED)
    for number, line in enumerate(reversed(lines)):
        foot = (4, tile.shape[0] - 5 - LINE * number)
        cv2.putText(tile, line, foot, cv2.FONT_HERSHEY_SIMPLEX, 0.36, (90, 255, 90), 1, cv2.LINE_AA)


def _grey(film: Plane, side: int) -> Picture:
    shown = np.clip(np.rint(film * 255), 0, 255).astype(np.uint8)
    small = cv2.resize(shown, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_GRAY2BGR), np.uint8)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=Path, required=True, help="folder with labels.csv and the films it names")
    parser.add_argument("--out", type=Path, required=True, help="the picture, PNG")
    parser.add_argument("--finding", action="append", choices=sorted(BY_KEY), help="only these; all by default")
    parser.add_argument("--count", type=int, default=3, help="films per finding")
    parser.add_argument("--side", type=int, default=384, help="pixels of each film on the sheet")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    wanted = [BY_KEY[key] for key in chosen.finding] if chosen.finding else list(FINDINGS)
    write_sheet(chosen.out, sheet(chosen.films, wanted, chosen.count, chosen.side, chosen.seed))


if __name__ == "__main__":
    main()
