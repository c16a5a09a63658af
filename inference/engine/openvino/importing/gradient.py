"""The gradient of a graph's output with respect to a value in it, as further steps of the graph.

The chain rule from the output back, one rule for each kind of step (``gradient_steps``); shapes are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from inference.engine.openvino.importing.film_axes import Key, key_of, shape_of
from inference.engine.openvino.importing.gradient_steps import RULES
from inference.engine.openvino.importing.gradient_structure import MOVES
from inference.engine.openvino.importing.gradient_weights import WEIGHTS
from inference.engine.openvino.openvino_import import openvino

STRUCTURE = {**MOVES, **WEIGHTS}
COMPARING = (
    "Greater",
    "GreaterEqual",
    "Less",
    "LessEqual",
    "Equal",
    "NotEqual",
    "LogicalAnd",
    "LogicalOr",
    "LogicalNot",
)
"""Steps that say which of two values is taken: no short step of theirs changes anything."""


class NoRule(Exception):
    """A kind of step between value and output for which there is no rule; it is the message."""


def steps_between(model: Any, value: Any, output: Any) -> list[Any]:
    """The steps on the way from a value to an output, the first of them first."""
    depends, wanted = _depending(model, value), _needed(output)
    return [node for node in model.get_ordered_ops() if node.get_name() in depends & wanted]


def _depending(model: Any, value: Any) -> set[str]:
    start, found = key_of(value), set[str]()
    for node in model.get_ordered_ops():
        for given in node.input_values():
            if key_of(given) == start or given.get_node().get_name() in found:
                found.add(node.get_name())
    return found


def _needed(output: Any) -> set[str]:
    pending, found = [output.get_node()], set[str]()
    while pending:
        node = pending.pop()
        if node.get_name() not in found:
            found.add(node.get_name())
            pending.extend(given.get_node() for given in node.input_values())
    return found


def gradients(model: Any, value: Any, output: Any, places: Iterable[int]) -> list[Any]:
    """For each of ``places`` of the flattened ``output``, its gradient: a value of the shape of ``value``.

    Raises :class:`NoRule`.
    """
    openvino()
    steps = steps_between(model, value, output)
    for node in steps:
        if node.get_type_name() not in (*RULES, *STRUCTURE, *COMPARING):
            raise NoRule(node.get_type_name())
    return [_backward(steps, value, output, place) for place in places]


def _backward(steps: list[Any], value: Any, output: Any, place: int) -> Any:
    from openvino import opset13 as ops

    shape = shape_of(output)
    seed = np.zeros(shape, np.float32)
    seed.reshape(-1)[place] = 1
    found: dict[Key, Any] = {key_of(output): ops.constant(seed).output(0)}
    on_the_way = {node.get_name() for node in steps} | {value.get_node().get_name()}
    for node in reversed(steps):
        above = [found.get(key_of(made)) for made in node.outputs()]
        if all(one is None for one in above):
            continue
        for given, slope in _through(ops, node, above, on_the_way):
            known = found.get(key_of(given))
            found[key_of(given)] = slope if known is None else ops.add(known, slope).output(0)
    made = found.get(key_of(value))
    return made if made is not None else ops.constant(np.zeros(shape_of(value), np.float32)).output(0)


def _through(ops: Any, node: Any, above: list[Any], on_the_way: set[str]) -> list[tuple[Any, Any]]:
    """For each input of a step that the value reaches, the gradient that the step passes down."""
    kind, passed = node.get_type_name(), []
    for place, given in enumerate(node.input_values()):
        if given.get_node().get_name() not in on_the_way or (kind == "Select" and place == 0):
            continue
        if kind in STRUCTURE:
            slope = STRUCTURE[kind](ops, node, above, place)
        else:
            slope = RULES[kind](ops, node, above[0], place)
        if slope is None:
            raise NoRule(f"{kind} by its input {place}")
        passed.append((given, slope.output(0) if hasattr(slope, "output") else slope))
    return passed
