"""Real and simulated films of both sides, loaded once, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from inference.recipes.bundled_pack import labels, real, synthetic
from inference.recipes.bundled_pack.real import Data
from inference.recipes.bundled_pack.synthetic import SyntheticFilms

TRAINING_COUNT, VALIDATION_COUNT = 900, 120  # simulated films of each finding
SEEDS = (1, 2)


@dataclass(frozen=True, slots=True, eq=False)
class Films:
    """Real films, and simulated ones by side; simulated films lie on real ones of the same side."""

    real: Data
    training: SyntheticFilms
    validation: SyntheticFilms


def load(data: Data, work: Path) -> Films:
    """The simulated films of both sides from ``work``, simulated there first when missing."""
    training = [
        number
        for number, film in enumerate(data.table.films)
        if film.patient in data.split.training and labels.may_be_simulated_on(film, data.table.names)
    ]
    validation = [
        number for number, film in enumerate(data.table.films) if film.patient in data.split.validation and film.normal
    ]
    return Films(
        data,
        synthetic.cached(work / "painted-training", data.stack, training, TRAINING_COUNT, seed=SEEDS[0]),
        synthetic.cached(work / "painted-validation", data.stack, validation, VALIDATION_COUNT, seed=SEEDS[1]),
    )


def from_folder(films: Path, work: Path, split_seed: int = 0) -> Films:
    """All films of a folder with ``labels.csv``, by way of ``work``."""
    return load(real.load(films, work, split_seed), work)
