"""Batches of real and simulated films: moved, cluttered, relit, sharpened or softened, with targets and places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec, Resize, prepare
from inference.recipes.bundled_pack import places, targets
from inference.recipes.bundled_pack.known_films import Box, KnownFilm
from inference.recipes.bundled_pack.synthetic import SyntheticFilms
from inference.recipes.bundled_pack.targets import KEYS, NAMES
from inference.recipes.simulate import distract
from inference.training.data.augment import BROAD, Augmentation, augmented_appearance, move
from inference.training.data.films import DataLoader, Sample, Stack, display
from inference.training.fitting.network import NetworkOptions

Floats = NDArray[np.float32]
CELL = 16  # pixels of the input per cell of the evidence map
CHANGES = replace(BROAD, scale=0.18, gamma=0.3, contrast=0.25, noise=0.025)


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a phase besides the films; it is written into the pack.

    ``simulated`` is the share of simulated films, ``places`` the weight of the loss of places, ``clutter`` how often
    things that mean nothing are laid on a film, ``sharpness`` how often a film is softened, sharpened or compressed,
    ``*_often`` how often a film with the finding is drawn per round.
    """

    side: int
    steps: int
    batch: int = 16
    rate: float = 4e-4
    weight_decay: float = 1e-2
    average: float = 0.997
    frozen: int = 8
    seed: int = 0
    order: int = 0
    simulated: float = 0.0
    places: float = 0.05
    clutter: float = 0.3
    sharpness: float = 0.5
    pneumothorax_often: float = 2.0
    effusion_often: float = 1.5
    heart_often: float = 2.0
    fracture_often: float = 5.0
    channels: int = 256
    dropout: float = 0.2
    softness: float = 0.7

    @property
    def input(self) -> InputSpec:
        """How films enter the network, in training as in the engine."""
        return InputSpec(self.side, self.side, resize=Resize.GAUSSIAN, softness=self.softness)

    @property
    def name(self) -> str:
        """A name for the run's folder."""
        return f"run-{self.side}-{self.steps}-{self.order}"

    @property
    def network(self) -> NetworkOptions:
        """The network's shape: the seven findings, then the auxiliary labels."""
        return NetworkOptions(self.side, self.channels, len(NAMES), self.dropout)


@dataclass(frozen=True, slots=True, eq=False)
class Sampler:
    """Samples of real films (indices first) and simulated ones (after them)."""

    stack: Stack
    boxes: Sequence[tuple[Box, ...]]
    simulated: SyntheticFilms
    targets: Floats
    recipe: Recipe
    changes: Augmentation = CHANGES

    def __call__(self, index: int, rng: np.random.Generator) -> Sample:
        """A sample, changed at random."""
        number = index - len(self.stack)
        film = display(self.stack[index] if number < 0 else self.simulated.stack[number])
        moved = move(film.shape, rng, self.changes)
        seen = moved.film(film)
        if rng.random() < self.recipe.clutter:
            seen = distract(seen, rng)
        seen = augmented_appearance(seen, rng, self.changes)
        if rng.random() < self.recipe.sharpness:
            seen = _other_sharpness(seen, rng)
        cells = self.recipe.side // CELL
        if number < 0:
            inside = places.of_boxes(self.boxes[index], moved, film.shape, cells)
        else:
            inside = np.zeros((cells, cells, len(KEYS)), np.float32)
            mask = display(np.asarray(cv2.resize(self.simulated.masks[number], film.shape[::-1])))
            inside[..., KEYS.index(str(self.simulated.keys[number]))] = places.on_cells(moved.mask(mask), cells)
        dark = np.broadcast_to(places.dark(self.targets[index]), inside.shape)
        maps = np.concatenate([inside, dark], axis=-1)
        return Sample(prepare(seen, self.recipe.input)[0], self.targets[index], maps)


def data_loader(films: Sequence[KnownFilm], stack: Stack, simulated: SyntheticFilms, recipe: Recipe) -> DataLoader:
    """Batches of these films (``stack`` in their order) and of ``simulated`` ones, in the recipe's shares.

    ``simulated.bases`` are indices of ``films``.
    """
    real = np.stack([targets.of_film(film) for film in films])
    facts = zip(simulated.bases, simulated.keys, simulated.fractured, strict=True)
    drawn = [targets.of_simulated(real[base], str(key), fractured=bool(broken)) for base, key, broken in facts]
    sampler = Sampler(stack, [film.boxes for film in films], simulated, np.concatenate([real, np.stack(drawn)]), recipe)
    return DataLoader(sampler, _often(real, len(simulated), recipe), recipe.batch, threads=1)


def _often(real: Floats, simulated: int, recipe: Recipe) -> Floats:
    often = np.ones(len(real), np.float32)
    for name, times in (
        ("pericardial_effusion", recipe.heart_often),
        ("pleural_effusion", recipe.effusion_often),
        ("pneumothorax", recipe.pneumothorax_often),
        ("rib_fracture", recipe.fracture_often),
    ):
        known = real[:, NAMES.index(name)]
        often[(known[:, 0] > 0.6) & (known[:, 1] > 0)] = times
    each = often.sum() * recipe.simulated / (1 - recipe.simulated) / simulated
    return np.concatenate([often, np.full(simulated, each, np.float32)])


def _other_sharpness(film: Floats, rng: np.random.Generator) -> Floats:
    """A film as other detectors, other processing or another format gives it."""
    kind = rng.integers(4)
    if kind == 0:
        small = rng.uniform(0.55, 0.95)
        less = cv2.resize(film, None, fx=small, fy=small, interpolation=cv2.INTER_AREA)
        return np.asarray(cv2.resize(less, film.shape[::-1], interpolation=cv2.INTER_LINEAR), np.float32)
    if kind == 1:
        wide = np.asarray(cv2.GaussianBlur(film, (0, 0), rng.uniform(1.0, 8.0)), np.float32)
        return np.clip(film + rng.uniform(0.2, 1.0) * (film - wide), 0, 1).astype(np.float32)
    if kind == 2:
        levels = np.rint(film * 255).astype(np.uint8)
        code = cv2.imencode(".jpg", levels, (cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(40, 95))))[1]
        return display(np.asarray(cv2.imdecode(code, cv2.IMREAD_GRAYSCALE), np.uint8))
    return _equalised(film, rng)


def _equalised(film: Floats, rng: np.random.Generator) -> Floats:
    """Local contrast as some vendors' processing has it."""
    tiles = int(rng.integers(2, 7))
    made = cv2.createCLAHE(float(rng.uniform(1.0, 2.5)), (tiles, tiles)).apply(np.rint(film * 255).astype(np.uint8))
    share = np.float32(rng.uniform(0.3, 1.0))
    return np.asarray(film * (1 - share) + display(np.asarray(made, np.uint8)) * share, np.float32)
