"""The gradients of TensorFlow's operations that OpenVINO cannot convert by itself, in its own operations.

Each rule takes OpenVINO's operations, the two inputs that TensorFlow's operation takes, and its node; g is the gradient
that comes from above, x what the forward operation took, and y what it gave.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from inference.engine.openvino.openvino_import import openvino

Rule = Callable[[Any, Any, Any, Any], Any]
SELU_SCALE, SELU_ALPHA = 1.0507009873554805, 1.6732632423543772


def rules() -> list[Any]:
    """The extensions of OpenVINO's TensorFlow reader, one for each operation."""
    openvino()
    from openvino.frontend.tensorflow import ConversionExtension

    made = [ConversionExtension(name, _converter(rule)) for name, rule in RULES.items()]
    return [*made, ConversionExtension("ConcatOffset", _concat_offset)]


def _converter(rule: Rule) -> Callable[[Any], list[Any]]:
    import openvino.opset12 as ops

    return lambda node: [rule(ops, node.get_input(0), node.get_input(1), node).output(0)]


def _concat_offset(node: Any) -> list[Any]:
    """Of an axis and shapes: where each part of a concatenation begins, zero but on the axis."""
    import openvino.opset12 as ops

    zero, one, first = ops.constant(np.int32(0)), ops.constant(np.int32(1)), node.get_input(1)
    places = ops.range(zero, ops.squeeze(ops.shape_of(first, "i32"), zero), one, "i32")
    axis = ops.convert(ops.equal(places, node.get_input(0)), "i32")
    found, passed = [], ops.multiply(first, zero)
    for number in range(1, node.get_input_size()):
        found.append(passed.output(0))
        passed = ops.add(passed, ops.multiply(node.get_input(number), axis))
    return found


def _constant(ops: Any, value: float) -> Any:
    return ops.constant(np.float32(value))


def _relu(ops: Any, g: Any, x: Any, _node: Any) -> Any:
    """Of g and x: g where x > 0."""
    return ops.select(ops.greater(x, _constant(ops, 0)), g, _constant(ops, 0))


def _relu6(ops: Any, g: Any, x: Any, _node: Any) -> Any:
    """Of g and x: g where 0 < x < 6."""
    inside = ops.logical_and(ops.greater(x, _constant(ops, 0)), ops.less(x, _constant(ops, 6)))
    return ops.select(inside, g, _constant(ops, 0))


def _leaky_relu(ops: Any, g: Any, x: Any, node: Any) -> Any:
    """Of g and x: g where x > 0, else alpha g."""
    return ops.select(
        ops.greater(x, _constant(ops, 0)), g, ops.multiply(g, _constant(ops, node.get_attribute("alpha")))
    )


def _elu(ops: Any, g: Any, y: Any, _node: Any) -> Any:
    """Of g and y: g where y >= 0, else g (y + 1)."""
    falling = ops.multiply(g, ops.add(y, _constant(ops, 1)))
    return ops.select(ops.greater_equal(y, _constant(ops, 0)), g, falling)


def _selu(ops: Any, g: Any, y: Any, _node: Any) -> Any:
    """Of g and y: scale g where y >= 0, else g (y + scale alpha)."""
    rising = ops.multiply(g, _constant(ops, SELU_SCALE))
    falling = ops.multiply(g, ops.add(y, _constant(ops, SELU_SCALE * SELU_ALPHA)))
    return ops.select(ops.greater_equal(y, _constant(ops, 0)), rising, falling)


def _tanh(ops: Any, y: Any, g: Any, _node: Any) -> Any:
    """Of y and g: g (1 - y y)."""
    return ops.multiply(g, ops.subtract(_constant(ops, 1), ops.multiply(y, y)))


def _sigmoid(ops: Any, y: Any, g: Any, _node: Any) -> Any:
    """Of y and g: g y (1 - y)."""
    return ops.multiply(g, ops.multiply(y, ops.subtract(_constant(ops, 1), y)))


def _softsign(ops: Any, g: Any, x: Any, _node: Any) -> Any:
    """Of g and x: g over the square of (1 + |x|)."""
    below = ops.add(_constant(ops, 1), ops.abs(x))
    return ops.divide(g, ops.multiply(below, below))


def _rsqrt(ops: Any, y: Any, g: Any, _node: Any) -> Any:
    """Of y and g: -g y y y / 2."""
    return ops.multiply(ops.multiply(g, _constant(ops, -0.5)), ops.multiply(y, ops.multiply(y, y)))


RULES: dict[str, Rule] = {
    "ReluGrad": _relu,
    "Relu6Grad": _relu6,
    "LeakyReluGrad": _leaky_relu,
    "EluGrad": _elu,
    "SeluGrad": _selu,
    "TanhGrad": _tanh,
    "SigmoidGrad": _sigmoid,
    "SoftsignGrad": _softsign,
    "RsqrtGrad": _rsqrt,
}
