"""Splits a Keras model at its target layer into backbone (film to feature map) and head (feature map to logits)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from inference.core.errors import PackMismatch
from inference.engine.convolution import ConvolutionHead
from inference.engine.keras.graph import Graph, flat_graph, parents_first
from inference.engine.keras.heads import LinearHead, activation_name, convolution_head, linear_head
from inference.engine.keras.runtime.tensorflow_import import keras
from inference.engine.keras.stages import stages
from inference.model_pack import Link, ModelPack, Output


@dataclass(frozen=True, slots=True)
class BackboneHeadSplit:
    """A model in two parts.

    ``backbone`` is models to run one after another; the last gives the feature map and then whatever else the head
    takes around it. ``head`` takes these and gives logits; ``linear`` is the head in closed form where it has one;
    ``link`` maps logits to scores. Where ``folded`` is there, the target is a linear convolution before a linear head,
    the backbone ends before it, and ``folded`` is all the rest in closed form. With ``pools`` the backbone gives, last
    of all and not for the head, the map of the layer by which the pack knows films.
    """

    backbone: list[Any]
    head: Any
    linear: LinearHead | None
    folded: ConvolutionHead | None
    link: Link
    target_layer: str
    pools: bool


def split_model(pack: ModelPack, model: Any, *, fold: bool = False) -> BackboneHeadSplit:
    """The model in two parts at the pack's target layer; raises ``PackMismatch`` where it cannot be split there.

    ``fold`` asks for the closed form of a head that begins with a linear convolution, which is for one output only.
    """
    graph = flat_graph(model, (pack.input.rows, pack.input.columns, pack.input.channels))
    link = _without_activation(pack, graph)
    name = pack.network.target_layer or find_target(pack, graph)
    target = _target(pack, graph, name)
    folded = convolution_head(graph, target) if fold else None
    target = graph.parents(target)[0] if folded else target
    sides = _sides(graph, target)
    if sides is None:
        raise PackMismatch(pack.folder, f"The network's output does not depend on the layer {name}.")
    known = _known_by(pack, graph)
    return BackboneHeadSplit(
        backbone=stages(graph, [target, *sides, *known]),
        head=keras().Model([target, *sides], graph.output),
        linear=linear_head(graph, target),
        folded=folded,
        link=link,
        target_layer=name,
        pools=bool(known),
    )


def _known_by(pack: ModelPack, graph: Graph) -> list[Any]:
    """The map of the layer by which the pack knows films, where that is another than the target layer."""
    layer = pack.familiarity.layer if pack.familiarity else ""
    return [_target(pack, graph, layer)] if layer else []


def find_target(pack: ModelPack, graph: Graph) -> str:
    """The name of the last layer whose output is a map (4-D, more than one cell) on the way to the output."""
    pending, seen = [graph.output], set()
    while pending:
        tensor = pending.pop(0)
        if _is_map(tensor):
            return str(graph.producer(tensor).name)
        if id(tensor) not in seen:
            seen.add(id(tensor))
            pending.extend(graph.parents(tensor))
    raise PackMismatch(pack.folder, "The network has no layer with a map of the film.")


def _is_map(tensor: Any) -> bool:
    shape = tuple(tensor.shape)
    return len(shape) == 4 and (shape[1] is None or shape[1] * shape[2] > 1)


def _target(pack: ModelPack, graph: Graph, name: str) -> Any:
    found = graph.outputs_of(name)
    if len(found) != 1:
        what = "no layer" if not found else "more than one use of a layer"
        raise PackMismatch(pack.folder, f"The network has {what} {name}.")
    if not _is_map(found[0]):
        raise PackMismatch(pack.folder, f"The layer {name} gives {list(found[0].shape)}, not a map of the film.")
    return found[0]


def _without_activation(pack: ModelPack, graph: Graph) -> Link:
    """Take the last sigmoid or softmax off the graph, so that its output is logits; say which it was."""
    last = graph.producer(graph.output)
    activation = activation_name(last)
    if activation in ("sigmoid", "softmax"):
        if pack.network.output is Output.LOGITS:
            raise PackMismatch(pack.folder, f"model.toml says logits, but the network ends in a {activation}.")
        _remove(graph, last)
        return Link(activation)
    if pack.network.output is Output.PROBABILITIES:
        raise PackMismatch(pack.folder, "model.toml says probabilities, but the network ends in no sigmoid or softmax.")
    return pack.network.link


def _remove(graph: Graph, last: Any) -> None:
    """A layer of weights stays with a linear activation; a layer that is an activation goes."""
    if getattr(last, "weights", None):
        last.activation = keras().activations.linear
    else:
        graph.output = graph.parents(graph.output)[0]


def _sides(graph: Graph, target: Any) -> list[Any] | None:
    """What the head takes besides the target; None where the output does not depend on the target."""
    depends: dict[int, bool] = {id(target): True}
    for tensor in parents_first(graph, [graph.output]):
        depends.setdefault(id(tensor), any(depends[id(parent)] for parent in graph.parents(tensor)))
    if not depends[id(graph.output)] or id(graph.output) == id(target):
        return None
    below = _below(graph, target, depends)
    taken = {id(parent): parent for tensor in below for parent in graph.parents(tensor)}
    return [tensor for key, tensor in taken.items() if not depends[key]]


def _below(graph: Graph, target: Any, depends: dict[int, bool]) -> list[Any]:
    """The tensors between target and output that depend on the target."""
    pending, found = [graph.output], {}
    while pending:
        tensor = pending.pop()
        if tensor is not target and depends[id(tensor)] and id(tensor) not in found:
            found[id(tensor)] = tensor
            pending.extend(graph.parents(tensor))
    return list(found.values())
