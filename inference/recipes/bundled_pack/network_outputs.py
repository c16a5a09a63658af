"""Logits and Grad-CAM maps of the evidence network, averaged with those of mirror images where the engine does so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.recipes.bundled_pack.sanity_checks import Faithfulness, faithfulness, without_frame
from inference.recipes.bundled_pack.validation_metrics import ValidationScores
from inference.training.data.labels import LabelTable
from inference.training.fitting import validation
from inference.training.fitting.network import HEAD, TARGET_LAYER

Floats = NDArray[np.float32]


def logits_of(model: Any, inputs: Floats, *, mirror: bool = False) -> Floats:
    """The model's logits for prepared inputs; ``mirror`` averages them with those of the mirror images."""
    logits = validation.logits_of(model, inputs)
    return _mean(logits, validation.logits_of(model, mirrored(inputs))) if mirror else logits


def mirrored(films: Floats) -> Floats:
    """Films or maps (n, rows, columns, channels) as a mirror shows them."""
    return np.ascontiguousarray(films[:, :, ::-1])


def logits_and_maps(model: Any, inputs: Floats, *, mirror: bool = False, size: int = 16) -> tuple[Floats, Floats]:
    """Logits (films, outputs) and Grad-CAM maps (films, h, w, outputs), averaged with the mirror images' if asked."""
    if mirror:
        one, other = (logits_and_maps(model, films, size=size) for films in (inputs, mirrored(inputs)))
        return _mean(one[0], other[0]), _mean(one[1], mirrored(other[1]))
    both = with_evidence(model)
    logits, maps = [], []
    for at in range(0, len(inputs), size):
        evidence, part = both.predict_on_batch(inputs[at : at + size])
        logits.append(np.asarray(part))
        maps.append(contributions(np.asarray(evidence), model))
    return np.concatenate(logits), np.concatenate(maps)


def with_evidence(model: Any) -> Any:
    """A model that gives the evidence map beside the logits."""
    import keras

    return keras.Model(model.input, [model.get_layer(TARGET_LAYER).output, model.output])


def contributions(evidence: NDArray[np.float32], model: Any) -> NDArray[np.float32]:
    """Grad-CAM maps (n, h, w, outputs) in logit units: over the cells they add up to the logit less its bias.

    Source: Selvaraju et al., Grad-CAM, ICCV 2017; exact for a mean and a linear head.
    """
    kernel = np.asarray(model.get_layer(HEAD).get_weights()[0], dtype=np.float32)
    return np.asarray(evidence @ kernel / (evidence.shape[1] * evidence.shape[2]), dtype=np.float32)


def validation_scores(
    model: Any, part: LabelTable, keys: Mapping[str, str], inputs: Floats, *, mirror: bool
) -> tuple[ValidationScores, ...]:
    """What a network said of each film of a table.

    ``keys`` names the finding of each of the network's outputs, in their order, by the table's name for it. Films whose
    target is unknown are left out of that finding's scores.
    """
    logits, maps = logits_and_maps(model, inputs, mirror=mirror)
    unframed = logits_of(model, without_frame(inputs), mirror=mirror)
    return tuple(
        _scores(model, part, name, key, (inputs, logits, unframed, maps), mirror=mirror, output=output)
        for output, (name, key) in enumerate(keys.items())
    )


def _scores(
    model: Any,
    part: LabelTable,
    name: str,
    key: str,
    seen: tuple[Floats, Floats, Floats, Floats],
    *,
    mirror: bool,
    output: int,
) -> ValidationScores:
    known = np.isfinite(part.column(name))
    truth = part.column(name)[known] == 1
    inputs, logits, unframed, maps = (array[known] for array in seen)
    films = [film for film, kept in zip(part.films, known, strict=True) if kept]
    return ValidationScores(
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


def _mean(one: Floats, other: Floats) -> Floats:
    return np.asarray((one + other) / 2, dtype=np.float32)


def _faithfulness(model: Any, output: int, inputs: Floats, maps: Floats, *, mirror: bool) -> Faithfulness:
    def score(films: Floats) -> NDArray[np.float64]:
        return logits_of(model, films, mirror=mirror)[:, output].astype(np.float64)

    return faithfulness(inputs, maps, score, size=inputs.shape[1] // 5)
