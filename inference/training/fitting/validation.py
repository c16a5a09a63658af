"""Looking at labelled films through a network: areas during training, evidence for the pack afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.training.data.labels import LabelTable
from inference.training.evaluation import evaluate, figures, probes
from inference.training.fitting import fit, network

Floats = NDArray[np.float32]


def judge(part: LabelTable, names: Sequence[str], inputs: Floats) -> fit.Judge:
    """A look at films during training: areas for some of the table's names, whose order is that of the outputs."""
    return partial(_aucs, part=part, names=tuple(names), inputs=inputs)


def logits_of(model: Any, inputs: Floats, *, mirror: bool = False, size: int = 16) -> Floats:
    """The model's logits for prepared inputs, in small batches; ``mirror`` averages with those of the mirror images."""
    if mirror:
        return _mean(logits_of(model, inputs, size=size), logits_of(model, mirrored(inputs), size=size))
    parts = [model.predict_on_batch(inputs[at : at + size]) for at in range(0, len(inputs), size)]
    return np.concatenate([np.asarray(part, dtype=np.float32) for part in parts])


def mirrored(films: Floats) -> Floats:
    """Films or maps (n, rows, columns, channels) as a mirror shows them."""
    return np.ascontiguousarray(films[:, :, ::-1])


def looked_at(model: Any, inputs: Floats, *, mirror: bool = False, size: int = 16) -> tuple[Floats, Floats]:
    """Logits (films, outputs) and Grad-CAM maps (films, h, w, outputs), averaged with the mirror images' if asked."""
    if mirror:
        one, other = (looked_at(model, films, size=size) for films in (inputs, mirrored(inputs)))
        return _mean(one[0], other[0]), _mean(one[1], mirrored(other[1]))
    both = network.with_evidence(model)
    logits, maps = [], []
    for at in range(0, len(inputs), size):
        evidence, part = both.predict_on_batch(inputs[at : at + size])
        logits.append(np.asarray(part))
        maps.append(network.contributions(np.asarray(evidence), model))
    return np.concatenate(logits), np.concatenate(maps)


def evidences(
    model: Any, part: LabelTable, keys: Mapping[str, str], inputs: Floats, *, mirror: bool
) -> tuple[evaluate.Evidence, ...]:
    """What a network said about each film of a table.

    ``keys`` names the finding of each of the network's outputs, in their order, by the table's name for it. Films whose
    target is unknown are left out of that finding's evidence.
    """
    logits, maps = looked_at(model, inputs, mirror=mirror)
    unframed = logits_of(model, probes.without_frame(inputs), mirror=mirror)
    return tuple(
        _evidence(model, part, name, key, (inputs, logits, unframed, maps), mirror=mirror, output=output)
        for output, (name, key) in enumerate(keys.items())
    )


def _evidence(
    model: Any,
    part: LabelTable,
    name: str,
    key: str,
    seen: tuple[Floats, Floats, Floats, Floats],
    *,
    mirror: bool,
    output: int,
) -> evaluate.Evidence:
    known = np.isfinite(part.column(name))
    truth = part.column(name)[known] == 1
    inputs, logits, unframed, maps = (array[known] for array in seen)
    films = [film for film, kept in zip(part.films, known, strict=True) if kept]
    return evaluate.Evidence(
        key=key,
        log_odds=logits[:, output].astype(np.float64),
        truth=truth,
        normal=np.array([film.normal for film in films]),
        patients=np.array([film.patient for film in films]),
        hottest=maps[..., output].max(axis=(1, 2)).astype(np.float64),
        view=np.array([film.traits.get("view", "") for film in films]),
        unframed=unframed[:, output].astype(np.float64),
        faithfulness=_faithfulness(model, output, inputs[truth], maps[truth][..., output], mirror=mirror),
    )


def _aucs(model: Any, part: LabelTable, names: tuple[str, ...], inputs: Floats) -> dict[str, float]:
    """Areas under the ROC curve of each name, against all other films and against normals."""
    logits = logits_of(model, inputs)
    normal = np.array([film.normal for film in part.films])
    result = {}
    for name in names:
        known = np.isfinite(part.column(name))
        truth, scores = part.column(name) == 1, logits[:, part.names.index(name)].astype(np.float64)
        against = (truth | normal) & known
        result[name] = figures.auc(scores[known], truth[known])
        result[f"{name}/normal"] = figures.auc(scores[against], truth[against])
    return result


def _mean(one: Floats, other: Floats) -> Floats:
    return np.asarray((one + other) / 2, dtype=np.float32)


def _faithfulness(model: Any, output: int, inputs: Floats, maps: Floats, *, mirror: bool) -> probes.Faithfulness:
    def score(films: Floats) -> NDArray[np.float64]:
        return logits_of(model, films, mirror=mirror)[:, output].astype(np.float64)

    return probes.faithfulness(inputs, maps, score, size=inputs.shape[1] // 5)
