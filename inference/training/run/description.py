"""What a pack that a user trained says of itself: words per finding, the record of its training, sources, the card."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from inference.core.software import SOFTWARE
from inference.model_pack.trained_on import TRAINED_ON
from inference.training.fitting import pack_writer
from inference.training.fitting.networks import NetworkPlan
from inference.training.fitting.pack_writer import FindingWords, PackDescription
from inference.training.run.card import Sides, trained_card
from inference.training.run.data import TrainingData
from inference.training.run.pack import REFERENCE_PREVALENCE, ValidatedFinding

SOURCES = {
    "efficientnet-lite0-multi": "M. Tan, Q. V. Le: EfficientNet: Rethinking Model Scaling for CNNs. ICML 2019.",
    "mobilenetv2-multi": "M. Sandler et al.: MobileNetV2: Inverted Residuals and Linear Bottlenecks. CVPR 2018.",
    "xception": "F. Chollet: Xception: Deep Learning with Depthwise Separable Convolutions. CVPR 2017.",
    "xception-multi": "F. Chollet: Xception: Deep Learning with Depthwise Separable Convolutions. CVPR 2017.",
}
LIMITS = "Measured on films of the same source as those it learnt from."
WITHHELD = "Not measured: the start of its training knew the films put aside."
NOT_KNOWN = "What the start of its training learnt from is not recorded."
NOT_RECORDED = (
    "What the start of this training learnt from is not recorded, so nobody can know whether it knew films that were "
    "put aside: every figure may flatter."
)
KNEW = (
    "The start of this training learnt from films of {patients} patients who were put aside ({films} films): they are "
    "left out of every figure, and a finding that no other films put aside can measure has none."
)
EXPERIMENTAL = "Chance may explain what was measured."


def write_trained_pack(
    folder: Path,
    model: Any,
    plan: NetworkPlan,
    data: TrainingData,
    found: Sequence[ValidatedFinding],
    settings: Mapping[str, Any],
) -> None:
    """Write the pack of a network whose outputs are ``data.keys``; ``settings`` decided its training."""
    import keras

    record = {
        "reference_prevalence": REFERENCE_PREVALENCE,
        **settings,
        **asdict(sides_of(data)),
        "software": f"{SOFTWARE}, Keras {keras.__version__}, Python {platform.python_version()}",
    }
    names = {key: name for name, key in data.keys.items()}
    words = [(item, _words(data, item, names[item.key])) for item in found]
    title = f"{plan.name} trained on {settings['labels']}"
    description = PackDescription(
        name=folder.name,
        version="1.0.0",
        title=title,
        licence="as whoever trained it says",
        citations=(SOURCES.get(plan.name, f"Keras Applications: {plan.name}."),),
        target_layer=plan.target_layer,
        input=plan.input_at(int(settings["side"])),
        not_analysed_reason="There were no labels for it.",
        not_analysed_reasons={key: f"Not learnt: {reason}." for key, reason in data.reasons.items()},
        training=record,
        output=plan.output,
    )
    card = trained_card(title, sides_of(data), found, record, start_text(data))
    files = {} if data.record is None else {TRAINED_ON: data.record}
    pack_writer.write_pack(folder, model, description, words, card, files=files)


def sides_of(data: TrainingData) -> Sides:
    """How many films and patients are on each side."""
    split, table = data.films.split, data.films.table
    counts = [(len(table.only(side).films), len(side)) for side in (split.training, split.validation)]
    return Sides(*counts[0], *counts[1])


def start_text(data: TrainingData) -> str:
    """What must be known of the start to believe the figures; empty where there is nothing."""
    if not data.seen.recorded:
        return NOT_RECORDED
    aside = data.films.known_aside
    films = len(data.films.table.only(aside).films)
    return KNEW.format(films=films, patients=len(aside)) if aside else ""


def _words(data: TrainingData, item: ValidatedFinding, name: str) -> FindingWords:
    with_it, without = data.counts(data.films.split.training, name)
    why = WITHHELD if item.withheld else EXPERIMENTAL if item.experimental else ""
    limits = " ".join(
        filter(None, (LIMITS if not item.withheld else "", why, NOT_KNOWN if not data.seen.recorded else ""))
    )
    trained_on = f"{with_it} films with it and {without} without"
    return FindingWords(trained_on, limits, item.experimental, withheld=item.withheld)
