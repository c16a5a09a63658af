"""The film check's card, written from what was measured."""

from __future__ import annotations

from collections.abc import Sequence

from inference.core.statistics.small_samples import clopper_pearson
from inference.recipes.film_check.figures import REPEATS, UNTAUGHT, Row

_CARD = """# Film check, version 3

A small detector that asks whether a film is one the model may judge: a whole, upright, frontal chest film. **For
research and teaching only; it is no medical device.** It looks at a thumbnail of 48 x 48 grey levels (default display,
1st to 99th percentile) through four convolutions and two dense layers, in NumPy. It says what the thumbnail shows
(frontal chest, part of one, lateral, anything else), by how many quarter turns it lies, whether it is mirrored, and
whether its grey scale is inverted. The rules over it are in `inference/engine/film_check/pixels.py`; header evidence
needs no detector.

Version 1 refused upright chest films of intensive care (5 and 2 % of two other hospitals' films). Version 2 has seen
four times as many films, a second hospital's, and films changed as intensive care changes them. Version 3 has the
convolutions of version 2; its last two layers, the first of them twice as wide, were taught further by 60,000 samples
with more inverted films, more of the other hospital and patchwork, and its limits were chosen anew: it refuses later
and warns sooner.

## Films

6,068 frontal films, split by patient into a part to teach (5,039), one to choose limits by (486) and one to report on
({films}). All but 259 are a part of NIH ChestX-ray14: Wang et al., "ChestX-ray8: Hospital-scale Chest X-ray Database
and Benchmarks on Weakly-Supervised Classification and Localization of Common Thorax Diseases", CVPR 2017. The NIH
Clinical Center provided them. Of 2,501 of these that teach, the patient is not known: a patient of another part may be
among them. 259 films are another hospital's (N. Dong 2020, MIT licence). 50 drawn phantoms teach too (other synthetic
people than those of `resources/samples`).

**Every wrong film is simulated.** Turned, mirrored, inverted and cropped films are real films changed by arithmetic.
Laterals are real frontal films folded along the spine, or drawn; films of other parts of the body, slices, pages,
textures and clutter are drawn by procedure. No real lateral, hand or photograph was learned from. The rates below say
how well the detector knows the simulation; how many *real* wrong films it finds was not measured and is likely lower.
"Augmented" films are turned by up to 15 degrees, zoomed 0.8 to 1.3 (one in eight 0.45 to 0.8, on a large plate),
shifted, stretched, relit, veiled on one side, bordered, lettered. "Strongly changed" films are right films too, as
bedsides and other machines make them: tilted by up to 25 degrees, of low contrast, edges enhanced, contrast equalised,
one or both lungs white, with drains, lines, electrodes, pacemakers, cables and plates, collimated askew, written over;
{repeats} of each film.

## Measured on patients it had not learned from

Looked at a second time: once for version 2, which missed what version 3 was then made for (inverted and augmented
97.8 % not ok, landscapes 97.5 %, strongly changed films of the other hospital 0.9 % refused), and once for this one.

Right films of the NIH as they are ({nih.films}): {nih.refused} refused ({nih_refused}), {nih.warned} warned
({nih_warned}). Of the other hospital ({other.films}): {other.refused} refused ({other_refused}), {other.warned} warned
({other_warned}). Every film flagged counts as a mistake, though some lie upside down or inverted in the NIH's set.

The limits in `pixels.py` were chosen on the part kept for that, and by nothing else.

| films | films | ok | warned | refused | refused, % (95 %) | not ok, % (95 %) |
|---|---|---|---|---|---|---|
{table}

Kinds marked * are drawn by procedures that the detector never learned from: they stand for what nobody thought of.
Patchwork was added because landscapes were missed, so that these no longer stand for that quite; branches are new.
Intervals are exact (Clopper and Pearson).

## Where it is weak

Films of intensive care were simulated, not had: how many real ones are still refused was not measured here. Chest films
of children, with large foreign bodies or after pneumonectomy were not measured either. A mirrored film is told by the
heart alone: a midline or hidden heart tells nothing. Cropping that leaves most of both lungs is not noticed. The side
letters on the film are not read.
"""


def card(rows: Sequence[Row]) -> str:
    """The card in Markdown, from the rows measured: right films of the NIH first, of the other hospital among them."""
    nih = rows[0]
    other = next(row for row in rows if row.kind.startswith("right, as it is, "))
    return _CARD.format(
        films=nih.films + other.films,
        repeats=REPEATS,
        nih=nih,
        other=other,
        nih_refused=_share(nih.refused, nih.films),
        nih_warned=_share(nih.warned, nih.films),
        other_refused=_share(other.refused, other.films),
        other_warned=_share(other.warned, other.films),
        table="\n".join(_line(row) for row in rows),
    )


def _line(row: Row) -> str:
    star, right = "*" if row.kind in UNTAUGHT else "", row.films - row.warned - row.refused
    refused, found = (_share(count, row.films) for count in (row.refused, row.warned + row.refused))
    return f"| {row.kind}{star} | {row.films} | {right} | {row.warned} | {row.refused} | {refused} | {found} |"


def _share(count: int, of: int) -> str:
    low, high = clopper_pearson(count / of, of)
    return f"{count / of:.1%}, {low:.1%} to {high:.1%}"
