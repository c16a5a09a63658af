"""The gradient of every kind of step, against finite differences of the step itself."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from inference.engine.openvino.importing.gradient import STRUCTURE, NoRule, gradients
from inference.engine.openvino.importing.gradient_steps import RULES
from inference.engine.openvino.openvino_import import openvino

openvino()  # the door to it comes first
ops = import_module("openvino.opset13")
Step = Callable[[Any], Any]
SHAPE = (1, 4, 3, 3)
EXACT = {"INFERENCE_PRECISION_HINT": "f32"}


def numbers(*shape: int, seed: int = 7) -> Any:
    return ops.constant(np.random.default_rng(seed).uniform(-1.5, 1.5, shape).astype(np.float32))


def whole(*values: int) -> Any:
    return ops.constant(np.array(values, np.int64))


def positive(x: Any) -> Any:
    return ops.add(ops.abs(x), ops.constant(np.float32(0.5)))


def flat(x: Any) -> Any:
    return ops.reshape(x, whole(4, 9), special_zero=False)


STEPS: dict[str, Step] = {
    "Relu": ops.relu,
    "Sigmoid": ops.sigmoid,
    "Tanh": ops.tanh,
    "HSwish": lambda x: ops.hswish(ops.multiply(x, numbers(1))),
    "HSigmoid": ops.hsigmoid,
    "Erf": ops.erf,
    "SoftPlus": ops.softplus,
    "Exp": ops.exp,
    "Log": lambda x: ops.log(positive(x)),
    "Sqrt": lambda x: ops.sqrt(positive(x)),
    "Abs": ops.abs,
    "Negative": ops.negative,
    "Gelu": lambda x: ops.gelu(x, "ERF"),
    "Gelu by tanh": lambda x: ops.gelu(x, "TANH"),
    "HardSigmoid": lambda x: ops.hard_sigmoid(x, ops.constant(np.float32(0.3)), ops.constant(np.float32(0.5))),
    "Swish": lambda x: ops.swish(x, ops.constant(np.float32(1.2))),
    "Clamp": lambda x: ops.clamp(x, -0.7, 0.8),
    "Elu": lambda x: ops.elu(x, 0.7),
    "Selu": lambda x: ops.selu(x, ops.constant(np.float32(1.6)), ops.constant(np.float32(1.05))),
    "PRelu": lambda x: ops.prelu(x, numbers(4)),
    "Convert": lambda x: ops.convert(x, "f32"),
    "Add": lambda x: ops.add(ops.reduce_mean(x, whole(2, 3), keep_dims=True), x),
    "Subtract": lambda x: ops.subtract(numbers(4, 1, 1), x),
    "Multiply": lambda x: ops.multiply(x, ops.multiply(x, numbers(1, 4, 1, 1))),
    "Divide": lambda x: ops.divide(x, positive(x)),
    "Maximum": lambda x: ops.maximum(x, numbers(*SHAPE)),
    "Minimum": lambda x: ops.minimum(numbers(*SHAPE), x),
    "SquaredDifference": lambda x: ops.squared_difference(x, numbers(4, 1, 1)),
    "Power": lambda x: ops.power(positive(x), ops.constant(np.float32(1.7))),
    "Select": lambda x: ops.select(ops.greater(x, numbers(*SHAPE)), x, ops.multiply(x, numbers(1))),
    "Reshape": flat,
    "Squeeze": lambda x: ops.squeeze(x, whole(0)),
    "Unsqueeze": lambda x: ops.unsqueeze(x, whole(2)),
    "Transpose": lambda x: ops.transpose(x, whole(3, 0, 1, 2)),
    "Concat": lambda x: ops.concat([numbers(1, 2, 3, 3), x, ops.multiply(x, x)], 1),
    "Split": lambda x: ops.split(x, ops.constant(np.int64(1)), 2).output(1),
    "VariadicSplit": lambda x: ops.variadic_split(x, ops.constant(np.int64(1)), whole(1, 3)).output(1),
    "Slice": lambda x: ops.slice(x, whole(1), whole(3), whole(1), whole(1)),
    "StridedSlice": lambda x: ops.strided_slice(
        x, whole(0, 1, 0, 0), whole(1, 2, 3, 2), whole(1, 1, 1, 1), [1, 0, 0, 0], [1, 0, 0, 0], [], [0, 1, 0, 0]
    ),
    "Gather": lambda x: ops.gather(x, whole(2, 0, 2), ops.constant(np.int64(1))),
    "Broadcast": lambda x: ops.broadcast(ops.reduce_sum(x, whole(2), keep_dims=True), whole(*SHAPE)),
    "ReduceSum": lambda x: ops.reduce_sum(x, whole(1, 2), keep_dims=False),
    "ReduceMean": lambda x: ops.reduce_mean(x, whole(2, 3), keep_dims=False),
    "ReduceMax": lambda x: ops.reduce_max(x, whole(2, 3), keep_dims=True),
    "AvgPool": lambda x: ops.avg_pool(x, [1, 1], [0, 0], [0, 0], [3, 3], False),
    "MaxPool": lambda x: ops.max_pool(x, [1, 1], [1, 1], [0, 0], [0, 0], [3, 3]).output(0),
    "MatMul": lambda x: ops.matmul(numbers(5, 4), flat(x), False, False),
    "MatMul, the first turned": lambda x: ops.matmul(flat(x), numbers(4, 5), True, False),
    "MatMul, the second turned": lambda x: ops.matmul(flat(x), flat(ops.exp(x)), False, True),
    "MatMul, both turned": lambda x: ops.matmul(flat(x), numbers(5, 4), True, True),
    "Softmax": lambda x: ops.softmax(x, 1),
    "MVN": lambda x: ops.mvn(x, whole(1, 2), True, 1e-3, "INSIDE_SQRT"),
    "MVN of the mean alone": lambda x: ops.mvn(x, whole(1), False, 1e-3, "INSIDE_SQRT"),
    "BatchNormInference": lambda x: ops.batch_norm_inference(
        x, numbers(4), numbers(4), numbers(4), ops.constant(np.linspace(0.5, 2, 4).astype(np.float32)), 1e-3
    ),
    "Convolution": lambda x: ops.convolution(x, numbers(2, 4, 3, 3), [2, 2], [1, 1], [1, 1], [1, 1]),
    "GroupConvolution": lambda x: ops.group_convolution(x, numbers(2, 3, 2, 3, 3), [1, 1], [1, 1], [1, 1], [1, 1]),
    "GroupConvolution of one group": lambda x: ops.group_convolution(
        x, numbers(1, 3, 4, 2, 2), [1, 1], [0, 1], [0, 0], [1, 1]
    ),
}


def graph_of(step: Step) -> tuple[Any, Any, Any]:
    """A graph from x over the step to weighed sums of what it gives: the model, x and the two sums."""
    film = ops.parameter(list(SHAPE), np.float32)
    start = ops.multiply(film, ops.constant(np.float32(1)))
    made = step(start.output(0))
    made = made.output(0) if hasattr(made, "output") else made
    size = int(np.prod(made.get_partial_shape().to_shape()))
    row = ops.reshape(made, whole(1, size), special_zero=False)
    sums = ops.matmul(row, numbers(size, 2, seed=3), False, False)
    return openvino().Model([ops.result(sums)], [film], "step"), start.output(0), sums.output(0)


def run(model: Any, x: Any) -> list[Any]:
    request = openvino().Core().compile_model(model, "CPU", EXACT).create_infer_request()
    request.infer([x])
    return [np.array(tensor.data, np.float64) for tensor in request.output_tensors]


@pytest.mark.parametrize("name", STEPS)
def test_the_gradient_is_what_finite_differences_say(name: str) -> None:
    model, start, sums = graph_of(STEPS[name])
    slopes = gradients(model, start, sums, (0, 1))
    x = np.random.default_rng(1).uniform(-2, 2, SHAPE).astype(np.float32)
    found = run(openvino().Model([ops.result(slope) for slope in slopes], model.get_parameters(), "slopes"), x)
    request = openvino().Core().compile_model(model, "CPU", EXACT)
    for place in np.ndindex(SHAPE):
        step = np.zeros(SHAPE, np.float32)
        step[place] = 2e-3
        above, below = (np.array(request([x + sign * step])[0], np.float64)[0] for sign in (1, -1))
        expected = (above - below) / 4e-3
        np.testing.assert_allclose([slope[place] for slope in found], expected, rtol=1e-2, atol=5e-3)


def test_every_rule_is_tried() -> None:
    assert {*RULES, *STRUCTURE} - {name.split(" ")[0].rstrip(",") for name in STEPS} == {"FakeQuantize", "Round"}


def test_a_step_without_a_rule_is_named() -> None:
    model, start, sums = graph_of(ops.sin)
    with pytest.raises(NoRule, match="Sin"):
        gradients(model, start, sums, (0,))
