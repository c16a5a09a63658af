"""Teaches the film check, measures it on patients put aside, and writes its weights and card.

``python -m inference.recipes.film_check.fit --films SHARED --out resources/models/film-check --work WORK``, where
SHARED holds the folders ``films`` and ``films2``. With ``--look`` the films that choose limits are measured instead,
and nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.film_check.cnn import SHAPES, Detector, load_detector
from inference.files.atomic_file import atomic_file
from inference.recipes.decoded_films import cached, decoded
from inference.recipes.film_check import network, sets
from inference.recipes.film_check.brushes import SIDE
from inference.recipes.film_check.card import card
from inference.recipes.film_check.figures import Row, right_films, wrong_films
from inference.recipes.film_check.films import AGAIN, FIRST, Mix, chest, sample
from inference.recipes.phantom import thorax
from inference.training.data.films import display

Floats = NDArray[np.float32]
Stack = NDArray[np.uint8]
PHANTOMS = range(1000, 1050)  # seeds: other synthetic people than those of resources/samples


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Pool:
    """Samples: uint8 thumbnails (n, 48, 48) and answers (n, 4) as ``network.fit`` takes them."""

    values: NDArray[np.uint8]
    answers: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Taught:
    """What teaches: films (n, SIDE, SIDE) as grey levels of the NIH and of another hospital, and drawn ones in 0..1."""

    nih: Stack
    elsewhere: Stack
    drawn: Floats


def phantoms() -> Floats:
    """Synthetic frontal films, float32 (n, SIDE, SIDE) in 0..1."""
    drawn = [thorax(seed, rows=128, columns=128).pixels.astype(np.float32) / 4095 for seed in PHANTOMS]
    return np.stack([np.asarray(cv2.resize(film, (SIDE, SIDE), interpolation=cv2.INTER_AREA)) for film in drawn])


def pool(films: Taught, count: int, seed: int, mix: Mix = FIRST) -> Pool:
    """``count`` samples, the NIH's films in turn; sample n depends on the seed and n alone."""
    made = Pool(np.empty((count, 48, 48), np.uint8), np.empty((count, 4), np.int8))
    for number in range(count):
        rng = np.random.default_rng((seed, number))
        chance, film = rng.random(), films.nih[number % len(films.nih)]
        if chance < mix.phantoms:
            taught = chest(films.drawn[rng.integers(len(films.drawn))], rng, int(rng.choice((0, 0, 0, 1, 2, 3))))
        else:
            elsewhere = chance < mix.phantoms + mix.elsewhere and len(films.elsewhere) > 0
            taught = sample(
                display(films.elsewhere[rng.integers(len(films.elsewhere))] if elsewhere else film), rng, mix
            )
        made.values[number] = np.rint((taught.values + 1) * 127.5)
        made.answers[number] = (taught.kind, taught.turn, taught.mirrored, taught.inverted)
    return made


def save(path: Path, arrays: dict[str, Floats]) -> None:
    """Writes the arrays at half precision, the file whole or not at all."""
    halves: dict[str, Any] = {name: arrays[name].astype(np.float16) for name in SHAPES}
    with atomic_file(path) as file:
        np.savez_compressed(file, **halves)


def measured(detector: Detector, stack: Stack, films: tuple[sets.SetFilm, ...], part: str) -> tuple[Row, ...]:
    """What becomes of a part: rows of right films of either hospital, then of wrong films made of the NIH's."""
    here = {where: display(stack[sets.in_part(films, part, where)]) for where in (sets.NIH, sets.ELSEWHERE)}
    rows = [*right_films(detector, here[sets.NIH], seed=100)]
    rows += right_films(detector, here[sets.ELSEWHERE], seed=101, suffix=", other hospital")
    return (*rows, *wrong_films(detector, here[sets.NIH], seed=102))


def main(arguments: list[str] | None = None) -> int:
    """The command line: the films, where to write, how long to learn, and which part to measure on."""
    parser = argparse.ArgumentParser(description="Teach and measure the film check.")
    parser.add_argument("--films", type=Path, required=True, help="the folder of the folders films and films2")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True, help="where decoded films and new weights are kept")
    parser.add_argument("--samples", type=int, default=48_000)
    parser.add_argument("--epochs", type=int, default=7)
    parser.add_argument("--again", type=int, default=60_000, help="further samples that teach the last two layers")
    parser.add_argument("--look", action="store_true", help="measure on the part that chooses limits; write nothing")
    options = parser.parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    films = sets.set_films(options.films)
    stack = cached(options.work / "films.npy", lambda: decoded(options.films, [film.file for film in films], SIDE))
    if not (options.work / "weights.npz").exists():
        _teach(options, films, stack)
    detector = load_detector(options.work / "weights.npz")
    rows = measured(detector, stack, films, sets.CHOOSE if options.look else sets.REPORT)
    if not options.look:
        save(options.out / "weights.npz", detector.arrays)
        with atomic_file(options.out / "MODEL_CARD.md") as file:
            file.write(card(rows).encode("utf-8"))
    sys.stdout.writelines(f"{row}\n" for row in rows)
    return 0


def _teach(options: argparse.Namespace, films: tuple[sets.SetFilm, ...], stack: Stack) -> None:
    """Learns from the part that teaches, into the work folder; the samples are kept there too."""
    kept = options.work / "samples.npz"
    if not kept.exists():
        nih, elsewhere = (stack[sets.in_part(films, sets.TRAIN, where)] for where in (sets.NIH, sets.ELSEWHERE))
        taught = Taught(nih, elsewhere, phantoms())
        made = pool(taught, options.samples, seed=7), pool(taught, options.again, seed=21, mix=AGAIN)
        with atomic_file(kept, private=True) as file:
            np.savez(file, *(part for one in made for part in (one.values, one.answers)))
    with np.load(kept) as samples:
        first, again = (samples["arr_0"], samples["arr_1"]), (samples["arr_2"], samples["arr_3"])
        arrays = network.fit(*first, epochs=options.epochs, seed=0, again=again)
    save(options.work / "weights.npz", arrays)


if __name__ == "__main__":
    raise SystemExit(main())
