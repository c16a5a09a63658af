"""Cascading randomisation: the maps of a pack on the check films, while its weights are shuffled from the top.

A map that stays as it is while the network below it is destroyed shows edges of the film, not what the model saw.
Source: Adebayo et al., Sanity checks for saliency maps, NeurIPS 2018; for chest films Arun et al., Radiology:
Artificial Intelligence 2021.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from inference.core.cancel import CancelToken
from inference.core.film import Radiograph
from inference.core.ports import no_progress
from inference.engine.activations import Backend
from inference.engine.device_and_precision import EXACT
from inference.engine.openvino.check_films import check_films
from inference.engine.openvino.compile_once import form_of
from inference.engine.openvino.opener import backend_on
from inference.engine.openvino.shuffled import stages
from inference.engine.pack_engine import default_method
from inference.engine.sanity.likeness import rank_correlation, structural_similarity
from inference.imaging.model_input import model_input
from inference.model_pack import ModelPack

Maps = list[NDArray[np.float32]]
MOST_CORRELATION, MOST_SIMILARITY = 0.5, 0.5
"""The rule: with every layer shuffled, maps pass where the mean of either figure over films and findings is no more."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How like the pack's own maps those are with ``layers`` of ``total`` layers shuffled: means over ``maps`` maps.

    ``layers`` 0 is the head alone.
    """

    layers: int
    total: int
    correlation: float
    similarity: float
    maps: int


def shuffled_likeness(
    pack: ModelPack, films: Sequence[Radiograph] | None = None, done: Callable[[Likeness], None] = lambda _: None
) -> tuple[Likeness, ...]:
    """The likeness at each stage, from the head down to all layers; ``done`` is told of each as it is known.

    Raises ``PackError`` and ``EngineError``, ``CannotCompile`` where a pack has no compiled form and TensorFlow, which
    makes one, is not installed.
    """
    form = form_of(pack, None)
    inputs = [model_input(film, pack.input)[0] for film in films or check_films()]
    own = _maps(pack, backend_on(pack, form, EXACT), inputs)
    found = []
    for stage in stages(form):
        shuffled = _maps(pack, backend_on(pack, stage.form, EXACT), inputs)
        found.append(likeness(own, shuffled, stage.layers, stage.total))
        done(found[-1])
    return tuple(found)


def likeness(own: Iterable[NDArray[np.float32]], shuffled: Maps, layers: int, total: int) -> Likeness:
    """The means over pairs of maps; a map that holds no finite number is like no other."""
    pairs = [(one, other) for one, other in zip(own, shuffled, strict=True) if np.ptp(one) > 0]
    usable = [np.isfinite(other).all() for _, other in pairs]
    correlations = [abs(rank_correlation(*pair)) if use else 0.0 for pair, use in zip(pairs, usable, strict=True)]
    similarities = [structural_similarity(*pair) if use else 0.0 for pair, use in zip(pairs, usable, strict=True)]
    return Likeness(
        layers, total, fmean(correlations) if pairs else 0.0, fmean(similarities) if pairs else 0.0, len(pairs)
    )


def passes(found: Sequence[Likeness]) -> bool:
    """Whether the maps pass: see the rule. Without a map to judge they do not."""
    last = found[-1] if found else None
    return (
        last is not None
        and last.maps > 0
        and last.correlation <= MOST_CORRELATION
        and last.similarity <= MOST_SIMILARITY
    )


def _maps(pack: ModelPack, backend: Backend, inputs: Sequence[NDArray[np.float32]]) -> Maps:
    """All findings' maps of all films."""
    made: Maps = []
    for values in inputs:
        activations = backend.forward(values, CancelToken(), no_progress)
        made += list(backend.maps(activations, default_method(pack)))
    return made
