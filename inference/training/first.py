"""Trains and writes the first pack: pneumothorax and pleural effusion from real films, nothing simulated.

``python -m inference.training.first --films FILMS --start MOBILENET.tflite --out resources/models/first --work FOLDER``
"""

from __future__ import annotations

import argparse
import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from inference.training import card, evaluate, fit, network, nih
from inference.training.nih import Data, Recipe
from inference.training.pack_writer import FindingWords, PackDescription, write_pack

log = logging.getLogger(__name__)
VERSION = "0.2.0"
PHASES = (  # coarse first: half the pixels teach twice as fast
    Recipe(side=320, steps=800),
    Recipe(side=448, steps=400, rate=2e-4, pneumothorax_often=3.0, dropout=0.3, zoom=0.2, order=1),
)
CHANCE = 0.5
RECIPE = "recipe.json"
NOT_ANALYSED = "This model was not trained for it: the films it learnt from carry no such label."
TRAINED_ON = "real films (NIH ChestX-ray14), report-mined labels"
WORDS = {
    "pneumothorax": FindingWords(
        TRAINED_ON,
        "Learnt from 40 films, many with a drain; the heatmap seldom marks the pleural line, small ones are missed.",
        experimental=True,
    ),
    "pleural_effusion": FindingWords(TRAINED_ON, "Small, supine and loculated effusions are missed more often."),
}


def train(data: Data, recipe: Recipe, begin: Callable[[Any], None], run: Path, *, resume: bool = False) -> Any:
    """A network trained on the training side after ``begin`` gave it its first weights.

    It ends with the running average of its weights, which ``run`` holds too.
    """
    import keras

    run.mkdir(parents=True, exist_ok=True)
    (run / RECIPE).write_text(json.dumps(asdict(recipe), indent=1), encoding="utf-8")
    keras.utils.set_random_seed(recipe.seed)
    model = network.evidence_network(recipe.network(len(data.table.names)))
    begin(model)
    network.freeze_first(model, recipe.frozen)
    options = fit.FitOptions(recipe.steps, rate=recipe.rate)
    fit.ready(model, options)
    dealer = nih.dealer(data, recipe)
    judge = nih.judge(data, nih.validation_inputs(data, recipe))
    fit.fit(model, partial(dealer.batches, recipe.order), options, judge, run, resume=resume)
    return model


def train_phases(data: Data, phases: Sequence[Recipe], start: Path, work: Path, *, resume: bool = False) -> Any:
    """The network after all phases: the first begins with the ImageNet start, each later one where the last ended."""
    weights = network.read_tflite(start)
    begin: Callable[[Any], None] = partial(network.start_from, convolutions=weights)
    model = None
    for recipe in phases:
        model = train(data, recipe, begin, work / recipe.name, resume=resume)
        begin = partial(_set, weights=model.get_weights())
    return model


def trained(data: Data, run: Path) -> tuple[Any, Recipe]:
    """The network of an earlier run, and its recipe."""
    recipe = Recipe(**json.loads((run / RECIPE).read_text(encoding="utf-8")))
    model = network.evidence_network(recipe.network(len(data.table.names)))
    model.set_weights(fit.averaged(run))
    return model, recipe


def _set(model: Any, weights: list[Any]) -> None:
    model.set_weights(weights)


def write(
    model: Any, data: Data, phases: Sequence[Recipe], out: Path, version: str = VERSION
) -> tuple[evaluate.Assessment, ...]:
    """Drop the auxiliary outputs, round to half precision, assess what is left, and write it as a pack."""
    recipe = phases[-1]
    columns = [data.table.names.index(name) for name in nih.KEYS]
    small = network.pruned(model, recipe.network(len(data.table.names)), columns)
    small.set_weights([np.float32(np.float16(value)) for value in small.get_weights()])
    found = nih.evidences(small, data, nih.validation_inputs(data, recipe), mirror=recipe.mirror)
    assessments = tuple(evaluate.assess(item) for item in found)
    text = card.model_card(version, phases, counts(data), assessments)
    write_pack(out, small, describe(phases, version), [(item, words(item)) for item in assessments], text)
    return assessments


def words(assessment: evaluate.Assessment) -> FindingWords:
    """What the pack says of a finding; whatever we know of it, it is experimental when its AUC may be chance."""
    known = WORDS[assessment.key]
    return replace(known, experimental=known.experimental or assessment.auc.low <= CHANCE)


def counts(data: Data) -> card.Counts:
    """How many films, patients and positives there were."""
    training, validation = (data.table.only(side) for side in (data.split.training, data.split.validation))
    positives = {key: int((training.column(name) == 1).sum()) for name, key in nih.KEYS.items()}
    sizes = (len(training.films), len(data.split.training), len(validation.films), len(data.split.validation))
    return card.Counts(*sizes, training_positives=positives)


def describe(phases: Sequence[Recipe], version: str) -> PackDescription:
    """What the pack says of itself."""
    return PackDescription(
        name="first",
        version=version,
        title="Pneumothorax and pleural effusion, from real films",
        licence="Apache-2.0",
        citations=(card.NIH_CITATION, card.MOBILENET_CITATION),
        target_layer=network.TARGET_LAYER,
        input=phases[-1].input,
        not_analysed_reason=NOT_ANALYSED,
        training={
            "reference_prevalence": evaluate.REFERENCE_PREVALENCE,
            "phases": [asdict(recipe) for recipe in phases],
        },
    )


def one_thread() -> None:
    """Use one thread for everything: two of them, beside other load, spend their time waiting for each other."""
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    cv2.setNumThreads(0)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    chosen = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    one_thread()
    data = nih.load(chosen.films, chosen.work, PHASES[-1].split_seed)
    if not chosen.again:
        train_phases(data, PHASES, chosen.start, chosen.work, resume=chosen.resume)
    model, _ = trained(data, chosen.work / PHASES[-1].name)
    for item in write(model, data, PHASES, chosen.out, chosen.version):
        log.info("%s AUC %.3f (%.3f to %.3f)", item.key, item.auc.value, item.auc.low, item.auc.high)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--films", type=Path, required=True, help="folder with labels.csv and the films it names")
    parser.add_argument("--start", type=Path, required=True, help="the quantised MobileNetV2, a TFLite file")
    parser.add_argument("--out", type=Path, required=True, help="the pack's folder")
    parser.add_argument("--work", type=Path, required=True, help="folder for decoded films and checkpoints")
    parser.add_argument("--version", default=VERSION, help="the pack's version")
    parser.add_argument("--resume", action="store_true", help="go on from the last checkpoint of each phase")
    parser.add_argument("--again", action="store_true", help="train nothing, write the pack from the last checkpoint")
    return parser


if __name__ == "__main__":
    main()
