"""What painted films prove: whether a heatmap lies on the finding that was painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec
from inference.recipes.bundled_pack.labels import KEYS
from inference.recipes.bundled_pack.painted import MASK_SIDE, Painted
from inference.training.data import films
from inference.training.data.films import Stack, display
from inference.training.evaluation import figures, looking, places
from inference.training.evaluation.places import Placed, PlaceFigures

Floats = NDArray[np.float32]


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
        pairs = zip(maps[truth][..., number], painted.masks[chosen[truth]], strict=True)
        found = [placed(heat, mask) for heat, mask in pairs]
        result[f"hits {key}"] = float(np.mean([places.hit(one.peak, places.near_to(one.mask)) for one in found]))
    return result


def place_figures(maps: Floats, masks: Stack, patients: Sequence[str], *, rounds: int = 1000) -> PlaceFigures:
    """How maps (n, h, w) lie on masks (n, 128, 128) of the same films."""
    found = [placed(heat, mask) for heat, mask in zip(maps, masks, strict=True)]
    return places.place_figures(found, patients, rounds=rounds)


def placed(heat: Floats, mask: Stack) -> Placed:
    """A map of any size and a mask (128, 128) on the mask's grid."""
    full = cv2.resize(heat, (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_LINEAR)
    return Placed(places.peak_of(heat), np.asarray(full, np.float32), display(mask))
