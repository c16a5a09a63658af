"""The phases of the shipped pack's training: real films coarse, real films fine, then real and simulated ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from inference.files.atomic_file import atomic_file
from inference.recipes.bundled_pack import labels, mixed, proof, pruning, real
from inference.recipes.bundled_pack.data import Films
from inference.recipes.bundled_pack.mixed import MixedRecipe
from inference.recipes.bundled_pack.real import Data, Recipe
from inference.training.fitting import fit, network, validation

REAL: tuple[Recipe, ...] = (  # coarse first: half the pixels teach twice as fast
    Recipe(side=320, steps=800),
    Recipe(side=448, steps=400, rate=2e-4, pneumothorax_often=3.0, dropout=0.3, zoom=0.2, order=1),
)
MIXED: tuple[MixedRecipe, ...] = (
    MixedRecipe(side=320, steps=1800, rate=4e-4),
    MixedRecipe(
        side=448,
        steps=900,
        rate=2e-4,
        order=3,
        painted=0.33,
        pneumothorax_often=5.0,
        cardiomegaly_often=3.0,
        main_weight=4.0,
        cardiomegaly_weight=4.0,
        heart_weight=1.0,
    ),
)
RECIPE = "recipe.json"
CHECK_EVERY = 300
QUICK = 280  # simulated validation films that a network is checked on during training


def train_real(data: Data, start: Path, work: Path, *, resume: bool = False) -> Any:
    """The network after the real phases: the first begins with the ImageNet start, each later one where one ended."""
    begin: Callable[[Any], None] = partial(network.start_from, convolutions=network.read_tflite(start))
    model = None
    for recipe in REAL:
        model = _train_real(data, recipe, begin, work / recipe.name, resume=resume)
        begin = partial(_set, weights=model.get_weights())
    return model


def real_end(data: Data, work: Path) -> Any:
    """The network that the real phases ended with, from its checkpoint."""
    recipe = REAL[-1]
    model = network.evidence_network(recipe.network(len(data.table.names)))
    model.set_weights(fit.averaged(work / recipe.name))
    return model


def train_mixed(films: Films, first: Any, work: Path, *, resume: bool = False) -> Any:
    """The network of all seven findings and the auxiliary labels, begun with the weights of the real phases."""
    model, names = first, films.real.table.names
    for recipe in MIXED:
        model = _train_mixed(films, recipe, partial(grow, first=model, names=names), work / recipe.name, resume=resume)
        names = labels.NAMES
    return model


def mixed_end(recipe: MixedRecipe, work: Path) -> Any:
    """The network that a mixed phase ended with, or has come to so far."""
    model = network.evidence_network(recipe.network)
    mixed.with_places(model).set_weights(fit.averaged(work / recipe.name))
    return model


def grow(model: Any, first: Any, names: tuple[str, ...]) -> None:
    """Give a network of ``labels.NAMES`` the weights of one with outputs ``names``; new outputs keep their own."""
    for layer in model.layers:
        if layer.weights and layer.name != network.HEAD:
            layer.set_weights(first.get_layer(layer.name).get_weights())
    kernel, bias = model.get_layer(network.HEAD).get_weights()
    old_kernel, old_bias = first.get_layer(network.HEAD).get_weights()
    for number, name in enumerate(labels.NAMES):
        known = name if name in names else labels.NIH_NAME.get(name)
        if known in names:
            kernel[:, number], bias[number] = old_kernel[:, names.index(known)], old_bias[names.index(known)]
    model.get_layer(network.HEAD).set_weights([kernel, bias])


def _train_real(data: Data, recipe: Recipe, begin: Callable[[Any], None], run: Path, *, resume: bool) -> Any:
    """A network trained on the training side after ``begin`` gave it its first weights; it ends with their average."""
    import keras

    _note(run, asdict(recipe))
    keras.utils.set_random_seed(recipe.seed)
    model = network.evidence_network(recipe.network(len(data.table.names)))
    begin(model)
    pruning.freeze_first(model, recipe.frozen)
    options = fit.FitOptions(recipe.steps, rate=recipe.rate)
    fit.ready(model, options)
    loader = real.data_loader(data, recipe)
    validate = real.validation_of(data, real.validation_inputs(data, recipe.input))
    fit.fit(model, partial(loader.batches, recipe.order), options, validate, run, resume=resume)
    return model


def _train_mixed(films: Films, recipe: MixedRecipe, begin: Callable[[Any], None], run: Path, *, resume: bool) -> Any:
    import keras

    _note(run, asdict(recipe))
    keras.utils.set_random_seed(recipe.seed)
    model = network.evidence_network(recipe.network)
    begin(model)
    pruning.freeze_first(model, recipe.frozen)
    both = mixed.with_places(model)
    options = fit.FitOptions(recipe.steps, rate=recipe.rate, check_every=CHECK_EVERY)
    fit.ready(both, options, localisation=recipe.places)
    loader = mixed.data_loader(films, recipe)
    fit.fit(both, partial(loader.batches, recipe.order), options, _validation(films, recipe, model), run, resume=resume)
    return model


def _validation(films: Films, recipe: MixedRecipe, model: Any) -> fit.Validate:
    """What is checked on the validation side: areas on real films, areas and hits on some of the simulated ones."""
    part = labels.as_seven(films.real.validation())
    names = ("pneumothorax", "pleural_effusion", "Cardiomegaly")
    on_real = validation.validation(part, names, real.validation_inputs(films.real, recipe.input))
    few = proof.some(films.validation, QUICK)
    seen = proof.inputs(films.validation, few, recipe.input)

    def validate(_: Any) -> dict[str, float]:
        return {**on_real(model), **proof.quick(model, films.validation, few, seen)}

    return validate


def _note(run: Path, recipe: dict[str, Any]) -> None:
    with atomic_file(run / RECIPE) as file:
        file.write(json.dumps(recipe, indent=1).encode("utf-8"))


def _set(model: Any, weights: list[np.ndarray[Any, Any]]) -> None:
    model.set_weights(weights)
