"""Training on any labelled films: the new head first, then the whole network at a low rate, as the seed did."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec
from inference.training.data import films
from inference.training.data.augment import SEED_RECIPE, Augmentation
from inference.training.data.labels import LabelTable
from inference.training.data.split import Split
from inference.training.evaluation.contact_sheet import contact_sheet, write_sheet
from inference.training.fitting import fit, validation
from inference.training.fitting.imagenet import IMAGENET, begin_from_imagenet
from inference.training.fitting.network import NetworkOptions
from inference.training.fitting.networks import NetworkPlan, begin, plan_of

Floats = NDArray[np.float32]
MOST_WEIGHT = 10.0
PHASES = ("head", "whole")  # what learns, and the folders of their checkpoints
Watcher = Callable[[str, fit.StepReport], None]


def unwatched(phase: str, step_report: fit.StepReport) -> None:
    """Nobody watches."""


USUAL_NETWORK = "efficientnet-lite0-multi"  # the bundled pack's


@dataclass(frozen=True, slots=True)
class TrainOptions:
    """What a user may choose; the defaults are the seed's two phases on our own network.

    ``head`` and ``whole`` say how long and how fast each phase goes; ``start`` is a file of first weights, or IMAGENET.
    """

    network: str = USUAL_NETWORK
    side: int = 384
    batch: int = 16
    seed: int = 0
    smoothing: float = 0.0
    dropout: float = 0.2
    start: Path | Literal["imagenet"] | None = None
    augmentation: Augmentation = SEED_RECIPE
    head: fit.FitOptions = field(default_factory=lambda: fit.FitOptions(steps=100, warm_up=10, rate=1e-3))
    whole: fit.FitOptions = field(default_factory=lambda: fit.FitOptions(steps=1000, rate=1e-4, patience=5))


@dataclass(frozen=True, slots=True, eq=False)
class LabelledFilms:
    """Films with their labels, in one order, and who is put aside.

    ``validated`` are the names whose areas decide when the training stops; all of them where it is empty. ``known`` are
    patients of whom the start learnt from a film.
    """

    table: LabelTable
    stack: Sequence[films.Stack]
    split: Split
    validated: tuple[str, ...] = ()
    known: frozenset[str] = frozenset()

    @property
    def known_aside(self) -> frozenset[str]:
        """Patients put aside whom the start knew: what is said of their films proves nothing."""
        return self.split.validation & self.known

    @property
    def new_aside(self) -> frozenset[str]:
        """Patients put aside whom the start did not know: they decide when the training stops."""
        return self.split.validation - self.known

    def part(self, patients: frozenset[str]) -> LabelledFilms:
        """The films of these patients."""
        kept = [number for number, film in enumerate(self.table.films) if film.patient in patients]
        return replace(self, table=self.table.only(patients), stack=[self.stack[number] for number in kept])


def train(
    data: LabelledFilms, options: TrainOptions, work: Path, *, resume: bool = False, watch: Watcher = unwatched
) -> Any:
    """A network with one output per name of the table, trained in two phases.

    ``work`` holds their checkpoints, and ``contact_sheet.png``: the first films as the network sees them. ``watch``
    hears of each step of each phase. Raises UnknownNetwork, or StartError where the start does not fit the network.
    """
    import keras

    keras.utils.set_random_seed(options.seed)
    plan = plan_of(options.network)
    shape = NetworkOptions(options.side, outputs=len(data.table.names), dropout=options.dropout)
    model = plan.built(shape)
    _begin(model, plan, options)
    work.mkdir(parents=True, exist_ok=True)
    first = next(_data_loader(data.part(data.split.training), plan, options).batches(options.seed))
    write_sheet(work / "contact_sheet.png", contact_sheet(first.inputs))
    for phase in PHASES:
        _phase(model, plan, data, options, work / phase, resume=resume, watch=partial(watch, phase))
    return model


def balanced_weights(targets: Floats) -> Floats:
    """Weights (films, k) that make positives and negatives of each name count alike; unknown targets weigh nothing.

    No film counts for more than ten of the other kind.
    """
    known = np.isfinite(targets)
    positives = np.maximum((targets == 1).sum(axis=0), 1)
    negatives = np.maximum((targets == 0).sum(axis=0), 1)
    heavier = np.clip(negatives / positives, 1.0 / MOST_WEIGHT, MOST_WEIGHT)
    return np.asarray(np.where(targets == 1, np.sqrt(heavier), 1.0 / np.sqrt(heavier)) * known, dtype=np.float32)


def _begin(model: Any, plan: NetworkPlan, options: TrainOptions) -> None:
    if options.start == IMAGENET:
        begin_from_imagenet(model, plan, options.side)
    else:
        begin(model, options.start)


def input_of(plan: NetworkPlan, options: TrainOptions) -> InputSpec:
    """How films enter the network, in training as in the engine."""
    return plan.input_at(options.side)


def _phase(
    model: Any,
    plan: NetworkPlan,
    data: LabelledFilms,
    options: TrainOptions,
    run: Path,
    *,
    resume: bool,
    watch: fit.Watcher,
) -> None:
    """One phase: its name, the folder's, says what learns."""
    chosen = options.head if run.name == PHASES[0] else options.whole
    if not chosen.steps:
        return
    for layer in model.layers:
        layer.trainable = run.name != PHASES[0] or layer.name in plan.head
    fit.ready(model, chosen, probabilities=plan.output == "probabilities")
    data_loader = _data_loader(data.part(data.split.training), plan, options)
    validate = _validation(data.part(data.new_aside), input_of(plan, options))
    fit.fit(model, partial(data_loader.batches, options.seed), chosen, validate, run, resume=resume, watch=watch)


def _data_loader(data: LabelledFilms, plan: NetworkPlan, options: TrainOptions) -> films.DataLoader:
    targets = data.table.targets()
    weighted = fit.with_weights(targets, balanced_weights(targets), options.smoothing)
    often = np.ones(len(targets), dtype=np.float32)
    sampler = films.FilmSampler(data.stack, weighted, input_of(plan, options), options.augmentation)
    return films.DataLoader(sampler, often, options.batch)


def _validation(data: LabelledFilms, spec: InputSpec) -> fit.Validate:
    inputs = cast(Floats, films.PreparedLater(data.stack, spec))
    return validation.validation(data.table, data.validated or data.table.names, inputs)
