"""What the network of lungs and heart, as it runs in the program, makes of films with masks by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy import NoThorax, find_thorax
from inference.engine.anatomy.heart_width import ratio_of
from inference.engine.anatomy.network import HEART, LEFT, RIGHT, class_shares, find_organs
from inference.recipes.anatomy_network.films import DrawnFilm, Floats, Masks
from inference.recipes.simulate.hospital import changed

ORGANS = {RIGHT: "right lung", LEFT: "left lung", HEART: "heart"}
_DRAWS = 2000
Values = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Figures:
    """``dice`` (films, organs in the order of ``ORGANS``); of each film whether the program takes what is seen.

    ``errors``: the ratio found less the one measured, on films that it takes and somebody measured.
    """

    dice: Values
    taken: NDArray[np.bool_]
    errors: Values


def figures(films: Sequence[DrawnFilm], network: Path) -> Figures:
    """What is seen on films as they are."""
    return _figures(((drawn, drawn.film) for drawn in films), network)


def changed_figures(films: Sequence[DrawnFilm], network: Path, seed: int, repeats: int = 4) -> Figures:
    """What is seen on films that are strongly changed, ``repeats`` times each."""
    rng = np.random.default_rng(seed)
    return _figures(((drawn, changed(drawn.film, rng)) for drawn in films for _ in range(repeats)), network)


def without_learning(films: Sequence[DrawnFilm]) -> Figures:
    """The same of the search that has learned nothing; it knows no heart."""
    found = [_searched(drawn) for drawn in films]
    dice = [(0.0, 0.0, np.nan) if pair is None else pair for pair in found]
    return Figures(np.array(dice), np.array([pair is not None for pair in found]), np.empty(0))


def interval(values: Values, seed: int = 0) -> tuple[float, float]:
    """The 95 % interval of a mean, by drawing the films again."""
    rng = np.random.default_rng(seed)
    means = values[rng.integers(0, len(values), (_DRAWS, len(values)))].mean(axis=1)
    low, high = np.percentile(means, (2.5, 97.5))
    return float(low), float(high)


def dice(one: NDArray[np.bool_], other: NDArray[np.bool_]) -> float:
    """How far two masks agree: twice what they share over what both hold."""
    return float(2 * (one & other).sum() / max(int(one.sum()) + int(other.sum()), 1))


def _figures(films: Iterable[tuple[DrawnFilm, Floats]], network: Path) -> Figures:
    shares: list[list[float]] = []
    taken: list[bool] = []
    errors: list[float] = []
    for drawn, film in films:
        shares.append(_each(class_shares(film, network).argmax(axis=0), drawn.mask))
        organs = find_organs(film, network)
        taken.append(organs is not None)
        if organs is not None and drawn.measured:
            errors.append(ratio_of(organs) - drawn.ratio)
    return Figures(np.array(shares), np.array(taken), np.array(errors))


def _each(seen: NDArray[np.intp], mask: Masks) -> list[float]:
    return [dice(seen == organ, mask == organ) for organ in ORGANS]


def _searched(drawn: DrawnFilm) -> tuple[float, float, float] | None:
    try:
        lungs = find_thorax(drawn.film).lungs
    except NoThorax:
        return None
    return dice(lungs["right"], drawn.mask == RIGHT), dice(lungs["left"], drawn.mask == LEFT), float("nan")
