"""Teaches the network of lungs and heart, measures it on films put aside, and writes its file and card.

``python -m inference.recipes.anatomy_network.fit --films FILMS2 --out resources/models/anatomy --work WORK``. With
``--look`` the films that choose limits are measured instead, and nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.engine.anatomy.network import SIDE
from inference.files.atomic_file import atomic_file
from inference.recipes.anatomy_network import network
from inference.recipes.anatomy_network.card import card, lines
from inference.recipes.anatomy_network.figures import Figures, changed_figures, figures, without_learning
from inference.recipes.anatomy_network.films import DrawnFilm, batches, read_part
from inference.recipes.anatomy_network.onnx_file import folded, kernels_of, onnx_bytes

BATCH = 8
HELD, MEASURED = 256, 512  # pixels a side of films while they teach, and while they are measured


@dataclass(frozen=True, slots=True)
class Round:
    """``steps`` of a schedule that would take ``of``, from ``rate`` down along a cosine."""

    rate: float
    steps: int
    of: int


ROUNDS = (
    Round(2e-3, 700, 1300),
    Round(1.5e-3, 25, 300),
    Round(9e-4, 120, 120),
    Round(1.2e-3, 180, 180),
)


LAST = Round(1e-3, 2500, 2500)  # at the end of which the network is the running average of its weights
LAST_SEED, FIRST_LOOK = 11, 8  # batches by which the norms of a network that learns on are set


def taught(folder: Path, start: Path | None = None, rounds: tuple[Round, ...] = ROUNDS, last: Round = LAST) -> Any:
    """The network after all rounds over the part that teaches; that of the file ``start`` after the last one alone."""
    import keras

    films = read_part(folder, "train", HELD)
    model = network.new_network()
    begun = kernels_of(start.read_bytes()) if start else folded(_first(model, films, rounds))
    keras.utils.set_random_seed(LAST_SEED)
    seen = batches(films, BATCH, SIDE, np.random.default_rng(LAST_SEED))
    network.begin(model, begun, np.concatenate([next(seen)[0] for _ in range(FIRST_LOOK)]))
    network.compiled(model, last.rate, last.of)
    network.learn_averaged(model, seen, last.steps)
    return model


def _first(model: Any, films: tuple[DrawnFilm, ...], rounds: tuple[Round, ...]) -> Any:
    import keras

    for number, spell in enumerate(rounds, start=1):
        keras.utils.set_random_seed(number)
        network.compiled(model, spell.rate, spell.of)
        network.learn(model, batches(films, BATCH, SIDE, np.random.default_rng(number)), spell.steps)
    return model


def measured(folder: Path, part: str, file: Path) -> dict[str, Figures]:
    """What the program makes of a part: by the network as it is and strongly changed, and by the search."""
    films = read_part(folder, part, MEASURED)
    return {
        "as they are": figures(films, file),
        "strongly changed": changed_figures(films, file, seed=5),
        "search without learning": without_learning(films),
    }


def main(arguments: list[str] | None = None) -> int:
    """The command line: the films, where to write, and which part to measure on."""
    parser = argparse.ArgumentParser(description="Teach and measure the network of lungs and heart.")
    parser.add_argument("--films", type=Path, required=True, help="the folder with anatomy.csv")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where a new network is kept")
    parser.add_argument("--start", type=Path, help="a network.onnx that learns on; else one learns from the beginning")
    parser.add_argument("--look", action="store_true", help="measure on the part that chooses limits; write nothing")
    options = parser.parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    kept = options.work / "network.onnx"
    if not kept.exists():
        with atomic_file(kept, private=True) as file:
            file.write(onnx_bytes(folded(taught(options.films, options.start)), SIDE))
    found = measured(options.films, "choose" if options.look else "report", kept)
    if not options.look:
        for name, content in (("network.onnx", kept.read_bytes()), ("MODEL_CARD.md", card(found).encode("utf-8"))):
            with atomic_file(options.out / name) as file:
                file.write(content)
    sys.stdout.writelines(f"{line}\n" for line in lines(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
