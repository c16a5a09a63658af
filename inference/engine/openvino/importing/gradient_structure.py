"""The gradients of steps that move numbers, weigh them or sum them over axes.

As in ``gradient_steps``, but a rule takes the gradients of all the step's outputs, None for one that nothing needs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from inference.engine.openvino.importing.film_axes import shape_of
from inference.engine.openvino.importing.gradient_steps import constant, in_shape, integers, values_of

MOST_CHOSEN = 1 << 22  # numbers in a table of which place was chosen where
Structure = Callable[[Any, Any, list[Any], int], Any]


def _shape(node: Any, place: int = 0) -> tuple[int, ...]:
    return shape_of(node.input_value(place))


def _reshape(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    return None if place else ops.reshape(above[0], integers(ops, _shape(node)), special_zero=False)


def _transpose(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    order = values_of(node.input_value(1))
    return None if place or order is None else ops.transpose(above[0], integers(ops, np.argsort(order.reshape(-1))))


def _concat(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    axis = int(node.get_attributes()["axis"]) % len(shape_of(node.output(0)))
    sizes = [_shape(node, number)[axis] for number in range(node.get_input_size())]
    start = sum(sizes[:place])
    return _cut(ops, above[0], axis, start, start + sizes[place])


def _cut(ops: Any, g: Any, axis: int, start: int, end: int) -> Any:
    return ops.slice(g, integers(ops, [start]), integers(ops, [end]), integers(ops, [1]), integers(ops, [axis]))


def _split(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of parts along one axis."""
    axis = values_of(node.input_value(1))
    if place or axis is None:
        return None
    zeros = [np.zeros(shape_of(made), np.float32) for made in node.outputs()]
    parts = [one if one is not None else ops.constant(zero) for one, zero in zip(above, zeros, strict=True)]
    return ops.concat(parts, int(axis.reshape(-1)[0]) % len(_shape(node)))


