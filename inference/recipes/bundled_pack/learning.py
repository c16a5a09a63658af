"""The phases of the bundled network's training, each from where the one before ended, and what it is checked on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics import metrics
from inference.files.atomic_file import atomic_file
from inference.recipes.bundled_pack import known_films, lite_network, places, sampling, synthetic, targets
from inference.recipes.bundled_pack.known_films import CHOOSE, REPORT, TRAIN, KnownFilm
from inference.recipes.bundled_pack.sampling import Recipe
from inference.recipes.bundled_pack.synthetic import SyntheticFilms
from inference.recipes.bundled_pack.targets import KEYS, NAMES
from inference.recipes.decoded_films import cached, decoded
from inference.training.data.films import Stack, inputs_of
from inference.training.fitting import efficientnet_lite, fit

Floats = NDArray[np.float32]
PHASES: tuple[Recipe, ...] = (  # coarse first: half the pixels teach twice as fast
    Recipe(side=320, steps=600, rate=3e-4, simulated=0.2, order=1),
    Recipe(side=448, steps=540, rate=2.5e-4, simulated=0.25, order=2, average=0.998),
)
SIMULATED = {TRAIN: 450, CHOOSE: 40, REPORT: 40}  # films of each finding
SEEDS = {TRAIN: 1, CHOOSE: 2, REPORT: 3}
CHECK_EVERY = 150
RECIPE = "recipe.json"
EXPERTS = {"pneumothorax": "Pneumothorax", "pleural_effusion": "Effusion", "pericardial_effusion": "Cardiomegaly",
           "rib_fracture": "Fracture"}  # fmt: skip
PERIOD = 4  # films of the choosing part, in turn, that are hot on the way


@dataclass(frozen=True, slots=True, eq=False)
class Material:
    """All films, their grey levels in the same order, and the simulated ones of each part (bases: all films)."""

    films: tuple[KnownFilm, ...]
    stack: Stack
    simulated: dict[str, SyntheticFilms]

    def indices(self, part: str) -> NDArray[np.int64]:
        """Where the films of a part are."""
        return np.flatnonzero([film.part == part for film in self.films])


def load(shared: Path, work: Path, counts: Mapping[str, int] = SIMULATED) -> Material:
    """The material below ``shared``, decoded once into ``work``; films are simulated there first where none are."""
    films = known_films.read(shared)
    work.mkdir(parents=True, exist_ok=True)
    stack = cached(work / "films.npy", lambda: decoded(shared, [film.file for film in films]))
    simulated = {}
    for part, count in counts.items():
        clear = [number for number, film in enumerate(films) if film.part == part and targets.may_be_simulated_on(film)]
        simulated[part] = synthetic.cached(work / f"simulated-{part}", stack, clear, count, seed=SEEDS[part])
    return Material(films, stack, simulated)


def ended(recipe: Recipe, work: Path) -> Any:
    """The network that a phase ended with, or has come to so far: the average of its weights."""
    model = lite_network.training_network(recipe.network)
    places.with_class_maps(model).set_weights(fit.averaged(work / recipe.name))
    return model


def train(material: Material, start: Path, work: Path, phases: Sequence[Recipe] = PHASES) -> Any:
    """The network after all phases; each goes on from its last checkpoint where there is one."""
    begin: Callable[[Any], None] = partial(lite_network.start, kernels=efficientnet_lite.read_start(start))
    model = None
    for recipe in phases:
        model = _phase(material, recipe, begin, work / recipe.name)
        begin = partial(_set, weights=model.get_weights())
    return model


def _phase(material: Material, recipe: Recipe, begin: Callable[[Any], None], run: Path) -> Any:
    import keras

    with atomic_file(run / RECIPE) as file:
        file.write(json.dumps(asdict(recipe), indent=1).encode("utf-8"))
    keras.utils.set_random_seed(recipe.seed)
    model = lite_network.training_network(recipe.network)
    begin(model)
    lite_network.freeze_first(model, recipe.frozen)
    both = places.with_class_maps(model)
    options = fit.FitOptions(
        recipe.steps,
        rate=recipe.rate,
        weight_decay=recipe.weight_decay,
        average=recipe.average,
        check_every=CHECK_EVERY,
    )
    fit.ready(both, options, localisation=(recipe.places, places.places_loss))
    chosen = material.indices(TRAIN)
    where = {int(index): number for number, index in enumerate(chosen)}
    films = [material.films[index] for index in chosen]
    simulated = material.simulated[TRAIN].based(
        np.array([where[int(base)] for base in material.simulated[TRAIN].bases])
    )
    loader = sampling.data_loader(films, np.ascontiguousarray(material.stack[chosen]), simulated, recipe)
    fit.fit(both, partial(loader.batches, recipe.order), options, _check(material, recipe, model), run, resume=True)
    return model


def _check(material: Material, recipe: Recipe, model: Any) -> fit.Validate:
    """Areas against experts' labels and among simulated films, of the choosing part."""
    chosen = [i for i in material.indices(CHOOSE) if material.films[i].experts or material.films[i].normal]
    films = [material.films[i] for i in chosen]
    real = inputs_of(material.stack, np.array(chosen), recipe.input)
    simulated = material.simulated[CHOOSE]
    drawn = inputs_of(simulated.stack, range(0, len(simulated), PERIOD), recipe.input)

    def validate(_: Any) -> dict[str, float]:
        logits = np.concatenate(
            [np.asarray(model.predict_on_batch(real[at : at + 16])) for at in range(0, len(real), 16)]
        )
        found = {}
        for key, name in EXPERTS.items():
            known = np.array([name in film.experts or film.normal for film in films])
            truth = np.array([bool(film.experts.get(name)) for film in films])
            found[key] = metrics.auc(logits[known, NAMES.index(key)].astype(float), truth[known])
        seen = np.concatenate(
            [np.asarray(model.predict_on_batch(drawn[at : at + 16])) for at in range(0, len(drawn), 16)]
        )
        for key in KEYS:
            truth = simulated.keys[::PERIOD] == key
            found[f"simulated {key}"] = metrics.auc(seen[:, NAMES.index(key)].astype(float), truth)
        return found

    return validate


def _set(model: Any, weights: list[Floats]) -> None:
    model.set_weights(weights)
