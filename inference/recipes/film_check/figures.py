"""What the film check says of films put aside: outcomes counted per kind of film, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.core.film_check_result import FilmCheckOutcome, weigh
from inference.engine.film_check.cnn import Detector, classify
from inference.engine.film_check.pixels import thumbnail_evidence
from inference.recipes.film_check import films as made
from inference.recipes.film_check.films import CheckSample
from inference.recipes.film_check.scenes import SCENES, UNSEEN

Floats = NDArray[np.float32]
Rng = np.random.Generator
UNTAUGHT = frozenset(UNSEEN)
REPEATS = 4  # times that each right film is strongly changed anew


@dataclass(frozen=True, slots=True)
class Row:
    """What became of the films of one kind."""

    kind: str
    films: int
    warned: int
    refused: int


def right_films(detector: Detector, films: Floats, seed: int, suffix: str = "") -> tuple[Row, ...]:
    """What becomes of films (n, SIDE, SIDE) as they are, and as mildly and strongly changed ones: none is wrong."""
    rng = np.random.default_rng(seed)
    return (
        _row(detector, f"right, as it is{suffix}", (made.plain(film) for film in films)),
        _row(detector, f"right, augmented{suffix}", (made.chest(film, rng) for film in films)),
        _row(
            detector,
            f"right, strongly changed{suffix}",
            (made.chest(film, rng, strength=1.0) for film in films for _ in range(REPEATS)),
        ),
    )


def wrong_films(detector: Detector, films: Floats, seed: int) -> tuple[Row, ...]:
    """One row per kind of wrong film, made of ``films`` (n, SIDE, SIDE) that the detector has not learned from."""
    rng = np.random.default_rng(seed)
    rows = [_row(detector, name, (make(film, rng) for film in films)) for name, make in _KINDS.items()]
    for name, scene in {**SCENES, **UNSEEN}.items():
        rows.append(_row(detector, name.replace("_", " "), (made.scene_of(scene, rng) for _ in films)))
    return tuple(rows)


def _row(detector: Detector, name: str, samples: Iterable[CheckSample]) -> Row:
    outcomes = [weigh(thumbnail_evidence(classify(detector, sample.values))).outcome for sample in samples]
    return Row(name, len(outcomes), outcomes.count(FilmCheckOutcome.WARN), outcomes.count(FilmCheckOutcome.REFUSE))


_Make = Callable[[Floats, Rng], CheckSample]
_KINDS: dict[str, _Make] = {
    "turned by 90 left": lambda film, _: made.plain(film, 1),
    "turned by 180": lambda film, _: made.plain(film, 2),
    "turned by 90 right": lambda film, _: made.plain(film, 3),
    "turned by 90 left, augmented": lambda film, rng: made.chest(film, rng, 1),
    "turned by 180, augmented": lambda film, rng: made.chest(film, rng, 2),
    "turned by 90 right, augmented": lambda film, rng: made.chest(film, rng, 3),
    "mirrored": lambda film, _: made.plain(film, mirrored=True),
    "mirrored, augmented": lambda film, rng: made.chest(film, rng, mirrored=True),
    "inverted": lambda film, _: made.plain(film, inverted=True),
    "inverted, augmented": lambda film, rng: made.chest(film, rng, inverted=True),
    "cropped to a half or a quarter": made.cropped,
    "lateral": made.lateral,
    "chest film blown up, shuffled, scrambled or torn": made.broken,
}
