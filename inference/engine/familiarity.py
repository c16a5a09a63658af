"""How far a film lies from those a model knows: Mahalanobis distance of its pooled features, as a percentile.

NumPy only, of what any engine can give: the map of the target layer, or the means of another one, of the film and of
its mirror image where the pack averages over both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from inference.core.analysis import Familiarity
from inference.core.errors import PackMismatch
from inference.core.film import read_only
from inference.engine.activations import ActivationsAndGradients
from inference.model_pack import ModelPack, ReferenceFilms

Floats = NDArray[np.float32]


def features_of(activations: ActivationsAndGradients) -> NDArray[np.float64]:
    """The features (k,) by which a film is known or not: the layer's means over its cells, and over the views."""
    if activations.pooled:
        return np.asarray(np.mean(activations.pooled, axis=0, dtype=np.float64))
    return pooled([view.features for view in activations.groups[0].views])


def target_features(activations: ActivationsAndGradients) -> Floats:
    """What films are compared by: the means (k,) of the first target layer's map over its cells and views, float32."""
    return read_only(pooled([view.features for view in activations.groups[0].views]).astype(np.float32))


def pooled(maps: Sequence[Floats]) -> NDArray[np.float64]:
    """The mean over the cells of a film's feature maps (h, w, k), one a view: float64 (k,)."""
    return np.asarray(np.mean([one.mean(axis=(0, 1), dtype=np.float64) for one in maps], axis=0))


def familiarity_of(
    features: NDArray[np.floating], pack: ModelPack, reference: ReferenceFilms | None
) -> Familiarity | None:
    """How like the pack's reference films a film of pooled ``features`` (k,) is.

    None where the pack brings none, or the network gave no finite number. Raises ``PackMismatch`` for another k.
    """
    if reference is None or pack.familiarity is None:
        return None
    if features.shape != reference.mean.shape:
        layer = pack.familiarity.layer or "the target layer"
        words = f"{pack.familiarity.file} is of {reference.mean.size} channels, {layer} has {features.size}."
        raise PackMismatch(pack.folder, words)
    far = distance(features, reference)
    return (
        Familiarity(percentile(far, reference.distances), far, pack.familiarity.limit) if math.isfinite(far) else None
    )


def distance(features: NDArray[np.floating], reference: ReferenceFilms) -> float:
    """The Mahalanobis distance of features (k,) from the mean of the reference films."""
    away = features.astype(np.float64) - reference.mean
    return math.sqrt(max(float(away @ reference.precision.astype(np.float64) @ away), 0.0))


def percentile(far: float, distances: Floats) -> float:
    """The percentile (0..100) of a distance among rising ones, linear between them; 100 above the last."""
    places = np.linspace(0.0, 100.0, len(distances))
    return float(np.interp(far, distances, places, right=100.0))
