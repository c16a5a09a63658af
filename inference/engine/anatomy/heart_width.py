"""A cardiothoracic ratio proposed from the heart and lungs that were found on a film."""

from __future__ import annotations

import cv2
import numpy as np

from inference.core.annotation import Annotation, AnnotationKind, Point
from inference.engine.anatomy.network import Mask, Organs, box_of, find_organs
from inference.engine.anatomy.shapes import Plane

SIDE = 512  # pixels of a film's longer side on which widths are taken
_TONGUE = 0.06  # of the thorax's width: what is narrower than twice that is no part of the heart's outline


def proposed_annotation(small: Plane, shape: tuple[int, int]) -> Annotation | None:
    """The ratio as a reader would draw it on a film of ``shape`` (rows, columns), in its pixels, without a number.

    ``small`` is the film in 0..1 with square pixels, ``SIDE`` of them or fewer along its longer side. None where heart
    or lungs are not clear.
    """
    organs = find_organs(small)
    if organs is None:
        return None
    across, down = shape[1] / small.shape[1], shape[0] / small.shape[0]
    points = tuple((float(x * across), float(y * down)) for x, y in landmarks(organs))
    return Annotation(0, AnnotationKind.CARDIOTHORACIC, points)


def proposed_ratio(small: Plane) -> float | None:
    """The greatest width of the heart over that of the inner thorax, as they are found; None where they are not."""
    organs = find_organs(small)
    return None if organs is None else ratio_of(organs)


def ratio_of(organs: Organs) -> float:
    """The cardiothoracic ratio of masks."""
    heart, other, thorax, last = (x for x, _ in landmarks(organs)[2:])
    return (other - heart) / (last - thorax)


def landmarks(organs: Organs) -> tuple[Point, ...]:
    """Midline, borders of the heart and inner borders of the thorax, as a cardiothoracic ratio has them.

    Column and row in continuous pixels of the masks. Both widths are the greatest extents, square to an upright
    midline: so they were measured where the masks come from. Of the heart's mask, what sticks out along the diaphragm
    is left away.
    """
    lungs = organs.right | organs.left
    rows = np.flatnonzero(lungs.any(axis=1))
    thorax, last = _ends(lungs)
    heart, other = _ends(_without_tongues(organs.heart, _TONGUE * (last[0] - thorax[0])))
    middle = (float(np.median(_inner(organs.right, last=True))) + float(np.median(_inner(organs.left, last=False)))) / 2
    return ((middle, float(rows[0])), (middle, float(rows[-1] + 1)), heart, other, thorax, last)


def _without_tongues(mask: Mask, radius: float) -> Mask:
    """A mask without parts narrower than twice the radius; the mask itself where nothing else is left."""
    side = 2 * int(radius) + 1
    disc, box = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side)), box_of(mask, side)
    opened = np.zeros_like(mask)
    opened[box] = cv2.morphologyEx(np.asarray(mask[box], np.uint8), cv2.MORPH_OPEN, disc) > 0
    return opened if opened.any() else mask


def _ends(mask: Mask) -> tuple[Point, Point]:
    """The outermost points of a mask on the left and right of the film, each in the middle of its rows."""
    columns = np.flatnonzero(mask.any(axis=0))
    first, last = int(columns[0]), int(columns[-1])
    rows = [float(np.flatnonzero(mask[:, column]).mean()) + 0.5 for column in (first, last)]
    return (float(first), rows[0]), (float(last + 1), rows[1])


def _inner(lung: Mask, *, last: bool) -> np.ndarray[tuple[int, ...], np.dtype[np.intp]]:
    """The column of a lung's inner border in its upper half, where no heart lies."""
    rows = np.flatnonzero(lung.any(axis=1))
    upper = lung[rows[: max(1, len(rows) // 2)]]
    found = lung.shape[1] - upper[:, ::-1].argmax(axis=1) if last else upper.argmax(axis=1)
    return np.asarray(found, np.intp)
