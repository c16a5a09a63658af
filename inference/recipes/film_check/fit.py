"""Teaches the film check, measures it on patients put aside, and writes its weights and card.

``python -m inference.training.film_check_fit --films ../shared/films --out resources/models/film-check --work WORK``
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.film_check.cnn import SHAPES, load_detector
from inference.files.atomic_file import atomic_file
from inference.recipes.decoded_films import decoded
from inference.recipes.film_check import network
from inference.recipes.film_check.brushes import SIDE
from inference.recipes.film_check.card import card
from inference.recipes.film_check.figures import Row, figures, right_films
from inference.recipes.film_check.films import chest, sample
from inference.recipes.phantom import thorax
from inference.training.data.films import display
from inference.training.data.labels import LabelTable, read_nih

Floats = NDArray[np.float32]
FOLDS = 5
PHANTOMS = range(1000, 1050)  # seeds: other synthetic people than those of resources/samples
PHANTOM_SHARE = 0.05
ALL_SIDES = -1  # phantoms teach in every fold


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Pool:
    """Samples: uint8 thumbnails (n, 48, 48), answers (n, 4) as ``network.fit`` takes them, and whose fold each is."""

    values: NDArray[np.uint8]
    answers: NDArray[np.int8]
    folds: NDArray[np.int8]


def folds_of(table: LabelTable, seed: int = 0) -> NDArray[np.int8]:
    """The fold 0..4 of each film, all films of a patient in one."""
    patients = sorted(set(table.patients()))
    order = np.random.default_rng(seed).permutation(len(patients))
    fold = {patient: int(rank) % FOLDS for patient, rank in zip(patients, order, strict=True)}
    return np.array([fold[patient] for patient in table.patients()], dtype=np.int8)


def phantoms() -> Floats:
    """Synthetic frontal films, float32 (n, SIDE, SIDE) in 0..1."""
    drawn = [thorax(seed, rows=128, columns=128).pixels.astype(np.float32) / 4095 for seed in PHANTOMS]
    return np.stack([np.asarray(cv2.resize(film, (SIDE, SIDE), interpolation=cv2.INTER_AREA)) for film in drawn])


def pool(films: Floats, folds: NDArray[np.int8], drawn: Floats, count: int, seed: int) -> Pool:
    """``count`` samples of the films in turn; sample n depends on the seed and n alone."""
    made = Pool(
        np.empty((count, 48, 48), np.uint8), np.empty((count, 4), np.int8), np.full(count, ALL_SIDES, dtype=np.int8)
    )
    for number in range(count):
        rng, index = np.random.default_rng((seed, number)), number % len(films)
        if rng.random() < PHANTOM_SHARE:
            taught = chest(drawn[rng.integers(len(drawn))], rng, int(rng.choice((0, 0, 0, 1, 2, 3))))
        else:
            taught, made.folds[number] = sample(films[index], rng), folds[index]
        made.values[number] = np.rint((taught.values + 1) * 127.5)
        made.answers[number] = (taught.kind, taught.turn, taught.mirrored, taught.inverted)
    return made


def taught(samples: Pool, fold: int, epochs: int) -> dict[str, Floats]:
    """The detector's arrays, learned from every fold but this one."""
    mine = samples.folds != fold
    return network.fit(samples.values[mine], samples.answers[mine], epochs=epochs, seed=fold)


def save(path: Path, arrays: dict[str, Floats]) -> None:
    """Writes the arrays at half precision, the file whole or not at all."""
    halves: dict[str, Any] = {name: arrays[name].astype(np.float16) for name in SHAPES}
    with atomic_file(path) as file:
        np.savez_compressed(file, **halves)


def rounds(options: argparse.Namespace) -> Iterator[tuple[Row, ...]]:
    """Teaches fold after fold into the work folder and measures each; only the first one's weights go out.

    The first gives a row for every kind of film, the others one for right films. A fold whose weights are in the
    work folder already is only measured.
    """
    table = read_nih(options.films / "labels.csv")
    films = display(decoded(options.films, [film.file for film in table.films], SIDE))
    folds, samples = folds_of(table), None
    for fold in range(options.folds):
        path = options.work / f"fold-{fold}.npz"
        if not path.exists():
            samples = samples or pool(films, folds, phantoms(), options.samples, seed=7)
            save(path, taught(samples, fold, options.epochs))
        detector = load_detector(path)
        if fold == 0:
            save(options.out / "weights.npz", detector.arrays)
        mine = films[folds == fold]
        yield figures(detector, mine, seed=100) if fold == 0 else (right_films(detector, mine),)


def main(arguments: list[str] | None = None) -> int:
    """The command line: the films, where to write, how long to learn, how many of the five folds to measure."""
    parser = argparse.ArgumentParser(description="Teach and measure the film check.")
    parser.add_argument("--films", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where each fold's weights are kept")
    parser.add_argument("--samples", type=int, default=50_000)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--folds", type=int, default=1, choices=range(1, FOLDS + 1))
    options = parser.parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    done: list[tuple[Row, ...]] = []
    for rows in rounds(options):
        done.append(rows)
        with atomic_file(options.out / "MODEL_CARD.md") as file:
            file.write(card(done).encode("utf-8"))
        sys.stdout.write(f"fold {len(done)}: {rows[0]}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
