"""The model card of a pack that a user trained: what it was made of, what was measured, what nobody tested."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inference.core.findings import BY_KEY
from inference.core.statistics.metrics import Interval, predictive_values
from inference.text.wording import percent
from inference.training.run.pack import REFERENCE_PREVALENCE, ValidatedFinding

PREVALENCES = (0.02, 0.1, 0.3)


@dataclass(frozen=True, slots=True)
class Sides:
    """How many films and patients were learnt from and put aside."""

    training_films: int
    training_patients: int
    validation_films: int
    validation_patients: int

    def text(self) -> str:
        """Both sides in words."""
        return (
            f"Learnt from: {self.training_films} films of {self.training_patients} patients. Put aside for validation: "
            f"{self.validation_films} films of {self.validation_patients} other patients."
        )


def trained_card(
    title: str, sides: Sides, found: Sequence[ValidatedFinding], record: Mapping[str, Any], start: str = ""
) -> str:
    """The card as Markdown; ``record`` is what ``model.toml`` keeps of the training, ``start`` a warning about it."""
    return (
        "\n\n".join(
            (
                f"# {title}",
                HEAD,
                "## Films",
                sides.text(),
                "## Measured",
                MEASURED,
                *([f"**{start}**"] if start else []),
                _table(
                    ("finding", "films with / without", "AUC", "sensitivity", "specificity", "operating point"),
                    [_cells(item) for item in found],
                ),
                "## What a call means, by how common the finding is",
                _table(("finding", "prevalence", "right positive calls", "right negative calls"), _predictive(found)),
                "## How to read a bar",
                NUMBERS,
                "## Limits",
                LIMITS,
                "## How it was trained",
                _table(("setting", "value"), [(name.replace("_", " "), str(value)) for name, value in record.items()]),
            )
        )
        + "\n"
    )


def _cells(item: ValidatedFinding) -> tuple[str, ...]:
    mark = " (*experimental*)" if item.experimental else ""
    if item.withheld:
        return (BY_KEY[item.key].title + mark, *["withheld"] * 4, f"{item.operating_point:.2f}")
    return (
        BY_KEY[item.key].title + mark,
        f"{item.positives} / {item.negatives}",
        *(_said(figure) for figure in (item.auc, item.sensitivity, item.specificity)),
        f"{item.operating_point:.2f}",
    )


def _predictive(found: Sequence[ValidatedFinding]) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for item in (one for one in found if not one.withheld):
        for prevalence in PREVALENCES:
            right, clear = predictive_values(item.sensitivity.value, item.specificity.value, prevalence)
            told = (item.positives, right), (item.negatives, clear)
            rows.append((BY_KEY[item.key].title, f"{prevalence:.0%}", *(_call(*one) for one in told)))
    return rows


def _call(films: int, share: float) -> str:
    """A share as per cent; of a few films no more is claimed than that they were too few."""
    return percent(share) if films >= FEWEST_CLAIMED else f"not told: {films} films"


def _said(interval: Interval) -> str:
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


FEWEST_CLAIMED = 30  # films of a kind below which "> 99 %" or "< 1 %" would be a claim about luck
HEAD = (
    "Trained with `thoracam train` on films of its user's own. **For research only. Not a medical device; nobody has "
    "tested it in patients' care.**"
)
MEASURED = (
    "On the films put aside, which share no patient with the others. Intervals: 95 %, bootstrap over patients, no "
    "narrower than the score intervals of Wilson and Newcombe. The "
    "same films chose when to stop, the calibration and the operating points (greatest Youden index), so these figures "
    "flatter; `thoracam evaluate` on films of another place tells more. *Experimental*: the interval of the AUC holds "
    "0.5, or fewer than 10 films carry it."
)
NUMBERS = (
    f"Probabilities are stated as if {REFERENCE_PREVALENCE:.0%} of all films had the finding. The grey band is the "
    "middle 80 % of the operating points that resampled patients give. Full colour on a heatmap is the 95th percentile "
    "of the hottest cell among validation films with the finding."
)
LIMITS = (
    "A network learns whatever tells the films apart: view, device, drains, burnt-in letters, ward. Look at heatmaps, "
    "compare subgroups, and evaluate it on films of another place before believing it. A heatmap shows where the score "
    "came from, which need not be where the finding is."
)
