"""How many normal films the geometry accepts, by view, and on how many of them each finding finds its place.

``python -m inference.recipes.simulate.acceptance --films FILMS``
"""

from __future__ import annotations

import argparse
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from inference.core.findings import FINDINGS
from inference.engine.anatomy import NoThorax, Thorax, find_thorax
from inference.engine.anatomy.shapes import Plane
from inference.recipes.simulate import simulate
from inference.recipes.simulate.sheet import read_grey
from inference.training.data.labels import LabelledFilm, read_nih

log = logging.getLogger(__name__)


def accepted(folder: Path, films: Sequence[LabelledFilm], *, paint: bool) -> Counter[str]:
    """Counts by view ("PA films", "PA accepted") and, with ``paint``, of films on which each finding was simulated."""
    counts: Counter[str] = Counter()
    for number, film in enumerate(films):
        view = film.traits.get("view", "")
        counts[f"{view} films"] += 1
        grey = read_grey(folder / film.file)
        try:
            thorax = find_thorax(grey)
        except NoThorax:
            continue
        counts[f"{view} accepted"] += 1
        if paint:
            counts.update(_simulated(grey, thorax, number))
    return counts


def _simulated(grey: Plane, thorax: Thorax, seed: int) -> list[str]:
    done = []
    for finding in FINDINGS:
        try:
            simulate(grey, finding, np.random.default_rng(seed), thorax=thorax)
        except NoThorax:
            continue
        done.append(finding.key)
    return done


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=Path, required=True, help="folder with labels.csv and the films it names")
    parser.add_argument("--every", type=int, default=1, help="take every n-th normal film")
    parser.add_argument("--paint", action="store_true", help="paint each finding too")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    normal = [film for film in read_nih(chosen.films / "labels.csv").films if film.normal]
    for name, count in sorted(accepted(chosen.films, normal[:: chosen.every], paint=chosen.paint).items()):
        log.info("%s %d", name, count)


if __name__ == "__main__":
    main()
