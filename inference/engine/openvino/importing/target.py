"""Where heatmaps are taken: the last map of the film before pooling, a layer by its name, or a transformer's tokens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from inference.core.errors import PackMismatch
from inference.engine.openvino.importing.film_axes import FilmAxes, film_axes, key_of, shape_of
from inference.engine.openvino.importing.gradient import steps_between
from inference.engine.openvino.importing.gradient_steps import integers


@dataclass(frozen=True, slots=True)
class Target:
    """The value ``value`` of the graph whose numbers are the map.

    A map has ``axes``; tokens have a ``token_axis``, the first ``aside`` of them no place of the film, and a ``grid``.
    """

    value: Any
    name: str
    axes: FilmAxes | None = None
    token_axis: int = 0
    aside: int = 0
    grid: tuple[int, int] = (0, 0)

    def in_order(self, value: Any) -> Any:
        """A value of the target's shape as (1, rows, columns, channels)."""
        from openvino import opset13 as ops

        if self.axes is not None:
            rows, columns, channels = self.axes
            return ops.transpose(value, integers(ops, (self.axes.first, rows, columns, channels)))
        shape = shape_of(self.value)
        turned = ops.transpose(value, integers(ops, (1 - self.token_axis, self.token_axis, 2)))
        taken = ops.slice(
            turned,
            integers(ops, [self.aside]),
            integers(ops, [shape[self.token_axis]]),
            integers(ops, [1]),
            integers(ops, [1]),
        )
        return ops.reshape(taken, integers(ops, (1, *self.grid, shape[2])), special_zero=False)


def find_target(path: Path, model: Any, output: Any, name: str) -> Target:
    """The target layer ``name``, or where that is empty the one to take; raises ``PackMismatch`` in words."""
    axes = film_axes(model)
    on_the_way = {node.get_name() for node in steps_between(model, model.inputs[0], output)}
    values = [made for node in model.get_ordered_ops() for made in node.outputs() if node.get_name() in on_the_way]
    maps = [value for value in values if _is_map(value, axes) and key_of(value) != key_of(output)]
    if not maps:
        raise PackMismatch(path, "The network has no layer with a map of the film.")
    if name:
        return _named(path, values, name, axes, maps[-1])
    attention = _last_attention(model, maps[-1], output)
    if attention is None:
        return Target(maps[-1], name_of(maps[-1]), axes[key_of(maps[-1])])
    width = shape_of(maps[-1])[axes[key_of(maps[-1])].channels]
    found = _before_attention(values, attention, _grid(maps[-1], axes), width)
    if found is None:
        raise PackMismatch(
            path,
            "The network mixes places of the film by attention, and no layer of tokens was found that lies over it. "
            "Name one with --target-layer.",
        )
    return found


def name_of(value: Any) -> str:
    """What a layer is called: the step's own name."""
    return str(value.get_node().get_friendly_name())


def _is_map(value: Any, axes: dict[Any, FilmAxes]) -> bool:
    shape = shape_of(value)
    found = axes.get(key_of(value))
    return found is not None and shape[found.rows] * shape[found.columns] > 1 and shape[found.channels] > 1


def _grid(value: Any, axes: dict[Any, FilmAxes]) -> tuple[int, int]:
    shape, found = shape_of(value), axes[key_of(value)]
    return shape[found.rows], shape[found.columns]


def _named(path: Path, values: list[Any], name: str, axes: dict[Any, FilmAxes], last: Any) -> Target:
    called = [value for value in values if name in (name_of(value), *value.get_names())]
    if not called:
        raise PackMismatch(path, f"The network has no layer {name} on the way from the film to its output.")
    value = called[-1]
    if _is_map(value, axes):
        return Target(value, name, axes[key_of(value)])
    found = _tokens(value, name, _grid(last, axes))
    if found is None:
        raise PackMismatch(path, f"The layer {name} gives {list(shape_of(value))}, not a map of the film.")
    return found


def _last_attention(model: Any, value: Any, output: Any) -> Any:
    """The last step after a map that weighs places by one another; None where there is none."""
    for node in reversed(steps_between(model, value, output)):
        shape = shape_of(node.output(0))
        if node.get_type_name() == "Softmax" and len(shape) >= 3 and shape[-1] == shape[-2] > 1:
            return node
        if node.get_type_name() == "ScaledDotProductAttention":
            return node
    return None


def _before_attention(values: list[Any], attention: Any, grid: tuple[int, int], width: int) -> Target | None:
    """The last tokens of the film from which an attention takes both what it compares."""
    product = _product(attention, {value.get_node().get_name() for value in values})
    if product is None:
        return None
    left, right = (_upstream(given.get_node()) for given in product.input_values()[:2])
    for value in reversed(values):
        node = value.get_node()
        if node.get_name() in left & right and node.get_type_name() == "Add" and shape_of(value)[-1:] == (width,):
            found = _tokens(value, name_of(value), grid)
            if found is not None:
                return found
    return None


def _product(attention: Any, on_the_way: set[str]) -> Any:
    """The step that compares places with one another, on the way to an attention's weights."""
    pending = [attention]
    while pending:
        node = pending.pop(0)
        given = [value.get_node() for value in node.input_values()]
        if node.get_type_name() in ("MatMul", "ScaledDotProductAttention") and all(
            one.get_name() in on_the_way for one in given[:2]
        ):
            return node
        pending.extend(given)
    return None


def _upstream(node: Any) -> set[str]:
    """A step and all that it is computed from."""
    found, pending = set(), [node]
    while pending:
        one = pending.pop()
        if one.get_name() not in found:
            found.add(one.get_name())
            pending.extend(given.get_node() for given in one.input_values())
    return found


def _tokens(value: Any, name: str, grid: tuple[int, int]) -> Target | None:
    """A value (1, tokens, K) or (tokens, 1, K) over a grid of the film; None where it is none."""
    shape, cells = shape_of(value), int(np.prod(grid))
    if len(shape) != 3 or 1 not in shape[:2]:
        return None
    axis = 1 if shape[0] == 1 else 0
    aside = shape[axis] - cells
    return Target(value, name, None, axis, aside, grid) if 0 <= aside < cells else None
