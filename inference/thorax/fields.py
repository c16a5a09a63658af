"""Where on a film evidence for a finding may lie: the thorax found on it, and the field of each finding around that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import cv2
import numpy as np

from inference import findings
from inference.display import display_values
from inference.findings import Finding
from inference.thorax.geometry import Mask, NoThorax, Thorax, find_thorax
from inference.thorax.shapes import Plane, Points, filled
from inference.types import Radiograph, read_only

SIDE = 256  # pixels of a film's longer side on which fields are found
CLEAREST = 1.0  # an outline less clear than this (one film in thirteen) speaks for no field
HEART, MEDIASTINUM = (0.3, 1.25), 1.1  # where they lie: 0 at the tips of the lungs, 1 at their lowest place
HEIGHT = 1.0  # of the chest's width: how far down pleura reaches where fluid hides the lower end of a lung


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
    Field.HEART: 25.0,
    Field.MEDIASTINUM: 15.0,
}


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class _Parts:
    """Masks of what is seen as lung, of both halves of the chest down to the floor, and of the whole chest."""

    lungs: Mask
    halves: Mask
    hull: Mask
    chest: Mask
    height: Plane  # (rows, 1): 0 at the tips of the lungs, 1 at their lowest place


def thorax_of(film: Radiograph) -> Thorax | None:
    """The thorax on a small copy of a film with square pixels, ``SIDE`` long; None where it is not clear."""
    try:
        found = find_thorax(_small(film))
    except NoThorax:
        return None
    return found if found.clarity >= CLEAREST else None


def field_mask(thorax: Thorax, field: Field, grain: float) -> Mask:
    """The pixels of the thorax's film in a field or within its margin, and half a cell (``grain`` pixels) of it.

    A pneumothorax, an effusion and a hemothorax lie in the pleura, that is around the lungs and, since fluid hides
    their lower ends, below them; a tension pneumothorax also moves the mediastinum; ribs lie all over the chest.
    """
    inside = _FIELDS[field](_parts(thorax))
    outside = np.asarray(~inside, np.uint8)
    if outside.all():
        return inside
    distance = cv2.distanceTransform(outside, cv2.DIST_L2, cv2.DIST_MASK_5)
    return np.asarray(distance <= thorax.mm(MARGIN_MM[field]) + grain / 2)


def _small(film: Radiograph) -> Plane:
    """A film as it opens, 0..1, with square pixels."""
    tall, wide = film.shape[0] * film.pixel_aspect, float(film.shape[1])
    scale = min(1.0, SIDE / max(tall, wide))
    steps = [max(int(size / (2 * SIDE)), 1) for size in film.shape]
    coarse = np.ascontiguousarray(film.pixels[:: steps[0], :: steps[1]])
    size = (max(16, round(wide * scale)), max(16, round(tall * scale)))
    pixels = cv2.resize(coarse, size, interpolation=cv2.INTER_AREA)
    return display_values(replace(film, pixels=read_only(np.asarray(pixels, np.float32)), graphics=(), shutter=None))


def _parts(thorax: Thorax) -> _Parts:
    both = np.vstack([thorax.outlines["right"], thorax.outlines["left"]])
    top, lowest = float(both[:, 1].min()), float(both[:, 1].max())
    floor = max(lowest, top + HEIGHT * float(np.ptp(both[:, 0])))
    hull = _around(both)
    lungs = thorax.lungs["right"] | thorax.lungs["left"]
    halves = lungs.copy()
    for points in thorax.outlines.values():
        halves |= _filled(thorax.shape, _downwards(points, floor))
    whole = _filled(thorax.shape, hull)
    height = (np.arange(thorax.shape[0])[:, None] - top) / max(lowest - top, 1.0)
    chest = whole | _filled(thorax.shape, _downwards(hull, floor))
    return _Parts(lungs, halves, whole, chest, np.asarray(height, np.float32))


def _downwards(points: Points, floor: float) -> Points:
    """The hull of an outline's lower half and of what lies straight below it, down to the floor."""
    lower = points[points[:, 1] > (points[:, 1].min() + points[:, 1].max()) / 2]
    return _around(np.vstack([lower, np.column_stack([lower[:, 0], np.full(len(lower), floor)])]))


def _around(points: Points) -> Points:
    return np.asarray(cv2.convexHull(points.astype(np.float32))[:, 0], np.float64)


def _filled(shape: tuple[int, int], points: Points) -> Mask:
    return np.asarray(filled(shape, points) > 0)


def _between(parts: _Parts) -> Mask:
    """What lies between the lungs, and below them between the halves of the chest."""
    return np.asarray((parts.hull & ~parts.lungs) | (parts.chest & ~parts.halves))


_FIELDS: Mapping[Field, Callable[[_Parts], Mask]] = {
    Field.PLEURA: lambda parts: parts.halves,
    Field.CHEST: lambda parts: parts.chest,
    Field.HEART: lambda parts: _between(parts) & (parts.height > HEART[0]) & (parts.height < HEART[1]),
    Field.MEDIASTINUM: lambda parts: _between(parts) & (parts.height < MEDIASTINUM),
}
