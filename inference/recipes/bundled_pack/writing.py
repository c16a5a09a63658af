"""The bundled pack: what it says of itself and of each finding, and its writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.core.statistics.metrics import Interval
from inference.model_pack.trained_on import NO_FILMS, TRAINED_ON, record_of
from inference.reading import read_film
from inference.recipes.bundled_pack import card, familiar, report_part
from inference.recipes.bundled_pack.card import Facts
from inference.recipes.bundled_pack.decisions import PREVALENCE, Decision, decide
from inference.recipes.bundled_pack.judging import Areas
from inference.recipes.bundled_pack.known_films import CHOOSE, REPORT, TRAIN
from inference.recipes.bundled_pack.learning import SIMULATED as SIMULATED_FILMS
from inference.recipes.bundled_pack.learning import Material
from inference.recipes.bundled_pack.network_outputs import Watched
from inference.recipes.bundled_pack.report_part import Findings
from inference.recipes.bundled_pack.sampling import Recipe
from inference.recipes.bundled_pack.targets import KEYS
from inference.training.data.films import display
from inference.training.fitting import network
from inference.training.fitting.pack_writer import FAMILIARITY, FindingWords, PackDescription, write_pack

VERSION = "2.2.0"
EACH = 3  # every third film of training says what is usual: several times as many as there are features
REAL = "real films (NIH ChestX-ray14 with experts' and mined labels, a contest's probabilities) and simulated ones"
SIMULATED = "simulation: findings drawn on real films; no real film with this finding was seen"
WORDS = {
    "rib_fracture": FindingWords(
        "23 real films that radiologists found broken and 463 not, and simulated breaks",
        "Fine, old and overlapped fractures are missed; most true ones are.",
    ),
    "pneumothorax": FindingWords(REAL, "Small, apical and supine ones are missed; a drain or a skin fold may mislead."),
    "tension_pneumothorax": FindingWords(
        SIMULATED, "Tension is a clinical diagnosis; the film shows shift, not pressure."
    ),
    "hemothorax": FindingWords(SIMULATED, "A film hardly tells blood from other fluid: read it with pleural effusion."),
    "pericardial_effusion": FindingWords(
        "real films with a large heart, and simulation",
        "It scores a large heart silhouette: a large heart without effusion looks alike.",
    ),
    "mediastinum_abnormality": FindingWords(
        SIMULATED, "AP, rotated and supine films widen the mediastinum by themselves."
    ),
    "pleural_effusion": FindingWords(REAL, "Small, supine and loculated effusions are missed more often."),
}
INDEX = "The bar is an index, no probability."


@dataclass(frozen=True, slots=True)
class Said:
    """What the manifest says of a finding: decided on the choosing part, measured on the report part."""

    decision: Decision
    areas: Areas | None
    clear: Interval
    negatives: int

    @property
    def key(self) -> str:
        """The finding."""
        return self.decision.key

    @property
    def positives(self) -> int:
        """Report films with it, by experts."""
        return self.areas.positives if self.areas else 0

    @property
    def auc(self) -> Interval:
        """Area under the ROC curve against all films that experts read."""
        return self.areas.against_all if self.areas else Interval(float("nan"), 0.0, 1.0)

    @property
    def calibration(self) -> Any:
        """From log-odds to a probability."""
        return self.decision.calibration

    @property
    def operating_point(self) -> float:
        """The threshold on the probability."""
        return self.decision.operating_point

    @property
    def grey_band(self) -> tuple[float, float]:
        """Where the probability says neither."""
        return self.decision.grey_band

    @property
    def sensitivity(self) -> Interval:
        """At the operating point, by experts."""
        return self.areas.sensitivity if self.areas else Interval(float("nan"), 0.0, 1.0)

    @property
    def specificity(self) -> Interval:
        """At the operating point: by experts, else the share of normal films that are not called."""
        return self.areas.specificity if self.areas else self.clear

    @property
    def heat_full_scale(self) -> float:
        """The heat shown in full colour, in logit units."""
        return self.decision.heat_full_scale


def write(
    small: Any, recipe: Recipe, recipes: Sequence[Recipe], material: Material, shared: Path, out: Path,
    *, sheet: Path | None = None,
) -> Findings:  # fmt: skip
    """Decide on the choosing part, measure on the report part, and write the pack of a network as packs hold it."""
    small.set_weights([np.float32(np.float16(value)) for value in small.get_weights()])
    layer = familiar.known_by(small)
    watched = Watched(small, recipe.input, layer)
    parts = {part: material.indices(part) for part in (TRAIN, CHOOSE, REPORT)}
    chosen = watched.films(display(material.stack[index]) for index in parts[CHOOSE])
    decisions = decide([material.films[index] for index in parts[CHOOSE]], chosen)
    taught = watched.films(display(material.stack[index]) for index in parts[TRAIN][::EACH])
    known = familiar.familiar_films(taught.known, chosen.known)
    found = report_part.measured(small, watched, material, decisions, known, shared)
    counts = {**SIMULATED_FILMS, **{part: len(films) // len(KEYS) for part, films in material.simulated.items()}}
    facts = Facts(VERSION, tuple(recipes), material.films, counts, found, sheet is not None)
    pictures = {} if sheet is None else {card.SHEET: sheet.read_bytes()}
    pairs = [(_said(one, found), words(one)) for one in decisions]
    learnt = (read_film(shared / material.films[index].file).film_hash for index in parts[TRAIN])
    files = {FAMILIARITY: known.file(), TRAINED_ON: record_of(learnt, NO_FILMS) or b""}
    write_pack(out, small, describe(recipe, recipes, layer), pairs, card.model_card(facts), pictures, files)
    return found


def words(decision: Decision) -> FindingWords:
    """What the pack says of a finding in words."""
    found = WORDS[decision.key]
    limits = f"{found.limits} {INDEX}" if decision.index else found.limits
    return FindingWords(found.trained_on, limits, experimental=decision.index, simulated=decision.index)


def describe(recipe: Recipe, recipes: Sequence[Recipe], layer: str) -> PackDescription:
    """What the pack says of itself; ``layer`` is the one by which it knows films."""
    return PackDescription(
        name="thoracam",
        version=VERSION,
        title="Seven findings, second edition",
        licence="Apache-2.0",
        citations=(card.NIH_CITATION, card.EXPERTS_CITATION, card.SIIM_CITATION, card.ANATOMY_CITATION,
                   card.NETWORK_CITATION),
        target_layer=network.TARGET_LAYER,
        input=recipe.input,
        not_analysed_reason="This model was not trained for it.",
        training={
            "reference_prevalence": PREVALENCE,
            "network": "efficientnet-lite0-multi",
            "command": "python -m inference.recipes.bundled_pack",
            "phases": [asdict(one) for one in recipes],
        },
        tables={"familiarity": {"file": FAMILIARITY, "limit": familiar.LIMIT, "layer": layer}},
    )  # fmt: skip


def _said(decision: Decision, found: Findings) -> Said:
    experts = {item.key: item for item in found.areas if item.judge == "experts"}
    normal = found.alarms[0]
    called = normal.by_finding[KEYS.index(decision.key)]
    clear = Interval(1 - called.value, 1 - called.high, 1 - called.low)
    areas = None if decision.index else experts.get(decision.key)
    return Said(decision, areas, clear, areas.negatives if areas else normal.films)
