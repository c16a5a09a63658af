"""Boxes that somebody drew around findings, from a table, and where an engine's heatmaps lie to them.

The table has the columns file, finding, x, y, width and height, in film pixels from the outer edge of the first one; a
finding may have several boxes on a film.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Analysis, FindingResult
from inference.core.film import Radiograph
from inference.core.statistics.metrics import Interval
from inference.core.statistics.small_samples import clopper_pearson, held_wide, wilson
from inference.files.spreadsheet import LabelError, Row, rows_of
from inference.training.data.column_names import key_of
from inference.training.data.labels import SkippedRow
from inference.training.evaluation.localisation import REACH, mean_interval
from inference.training.evaluation.masks import map_on_mask

Floats = NDArray[np.float32]
NEEDED = ("file", "finding", "x", "y", "width", "height")


@dataclass(frozen=True, slots=True)
class Box:
    """A box on a film, in film pixels from the outer edge of the first one."""

    left: float
    top: float
    width: float
    height: float


Boxes = Mapping[tuple[str, str], tuple[Box, ...]]  # by finding's key and film


@dataclass(frozen=True, slots=True)
class MapInBoxes:
    """How one film's map lies to its boxes.

    ``inside``: whether the hottest point lies within ``REACH`` of the film's width of a box; ``share`` of the positive
    heat inside (0..1, 0 without any); ``area``: the share of the film that they take, which chance would get.
    """

    inside: bool
    share: float
    area: float


@dataclass(frozen=True, slots=True)
class BoxMetrics:
    """Of one finding's films with boxes: how many, and both figures with 95 % intervals that hold for few films."""

    films: int
    inside: Interval
    share: Interval
    area: float


def read_boxes(path: Path) -> tuple[Boxes, tuple[SkippedRow, ...]]:
    """The boxes of a ``.csv`` or ``.xlsx`` file, and the rows that were left out; raises LabelError.

    Findings that this program does not look for are left out without a word.
    """
    rows = rows_of(path)
    missing = [name for name in NEEDED if not rows or name not in rows[0].cells]
    if missing:
        raise LabelError(f"{path.name} has no column {', '.join(missing)}" if rows else f"{path.name} has no rows")
    found: dict[tuple[str, str], list[Box]] = defaultdict(list)
    skipped: list[SkippedRow] = []
    for row in rows:
        try:
            box = _box(row)
            if (key := key_of(row.cells["finding"])) is not None:
                found[key, row.cells["file"]].append(box)
        except ValueError:
            skipped.append(SkippedRow(row.line, f"{path.name}: a box is four numbers, its width and height above 0"))
    return {name: tuple(boxes) for name, boxes in found.items()}, tuple(skipped)


def map_in_boxes(result: FindingResult, film: Radiograph, analysis: Analysis, boxes: Sequence[Box]) -> MapInBoxes:
    """How the map of a finding lies to its boxes on a film; the result has a heatmap."""
    met = map_on_mask(result, film, analysis, np.zeros((1, 1), np.float32))
    heat = np.maximum(met.heat, 0.0)
    covered = _covered(boxes, film.shape, (heat.shape[0], heat.shape[1]))
    total = float(heat.sum())
    reach = REACH * film.shape[1]
    near = met.peak is not None and any(_away(met.peak, box, film) <= reach for box in boxes)
    return MapInBoxes(near, float((heat * covered).sum()) / total if total > 0 else 0.0, float(covered.mean()))


def box_metrics(items: Sequence[MapInBoxes], patients: Sequence[str], *, rounds: int = 1000) -> BoxMetrics:
    """The figures of some films, at least one; intervals over patients, of hits no narrower than the exact one."""
    count = len(set(patients))
    inside = mean_interval([item.inside for item in items], patients, rounds=rounds)
    share = mean_interval([item.share for item in items], patients, rounds=rounds)
    return BoxMetrics(
        films=len(items),
        inside=held_wide(inside, clopper_pearson(inside.value, count)),
        share=held_wide(share, wilson(share.value, count)),  # no share of heat varies more than a yes and no
        area=float(np.mean([item.area for item in items])),
    )


def _box(row: Row) -> Box:
    """A row's box; raises ValueError."""
    left, top, width, height = (float(row.cells[name]) for name in NEEDED[2:])
    if not (all(map(math.isfinite, (left, top))) and 0 < width < math.inf and 0 < height < math.inf):
        raise ValueError(row.cells)
    return Box(left, top, width, height)


def _covered(boxes: Sequence[Box], film: tuple[int, int], grid: tuple[int, int]) -> Floats:
    """The share of each cell of a grid (rows, columns) over the film that boxes cover, exactly for each box."""
    covered = np.zeros(grid, np.float32)
    for box in boxes:
        down = _overlap(box.top, box.height, film[0], grid[0])
        across = _overlap(box.left, box.width, film[1], grid[1])
        covered = np.maximum(covered, np.outer(down, across))
    return covered


def _overlap(start: float, length: float, extent: int, cells: int) -> Floats:
    """The share of each of ``cells`` along an extent that lies between ``start`` and its end."""
    edges = np.linspace(0.0, extent, cells + 1)
    inside = np.minimum(edges[1:], start + length) - np.maximum(edges[:-1], start)
    return np.asarray(np.clip(inside, 0.0, None) / (extent / cells), np.float32)


def _away(peak: tuple[float, float], box: Box, film: Radiograph) -> float:
    """How far a point (shares of the film's height and width) lies from a box, in film pixels across."""
    row, column = peak[0] * film.shape[0], peak[1] * film.shape[1]
    down = max(box.top - row, row - box.top - box.height, 0.0) * film.pixel_aspect
    across = max(box.left - column, column - box.left - box.width, 0.0)
    return math.hypot(down, across)
