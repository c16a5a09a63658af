"""Splits a long backbone into stages at tensors that everything passes through, so that work can stop between them."""

from __future__ import annotations

import math
from typing import Any

from inference.engine.keras.graph import Graph, parents_first
from inference.engine.keras.runtime.tensorflow_import import keras

STAGE_COST = 8e9  # multiplications; a sixth of a second on two slow cores
ELEMENT_COST = 10.0  # reading and writing one number, in multiplications


def stages(graph: Graph, outputs: list[Any]) -> list[Any]:
    """Keras models to run one after another, from the graph's input to ``outputs``; one model where it is cheap."""
    starts = [graph.input, *_boundaries(graph, outputs)]
    ends = [*([tensor] for tensor in starts[1:]), outputs]
    return [keras().Model(start, end) for start, end in zip(starts, ends, strict=True)]


def _boundaries(graph: Graph, outputs: list[Any]) -> list[Any]:
    """The tensors at which a stage ends, about ``STAGE_COST`` apart."""
    order = parents_first(graph, outputs)
    passes = _narrow(graph, order, outputs)
    chosen, spent = [], 0.0
    for tensor in order:
        spent += cost(graph.producer(tensor), tensor)
        if spent >= STAGE_COST and id(tensor) in passes:
            chosen.append(tensor)
            spent = 0.0
    return chosen


def _narrow(graph: Graph, order: list[Any], outputs: list[Any]) -> set[int]:
    """The tensors (by id) after which nothing computed before them is needed any more; never an output or the input."""
    last_use = {id(parent): place for place, tensor in enumerate(order) for parent in graph.parents(tensor)}
    last_use.update({id(tensor): len(order) for tensor in outputs})
    narrow, needed_until = set(), -1
    for place, tensor in enumerate(order):
        if needed_until <= place and id(tensor) not in map(id, outputs) and place > 0:
            narrow.add(id(tensor))
        needed_until = max(needed_until, last_use.get(id(tensor), -1))
    return narrow


def cost(operation: Any, tensor: Any) -> float:
    """About how many multiplications a tensor costs: its positions times the layer's weights, and its elements."""
    sizes = [size or 1 for size in tuple(tensor.shape)[1:]]
    weights = sum(math.prod(weight.shape) for weight in getattr(operation, "weights", []))
    return float(math.prod(sizes[:-1]) * weights) + ELEMENT_COST * float(math.prod(sizes))
