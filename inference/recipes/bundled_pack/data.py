"""Real and painted films of both sides, loaded once, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inference.recipes.bundled_pack import labels, painted, real
from inference.recipes.bundled_pack.painted import Painted
from inference.recipes.bundled_pack.real import Data

TRAINING_COUNT, VALIDATION_COUNT = 900, 120  # painted films of each finding
SEEDS = (1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """Real films, and painted ones by side; painted films lie on real ones of the same side."""

    real: Data
    training: Painted
    validation: Painted


def load(data: Data, work: Path) -> Films:
    """The painted films of both sides from ``work``, painted there first when missing."""
    training = [
        number
        for number, film in enumerate(data.table.films)
        if film.patient in data.split.training and labels.may_be_painted_on(film, data.table.names)
    ]
    validation = [
        number for number, film in enumerate(data.table.films) if film.patient in data.split.validation and film.normal
    ]
    return Films(
        data,
        painted.cached(work / "painted-training", data.stack, training, TRAINING_COUNT, seed=SEEDS[0]),
        painted.cached(work / "painted-validation", data.stack, validation, VALIDATION_COUNT, seed=SEEDS[1]),
    )


def from_folder(films: Path, work: Path, split_seed: int = 0) -> Films:
    """All films of a folder with ``labels.csv``, by way of ``work``."""
    return load(real.load(films, work, split_seed), work)
