"""The real films (a part of NIH ChestX-ray14): loading them, drawing batches, validating a network."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec
from inference.recipes.decoded_films import cached, decoded
from inference.training.data import films
from inference.training.data.augment import BROAD
from inference.training.data.labels import LabelTable, read_nih
from inference.training.data.split import Split, split_by_patient, write_split
from inference.training.fitting import fit, network, validation

Floats = NDArray[np.float32]
STRATA = ("Pneumothorax", "Effusion")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the result besides the films; it is written into the pack.

    ``seed`` decides the new layers' first weights, ``order`` which films come when and how they are changed.
    """

    side: int = 320
    steps: int = 800
    batch: int = 16
    rate: float = 4e-4
    frozen: int = 18
    seed: int = 0
    order: int = 0
    split_seed: int = 0
    smoothing: float = 0.02
    pneumothorax_often: float = 4.0
    effusion_often: float = 2.0
    main_weight: float = 3.0
    channels: int = 256
    dropout: float = 0.2
    mirror: bool = False
    zoom: float = 0.12

    @property
    def input(self) -> InputSpec:
        """How films enter the network, in training as in the engine (which averages film and mirror image if asked)."""
        return InputSpec(self.side, self.side, flip_average=self.mirror)

    @property
    def name(self) -> str:
        """A name for the run's folder."""
        return f"run-{self.side}-{self.steps}-{self.order}"

    def network(self, outputs: int) -> network.NetworkOptions:
        """The network's shape."""
        return network.NetworkOptions(self.side, self.channels, outputs, self.dropout)


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """The films of a run: table, grey levels in the table's order, and who is on which side."""

    table: LabelTable
    stack: films.Stack
    split: Split

    def indices(self, patients: frozenset[str]) -> NDArray[np.int64]:
        """Where the films of these patients are."""
        return np.flatnonzero([film.patient in patients for film in self.table.films])

    def validation(self) -> LabelTable:
        """The films put aside."""
        return self.table.only(self.split.validation)


def load(folder: Path, work: Path, split_seed: int) -> Data:
    """Read the labels, decode the films once into ``work``, and write down the split there."""
    table = read_nih(folder / "labels.csv")
    work.mkdir(parents=True, exist_ok=True)
    stack = cached(work / "films.npy", lambda: decoded(folder, [film.file for film in table.films]))
    split = split_by_patient(table, STRATA, seed=split_seed)
    write_split(work / "split.csv", split)
    return Data(table, stack, split)


def data_loader(data: Data, recipe: Recipe) -> films.DataLoader:
    """Batches of the training side: the two findings drawn more often and weighted above the auxiliary labels."""
    chosen = data.indices(data.split.training)
    names, targets = data.table.names, data.table.targets()[chosen]
    often = np.ones(len(chosen), dtype=np.float32)
    often[targets[:, names.index("Effusion")] == 1] = recipe.effusion_often
    often[targets[:, names.index("Pneumothorax")] == 1] = recipe.pneumothorax_often
    label_weights = np.array([recipe.main_weight if name in STRATA else 1.0 for name in names], dtype=np.float32)
    weighted = fit.with_weights(targets, label_weights, recipe.smoothing)
    stack = np.ascontiguousarray(data.stack[chosen])
    sampler = films.FilmSampler(stack, weighted, recipe.input, replace(BROAD, scale=recipe.zoom))
    return films.DataLoader(sampler, often, recipe.batch)


def validation_inputs(data: Data, spec: InputSpec) -> Floats:
    """The network's inputs for the films put aside."""
    return films.inputs_of(data.stack, data.indices(data.split.validation), spec)


def validation_of(data: Data, inputs: Floats) -> fit.Validate:
    """Areas on the validation side during training: the two findings, and cardiomegaly as a stand-in for the heart."""
    return validation.validation(data.validation(), (*STRATA, "Cardiomegaly"), inputs)
