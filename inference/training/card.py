"""The model card of the first pack: what it was made of, what was measured, what it must not be used for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from inference.findings import BY_KEY
from inference.training.evaluate import REFERENCE_PREVALENCE, Assessment, predictive_values
from inference.training.figures import Interval
from inference.training.shipped.real import Recipe

NIH_CITATION = (
    "X. Wang, Y. Peng, L. Lu, Z. Lu, M. Bagheri, R. M. Summers: ChestX-ray8: Hospital-scale Chest X-ray Database and "
    "Benchmarks on Weakly-Supervised Classification and Localization of Common Thorax Diseases. IEEE CVPR 2017, "
    "pp. 3462-3471. Films provided by the NIH Clinical Center."
)
MOBILENET_CITATION = (
    "M. Sandler, A. Howard, M. Zhu, A. Zhmoginov, L.-C. Chen: MobileNetV2: Inverted Residuals and Linear Bottlenecks. "
    "CVPR 2018. Start weights: TensorFlow MobileNetV2 1.0 224 (ImageNet), Apache License 2.0."
)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many films and patients were on each side."""

    training_films: int
    training_patients: int
    validation_films: int
    validation_patients: int
    training_positives: dict[str, int]


def model_card(version: str, phases: Sequence[Recipe], counts: Counts, assessments: Sequence[Assessment]) -> str:
    """The card as Markdown."""
    parts = [
        HEAD.format(version=version, side=phases[-1].side, cells=phases[-1].side // 16),
        _data(counts, assessments),
        _figures(assessments),
        _predictive(assessments),
        _views(assessments),
        _faithfulness(assessments),
        NUMBERS.format(prevalence=REFERENCE_PREVALENCE),
        LIMITS,
        _recipes(phases),
        SOURCES.format(nih=NIH_CITATION, mobilenet=MOBILENET_CITATION),
    ]
    return "\n".join(part.strip("\n") + "\n" for part in parts)


def _data(counts: Counts, assessments: Sequence[Assessment]) -> str:
    lines = [
        DATA,
        "| side | films | patients | " + " | ".join(BY_KEY[item.key].title for item in assessments) + " |",
        "|---|---|---|" + "---|" * len(assessments),
        f"| training | {counts.training_films} | {counts.training_patients} | "
        + " | ".join(str(counts.training_positives[item.key]) for item in assessments)
        + " |",
        f"| validation | {counts.validation_films} | {counts.validation_patients} | "
        + " | ".join(str(item.positives) for item in assessments)
        + " |",
    ]
    return "\n".join(lines)


def _figures(assessments: Sequence[Assessment]) -> str:
    lines = [FIGURES, "| finding | positives | negatives | of these normal | AUC, all negatives | AUC, normals only |"]
    lines[-1] += " sensitivity | specificity |"
    lines.append("|---|" + "---|" * 7)
    for item in assessments:
        cells = (item.positives, item.negatives, item.normals, *map(_said, (item.auc, item.auc_normal)))
        cells = (*cells, _said(item.sensitivity), _said(item.specificity))
        lines.append(f"| {BY_KEY[item.key].title} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _predictive(assessments: Sequence[Assessment]) -> str:
    lines = [
        PREDICTIVE,
        "| finding | prevalence | of 100 films called positive, right | of 100 called negative, right |",
    ]
    lines.append("|---|---|---|---|")
    for item in assessments:
        for prevalence in (0.02, 0.1, 0.3):
            right, clear = predictive_values(item.sensitivity.value, item.specificity.value, prevalence)
            lines.append(f"| {BY_KEY[item.key].title} | {prevalence:.0%} | {right * 100:.0f} | {clear * 100:.0f} |")
    return "\n".join(lines)


def _views(assessments: Sequence[Assessment]) -> str:
    lines = [
        VIEWS,
        "| finding | PA: AUC (positives/negatives) | AP: AUC (positives/negatives) | AP against PA | frame blanked |",
    ]
    lines.append("|---|---|---|---|---|")
    for item in assessments:
        views = " | ".join(f"{auc:.2f} ({yes}/{no})" for auc, yes, no in item.by_view.values())
        lines.append(f"| {BY_KEY[item.key].title} | {views} | {item.view_auc:.2f} | {_said(item.auc_unframed)} |")
    return "\n".join(lines)


def _faithfulness(assessments: Sequence[Assessment]) -> str:
    lines = [FAITHFULNESS, "| finding | films | hottest region gone | random region gone | hottest mattered more in |"]
    lines.append("|---|---|---|---|---|")
    for item in assessments:
        found = item.faithfulness
        cells = (found.films, _said(found.hottest), _said(found.random), f"{found.beaten:.0%} of films")
        lines.append(f"| {BY_KEY[item.key].title} | " + " | ".join(map(str, cells)) + " |")
    return "\n".join(lines)


def _recipes(phases: Sequence[Recipe]) -> str:
    """A table with a row per setting and a column per phase."""
    columns = [asdict(recipe) for recipe in phases]
    lines = [RECIPE, "| setting | " + " | ".join(f"phase {number + 1}" for number in range(len(phases))) + " |"]
    lines.append("|---|" + "---|" * len(phases))
    for name in columns[0]:
        lines.append(f"| {name.replace('_', ' ')} | " + " | ".join(str(column[name]) for column in columns) + " |")
    return "\n".join(lines)


def _said(interval: Interval) -> str:
    return f"{interval.value:.2f} ({interval.low:.2f} to {interval.high:.2f})"


HEAD = """
# First pack, version {version}

A small network that looks for **pneumothorax** and **pleural effusion** on frontal chest films. **For research and
teaching only. It is no medical device, nobody has tested it in patients' care, and no decision about a patient may rest
on it.** It was trained on real films only; nothing in it is simulated. The other five findings of ThoraCAM are not
analysed by this pack: there were no labels for them.

Network: MobileNetV2 (one grey channel, batch norms folded into the convolutions) whose stride-32 map is doubled in
size and added to a stride-16 map (1x1 convolutions, 256 channels), global average, one dense layer. Input {side} x
{side}, evidence map {cells} x {cells} cells. The head is linear: the Grad-CAM map adds up to the logit less its bias.
"""

DATA = """
## Films

A part of NIH ChestX-ray14 (frontal, 512 x 512, 8 bit), split by patient, stratified by finding, seeded. The labels were
mined from reports by the NIH and are right about nine times in ten; nobody read the films again for this pack.
"""

FIGURES = """
## Measured

On the validation films, which shared no patient with the training films. Intervals: 95 %, bootstrap over patients,
1,000 rounds. The validation films also chose the calibration, the operating point (greatest Youden index, against all
negatives) and which training run was kept, so these figures flatter somewhat; sensitivity and specificity most.
"""

PREDICTIVE = """
## What a call means, by how common the finding is

From sensitivity and specificity above; for other prevalences the answer differs.
"""

VIEWS = """
## Does it see the finding, or the circumstances?

AUC within each view, and the chance that a negative AP film scores above a negative PA film (0.50: the score does not
know the view; bedside AP films come from sicker patients, so some difference is not an error of the network). Last, the
AUC against all negatives when the outer 8 % of the film, where letters and borders are, is blanked.
"""

FAITHFULNESS = """
## Is the heatmap faithful to the score?

Fall of the logit, on validation films with the finding, when a square of a fifth of the film's side around the hottest
cell is replaced by a smooth continuation of its surroundings, against the same done at four random places.
"""

NUMBERS = """
## How to read a bar

Calibration (temperature and bias per finding) is stated for a reference prevalence of {prevalence:.0%}: the bar is the
probability in a group in which half of the films have the finding. Where it is rarer, the same bar means less: see the
table above. The grey band is the middle 80 % of the operating points that resampled patients give. Full colour on the
heatmap is the 95th percentile of the hottest cell among validation films with the finding.
"""

LIMITS = """
## Known traps and limits

- Few pneumothoraces: their interval is wide, and small apical ones are missed.
- Heatmaps of validation films were looked at once, by us, not by a radiologist: the 12 effusions that score highest,
  all 11 pneumothoraces, the highest false alarms. Effusion: at the costophrenic angles and lung bases. Pneumothorax:
  mostly at the lung bases, the breasts and the diaphragm, seldom at the pleural line. That score ranks films better
  than chance, yet not for the reason a radiologist would give: hence *experimental*.
- Chest drains accompany treated pneumothorax; the network may have learnt the drain. Burnt-in letters and borders were
  varied in training so that they tell little, which was not proved.
- Most normal AP films come from one subset of NIH whose abnormal films are all labelled pneumonia.
- Supine effusions, small effusions and loculated ones are harder than the free effusions of upright films.
- Not for lateral films, children's films, abdomen, CT localisers, photographs of films; no such films were tested.
- One country, one hospital, 1992 to 2015. Sex and age groups were not compared: too few positives.
- The heatmap shows where the score came from, which need not be where the finding is. No outlines were available to
  measure its hit rate.
"""

RECIPE = """
## How it was trained

`python -m inference.training.first`, in phases of growing resolution, each from the weights the last one ended with.
Auxiliary outputs for the other NIH labels served in training and were dropped.
Films are changed at random (mirrored, turned up to 10 degrees, scaled, moved, gamma, contrast, grain, borders,
letters); AdamW on a cosine, running average of the weights, float32; the pack holds float16.
With `mirror`, logit and heatmap are the mean over a film and its mirror image, here as in the program.
"""

SOURCES = """
## Sources, licence, thanks

- {nih} The authors thank the NIH Clinical Center, which provides the films without restriction on use.
- {mobilenet} Modified: dequantised, one grey channel, new head, fine-tuned.
- This pack: Apache License 2.0.
"""
