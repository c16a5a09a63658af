"""The shipped pack: what it says of itself and of each finding, and its writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from inference.recipes.bundled_pack import card, evidence, phases, pruning
from inference.recipes.bundled_pack.card import Counts, Facts
from inference.recipes.bundled_pack.data import Films
from inference.recipes.bundled_pack.evidence import Proven
from inference.recipes.bundled_pack.labels import KEYS, NAMES, OF_NIH
from inference.recipes.bundled_pack.mixed import MixedRecipe
from inference.recipes.bundled_pack.validation_metrics import REFERENCE_PREVALENCE, BundledMetrics
from inference.training.fitting import network
from inference.training.fitting.pack_writer import FindingWords, PackDescription, write_pack

VERSION = "1.0.0"
CHANCE = 0.5
REAL = "real films (NIH ChestX-ray14), report-mined labels, and findings painted on real films"
INDEX = "The bar is an index, no probability: 50 % is where nine of ten real films without it stay below."
SIMULATED = "simulation: findings painted on real films; no real film with this finding was seen"
WORDS = {
    "rib_fracture": FindingWords(SIMULATED, "Fine, old and overlapped fractures are missed; learnt from drawn breaks."),
    "pneumothorax": FindingWords(
        REAL,
        "Few real examples, many with a drain; small and supine ones are missed, and heat is often not on the pleura.",
        experimental=True,
    ),
    "tension_pneumothorax": FindingWords(
        SIMULATED, "Tension is a clinical diagnosis; the film shows shift, not pressure."
    ),
    "hemothorax": FindingWords(SIMULATED, "A film hardly tells blood from other fluid: read it with pleural effusion."),
    "pericardial_effusion": FindingWords(
        SIMULATED, "A large heart looks alike; small effusions do not show on a film."
    ),
    "mediastinum_abnormality": FindingWords(
        SIMULATED, "AP, rotated and supine films widen the mediastinum by themselves."
    ),
    "pleural_effusion": FindingWords(REAL, "Small, supine and loculated effusions are missed more often."),
}


def write(
    films: Films,
    recipe: MixedRecipe,
    model: Any,
    out: Path,
    version: str = VERSION,
    *,
    sheet: Path | None = None,
    rounds: int = 1000,
) -> tuple[Proven, ...]:
    """Drop the auxiliary outputs, round to half precision, measure what is left, and write it as a pack.

    ``sheet`` is a picture of simulated findings for the card (of synthetic films: real ones are not to be handed on).
    """
    heart = evidence.cardiomegaly(model, films, recipe.input)
    small = pruning.pruned(model, recipe.network, [NAMES.index(key) for key in KEYS])
    small.set_weights([np.float32(np.float16(value)) for value in small.get_weights()])
    found = evidence.proven(small, films, recipe.input, rounds=rounds)
    facts = Facts(version, (*phases.REAL, *phases.MIXED[:-1], recipe), counts(films), found, heart)
    pictures = {} if sheet is None else {card.SHEET: sheet.read_bytes()}
    pairs = [(item.metrics, words(item.metrics)) for item in found]
    write_pack(out, small, describe(recipe, version), pairs, card.model_card(facts), pictures)
    return found


def words(metrics: BundledMetrics) -> FindingWords:
    """What the pack says of a finding; one without proof on real films is experimental, whatever else is known."""
    doubtful = WORDS[metrics.key].experimental or metrics.synthetic or metrics.auc.low <= CHANCE
    found = WORDS[metrics.key]
    limits = f"{found.limits} {INDEX}" if metrics.synthetic else found.limits
    return replace(found, limits=limits, experimental=doubtful, simulated=metrics.synthetic)


def counts(films: Films) -> Counts:
    """How many films, patients, positives and simulated films there were."""
    data = films.real
    sides = [data.table.only(side) for side in (data.split.training, data.split.validation)]
    positives = [{key: int((side.column(name) == 1).sum()) for name, key in OF_NIH.items()} for side in sides]
    return Counts(
        films=(len(sides[0].films), len(sides[1].films)),
        patients=(len(data.split.training), len(data.split.validation)),
        positives=(positives[0], positives[1]),
        simulated=(len(films.training) // len(KEYS), len(films.validation) // len(KEYS)),
    )


def describe(recipe: MixedRecipe, version: str) -> PackDescription:
    """What the pack says of itself."""
    return PackDescription(
        name="thoracam",
        version=version,
        title="Seven findings, from real and simulated films",
        licence="Apache-2.0",
        citations=(card.NIH_CITATION, card.MOBILENET_CITATION),
        target_layer=network.TARGET_LAYER,
        input=recipe.input,
        not_analysed_reason="This model was not trained for it.",
        training={
            "reference_prevalence": REFERENCE_PREVALENCE,
            "command": "python -m inference.recipes.bundled_pack",
            "phases": [asdict(one) for one in _phases(recipe)],
        },
    )


def _phases(recipe: MixedRecipe) -> Sequence[Any]:
    return (*phases.REAL, *phases.MIXED[:-1], recipe)
