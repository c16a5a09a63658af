"""The shipped pack's model card: what it was made of, what was measured, what it must not be used for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from inference.core.findings import BY_KEY
from inference.recipes.bundled_pack.card_words import (
    DATA,
    FAITHFULNESS,
    HEAD,
    LIMITS,
    LOOKED,
    MEASURED,
    NUMBERS,
    PLACES,
    PREDICTIVE,
    RECIPE,
    SHORTCUTS,
    SIMULATION,
    SOURCES,
)
from inference.recipes.bundled_pack.evidence import Proven
from inference.recipes.bundled_pack.validation_metrics import REFERENCE_PREVALENCE, BundledMetrics
from inference.training.evaluation.metrics import Interval, predictive_values

NIH_CITATION = (
    "X. Wang, Y. Peng, L. Lu, Z. Lu, M. Bagheri, R. M. Summers: ChestX-ray8: Hospital-scale Chest X-ray Database and "
    "Benchmarks on Weakly-Supervised Classification and Localization of Common Thorax Diseases. IEEE CVPR 2017, "
    "pp. 3462-3471. Films provided by the NIH Clinical Center."
)
MOBILENET_CITATION = (
    "M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen: MobileNetV2: Inverted Residuals and Linear Bottlenecks. "
    "CVPR 2018. Start weights: TensorFlow MobileNetV2 1.0 224 (ImageNet), Apache License 2.0."
)


SHEET = "simulation.jpg"


@dataclass(frozen=True, slots=True)
class Counts:
    """Films, patients, real positives by finding, and simulated films of a finding: training, then validation."""

    films: tuple[int, int]
    patients: tuple[int, int]
    positives: tuple[dict[str, int], dict[str, int]]
    simulated: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the card is made of; ``phases`` are recipes, ``heart`` the area of the auxiliary cardiomegaly."""

    version: str
    phases: tuple[Any, ...]
    counts: Counts
    proven: tuple[Proven, ...]
    heart: Interval


def model_card(facts: Facts) -> str:
    """The card as Markdown."""
    side = facts.phases[-1].side
    parts = [
        HEAD.format(version=facts.version, side=side, cells=side // 16),
        _data(facts.counts),
        SIMULATION,
        _measured(facts),
        _places(facts.proven),
        _predictive(facts.proven),
        _shortcuts(facts.proven),
        _faithfulness(facts.proven),
        NUMBERS.format(prevalence=REFERENCE_PREVALENCE),
        LOOKED,
        LIMITS,
        _recipes(facts.phases),
        SOURCES.format(nih=NIH_CITATION, mobilenet=MOBILENET_CITATION),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _table(intro: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [intro, "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def _data(counts: Counts) -> str:
    real = list(counts.positives[0])
    head = ("side", "films", "patients", *(BY_KEY[key].title for key in real), "painted films of each finding")
    rows = []
    for side, name in enumerate(("training", "validation")):
        found = (counts.positives[side][key] for key in real)
        rows.append((name, counts.films[side], counts.patients[side], *found, counts.simulated[side]))
    return _table(DATA, head, rows)


def _measured(facts: Facts) -> str:
    head = ("finding", "positives", "negatives", "of these normal", "AUC, all negatives", "AUC, normals only")
    rows = [
        (*_named(item), item.positives, item.negatives, item.normals, *map(_said, (item.auc, item.auc_normal)),
         _said(item.sensitivity), _said(item.specificity))
        for item in _real(facts.proven)
    ]  # fmt: skip
    table = _table(MEASURED, (*head, "sensitivity", "specificity"), rows)
    return f"{table}\n\nCardiomegaly, an auxiliary label that the pack does not show: AUC {_said(facts.heart)}."


def _places(proven: Sequence[Proven]) -> str:
    head = ("finding", "painted films", "hottest point on the finding", "by chance", "overlap (IoU)", "by chance",
            "painted against real films", "real films without it that stay below")  # fmt: skip
    rows = [
        (*_named(item.metrics), item.place.films, _said(item.place.hits), f"{item.place.hit_chance:.2f}",
         _said(item.place.overlap), f"{item.place.overlap_chance:.2f}", _said(item.simulated_auc),
         _said(item.metrics.specificity))
        for item in proven
    ]  # fmt: skip
    return _table(PLACES, head, rows)


def _predictive(proven: Sequence[Proven]) -> str:
    rows = []
    for item in _real(proven):
        for prevalence in (0.02, 0.1, 0.3):
            right, clear = predictive_values(item.sensitivity.value, item.specificity.value, prevalence)
            rows.append((*_named(item), f"{prevalence:.0%}", f"{right * 100:.0f}", f"{clear * 100:.0f}"))
    head = ("finding", "prevalence", "of 100 films called positive, right", "of 100 called negative, right")
    return _table(PREDICTIVE, head, rows)


def _shortcuts(proven: Sequence[Proven]) -> str:
    rows = []
    for item in (one.metrics for one in proven):
        views = (f"{auc:.2f} ({yes}/{no})" for auc, yes, no in item.by_view.values())
        drained = _said(item.auc_drained) if item.auc_drained else ""
        rows.append((*_named(item), *views, f"{item.view_auc:.2f}", _said(item.auc), _said(item.auc_unframed), drained))
    head = ("finding", "PA: AUC (positives/negatives)", "AP: AUC (positives/negatives)", "AP against PA", "AUC",
            "frame blanked", "drains on negatives")  # fmt: skip
    return _table(SHORTCUTS, head, rows)


def _faithfulness(proven: Sequence[Proven]) -> str:
    rows = []
    for item in (one.metrics for one in proven):
        found = item.faithfulness
        beaten = f"{found.beaten:.0%} of films"
        rows.append((*_named(item), found.films, _said(found.hottest), _said(found.random), beaten))
    head = ("finding", "films", "hottest region gone", "random region gone", "hottest mattered more in")
    return _table(FAITHFULNESS, head, rows)


def _recipes(phases: Sequence[Any]) -> str:
    """A table with a row per setting and a column per phase."""
    columns = [asdict(recipe) for recipe in phases]
    names = list(dict.fromkeys(name for column in columns for name in column))
    rows = [(name.replace("_", " "), *(column.get(name, "") for column in columns)) for name in names]
    return _table(RECIPE, ("setting", *(f"phase {number + 1}" for number in range(len(phases)))), rows)


def _real(proven: Sequence[Proven]) -> list[BundledMetrics]:
    return [item.metrics for item in proven if not item.metrics.synthetic]


def _named(item: BundledMetrics) -> tuple[str]:
    return (BY_KEY[item.key].title + (" (simulated)" if item.synthetic else ""),)


def _said(interval: Interval) -> str:
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"
