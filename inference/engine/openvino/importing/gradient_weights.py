"""The gradients of steps that weigh numbers of several channels or places: as in ``gradient_structure``."""

from __future__ import annotations

from typing import Any

import numpy as np

from inference.engine.openvino.importing.film_axes import shape_of
from inference.engine.openvino.importing.gradient_steps import constant, in_shape, integers, values_of
from inference.engine.openvino.importing.gradient_structure import Structure, axes_of


def _apart(ops: Any, weights: Any, g: Any) -> tuple[Any, Any]:
    """Minus the weights of a step, and minus a gradient, whose product is the same.

    A written graph holds equal weights once, and OpenVINO's CPU takes those that it has rearranged for a step for the
    ones of its gradient, too, which then is wrong.
    """
    values = values_of(weights)
    if values is None:
        return weights, g
    return ops.constant(-values.astype(np.float32)), ops.negative(g)


def _matmul(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of a product: the gradient times the other factor, turned."""
    turned = node.get_attributes()["transpose_a"], node.get_attributes()["transpose_b"]
    other, g = _apart(ops, node.input_value(1 - place), above[0])
    if len(shape_of(node.input_value(0))) < 2 or len(shape_of(node.input_value(1))) < 2:
        return None
    if place == 0 and not turned[0]:
        slope = ops.matmul(g, other, False, not turned[1])
    elif place == 0:
        slope = ops.matmul(other, g, turned[1], True)
    elif not turned[1]:
        slope = ops.matmul(other, g, not turned[0], False)
    else:
        slope = ops.matmul(g, other, True, turned[0])
    return in_shape(ops, slope, shape_of(node.input_value(place)))


def _softmax(ops: Any, node: Any, above: list[Any], _place: int) -> Any:
    y, axis = node.output(0), int(node.get_attributes()["axis"]) % len(shape_of(node.input_value(0)))
    sums = ops.reduce_sum(ops.multiply(above[0], y), integers(ops, [axis]), keep_dims=True)
    return ops.multiply(y, ops.subtract(above[0], sums))


def _mvn(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of (x - mean) / deviation: (g - mean of g - y times the mean of g y) / deviation."""
    found, axes, g = node.get_attributes(), axes_of(node), above[0]
    if place or axes is None:
        return None
    along = integers(ops, axes)
    away = ops.subtract(g, ops.reduce_mean(g, along, keep_dims=True))
    if not found["normalize_variance"]:
        return away
    x, eps = node.input_value(0), constant(ops, found["eps"])
    centred = ops.subtract(x, ops.reduce_mean(x, along, keep_dims=True))
    variance = ops.reduce_mean(ops.multiply(centred, centred), along, keep_dims=True)
    inside = str(found["eps_mode"]).lower().startswith("inside")
    if not inside:
        return None
    deviation = ops.sqrt(ops.add(variance, eps))
    y = node.output(0)
    bent = ops.multiply(y, ops.reduce_mean(ops.multiply(g, y), along, keep_dims=True))
    return ops.divide(ops.subtract(away, bent), deviation)


def _batch_norm(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of a batch norm at rest; its inputs are x, gamma, beta, mean and variance."""
    inputs = node.input_values()
    if place:
        return None
    eps = constant(ops, node.get_attributes()["epsilon"])
    scale = ops.divide(inputs[1], ops.sqrt(ops.add(inputs[4], eps)))
    rank, channels = len(shape_of(node.input_value(0))), shape_of(inputs[1])[0]
    return ops.multiply(
        above[0], ops.reshape(scale, integers(ops, [1, channels, *[1] * (rank - 2)]), special_zero=False)
    )


def _convolution(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of a convolution: the transposed one, to the size of its input.

    That size is said by padding: by a shape of its own, OpenVINO's CPU pads convolutions of several groups otherwise.
    """
    values = values_of(node.input_value(1))
    if place or values is None:
        return None
    found, shape = node.get_attributes(), shape_of(node.input_value(0))
    if node.get_type_name() == "GroupConvolution" and values.shape[0] == 1:
        values = values[0]
    grouped = values.ndim == len(shape) + 1
    step = ops.group_convolution_backprop_data if grouped else ops.convolution_backprop_data
    reach = [
        (made - 1) * stride - before - after + dilation * (side - 1) + 1
        for made, stride, before, after, dilation, side in zip(
            shape_of(node.output(0))[2:],
            found["strides"],
            found["pads_begin"],
            found["pads_end"],
            found["dilations"],
            values.shape[-len(shape) + 2 :],
            strict=True,
        )
    ]
    more = [whole - part for whole, part in zip(shape[2:], reach, strict=True)]
    return step(
        ops.negative(above[0]),
        ops.constant(-values.astype(np.float32)),  # see _apart
        found["strides"],
        pads_begin=found["pads_begin"],
        pads_end=found["pads_end"],
        dilations=found["dilations"],
        output_padding=more,
    )


WEIGHTS: dict[str, Structure] = {
    "MatMul": _matmul,
    "Softmax": _softmax,
    "MVN": _mvn,
    "BatchNormInference": _batch_norm,
    "Convolution": _convolution,
    "GroupConvolution": _convolution,
}
