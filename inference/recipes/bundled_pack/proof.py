"""What simulated films prove: whether a heatmap lies on the finding that was simulated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from inference.imaging.model_input import InputSpec
from inference.recipes.bundled_pack import network_outputs
from inference.recipes.bundled_pack.labels import KEYS
from inference.recipes.bundled_pack.synthetic import MASK_SIDE, SyntheticFilms
from inference.training.data import films
from inference.training.data.films import Stack, display
from inference.training.evaluation import localisation, metrics
from inference.training.evaluation.localisation import LocalisationMetrics, MapOnMask

Floats = NDArray[np.float32]


def some(simulated: SyntheticFilms, count: int) -> NDArray[np.int64]:
    """Indices of about ``count`` simulated films, the same number of each finding."""
    each = max(1, count // len(KEYS))
    return np.concatenate([np.flatnonzero(simulated.keys == key)[:each] for key in KEYS])


def inputs(simulated: SyntheticFilms, chosen: NDArray[np.int64], spec: InputSpec) -> Floats:
    """The network's inputs for some simulated films."""
    return films.inputs_of(simulated.stack, chosen, spec)


def quick(model: Any, simulated: SyntheticFilms, chosen: NDArray[np.int64], seen: Floats) -> dict[str, float]:
    """Areas and hit rates of each finding on simulated films, the films with other findings as negatives."""
    logits, maps = network_outputs.logits_and_maps(model, seen)
    result = {}
    for number, key in enumerate(KEYS):
        truth = simulated.keys[chosen] == key
        result[f"painted {key}"] = metrics.auc(logits[:, number].astype(np.float64), truth)
        pairs = zip(maps[truth][..., number], simulated.masks[chosen[truth]], strict=True)
        found = [placed(heat, mask) for heat, mask in pairs]
        result[f"hits {key}"] = float(
            np.mean([localisation.hit(one.peak, localisation.near_to(one.mask)) for one in found])
        )
    return result


def localisation_metrics(
    maps: Floats, masks: Stack, patients: Sequence[str], *, rounds: int = 1000
) -> LocalisationMetrics:
    """How maps (n, h, w) lie on masks (n, 128, 128) of the same films."""
    found = [placed(heat, mask) for heat, mask in zip(maps, masks, strict=True)]
    return localisation.localisation_metrics(found, patients, rounds=rounds)


def placed(heat: Floats, mask: Stack) -> MapOnMask:
    """A map of any size and a mask (128, 128) on the mask's grid."""
    full = cv2.resize(heat, (MASK_SIDE, MASK_SIDE), interpolation=cv2.INTER_LINEAR)
    return MapOnMask(localisation.peak_of(heat), np.asarray(full, np.float32), display(mask))
