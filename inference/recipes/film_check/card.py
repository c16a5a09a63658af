"""The film check's card, written from what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from operator import add

from inference.recipes.film_check.figures import UNTAUGHT, Row, wilson

_CARD = """# Film check, version 1

A small detector that asks whether a film is one the model may judge: a whole, upright, frontal chest film. **For
research and teaching only; it is no medical device.** It looks at a thumbnail of 48 x 48 grey levels (default display,
1st to 99th percentile) through four convolutions and two dense layers, in NumPy. It says what the thumbnail shows
(frontal chest, part of one, lateral, anything else), by how many quarter turns it lies, whether it is mirrored, and
whether its grey scale is inverted. The rules over it are in `inference/engine/film_check/pixels.py`; header evidence
needs no detector.

## Films

1,405 frontal films of 1,126 patients, a part of NIH ChestX-ray14: Wang et al., "ChestX-ray8: Hospital-scale Chest X-ray
Database and Benchmarks on Weakly-Supervised Classification and Localization of Common Thorax Diseases", CVPR 2017. The
NIH Clinical Center provided them. Five folds by patient, seeded; the detector shipped here learned from four of them
and 50 drawn phantoms (other synthetic people than those of `resources/samples`).

**Every wrong film is simulated.** Turned, mirrored, inverted and cropped films are real films changed by arithmetic.
Laterals are real frontal films folded along the spine, or drawn; films of other parts of the body, slices, pages,
textures and clutter are drawn by procedure. No real lateral, hand or photograph was learned from. The rates below say
how well the detector knows the simulation; how many *real* wrong films it finds was not measured and is likely lower.
"Augmented" films are turned by up to 15 degrees, zoomed 0.8 to 1.3 (one in eight 0.45 to 0.8, on a large plate),
shifted, stretched, relit, veiled on one side, bordered, lettered.

## Measured on patients it had not learned from

Fold 1, the weights shipped ({films} real films): {refused} refused ({refused_share}), {warned} warned ({warned_share}).
{crossed}

Teaching is not repeatable to the bit: folds 2 and 3, taught twice, refused none both times and warned of 5 films and
of 10.

Every film flagged counts above as a mistake. Those of fold 1 were looked at, though by no radiologist: the refused
one truly lies upside down in the NIH's set, one warned of shows an inverted grey scale, one is mirrored (or the
patient's heart is), and one shows much abdomen below the chest. The limits in `pixels.py` are round numbers, chosen
after a look at fold 1 and at pydicom's pictures (below); the other folds had no say in them.

| films (fold 1) | films | ok | warned | refused | not ok, % (95 %) |
|---|---|---|---|---|---|
{table}

Kinds marked * are drawn by procedures that the detector never learned from: they stand for what nobody thought of.

Of 18 different real pictures among pydicom's test files that are no chest films (CT, MR, ultrasound, nuclear medicine,
photographs; headers and colour notes taken away) 14 were refused, 4 warned of, none let through.

## Where it is weak

Chest films of children, of other devices and countries than the NIH's, with large foreign bodies or after
pneumonectomy were not measured. A mirrored film is told by the heart alone: a midline or hidden heart tells nothing.
Cropping that leaves most of both lungs is not noticed. The side letters on the film are not read.
"""


def card(folds: Sequence[tuple[Row, ...]]) -> str:
    """The card in Markdown, from the rows of each fold measured, the first being the one shipped."""
    right = folds[0][0]
    return _CARD.format(
        films=right.films,
        refused=right.refused,
        refused_share=_share(right.refused, right.films),
        warned=right.warned,
        warned_share=_share(right.warned, right.films),
        crossed=_crossed(folds),
        table="\n".join(_line(row) for row in folds[0]),
    )


def _crossed(folds: Sequence[tuple[Row, ...]]) -> str:
    if len(folds) < 2:
        return ""
    total = reduce(add, (rows[0] for rows in folds))
    return (
        f"The same recipe on {len(folds)} of 5 folds, each with its own weights ({total.films} real films): "
        f"{total.refused} refused ({_share(total.refused, total.films)}),\n{total.warned} warned "
        f"({_share(total.warned, total.films)})."
    )


def _line(row: Row) -> str:
    star, right = "*" if row.kind in UNTAUGHT else "", row.films - row.warned - row.refused
    found = _share(row.warned + row.refused, row.films)
    return f"| {row.kind}{star} | {row.films} | {right} | {row.warned} | {row.refused} | {found} |"


def _share(count: int, of: int) -> str:
    low, high = wilson(count, of)
    return f"{count / of:.1%}, {low:.1%} to {high:.1%}"
