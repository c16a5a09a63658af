"""A band of "not sure" whose errors are bounded class by class: split conformal prediction with Mondrian classes.

A film is called present where its score is not among the lowest share ``error`` of own positives, absent where it is
not among the highest of own normals; where both or neither hold the answer is "not sure". Of films that come as those
did, at most the share ``error`` of positives falls below the band, and of normals above it, however many there are.
Source: Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005, chapter 4; Vovk, Conditional validity
of inductive conformal predictors, Machine Learning 2013.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from inference.core.statistics.metrics import Floats

ERROR = 0.1


@dataclass(frozen=True, slots=True)
class Band:
    """The inclusive band of raw scores that is "not sure", and how many films of each class it rests on."""

    low: float
    high: float
    normals: int
    positives: int


def films_needed(error: float = ERROR) -> int:
    """How many films of a class there must be at least, for errors on no more than this share of it."""
    return math.ceil(1.0 / error - 1.0 - 1e-9)


def missing(normals: int, positives: int, error: float = ERROR) -> tuple[int, int]:
    """How many normals and positives are still missing; none of either where there are enough."""
    needed = films_needed(error)
    return max(0, needed - normals), max(0, needed - positives)


def lowest_present(positives: Floats, error: float = ERROR) -> float:
    """The score from which on a film may be a positive; minus infinity where there are too few to leave any out."""
    rank = math.floor(error * (len(positives) + 1) + 1e-9)
    return float(np.sort(positives)[rank - 1]) if rank else -math.inf


def highest_absent(normals: Floats, error: float = ERROR) -> float:
    """The score up to which a film may be a normal; infinity where there are too few to leave any out."""
    return -lowest_present(-normals, error)


def band(normals: Floats, positives: Floats, error: float = ERROR) -> Band | None:
    """The band between both; None where there are too few films of a class."""
    if any(missing(len(normals), len(positives), error)):
        return None
    edges = sorted((lowest_present(positives, error), highest_absent(normals, error)))
    return Band(edges[0], edges[1], len(normals), len(positives))
