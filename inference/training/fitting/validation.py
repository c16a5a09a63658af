"""What a network says of the films put aside while it is trained: areas under the ROC curve."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.core.statistics import metrics
from inference.training.data.labels import LabelTable
from inference.training.fitting import fit

Floats = NDArray[np.float32]


def validation(part: LabelTable, names: Sequence[str], inputs: Floats) -> fit.Validate:
    """Areas for some of the table's names, whose order is that of the outputs, whenever a network is handed in."""
    return partial(_aucs, part=part, names=tuple(names), inputs=inputs)


def logits_of(model: Any, inputs: Floats, *, size: int = 16) -> Floats:
    """The model's logits for prepared inputs, in small batches."""
    parts = [model.predict_on_batch(inputs[at : at + size]) for at in range(0, len(inputs), size)]
    return np.concatenate([np.asarray(part, dtype=np.float32) for part in parts])


def _aucs(model: Any, part: LabelTable, names: tuple[str, ...], inputs: Floats) -> dict[str, float]:
    """Areas under the ROC curve of each name, against all other films and against normals; not-a-number for no film."""
    if not part.films:
        return dict.fromkeys(names, float("nan"))
    logits = logits_of(model, inputs)
    normal = np.array([film.normal for film in part.films])
    result = {}
    for name in names:
        known = np.isfinite(part.column(name))
        truth, scores = part.column(name) == 1, logits[:, part.names.index(name)].astype(np.float64)
        against = (truth | normal) & known
        result[name] = metrics.auc(scores[known], truth[known])
        result[f"{name}/normal"] = metrics.auc(scores[against], truth[against])
    return result
