"""Recognises heads that have a closed form: pooling and a dense layer, with or without a linear convolution before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.convolution import ConvolutionHead, fold
from inference.engine.keras.graph import Graph

PASSING = ("Dropout", "SpatialDropout2D", "GaussianDropout", "GaussianNoise", "AlphaDropout", "Identity")
RESHAPING = ("Flatten", "Reshape")


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class LinearHead:
    """Global average pooling and one dense layer: ``weights`` (K, outputs), ``bias`` (outputs,)."""

    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def activation_name(operation: Any) -> str:
    """What a layer does last: linear, relu, sigmoid, ...; empty where it has no activation."""
    kind = type(operation).__name__.lower()
    if kind in ("sigmoid", "softmax"):
        return kind
    return str(getattr(getattr(operation, "activation", None), "__name__", ""))


def convolution_head(graph: Graph, target: Any) -> ConvolutionHead | None:
    """The head in closed form, if the target is a plain linear convolution before a linear head of one output."""
    convolution, head = graph.producer(target), linear_head(graph, target)
    if head is None or head.weights.shape[1] != 1 or not _plain(convolution):
        return None
    bias = _array(convolution.bias) if convolution.use_bias else None
    return fold(_array(convolution.kernel), bias, head.weights[:, 0], float(head.bias[0]))


def _plain(operation: Any) -> bool:
    """Whether a layer is a linear convolution of stride 1, zero-padded to the same size."""
    return (
        type(operation).__name__ == "Conv2D"
        and activation_name(operation) == "linear"
        and tuple(operation.strides) == (1, 1)
        and tuple(operation.dilation_rate) == (1, 1)
        and operation.padding == "same"
        and operation.groups == 1
        and operation.data_format == "channels_last"
    )


def linear_head(graph: Graph, target: Any) -> LinearHead | None:
    """The head in closed form, if it is global average pooling and one dense layer (dropout and flattening aside)."""
    chain = _chain(graph, target)
    kinds = [type(operation).__name__ for operation in chain]
    core = [kind for kind in kinds if kind not in (*PASSING, *RESHAPING)]
    if core != ["GlobalAveragePooling2D", "Dense"]:
        return None
    pool, dense = chain[kinds.index("GlobalAveragePooling2D")], chain[kinds.index("Dense")]
    reshaped_early = any(kind in RESHAPING for kind in kinds[: kinds.index("GlobalAveragePooling2D")])
    if reshaped_early or pool.data_format != "channels_last" or activation_name(dense) != "linear":
        return None
    weights = _array(dense.kernel)
    bias = _array(dense.bias) if dense.use_bias else np.zeros(weights.shape[1], np.float32)
    return LinearHead(weights, bias)


def _array(variable: Any) -> NDArray[np.float32]:
    return np.asarray(variable.value.numpy(), dtype=np.float32)


def _chain(graph: Graph, target: Any) -> list[Any]:
    """The operations from target to output where each takes one tensor; empty where the way forks."""
    operations: list[Any] = []
    tensor = graph.output
    while tensor is not target:
        parents = graph.parents(tensor)
        if len(parents) != 1:
            return []
        operations.insert(0, graph.producer(tensor))
        tensor = parents[0]
    return operations
