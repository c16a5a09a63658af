"""Where on a film evidence for a finding may lie: the thorax found on it, and the field of each finding around that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

import cv2
import numpy as np

from inference.core import findings
from inference.core.film import Radiograph
from inference.core.findings import Finding
from inference.engine.anatomy.geometry import Mask, NoThorax, Thorax, find_thorax, thorax_from_masks
from inference.engine.anatomy.network import find_organs
from inference.engine.anatomy.shapes import OUTLINES, Points, filled
from inference.imaging.display_pipeline import small_display

SIDE = 256  # pixels of a film's longer side on which fields are found
CLEAREST = 1.0  # an outline less clear than this (one film in thirteen) speaks for no field
HEART, MEDIASTINUM = (0.3, 1.2), (-0.2, 0.9)  # where they lie: 0 at the tips of the lungs, 1 at their lowest place
HEIGHT = 1.0  # of the chest's width: how far down pleura reaches where fluid hides the lower end of a lung


SIDES = tuple(OUTLINES)


class Field(StrEnum):
    """A part of the chest."""

    PLEURA = "pleura"
    CHEST = "chest"
    HEART = "heart"
    MEDIASTINUM = "mediastinum"


FIELD_OF: Mapping[Finding, Field] = {
    findings.RIB_FRACTURE: Field.CHEST,
    findings.PNEUMOTHORAX: Field.PLEURA,
    findings.TENSION_PNEUMOTHORAX: Field.CHEST,
    findings.HEMOTHORAX: Field.PLEURA,
    findings.PERICARDIAL_EFFUSION: Field.HEART,
    findings.MEDIASTINUM_ABNORMALITY: Field.MEDIASTINUM,
    findings.PLEURAL_EFFUSION: Field.PLEURA,
}
MARGIN_MM: Mapping[Field, float] = {
    Field.PLEURA: 15.0,
    Field.CHEST: 15.0,
    Field.HEART: 30.0,
    Field.MEDIASTINUM: 15.0,
}


def thorax_of(film: Radiograph) -> Thorax | None:
    """The thorax on a small copy of a film with square pixels, ``SIDE`` long; None where it is not clear.

    It is the network's where that sees lungs and heart, else what is found without learning.
    """
    small = small_display(film, SIDE)
    organs = find_organs(small)
    if organs is not None:
        return thorax_from_masks({"right": organs.right, "left": organs.left}, organs.heart)
    try:
        found = find_thorax(small)
    except NoThorax:
        return None
    return found if found.clarity >= CLEAREST else None


def field_mask(thorax: Thorax, field: Field, grain: float) -> Mask:
    """The pixels of the thorax's film in a field or within its margin, and half a cell (``grain`` pixels) of it.

    A pneumothorax, an effusion and a hemothorax lie in the pleura, that is around the lungs and, since fluid hides
    their lower ends, below them; a tension pneumothorax also moves the mediastinum; ribs lie all over the chest.
    """
    inside = _FIELDS[field](thorax)
    outside = np.asarray(~inside, np.uint8)
    if outside.all():
        return inside
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(distance <= thorax.mm(MARGIN_MM[field]) + grain / 2)


def _pleura(thorax: Thorax) -> Mask:
    """Both lungs, and what lies straight below them."""
    inside = thorax.lungs["right"] | thorax.lungs["left"]
    for points in thorax.outlines.values():
        inside = inside | _filled(thorax.shape, _downwards(points, _floor(thorax)))
    return inside


def _chest(thorax: Thorax) -> Mask:
    """Both lungs, what lies between them, and what lies straight below."""
    hull = _around(np.vstack([*thorax.outlines.values()]))
    return _filled(thorax.shape, hull) | _filled(thorax.shape, _downwards(hull, _floor(thorax)))


def _between(thorax: Thorax, heights: tuple[float, float]) -> Mask:
    """What lies between the lungs at some heights: 0 at their tips, 1 at their lowest place."""
    rows = [thorax.rows(side) for side in SIDES]
    top, lowest = min(first for first, _ in rows), max(last for _, last in rows)
    height = ((np.arange(thorax.shape[0]) - top) / max(lowest - top, 1))[:, None]
    columns = np.arange(thorax.shape[1])[None]
    right, left = (thorax.inner(side)[:, None] for side in SIDES)
    return np.asarray((columns > right) & (columns < left) & (height > heights[0]) & (height < heights[1]))


def _heart(thorax: Thorax) -> Mask:
    """The heart where it was seen, and what lies between the lungs at its height."""
    between = _between(thorax, HEART)
    return between if thorax.heart is None else between | thorax.heart


def _floor(thorax: Thorax) -> float:
    """The row down to which pleura reaches."""
    both = np.vstack([*thorax.outlines.values()])
    return max(float(both[:, 1].max()), float(both[:, 1].min() + HEIGHT * np.ptp(both[:, 0])))


def _downwards(points: Points, floor: float) -> Points:
    """The hull of an outline's lower half and of what lies straight below it, down to the floor."""
    lower = points[points[:, 1] > (points[:, 1].min() + points[:, 1].max()) / 2]
    return _around(np.vstack([lower, np.column_stack([lower[:, 0], np.full(len(lower), floor)])]))


def _around(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)


def _filled(shape: tuple[int, int], points: Points) -> Mask:
    return np.asarray(filled(shape, points) > 0)


_FIELDS: Mapping[Field, Callable[[Thorax], Mask]] = {
    Field.PLEURA: _pleura,
    Field.CHEST: _chest,
    Field.HEART: _heart,
    Field.MEDIASTINUM: lambda thorax: _between(thorax, MEDIASTINUM),
}
