"""The mixed phase: real films and simulated ones together, findings learnt with their places, clutter on both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec, prepare
from inference.recipes.bundled_pack import labels
from inference.recipes.bundled_pack.data import Films
from inference.recipes.bundled_pack.labels import KEYS, NAMES
from inference.recipes.simulate import distract
from inference.training.data import films
from inference.training.data.augment import BROAD, Augmentation, augmented_appearance, move
from inference.training.data.films import Sample, Stack, display
from inference.training.fitting import network

Floats = NDArray[np.float32]
CELL = 16  # pixels of the input per cell of the evidence map


@dataclass(frozen=True, slots=True)
class MixedRecipe:
    """Everything that decides the mixed phase besides the films; it is written into the pack.

    ``painted`` is the share of simulated films, ``places`` the weight of the loss of places, ``clutter`` how often
    things that mean nothing are laid on a film, ``*_often`` how often a film with the label is drawn per round,
    ``*_weight`` how far the label counts, ``heart_weight`` how far a simulated pericardial effusion counts as one.
    """

    side: int = 448
    steps: int = 3000
    batch: int = 16
    rate: float = 3e-4
    frozen: int = 18
    seed: int = 0
    order: int = 2
    smoothing: float = 0.02
    painted: float = 0.4  # its name in packs that were made
    places: float = 0.1
    clutter: float = 0.3
    pneumothorax_often: float = 4.0
    effusion_often: float = 2.0
    cardiomegaly_often: float = 2.0
    main_weight: float = 3.0
    cardiomegaly_weight: float = 2.0
    heart_weight: float = 0.0
    channels: int = 256
    dropout: float = 0.2
    zoom: float = 0.22
    mirror: bool = False

    @property
    def input(self) -> InputSpec:
        """How films enter the network, in training as in the engine."""
        return InputSpec(self.side, self.side, flip_average=self.mirror)

    @property
    def name(self) -> str:
        """A name for the run's folder."""
        return f"mixed-{self.side}-{self.steps}-{self.order}"

    @property
    def network(self) -> network.NetworkOptions:
        """The network's shape: the seven findings, then the auxiliary labels."""
        return network.NetworkOptions(self.side, self.channels, len(NAMES), self.dropout)

    @property
    def changes(self) -> Augmentation:
        """How films are changed."""
        return replace(BROAD, scale=self.zoom)


@dataclass(frozen=True, slots=True, eq=False)
class MixedSampler:
    """Samples of real films (indices first) and simulated ones (after them), with places for the simulated."""

    stack: Stack
    simulated: Stack
    masks: Stack
    outputs: NDArray[np.int64]
    targets: Floats
    recipe: MixedRecipe

    def __call__(self, index: int, rng: np.random.Generator) -> Sample:
        """A sample, changed at random, cluttered now and then."""
        number = index - len(self.stack)
        film = display(self.stack[index] if number < 0 else self.simulated[number])
        moved = move(film.shape, rng, self.recipe.changes)
        seen = moved.film(film)
        if rng.random() < self.recipe.clutter:
            seen = distract(seen, rng)
        seen = augmented_appearance(seen, rng, self.recipe.changes)
        cells = self.recipe.side // CELL
        places = np.zeros((cells, cells, len(KEYS)), np.float32)
        if number >= 0:
            places[..., self.outputs[number]] = _place(moved.mask(_full(self.masks[number], film.shape)), cells)
        return Sample(prepare(seen, self.recipe.input)[0], self.targets[index], places)


def data_loader(data: Films, recipe: MixedRecipe) -> films.DataLoader:
    """Batches of the training side, real and simulated in the recipe's shares."""
    chosen = data.real.indices(data.real.split.training)
    main = dict.fromkeys(labels.NIH_NAME, recipe.main_weight)
    weighted = labels.real_films(data.real.table, {**main, "Cardiomegaly": recipe.cardiomegaly_weight})
    real, simulated = weighted[chosen], data.training
    pairs = zip(simulated.bases, simulated.keys, simulated.fractured, strict=True)
    drawn = [
        labels.simulated_film(weighted[base], str(key), fractured=bool(broken), heart_weight=recipe.heart_weight)
        for base, key, broken in pairs
    ]
    targets = np.concatenate([real, np.stack(drawn)])
    targets[..., 0] = targets[..., 0] * (1 - recipe.smoothing) + 0.5 * recipe.smoothing
    sampler = MixedSampler(
        stack=np.ascontiguousarray(data.real.stack[chosen]),
        simulated=simulated.stack,
        masks=simulated.masks,
        outputs=np.array([KEYS.index(str(key)) for key in simulated.keys]),
        targets=targets,
        recipe=recipe,
    )
    return films.DataLoader(sampler, _often(real, len(simulated), recipe), recipe.batch)


def with_places(model: Any) -> Any:
    """The same network giving class maps (n, h, w, outputs) beside its logits; they share all weights."""
    import keras

    evidence = model.get_layer(network.TARGET_LAYER).output
    return keras.Model(model.input, [model.output, model.get_layer(network.HEAD)(evidence)])


def _often(real: Floats, simulated: int, recipe: MixedRecipe) -> Floats:
    often = np.ones(len(real), np.float32)
    for name, times in (
        ("Cardiomegaly", recipe.cardiomegaly_often),
        ("pleural_effusion", recipe.effusion_often),
        ("pneumothorax", recipe.pneumothorax_often),
        ("rib_fracture", recipe.pneumothorax_often),
    ):
        often[real[:, NAMES.index(name), 0] == 1] = times
    each = often.sum() * recipe.painted / (1 - recipe.painted) / simulated
    return np.concatenate([often, np.full(simulated, each, np.float32)])


def _full(mask: Stack, shape: tuple[int, ...]) -> Floats:
    return np.asarray(cv2.resize(display(mask), shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)


def _place(mask: Floats, cells: int) -> Floats:
    """A mask as shares of its area in each cell; zero everywhere when the mask was moved off the film."""
    small = np.asarray(cv2.resize(mask, (cells, cells), interpolation=cv2.INTER_AREA), np.float32)
    total = float(small.sum())
    return small / total if total > 0 else small
