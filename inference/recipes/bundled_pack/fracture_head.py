"""The head of rib fracture, fitted once more when the network is done: too few films show one for steps of a gradient.

A ridge regression on the pooled features of the films that radiologists read for fractures, beside simulated breaks
that hold the map on the place. It changes one column of the linear head, so that no other finding moves.
Source: Hoerl and Kennard, Technometrics 1970.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack import synthetic, targets
from inference.recipes.bundled_pack.decisions import known
from inference.recipes.bundled_pack.known_films import FRACTURE, TRAIN
from inference.recipes.bundled_pack.learning import Material
from inference.recipes.bundled_pack.network_outputs import Watched
from inference.recipes.bundled_pack.targets import KEYS
from inference.training.data.films import display
from inference.training.fitting.network import HEAD

Floats = NDArray[np.float64]
FINDING = "rib_fracture"
BESIDE = "pneumothorax"  # simulated as often, so that the brush by itself says nothing
POOL = "simulated-fracture"
SEED = 4


@dataclass(frozen=True, slots=True)
class Refit:
    """How the head is fitted: simulated films of each kind, how far one counts beside a real film, and the penalty."""

    simulated: int = 300
    counts: float = 0.1
    penalty: float = 0.3


def refit(network: Any, watched: Watched, material: Material, work: Path, how: Refit = Refit()) -> None:
    """Give a pack's network another head of rib fracture, of the old one's mean and spread over the films read.

    It stays as it is where no film of the training part was read and found broken.
    """
    films = [film for film in material.films if film.part == TRAIN]
    read, truth = known(films, FRACTURE)
    if not truth.any():
        return
    indices = material.indices(TRAIN)[read]
    real = watched.films(display(material.stack[index]) for index in indices).features.astype(np.float64)
    pool = _pool(material, work, how.simulated)
    drawn = watched.films(display(film) for film in pool.stack).features.astype(np.float64)
    broken = np.concatenate([truth[read], pool.keys == FINDING])
    weights = np.concatenate([np.ones(len(real)), np.full(len(drawn), how.counts)])
    direction = ridge(np.concatenate([real, drawn]), broken, weights, how.penalty)
    _replace(network, real, direction)


def ridge(features: Floats, truth: NDArray[np.bool_], weights: Floats, penalty: float) -> Floats:
    """The direction (k,) of features (n, k) that tells the true ones best, each feature first brought to one spread."""
    share = weights / weights.sum()
    spread = (features.std(axis=0) + 1e-3) * np.sqrt(features.shape[1])
    off = (features - share @ features) / spread
    wanted = truth - share @ truth
    square = (off * weights[:, None]).T @ off + penalty * np.eye(features.shape[1])
    return np.asarray(np.linalg.solve(square, off.T @ (weights * wanted)) / spread)


def _pool(material: Material, work: Path, count: int) -> synthetic.SyntheticFilms:
    clear = [n for n in material.indices(TRAIN) if targets.may_be_simulated_on(material.films[n])]
    return synthetic.cached(work / POOL, material.stack, clear, count, seed=SEED, keys=(FINDING, BESIDE))


def _replace(network: Any, real: Floats, direction: Floats) -> None:
    kernel, bias = (np.array(value) for value in network.get_layer(HEAD).get_weights())
    column = KEYS.index(FINDING)
    before, after = real @ kernel[:, column] + bias[column], real @ direction
    direction = direction * before.std() / after.std()
    kernel[:, column] = direction
    bias[column] = before.mean() - (real @ direction).mean()
    network.get_layer(HEAD).set_weights([kernel, bias])
