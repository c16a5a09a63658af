"""What painted films prove: whether a heatmap lies on the finding, and what a score rests on.

A *hit*: the hottest cell's centre is within ``REACH`` of the film's width of the finding. Chance: how often the hottest
cell of another film's map of the same finding would have hit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.preprocess import InputSpec
from inference.training import figures, films, looking
from inference.training.films import Stack
from inference.training.shipped.labels import KEYS
from inference.training.shipped.painted import MASK_SIDE, Painted

Floats = NDArray[np.float32]
REACH = 0.04
HOT = 0.5  # of a map's greatest value: what counts as marked for the overlap


@dataclass(frozen=True, slots=True)
class PlaceProof:
    """Of one finding's painted films: how many, hit rate, chance, mean overlap (IoU) of what is marked."""

    key: str
    films: int
    hits: float
    chance: float
    overlap: float


def some(painted: Painted, count: int) -> NDArray[np.int64]:
    """Indices of about ``count`` painted films, the same number of each finding."""
    each = max(1, count // len(KEYS))
    return np.concatenate([np.flatnonzero(painted.keys == key)[:each] for key in KEYS])


def inputs(painted: Painted, chosen: NDArray[np.int64], spec: InputSpec) -> Floats:
    """The network's inputs for some painted films."""
    return films.inputs_of(painted.stack, chosen, spec)


def quick(model: Any, painted: Painted, chosen: NDArray[np.int64], seen: Floats) -> dict[str, float]:
    """Areas and hit rates of each finding on painted films, the films with other findings as negatives."""
    logits, maps = looking.looked_at(model, seen)
    result = {}
    for number, key in enumerate(KEYS):
        truth = painted.keys[chosen] == key
        result[f"painted {key}"] = figures.auc(logits[:, number].astype(np.float64), truth)
        place = proof_of(key, maps[truth][..., number], painted.masks[chosen[truth]])
        result[f"hits {key}"] = place.hits
    return result


def proof_of(key: str, maps: Floats, masks: Stack) -> PlaceProof:
    """How maps (n, h, w) lie on masks (n, 128, 128) of the same films."""
    near = np.stack([near_to(mask) for mask in masks])
    peaks = np.array([peak_of(one) for one in maps])
    hits = near[np.arange(len(near)), peaks[:, 0], peaks[:, 1]]
    anywhere = near[:, peaks[:, 0], peaks[:, 1]]
    others = ~np.eye(len(near), dtype=bool)
    overlaps = [overlap(one, mask) for one, mask in zip(maps, masks, strict=True)]
    chance = float(anywhere[others].mean()) if len(near) > 1 else float("nan")
    return PlaceProof(key, len(near), float(hits.mean()), chance, float(np.mean(overlaps)))


def near_to(mask: Stack) -> NDArray[np.bool_]:
    """Places within ``REACH`` of a mask's side from what it covers."""
    distance = cv2.distanceTransform((mask == 0).astype(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    return np.asarray(distance <= REACH * mask.shape[1])


def peak_of(heatmap: Floats) -> tuple[int, int]:
    """Row and column, on a mask's grid, of the centre of a map's hottest cell."""
    row, column = np.unravel_index(int(heatmap.argmax()), heatmap.shape)
    rows, columns = heatmap.shape
    return int((row + 0.5) * MASK_SIDE / rows), int((column + 0.5) * MASK_SIDE / columns)


def overlap(heatmap: Floats, mask: Stack) -> float:
    """Intersection over union of a mask and the part of a map above ``HOT`` of its greatest value."""
    full = cv2.resize(np.maximum(heatmap, 0), (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_LINEAR)
    top = float(full.max())
    marked, there = full > HOT * top if top > 0 else np.zeros(full.shape, bool), mask > 127
    union = int((marked | there).sum())
    return float((marked & there).sum() / union) if union else 0.0