def _slice(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of a part cut out along axes, by steps of one."""
    parts = [values_of(value) for value in node.input_values()[1:]]
    if place or any(part is None for part in parts):
        return None
    starts, ends, steps = parts[:3]
    axes = parts[3] if len(parts) > 3 else np.arange(len(starts))
    if (steps != 1).any():
        return None
    shape = _shape(node)
    bounds = {
        int(axis) % len(shape): slice(int(start), int(end)).indices(shape[int(axis)])[:2]
        for axis, start, end in zip(axes, starts, ends, strict=True)
    }
    return _padded(ops, above[0], shape, bounds)


def _strided_slice(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """The same with masks of axes that stay whole, or that vanish."""
    parts = [values_of(value) for value in node.input_values()[1:]]
    masks, shape = node.get_attributes(), _shape(node)
    if place or any(part is None for part in parts) or any(masks["new_axis_mask"]) or any(masks["ellipsis_mask"]):
        return None
    starts, ends = (part.reshape(-1) for part in parts[:2])
    if len(parts) > 2 and (parts[2] != 1).any():
        return None
    bounds = {}
    for axis, (start, end) in enumerate(zip(starts, ends, strict=True)):
        first = None if _at(masks["begin_mask"], axis) else int(start)
        last = None if _at(masks["end_mask"], axis) else int(end)
        if _at(masks["shrink_axis_mask"], axis):
            first = int(start) % shape[axis]
            last = first + 1
        bounds[axis] = slice(first, last).indices(shape[axis])[:2]
    return _padded(ops, above[0], shape, bounds)


def _at(mask: Any, axis: int) -> bool:
    return axis < len(mask) and bool(mask[axis])


def _gather(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of chosen places along an axis: each place gets the sum of what was taken from it."""
    chosen, axis = values_of(node.input_value(1)), values_of(node.input_value(2))
    if place or chosen is None or axis is None or int(node.get_attributes().get("batch_dims", 0)):
        return None
    shape, along = _shape(node), int(axis.reshape(-1)[0]) % len(_shape(node))
    side, taken = shape[along], chosen.reshape(-1).astype(np.int64)
    if side * taken.size > MOST_CHOSEN:
        return None
    places = np.zeros((side, taken.size), np.float32)
    places[taken % side, np.arange(taken.size)] = 1
    outside = [int(np.prod(shape[:along])), taken.size, int(np.prod(shape[along + 1 :]))]
    g = ops.reshape(above[0], integers(ops, outside), special_zero=False)
    return ops.reshape(ops.matmul(ops.constant(places), g, False, False), integers(ops, shape), special_zero=False)


def _padded(ops: Any, g: Any, shape: tuple[int, ...], bounds: dict[int, tuple[int, int]]) -> Any:
    """A part's gradient in zeros: ``bounds`` say where the part lies along its axes."""
    ranges = [bounds.get(axis, (0, side)) for axis, side in enumerate(shape)]
    part = ops.reshape(g, integers(ops, [end - start for start, end in ranges]), special_zero=False)
    before = integers(ops, [start for start, _ in ranges])
    after = integers(ops, [side - end for (_, end), side in zip(ranges, shape, strict=True)])
    return ops.pad(part, before, after, "constant", constant(ops, 0))


def _broadcast(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    return None if place else in_shape(ops, above[0], _shape(node))


def _axes(node: Any) -> list[int] | None:
    axes = values_of(node.input_value(1))
    return None if axes is None else [int(axis) % len(_shape(node)) for axis in axes.reshape(-1)]


def _kept(node: Any, axes: list[int]) -> list[int]:
    """The shape of a reduction with its axes kept."""
    return [1 if axis in axes else side for axis, side in enumerate(_shape(node))]


def _reduce_sum(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    axes = _axes(node)
    if place or axes is None:
        return None
    g = ops.reshape(above[0], integers(ops, _kept(node, axes)), special_zero=False)
    return ops.broadcast(g, integers(ops, _shape(node)))


def _reduce_mean(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    whole, axes = _reduce_sum(ops, node, above, place), _axes(node)
    if whole is None or axes is None:
        return None
    return ops.multiply(whole, constant(ops, 1 / np.prod([_shape(node)[axis] for axis in axes])))


def _reduce_max(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """All to the greatest; equal shares where several are."""
    whole, axes = _reduce_sum(ops, node, above, place), _axes(node)
    if whole is None or axes is None:
        return None
    greatest = ops.reshape(node.output(0), integers(ops, _kept(node, axes)), special_zero=False)
    return _shared(ops, node.input_value(0), greatest, whole, axes)


def _shared(ops: Any, x: Any, greatest: Any, g: Any, axes: list[int]) -> Any:
    chosen = ops.convert(ops.equal(x, greatest), "f32")
    count = ops.reduce_sum(chosen, integers(ops, axes), keep_dims=True)
    return ops.multiply(g, ops.divide(chosen, count))


def _pooled_whole(node: Any) -> bool:
    """Whether a pooling takes the whole map at once."""
    shape, found = _shape(node), node.get_attributes()
    pads = [*found["pads_begin"], *found["pads_end"]]
    return tuple(found["kernel"]) == shape[2:] and not any(pads) and shape_of(node.output(0))[2:] == (1, 1)


def _avg_pool(ops: Any, node: Any, above: list[Any], _place: int) -> Any:
    shape = _shape(node)
    if not _pooled_whole(node):
        return None
    return ops.multiply(ops.broadcast(above[0], integers(ops, shape)), constant(ops, 1 / np.prod(shape[2:])))


def _max_pool(ops: Any, node: Any, above: list[Any], _place: int) -> Any:
    if not _pooled_whole(node):
        return None
    whole = ops.broadcast(above[0], integers(ops, _shape(node)))
    return _shared(ops, node.input_value(0), node.output(0), whole, [2, 3])


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
    if len(_shape(node, 0)) < 2 or len(_shape(node, 1)) < 2:
        return None
    if place == 0 and not turned[0]:
        slope = ops.matmul(g, other, False, not turned[1])
    elif place == 0:
        slope = ops.matmul(other, g, turned[1], True)
    elif not turned[1]:
        slope = ops.matmul(other, g, not turned[0], False)
    else:
        slope = ops.matmul(g, other, True, turned[0])
    return in_shape(ops, slope, _shape(node, place))


def _softmax(ops: Any, node: Any, above: list[Any], _place: int) -> Any:
    y, axis = node.output(0), int(node.get_attributes()["axis"]) % len(_shape(node))
    sums = ops.reduce_sum(ops.multiply(above[0], y), integers(ops, [axis]), keep_dims=True)
    return ops.multiply(y, ops.subtract(above[0], sums))


def _mvn(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """Of (x - mean) / deviation: (g - mean of g - y times the mean of g y) / deviation."""
    found, axes, g = node.get_attributes(), _axes(node), above[0]
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
    rank, channels = len(_shape(node)), shape_of(inputs[1])[0]
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
    found, shape = node.get_attributes(), _shape(node)
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


STRUCTURE: dict[str, Structure] = {
    "Reshape": _reshape,
    "Squeeze": _reshape,
    "Unsqueeze": _reshape,
    "Transpose": _transpose,
    "Concat": _concat,
    "Split": _split,
    "VariadicSplit": _split,
    "Slice": _slice,
    "StridedSlice": _strided_slice,
    "Gather": _gather,
    "Broadcast": _broadcast,
    "ReduceSum": _reduce_sum,
    "ReduceMean": _reduce_mean,
    "ReduceMax": _reduce_max,
    "AvgPool": _avg_pool,
    "MaxPool": _max_pool,
    "MatMul": _matmul,
    "Softmax": _softmax,
    "MVN": _mvn,
    "BatchNormInference": _batch_norm,
    "Convolution": _convolution,
    "GroupConvolution": _convolution,
}
