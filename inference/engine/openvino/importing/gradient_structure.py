"""The gradients of steps that move numbers, or sum them over axes.

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


def axes_of(node: Any) -> list[int] | None:
    """The axes of a reduction; None where they are not constant."""
    axes = values_of(node.input_value(1))
    return None if axes is None else [int(axis) % len(_shape(node)) for axis in axes.reshape(-1)]


def _kept(node: Any, axes: list[int]) -> list[int]:
    """The shape of a reduction with its axes kept."""
    return [1 if axis in axes else side for axis, side in enumerate(_shape(node))]


def _reduce_sum(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    axes = axes_of(node)
    if place or axes is None:
        return None
    g = ops.reshape(above[0], integers(ops, _kept(node, axes)), special_zero=False)
    return ops.broadcast(g, integers(ops, _shape(node)))


def _reduce_mean(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    whole, axes = _reduce_sum(ops, node, above, place), axes_of(node)
    if whole is None or axes is None:
        return None
    return ops.multiply(whole, constant(ops, 1 / np.prod([_shape(node)[axis] for axis in axes])))


def _reduce_max(ops: Any, node: Any, above: list[Any], place: int) -> Any:
    """All to the greatest; equal shares where several are."""
    whole, axes = _reduce_sum(ops, node, above, place), axes_of(node)
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


MOVES: dict[str, Structure] = {
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
}
