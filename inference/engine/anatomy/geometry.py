"""Lungs, heart and diaphragm of a real film, found without learning; a score says when not to trust them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.engine.anatomy import contour
from inference.engine.anatomy.diaphragm import lowered
from inference.engine.anatomy.search import evened, find_lungs, stretched, without_background
from inference.engine.anatomy.shapes import OUTLINES, Plane, Points, filled

Mask = NDArray[np.bool_]
Curve = NDArray[np.float32]

_SIDE = 256
_WALL_TO_WALL_MM = 275.0
_LEAST_SCORE, _LEAST_CLARITY, _LEAST_AREA = 0.33, 0.80, 0.025
_LARGEST_AREA, _UNLIKE = 0.30, 2.25  # of the film; how much larger one lung may be than the other
_KNOWN = 1.6  # the clarity of outlines that a network drew
_UNEVEN = 0.25  # of the shorter lung: how far apart the ends of two lungs may lie


class NoThorax(ValueError):
    """No two lungs were found on a film, or not well enough to paint on them; the text says what was missing."""


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Thorax:
    """Where things lie on a film of ``shape``.

    ``lungs`` are masks and ``outlines`` closed curves (n, 2; x, y in pixels) by the patient's side "right" (left on
    the film) and "left"; ``middle`` is the column between the lungs at each row, ``pitch`` about how many mm a pixel
    measures, ``clarity`` how far to trust all this (about 0.7 to 1.6). ``heart`` is a mask where it was seen.
    """

    shape: tuple[int, int]
    lungs: dict[str, Mask]
    outlines: dict[str, Points]
    middle: Curve
    pitch: float
    clarity: float
    heart: Mask | None = None

    def mm(self, length: float) -> float:
        """A length in mm as pixels."""
        return length / self.pitch

    def rows(self, side: str) -> tuple[int, int]:
        """First and last row of a lung."""
        found = np.flatnonzero(self.lungs[side].any(axis=1))
        return int(found[0]), int(found[-1])

    def sign(self, side: str) -> int:
        """-1 where the side lies at the left of the film, 1 at the right."""
        return -1 if side == "right" else 1

    def span(self, side: str) -> tuple[Curve, Curve]:
        """Medial and lateral border of a lung at each row, as columns; held beyond its first and last row."""
        return _span(self.lungs[side], self.sign(side))

    def inner(self, side: str) -> Curve:
        """Medial border of a lung at each row, held from just above its dome, where it would turn away."""
        medial, dome = self.span(side)[0], self.dome(side)
        row = int(np.clip(np.nanpercentile(dome, 25) - self.mm(6), 0, len(medial) - 1))
        return np.where(np.arange(len(medial)) > row, medial[row], medial).astype(np.float32)

    def dome(self, side: str) -> Curve:
        """Lowest row of a lung at each column; not-a-number where there is no lung."""
        mask = self.lungs[side]
        last = self.shape[0] - 1 - np.argmax(mask[::-1], axis=0)
        return np.where(mask.any(axis=0), last, np.nan).astype(np.float32)


def find_thorax(film: Plane) -> Thorax:
    """The geometry of a frontal film (float32, 0..1, bones bright); raises NoThorax when it is not clear."""
    places = [place for place in find_lungs(film) if place.score >= _LEAST_SCORE]
    if not places:
        raise NoThorax("nothing like two lungs")
    scale = _SIDE / max(film.shape)
    small = _small(film, scale)
    flat = np.asarray(cv2.GaussianBlur(evened(small, 34.0), (0, 0), 1.2), np.float32)
    fits = _contours(flat, [np.array(place.box) * _SIDE for place in places])
    clear = [_clarity(place.score, contours) for place, contours in zip(places, fits, strict=True)]
    best = int(np.argmax(clear))
    if clear[best] < _LEAST_CLARITY:
        raise NoThorax(f"an unclear outline ({clear[best]:.2f})")
    ended = _ended(small, {side: found.points for side, found in fits[best].items()})
    outlines = {side: (points + 0.5) / scale - 0.5 for side, points in ended.items()}
    return _checked(film.shape, outlines, clear[best])


def _clarity(score: float, contours: dict[str, contour.Contour]) -> float:
    """How far to trust outlines: they are clear on both sides, near the usual shape, and in a likely place."""
    edges = sorted(found.edge for found in contours.values())
    return 1.3 * score + 0.6 * edges[0] + 0.3 * edges[1]


def _small(film: Plane, scale: float) -> Plane:
    size = (max(16, round(film.shape[1] * scale)), max(16, round(film.shape[0] * scale)))
    small = cv2.resize(film, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return without_background(stretched(np.asarray(small, np.float32)))


def _contours(film: Plane, boxes: list[NDArray[np.float64]]) -> list[dict[str, contour.Contour]]:
    """Both outlines for each box, fitted twice: the second time from boxes that the first one corrected."""
    wanted = [(side, box) for box in boxes for side in OUTLINES]
    first = contour.fit(film, wanted)
    again = [(side, _own_box(side, found.points, box)) for (side, box), found in zip(wanted, first, strict=True)]
    second = contour.fit(film, again)
    pairs = [second[at : at + 2] for at in range(0, len(second), 2)]
    return [dict(zip(OUTLINES, pair, strict=True)) for pair in pairs]


def _ended(film: Plane, found: dict[str, Points]) -> dict[str, Points]:
    """The outlines put on their domes, unless one would then end far below the other (in a stomach full of gas)."""
    moved = {side: lowered(film, points) for side, points in found.items()}
    ends = {side: float(points[:, 1].max()) for side, points in moved.items()}
    far = _UNEVEN * min(float(np.ptp(points[:, 1])) for points in found.values())
    return {side: found[side] if ends[side] - min(ends.values()) > far else moved[side] for side in found}


def _own_box(side: str, points: Points, box: NDArray[np.float64]) -> NDArray[np.float64]:
    """The box whose usual outline is as wide and high, and lies as far, as the outline that was found."""
    usual = OUTLINES[side]
    size = (points.max(axis=0) - points.min(axis=0)) / (usual.max(axis=0) - usual.min(axis=0))
    size = np.clip(size, 0.75 * box[2:], 1.3 * box[2:])
    middle = (points.max(axis=0) + points.min(axis=0)) / 2 - (usual.max(axis=0) + usual.min(axis=0)) / 2 * size
    return np.concatenate([middle, size])


def _checked(shape: tuple[int, ...], outlines: dict[str, Points], clarity: float) -> Thorax:
    size = (int(shape[0]), int(shape[1]))
    lungs = {side: filled(size, points) > 0 for side, points in outlines.items()}
    areas = [float(mask.mean()) for mask in lungs.values()]
    if min(areas) < _LEAST_AREA or max(areas) > min(_LARGEST_AREA, _UNLIKE * min(areas)):
        raise NoThorax("a lung too small or too large to believe")
    if (lungs["right"] & lungs["left"]).any():
        raise NoThorax("lungs that overlap")
    return _thorax(lungs, outlines, clarity)


def thorax_from_masks(lungs: dict[str, Mask], heart: Mask) -> Thorax:
    """The geometry of a film whose lungs and heart are known: masks of one shape, both sides in one piece each."""
    outlines = {side: _outline(mask) for side, mask in lungs.items()}
    return _thorax(lungs, outlines, _KNOWN, heart)


def _outline(mask: Mask) -> Points:
    """The closed outer border of a mask, (n, 2) as x, y."""
    curves, _ = cv2.findContours(np.asarray(mask, np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    return np.asarray(max(curves, key=len)[:, 0], np.float64)


def _thorax(lungs: dict[str, Mask], outlines: dict[str, Points], clarity: float, heart: Mask | None = None) -> Thorax:
    rows, columns = lungs["right"].shape
    inner = [_span(lungs[side], sign)[0] for side, sign in (("right", -1), ("left", 1))]
    middle = np.asarray(cv2.GaussianBlur((inner[0] + inner[1])[:, None] / 2, (0, 0), rows / 12).ravel(), np.float32)
    width = float(outlines["left"][:, 0].max() - outlines["right"][:, 0].min())
    return Thorax((rows, columns), lungs, outlines, middle, _WALL_TO_WALL_MM / width, clarity, heart)


def _span(mask: Mask, sign: int) -> tuple[Curve, Curve]:
    rows = np.flatnonzero(mask.any(axis=1))
    first = np.argmax(mask[rows], axis=1)
    last = mask.shape[1] - 1 - np.argmax(mask[rows][:, ::-1], axis=1)
    every = np.arange(mask.shape[0])
    left, right = (np.interp(every, rows, ends).astype(np.float32) for ends in (first, last))
    return (right, left) if sign < 0 else (left, right)
