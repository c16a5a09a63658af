"""The bundled pack's model card: what it was made of, what the report part showed, what it must not be used for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from inference.core.findings import BY_KEY, FINDINGS
from inference.core.statistics.metrics import Interval, predictive_values
from inference.recipes.bundled_pack import card_words as words
from inference.recipes.bundled_pack.decisions import PREVALENCE, PROVEN
from inference.recipes.bundled_pack.known_films import CHOOSE, REPORT, TRAIN, KnownFilm
from inference.recipes.bundled_pack.report_part import Findings

NIH_CITATION = (
    "X. Wang, Y. Peng, L. Lu, Z. Lu, M. Bagheri, R. M. Summers: ChestX-ray8: Hospital-scale Chest X-ray Database and "
    "Benchmarks on Weakly-Supervised Classification and Localization of Common Thorax Diseases. IEEE CVPR 2017, "
    "pp. 3462-3471. Films provided by the NIH Clinical Center."
)
EXPERTS_CITATION = (
    "A. Majkowska, S. Mittal, D. F. Steiner, et al.: Chest Radiograph Interpretation with Deep Learning Models: "
    "Assessment with Radiologist-adjudicated Reference Standards and Population-adjusted Evaluation. Radiology 2020. "
    "Radiologists' labels of NIH films."
)
SIIM_CITATION = (
    "SIIM-ACR Pneumothorax Segmentation Challenge, 2019: films of NIH ChestX-ray14; probabilities of a contest's "
    "network."
)
ANATOMY_CITATION = "N. Dong, 2020: lungs and heart outlined on films of another hospital (Wingspan), MIT License."
NETWORK_CITATION = (
    "M. Tan, Q. V. Le: EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks. ICML 2019. Start "
    "weights: EfficientNet-Lite 0 (ImageNet), Apache License 2.0. Modified: one grey channel, new head, fine-tuned."
)
SHEET = "simulation.jpg"


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """Everything the card is made of."""

    version: str
    recipes: tuple[Any, ...]
    films: tuple[KnownFilm, ...]
    simulated: dict[str, int]
    found: Findings
    sheet: bool


def model_card(facts: Facts) -> str:
    """The card as Markdown."""
    last, found = facts.recipes[-1], facts.found
    parts = [
        words.HEAD.format(version=facts.version, side=last.side, cells=last.side // 16, softness=last.softness),
        _data(facts),
        words.SIMULATION + (f"\n![A finding a row: a synthetic film, the finding, its mask, clutter]({SHEET})\n"
                            if facts.sheet else ""),
        _areas(found),
        _alarms(found),
        _places(found),
        _predictive(found),
        _groups(found),
        _shortcuts(found),
        words.SIZES.format(films=found.sizes.films, median=found.sizes.median, high=found.sizes.high,
                           flips=found.sizes.flips, worst=found.sizes.worst_finding_flips),
        _spreads(found),
        _faithful(found),
        _told(found),
        words.NUMBERS.format(prevalence=PREVALENCE),
        words.LIMITS,
        _recipes(facts.recipes),
        words.SOURCES.format(nih=NIH_CITATION, experts=EXPERTS_CITATION, siim=SIIM_CITATION, anatomy=ANATOMY_CITATION,
                             network=NETWORK_CITATION),
    ]  # fmt: skip
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def said(found: Interval) -> str:
    """A figure with its interval; a dash where there is none."""
    if found.value != found.value:  # not a number
        return "–"
    return f"{found.value:.2f} ({found.low:.2f} to {found.high:.2f})"


def figure(value: float) -> str:
    """A figure; a dash where there is none."""
    return "–" if value != value else f"{value:.2f}"  # not a number


def _table(intro: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [intro.rstrip("\n"), "", "| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(map(str, row)) + " |" for row in rows]
    return "\n".join(lines)


def _title(key: str) -> str:
    return BY_KEY[key].title


def _data(facts: Facts) -> str:
    rows = []
    for part in (TRAIN, CHOOSE, REPORT):
        films = [film for film in facts.films if film.part == part]
        sources = Counter(film.source for film in films)
        experts = [sum(bool(film.experts.get(name)) for film in films) for name in
                   ("Effusion", "Pneumothorax", "Cardiomegaly", "Fracture")]  # fmt: skip
        rows.append(
            (part, len(films), len({film.patient for film in films}), sources["films"] + sources["nih"],
             sources["siim"], sources["anatomy"], sum(bool(film.experts) for film in films), *experts,
             sum(bool(film.boxes) for film in films), facts.simulated[part])
        )  # fmt: skip
    head = ("part", "films", "patients", "NIH", "contest", "other hospital", "read by experts", "effusion",
            "pneumothorax", "large heart", "fracture", "with boxes", "simulated films of each finding")  # fmt: skip
    return _table(words.DATA, head, rows)


def _areas(found: Findings) -> str:
    rows = [
        (_title(item.key), item.label, item.judge, item.positives, item.negatives, item.normals, said(item.against_all),
         said(item.against_normals), said(item.sensitivity), said(item.specificity))
        for item in found.areas
    ]  # fmt: skip
    head = ("finding", "judged by", "label of", "positives", "negatives", "normals", "AUC, all", "AUC, normals",
            "sensitivity", "specificity")  # fmt: skip
    return _table(words.AREAS, head, rows)


def _alarms(found: Findings) -> str:
    rows = [
        (item.group, item.films, *(f"{one.value:.1%}" for one in item.by_finding), said(item.any_finding),
         said(item.unlike))
        for item in found.alarms
    ]  # fmt: skip
    titles = [finding.title for finding in FINDINGS]
    return _table(words.ALARMS, ("films", "count", *titles, "any", "marked as unlike"), rows)


def _places(found: Findings) -> str:
    rows = [
        (_title(item.key), item.where, item.films, said(item.hits), figure(item.hits_by_chance), figure(item.inside),
         figure(item.inside_by_chance))
        for item in found.places
    ]  # fmt: skip
    head = ("finding", "place", "films", "hottest point on it", "by chance", "heat inside", "by chance")
    return _table(words.PLACES, head, rows)


def _predictive(found: Findings) -> str:
    rows = []
    for item in found.areas:
        if item.key in PROVEN and item.judge == "experts":
            for prevalence in (0.02, 0.1, 0.3):
                right, clear = predictive_values(item.sensitivity.value, item.specificity.value, prevalence)
                rows.append((_title(item.key), f"{prevalence:.0%}", f"{right * 100:.0f}", f"{clear * 100:.0f}"))
    head = ("finding", "prevalence", "of 100 films called positive, right", "of 100 called negative, right")
    return _table(words.PREDICTIVE, head, rows)


def _groups(found: Findings) -> str:
    rows = [
        (_title(key), name, positives, negatives, figure(area))
        for key, groups in found.groups.items()
        for name, positives, negatives, area in groups
    ]
    return _table(words.GROUPS, ("finding", "group", "positives", "negatives", "AUC"), rows)


def _shortcuts(found: Findings) -> str:
    rows = [
        (_title(item.key), *(figure(value) for value in (item.as_is, item.unframed, item.drained, item.view)))
        for item in found.shortcuts
    ]
    return _table(words.SHORTCUTS, ("finding", "AUC", "frame blanked", "drains on negatives", "AP against PA"), rows)


def _spreads(found: Findings) -> str:
    rows = [(_title(key), f"{median:.3f}", f"{high:.3f}") for key, median, high in found.spreads]
    return _table(words.SPREADS, ("finding", "median", "95th percentile"), rows)


def _faithful(found: Findings) -> str:
    rows = [
        (_title(key), item.films, said(item.hottest), said(item.random), f"{item.beaten:.0%} of films")
        for key, item in found.faithful.items()
    ]
    head = ("finding", "films", "hottest region gone", "random region gone", "hottest mattered more in")
    first = _table(words.FAITHFULNESS, head, rows)
    alike = [(share, figure(likeness)) for share, likeness in found.sanity]
    return first + "\n" + _table("", ("weights shuffled, from the top", "maps stay alike"), alike)


def _told(found: Findings) -> str:
    rows = [(_title(item.key), item.films, said(item.area)) for item in found.told]
    return _table(words.TOLD, ("finding", "simulated films", "AUC"), rows)


def _recipes(recipes: Sequence[Any]) -> str:
    columns = [asdict(recipe) for recipe in recipes]
    rows = [(name.replace("_", " "), *(column[name] for column in columns)) for name in columns[0]]
    head = ("setting", *(f"phase {number + 1}" for number in range(len(columns))))
    return _table(words.RECIPE, head, rows)
