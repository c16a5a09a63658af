"""Small ONNX networks with every kind of head, written by code, and what the reference evaluator says of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnx.reference import ReferenceEvaluator

Floats = NDArray[np.float32]
SIDE, CHANNELS, OUTPUTS = 16, 4, 3
MAP = "features"
NEWEST = onnx.defs.onnx_opset_version()


def weights(name: str, shape: Sequence[int], scale: float = 0.5, kind: Any = np.float32) -> Any:
    """A tensor of numbers that are the same every time."""
    random = np.random.default_rng(sum(map(ord, name)))
    return numpy_helper.from_array((random.standard_normal(shape) * scale).astype(kind), name)


def node(kind: str, inputs: str, output: str, **attributes: Any) -> Any:
    """One step; its name is its output's."""
    return helper.make_node(kind, inputs.split(), [output], name=output, **attributes)


BACKBONE = (
    node("Conv", "film kernel0 bias0", "early", strides=[2, 2], pads=[1, 1, 1, 1]),
    node("Relu", "early", "early_relu"),
    node("Conv", "early_relu kernel1", "late", strides=[2, 2], pads=[1, 1, 1, 1]),
    node("Relu", "late", MAP),
)
POOLED = (node("GlobalAveragePool", MAP, "pool"), node("Flatten", "pool", "flat"))
GEMM = (node("Gemm", "flat dense bias", "logits", transB=1),)

HEADS: dict[str, tuple[Any, ...]] = {
    "linear": (*POOLED, *GEMM),
    "with a batch norm": (
        node("GlobalAveragePool", MAP, "pool"),
        node("BatchNormalization", "pool gamma beta mean variance", "normed"),
        node("Flatten", "normed", "flat"),
        *GEMM,
    ),
    "calibrated": (
        *POOLED,
        node("Gemm", "flat dense bias", "raw", transB=1),
        node("Mul", "raw slope", "scaled"),
        node("Add", "scaled shift", "logits"),
    ),
    "of one by one": (
        node("GlobalAveragePool", MAP, "pool"),
        node("Conv", "pool pointwise bias", "made"),
        node("Flatten", "made", "logits"),
    ),
    "deep": (
        *POOLED,
        node("Gemm", "flat hidden", "first", transB=1),
        node("HardSigmoid", "first", "gate", alpha=1 / 6, beta=0.5),
        node("Mul", "first gate", "bent"),
        node("Gemm", "bent last bias", "logits", transB=1),
    ),
    "flat": (node("Flatten", MAP, "flat"), node("Gemm", "flat whole bias", "logits", transB=1)),
    "greatest": (node("GlobalMaxPool", MAP, "pool"), node("Flatten", "pool", "flat"), *GEMM),
    "attended": (
        node("Conv", f"{MAP} gate", "seen"),
        node("Sigmoid", "seen", "seen_share"),
        node("Mul", f"{MAP} seen_share", "kept"),
        node("GlobalAveragePool", "kept", "pool"),
        node("Flatten", "pool", "flat"),
        *GEMM,
    ),
}
CLOSED = ("linear", "with a batch norm", "calibrated", "of one by one", "attended")


def tensors(kind: Any = np.float32) -> list[Any]:
    """All weights that the networks have."""
    shapes: dict[str, tuple[int, ...]] = {
        "kernel0": (CHANNELS, 1, 3, 3),
        "bias0": (CHANNELS,),
        "kernel1": (CHANNELS, CHANNELS, 3, 3),
        "dense": (OUTPUTS, CHANNELS),
        "bias": (OUTPUTS,),
        "hidden": (CHANNELS, CHANNELS),
        "last": (OUTPUTS, CHANNELS),
        "whole": (OUTPUTS, CHANNELS * 16),
        "gate": (1, CHANNELS, 1, 1),
        "pointwise": (OUTPUTS, CHANNELS, 1, 1),
        "slope": (OUTPUTS,),
        "shift": (OUTPUTS,),
        "gamma": (CHANNELS,),
        "beta": (CHANNELS,),
        "mean": (CHANNELS,),
    }
    made = [weights(name, shape, kind=kind) for name, shape in shapes.items()]
    return [*made, numpy_helper.from_array(np.linspace(0.5, 2, CHANNELS).astype(kind), "variance")]


def model(
    nodes: Sequence[Any],
    *,
    opset: int = 17,
    film: Sequence[Any] = (1, 1, SIDE, SIDE),
    kind: Any = np.float32,
    output: str = "logits",
    more: Sequence[Any] = (),
) -> Any:
    """The network of these steps, with those weights that it uses."""
    used = {name for step in nodes for name in step.input}
    number = helper.np_dtype_to_tensor_dtype(np.dtype(kind))
    graph = helper.make_graph(
        list(nodes),
        "network",
        [helper.make_tensor_value_info("film", number, list(film))],
        [helper.make_tensor_value_info(output, number, None)],
        [tensor for tensor in (*tensors(kind), *more) if tensor.name in used],
    )
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], producer_name="a test")
    made.ir_version = 7
    return made


def network(head: str = "linear", *, activation: str = "", **named: Any) -> Any:
    """The backbone with one of the heads, and an activation after it."""
    last = (node(activation, "logits", "scores"),) if activation else ()
    return model([*BACKBONE, *HEADS[head], *last], output="scores" if activation else "logits", **named)


def written(made: Any, path: Path) -> Path:
    """The network as a file."""
    onnx.save(made, path)
    return path


def film_values(seed: int = 0, channels: int = 1) -> Floats:
    """A film as the network takes it: (rows, columns, channels)."""
    random = np.random.default_rng(seed)
    return np.repeat(random.uniform(-1, 1, (SIDE, SIDE, 1)), channels, axis=2).astype(np.float32)


def reference(made: Any, values: Floats, *outputs: str) -> list[Floats]:
    """What the reference evaluator of the format's makers gives for a film (rows, columns, channels)."""
    copy = onnx.ModelProto()
    copy.CopyFrom(made)
    copy.graph.ClearField("output")
    copy.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs)
    return list(ReferenceEvaluator(copy).run(None, {"film": values.transpose(2, 0, 1)[None]}))


def head_alone(made: Any, head: str) -> ReferenceEvaluator:
    """The head as a network of its own, from the map to the logits."""
    copy = onnx.ModelProto()
    copy.CopyFrom(made)
    copy.graph.ClearField("node")
    copy.graph.node.extend(HEADS[head])
    copy.graph.ClearField("input")
    copy.graph.input.append(helper.make_tensor_value_info(MAP, TensorProto.FLOAT, None))
    return ReferenceEvaluator(copy)
