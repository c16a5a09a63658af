"""A graph split at its target layer: the map, and the head in closed form, by its gradients, or neither."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.openvino.importing.film_axes import key_of, shape_of
from inference.engine.openvino.importing.gradient import NoRule, gradients, steps_between
from inference.engine.openvino.importing.gradient_steps import integers, values_of
from inference.engine.openvino.importing.target import Target
from inference.engine.openvino.openvino_import import openvino

Floats = NDArray[np.float32]
PASSING = ("Convert", "Reshape", "Squeeze", "Unsqueeze", "Identity")
MOVING = ("Reshape", "Squeeze", "Unsqueeze", "Transpose")
WEIGHING = ("MatMul", "Add", "Subtract", "Multiply", "Divide", "Convolution", "BatchNormInference")
ROUNDING = ("FakeQuantize", "Round")
ACTIVATIONS = {"Sigmoid": "sigmoid", "Softmax": "softmax", "LogSoftmax": "softmax"}


class HeadKind(StrEnum):
    """How the gradients of a head are had."""

    LINEAR = "linear"
    GRADIENTS = "gradients"
    ROUNDED = "rounded"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """A head of ``kind``: ``weights`` (K, n) and ``bias`` (n,) where it is linear, else values of the graph.

    ``missing`` is the step without a rule where it has no gradients.
    """

    kind: HeadKind
    weights: Floats | None = None
    bias: Floats | None = None
    gradients: Any = None
    missing: str = ""


def logits_of(model: Any) -> tuple[Any, str]:
    """The value that holds the logits, and the activation that came after it; empty for none."""
    value = model.outputs[0].get_node().input_value(0)
    while value.get_node().get_type_name() in PASSING:
        value = value.get_node().input_value(0)
    kind = value.get_node().get_type_name()
    if kind in ACTIVATIONS:
        return value.get_node().input_value(0), ACTIVATIONS[kind]
    return model.outputs[0].get_node().input_value(0), ""


def head_of(model: Any, target: Target, logits: Any, places: tuple[int, ...]) -> Head:
    """The head between the target and the logits; ``places`` are the outputs whose gradients are wanted."""
    pooled = _pooled(model, target, logits)
    start = target.value if pooled is None else pooled
    between = steps_between(model, start, logits)
    if pooled is not None and all(map(_is_affine(model, start), between)):
        return _linear(model, start, logits)
    try:
        slopes = gradients(model, start, logits, places)
    except NoRule as error:
        return Head(HeadKind.NONE, missing=str(error))
    rounded = any(node.get_type_name() in ROUNDING for node in between)
    kind = HeadKind.ROUNDED if rounded else HeadKind.GRADIENTS
    return Head(kind, gradients=_stacked(target, slopes, pooled))


def _pooled(model: Any, target: Target, logits: Any) -> Any:
    """The mean of the map over all its places, where nothing else of the map is used; else None."""
    between = {node.get_name() for node in steps_between(model, target.value, logits)}
    users = [use.get_node() for use in target.value.get_target_inputs() if use.get_node().get_name() in between]
    if target.axes is None or len(users) != 1:
        return None
    node, shape = users[0], shape_of(target.value)
    if node.get_type_name() == "ReduceMean":
        axes = values_of(node.input_value(1))
        found = set() if axes is None else {int(axis) % 4 for axis in axes.reshape(-1)}
        return node.output(0) if found == {target.axes.rows, target.axes.columns} else None
    if node.get_type_name() == "AvgPool" and tuple(node.get_attributes()["kernel"]) == shape[2:]:
        return node.output(0) if shape_of(node.output(0))[2:] == (1, 1) else None
    return None


def _is_affine(model: Any, start: Any) -> Any:
    """Whether a step after ``start`` only moves numbers, or weighs and shifts them by what no film changes."""
    film = model.inputs[0]
    of_film = {node.get_name() for node in steps_between(model, film, model.outputs[0])}
    after = {node.get_name() for node in steps_between(model, start, model.outputs[0])}

    def moving(value: Any) -> bool:
        return key_of(value) == key_of(start) or value.get_node().get_name() in after

    def affine(node: Any) -> bool:
        kind, inputs = node.get_type_name(), node.input_values()
        if kind in MOVING:
            return moving(inputs[0])
        changed = [value for value in inputs if value.get_node().get_name() in of_film]
        by_constant = len(changed) == 1 and moving(changed[0])
        return kind in WEIGHING and by_constant and (kind != "Divide" or moving(inputs[0]))

    return affine


def _linear(model: Any, pooled: Any, logits: Any) -> Head:
    """Run the head alone on zeros: its logits are the bias, and its gradients the weights."""
    ov = openvino()
    from openvino import opset13 as ops

    outputs = int(np.prod(shape_of(logits)))
    slopes = gradients(model, pooled, logits, range(outputs))
    entry = ops.parameter(pooled.get_partial_shape(), np.float32)
    targets = list(pooled.get_target_inputs())
    for use in targets:
        use.replace_source_output(entry.output(0))
    results = [ops.result(logits), *(ops.result(slope) for slope in slopes)]
    alone = ov.Core().compile_model(ov.Model(results, [entry], "head"), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    request = alone.create_infer_request()
    request.infer([np.zeros(shape_of(pooled), np.float32)])
    made = [np.array(tensor.data, np.float32) for tensor in request.output_tensors]
    for use in targets:
        use.replace_source_output(pooled)
    weights = np.stack([slope.reshape(-1) for slope in made[1:]], axis=1)
    return Head(HeadKind.LINEAR, np.ascontiguousarray(weights), made[0].reshape(-1))


def _stacked(target: Target, slopes: list[Any], pooled: Any) -> Any:
    """Gradients (n, rows, columns, K) of the map; (n, 1, 1, K) where they are the same at every place."""
    from openvino import opset13 as ops

    if pooled is None:
        return ops.concat([target.in_order(slope) for slope in slopes], 0).output(0)
    shape = shape_of(target.value)
    assert target.axes is not None  # tokens are not pooled
    cells, channels = shape[target.axes.rows] * shape[target.axes.columns], shape[target.axes.channels]
    each = [ops.reshape(slope, integers(ops, [1, 1, 1, channels]), special_zero=False) for slope in slopes]
    return ops.multiply(ops.concat(each, 0), ops.constant(np.float32(1 / cells))).output(0)
