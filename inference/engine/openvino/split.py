"""Splits a graph in two at a tensor that everything passes through, each part for a number format of its own."""

from __future__ import annotations

from typing import Any

from inference.engine.openvino.compiled_form import POOLED, output_name
from inference.engine.openvino.openvino_import import openvino

LAYERS = ("Convolution", "GroupConvolution", "MatMul")


def split_at(model: Any, share: float) -> tuple[Any, Any]:
    """The graph's first part, with about this share of its layers of weights, and the rest; ``model`` stays whole."""
    ov, whole = openvino(), model.clone()
    from openvino import opset1

    beside = [result for result in whole.get_results() if output_name(result.output(0)) == POOLED]
    for result in beside:  # nothing of the network needs it, so that it is in the way of no cut
        whole.remove_result(result)
    node = _boundary(whole, share)
    waits = [_needs(result, node.get_friendly_name()) for result in beside]
    cut = node.output(0)
    entry = opset1.parameter(cut.get_partial_shape(), cut.get_element_type())
    targets = cut.get_target_inputs()
    first = ov.Model([opset1.result(cut), *_where(beside, waits, False)], whole.get_parameters(), "first")
    for target in targets:
        target.replace_source_output(entry.output(0))
    return first, ov.Model([*whole.get_results(), *_where(beside, waits, True)], [entry], "rest")


def _where(results: list[Any], waits: list[bool], wanted: bool) -> list[Any]:
    return [result for result, wait in zip(results, waits, strict=True) if wait is wanted]


def _needs(result: Any, name: str) -> bool:
    """Whether an output is computed from the node of this name."""
    pending, seen = [result], set[str]()
    while pending:
        node = pending.pop()
        if node.get_friendly_name() not in seen:
            seen.add(node.get_friendly_name())
            pending += [value.get_node() for value in node.input_values()]
    return name in seen


def _boundary(model: Any, share: float) -> Any:
    """The node of one narrow output that comes nearest to having this share of the layers before it."""
    order = of_film(model)
    layers = sum(node.get_type_name() in LAYERS for node in order)
    narrow, passed = _narrow(order), 0
    found: list[tuple[float, int, Any]] = []
    for node in order:
        passed += node.get_type_name() in LAYERS
        if node.get_friendly_name() in narrow:
            found.append((abs(passed / max(layers, 1) - share), len(found), node))
    return min(found)[2]


def of_film(model: Any) -> list[Any]:
    """The nodes that depend on the film, parents first."""
    names = {node.get_friendly_name() for node in model.get_parameters()}
    order = []
    for node in model.get_ordered_ops():
        parents = (value.get_node().get_friendly_name() for value in node.input_values())
        if node.get_friendly_name() in names or any(parent in names for parent in parents):
            names.add(node.get_friendly_name())
            order.append(node)
    return order


def _narrow(order: list[Any]) -> set[str]:
    """The nodes after which nothing computed before them is needed any more; no result."""
    places = {node.get_friendly_name(): place for place, node in enumerate(order)}
    found, needed_until = set(), -1
    for place, node in enumerate(order):
        if needed_until <= place and node.get_type_name() != "Result" and node.get_output_size() == 1:
            found.add(node.get_friendly_name())
        uses = [target.get_node().get_friendly_name() for out in node.outputs() for target in out.get_target_inputs()]
        needed_until = max([needed_until, *(places[use] for use in uses if use in places)])
    return found
