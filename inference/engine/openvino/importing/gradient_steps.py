"""The gradients of steps that compute numbers place by place, or of sums over places.

Each rule takes OpenVINO's operations, the step, the gradient ``g`` of its output, and which input is asked for; it
gives the gradient of that input, in the input's shape, or None where it has no rule for that input.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from inference.engine.openvino.importing.film_axes import shape_of

Rule = Callable[[Any, Any, Any, int], Any]
SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


def constant(ops: Any, value: float) -> Any:
    """One number."""
    return ops.constant(np.float32(value))


def integers(ops: Any, values: Any) -> Any:
    """Whole numbers: axes, shapes, places."""
    return ops.constant(np.array(values, np.int64))


def values_of(value: Any) -> Any:
    """What a constant holds; None where it is none."""
    node = value.get_node()
    if node.get_type_name() == "Convert":
        node = node.input_value(0).get_node()
    return node.data if node.get_type_name() == "Constant" else None


def in_shape(ops: Any, g: Any, shape: tuple[int, ...]) -> Any:
    """A gradient summed over the axes along which a value of ``shape`` was repeated."""
    have = shape_of(g if hasattr(g, "get_partial_shape") else g.output(0))
    if have == shape:
        return g
    missing = len(have) - len(shape)
    axes = [axis for axis in range(len(have)) if axis < missing or (shape[axis - missing] == 1 and have[axis] != 1)]
    summed = ops.reduce_sum(g, integers(ops, axes), keep_dims=False) if axes else g
    return ops.reshape(summed, integers(ops, shape), special_zero=False)


def _shape(node: Any, place: int) -> tuple[int, ...]:
    return shape_of(node.input_value(place))


def _of_input(slope: Callable[[Any, Any, Any], Any]) -> Rule:
    """A rule of a step of one number, by its derivative at input x and output y."""

    def rule(ops: Any, node: Any, g: Any, place: int) -> Any:
        if place:
            return None
        return ops.multiply(g, slope(ops, node.input_value(0), node.output(0)))

    return rule


def _where(ops: Any, condition: Any) -> Any:
    return ops.convert(condition, "f32")


def _relu(ops: Any, x: Any, _y: Any) -> Any:
    return _where(ops, ops.greater(x, constant(ops, 0)))


def _sigmoid(ops: Any, _x: Any, y: Any) -> Any:
    return ops.multiply(y, ops.subtract(constant(ops, 1), y))


def _tanh(ops: Any, _x: Any, y: Any) -> Any:
    return ops.subtract(constant(ops, 1), ops.multiply(y, y))


def _hswish(ops: Any, x: Any, _y: Any) -> Any:
    """(2 x + 3) / 6 between -3 and 3, 0 below and 1 above."""
    rising = ops.divide(ops.add(ops.multiply(x, constant(ops, 2)), constant(ops, 3)), constant(ops, 6))
    inner = ops.select(ops.less_equal(x, constant(ops, -3)), constant(ops, 0), rising)
    return ops.select(ops.greater_equal(x, constant(ops, 3)), constant(ops, 1), inner)


def _hsigmoid(ops: Any, x: Any, _y: Any) -> Any:
    inside = ops.less(ops.abs(x), constant(ops, 3))
    return ops.multiply(_where(ops, inside), constant(ops, 1 / 6))


def _erf(ops: Any, x: Any, _y: Any) -> Any:
    return ops.multiply(ops.exp(ops.negative(ops.multiply(x, x))), constant(ops, 2 / math.sqrt(math.pi)))


def _softplus(ops: Any, x: Any, _y: Any) -> Any:
    return ops.sigmoid(x)


def _gelu(ops: Any, node: Any, g: Any, place: int) -> Any:
    x = node.input_value(0)
    if place:
        return None
    if str(node.get_attributes().get("approximation_mode", "ERF")).upper() == "TANH":
        return ops.multiply(g, _gelu_by_tanh(ops, x))
    bell = ops.multiply(
        ops.exp(ops.multiply(ops.multiply(x, x), constant(ops, -0.5))), constant(ops, 1 / math.sqrt(2 * math.pi))
    )
    below = ops.multiply(
        ops.add(ops.erf(ops.multiply(x, constant(ops, math.sqrt(0.5)))), constant(ops, 1)), constant(ops, 0.5)
    )
    return ops.multiply(g, ops.add(below, ops.multiply(x, bell)))


def _gelu_by_tanh(ops: Any, x: Any) -> Any:
    root, cubic = math.sqrt(2 / math.pi), 0.044715
    square = ops.multiply(x, x)
    inner = ops.multiply(
        ops.multiply(x, ops.add(ops.multiply(square, constant(ops, cubic)), constant(ops, 1))), constant(ops, root)
    )
    tanh = ops.tanh(inner)
    inner_slope = ops.multiply(
        ops.add(ops.multiply(square, constant(ops, 3 * cubic)), constant(ops, 1)), constant(ops, root)
    )
    bent = ops.multiply(ops.multiply(x, ops.subtract(constant(ops, 1), ops.multiply(tanh, tanh))), inner_slope)
    return ops.multiply(ops.add(ops.add(tanh, constant(ops, 1)), bent), constant(ops, 0.5))


def _hard_sigmoid(ops: Any, node: Any, g: Any, place: int) -> Any:
    """Of alpha x + beta, held between 0 and 1."""
    y = node.output(0)
    if place:
        return None
    above = ops.greater(y, constant(ops, 0))
    inside = ops.logical_and(above, ops.less(y, constant(ops, 1)))
    return ops.multiply(g, ops.multiply(_where(ops, inside), node.input_value(1)))


def _swish(ops: Any, node: Any, g: Any, place: int) -> Any:
    """Of x times the sigmoid s of beta x: s + beta x s (1 - s)."""
    x = node.input_value(0)
    if place:
        return None
    bent = ops.multiply(x, node.input_value(1)) if node.get_input_size() > 1 else x
    s = ops.sigmoid(bent)
    return ops.multiply(g, ops.add(s, ops.multiply(bent, ops.multiply(s, ops.subtract(constant(ops, 1), s)))))


def _clamp(ops: Any, node: Any, g: Any, _place: int) -> Any:
    bounds, x = node.get_attributes(), node.input_value(0)
    above = ops.greater(x, constant(ops, bounds["min"]))
    inside = ops.logical_and(above, ops.less(x, constant(ops, bounds["max"])))
    return ops.multiply(g, _where(ops, inside))


def _elu(ops: Any, node: Any, g: Any, _place: int) -> Any:
    x, y = node.input_value(0), node.output(0)
    falling = ops.add(y, constant(ops, node.get_attributes()["alpha"]))
    return ops.multiply(g, ops.select(ops.greater(x, constant(ops, 0)), constant(ops, 1), falling))


def _selu(ops: Any, node: Any, g: Any, place: int) -> Any:
    x = node.input_value(0)
    if place:
        return None
    rising = node.input_value(2)
    falling = ops.multiply(ops.multiply(node.input_value(1), rising), ops.exp(x))
    return ops.multiply(g, ops.select(ops.greater(x, constant(ops, 0)), rising, falling))


def _prelu(ops: Any, node: Any, g: Any, place: int) -> Any:
    x, slope = node.input_value(0), node.input_value(1)
    if place:
        return None
    rank, sides = len(shape_of(x)), shape_of(slope)
    if len(sides) == 1 and rank > 1 and sides[0] > 1:
        slope = ops.reshape(slope, integers(ops, [1, sides[0], *[1] * (rank - 2)]), special_zero=False)
    return ops.multiply(g, ops.select(ops.greater(x, constant(ops, 0)), constant(ops, 1), slope))


def _same(_ops: Any, _node: Any, g: Any, place: int) -> Any:
    """Steps that change no number, or round it: the gradient passes straight through."""
    return None if place else g


def _fake_quantize(ops: Any, node: Any, g: Any, place: int) -> Any:
    """Rounding to steps of another size: straight through, by how much wider the range becomes."""
    if place:
        return None
    low, high, made_low, made_high = node.input_values()[1:]
    return ops.multiply(g, ops.divide(ops.subtract(made_high, made_low), ops.subtract(high, low)))


def _add(ops: Any, node: Any, g: Any, place: int) -> Any:
    return in_shape(ops, g, _shape(node, place))


def _subtract(ops: Any, node: Any, g: Any, place: int) -> Any:
    return in_shape(ops, ops.negative(g) if place else g, _shape(node, place))


def _multiply(ops: Any, node: Any, g: Any, place: int) -> Any:
    return in_shape(ops, ops.multiply(g, node.input_value(1 - place)), _shape(node, place))


def _divide(ops: Any, node: Any, g: Any, place: int) -> Any:
    below = node.input_value(1)
    slope = ops.divide(g, below)
    if place:
        slope = ops.negative(ops.multiply(slope, node.output(0)))
    return in_shape(ops, slope, _shape(node, place))


def _extreme(ops: Any, node: Any, g: Any, place: int) -> Any:
    """Of the greater or lesser of two: all to the one that it is, half to each where they are equal."""
    chosen = _where(ops, ops.equal(node.input_value(place), node.output(0)))
    equal = _where(ops, ops.equal(node.input_value(0), node.input_value(1)))
    share = ops.subtract(chosen, ops.multiply(equal, constant(ops, 0.5)))
    return in_shape(ops, ops.multiply(g, share), _shape(node, place))


def _squared_difference(ops: Any, node: Any, g: Any, place: int) -> Any:
    away = ops.subtract(node.input_value(place), node.input_value(1 - place))
    return in_shape(ops, ops.multiply(g, ops.multiply(away, constant(ops, 2))), _shape(node, place))


def _power(ops: Any, node: Any, g: Any, place: int) -> Any:
    x, exponent = node.input_value(0), node.input_value(1)
    if place:
        return None
    lower = ops.power(x, ops.subtract(exponent, constant(ops, 1)))
    return in_shape(ops, ops.multiply(g, ops.multiply(exponent, lower)), _shape(node, 0))


def _select(ops: Any, node: Any, g: Any, place: int) -> Any:
    chosen = _where(ops, node.input_value(0))
    share = chosen if place == 1 else ops.subtract(constant(ops, 1), chosen)
    return in_shape(ops, ops.multiply(g, share), _shape(node, place))


RULES: dict[str, Rule] = {
    "Relu": _of_input(_relu),
    "Sigmoid": _of_input(_sigmoid),
    "Tanh": _of_input(_tanh),
    "HSwish": _of_input(_hswish),
    "HSigmoid": _of_input(_hsigmoid),
    "Erf": _of_input(_erf),
    "SoftPlus": _of_input(_softplus),
    "Exp": _of_input(lambda ops, x, y: y),
    "Log": _of_input(lambda ops, x, y: ops.divide(constant(ops, 1), x)),
    "Sqrt": _of_input(lambda ops, x, y: ops.divide(constant(ops, 0.5), y)),
    "Abs": _of_input(lambda ops, x, y: ops.sign(x)),
    "Negative": _of_input(lambda ops, x, y: constant(ops, -1)),
    "Gelu": _gelu,
    "HardSigmoid": _hard_sigmoid,
    "Swish": _swish,
    "Clamp": _clamp,
    "Elu": _elu,
    "Selu": _selu,
    "PRelu": _prelu,
    "Convert": _same,
    "FakeQuantize": _fake_quantize,
    "Round": _same,
    "Add": _add,
    "Subtract": _subtract,
    "Multiply": _multiply,
    "Divide": _divide,
    "Maximum": _extreme,
    "Minimum": _extreme,
    "SquaredDifference": _squared_difference,
    "Power": _power,
    "Select": _select,
}
