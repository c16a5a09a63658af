"""A pack's Keras networks as graphs of TensorFlow, from a film to all that is computed anew for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.activations import wanted_outputs
from inference.engine.keras.backbone_head_split import BackboneHeadSplit, split_model
from inference.engine.keras.binary_backend import fingerprint
from inference.engine.keras.load import load_model
from inference.engine.keras.runtime.tensorflow_import import tensorflow, with_constants
from inference.engine.openvino.compiled_form import POOLED, Group
from inference.model_pack import Kind, ModelPack

Floats = NDArray[np.float32]


@dataclass(slots=True, eq=False)
class Exported:
    """One backbone with its heads: the frozen ``graph`` of TensorFlow, whose outputs bear the names in ``groups``.

    ``constants`` are what is the same for every film, by name.
    """

    graph: Any
    groups: list[Group] = field(default_factory=list)
    constants: dict[str, Floats] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class _Shared:
    """A backbone and the splits, by the place of their finding, that have it; of a network for all there is one."""

    stages: list[Any]
    splits: dict[int, BackboneHeadSplit] = field(default_factory=dict)


def exported(pack: ModelPack) -> tuple[str, list[Exported]]:
    """The target layer, and each different backbone of the pack with its heads; raises ``PackError``."""
    if pack.kind is Kind.MULTI:
        split = split_model(pack, load_model(pack))
        places = tuple(range(len(pack.judged)))
        return split.target_layer, [
            _exported(0, split.backbone, [_head(split, places, wanted_outputs(pack), 0)], pools=split.pools)
        ]
    layer, shared = pack.network.target_layer, dict[str, _Shared]()
    for place, spec in enumerate(pack.judged):
        split = split_model(pack, load_model(pack, spec.weights), fold=True)
        shared.setdefault(fingerprint(split.backbone), _Shared(split.backbone)).splits[place] = split
        layer = split.target_layer
    made = []
    for number, item in enumerate(shared.values()):
        heads = [_head(split, (at,), (pack.judged[at].output,), number) for at, split in item.splits.items()]
        made.append(_exported(number, item.stages, heads))
    return layer, made


@dataclass(frozen=True, slots=True, eq=False)
class _Head:
    """One head: what is said of it, what is constant, and the function for what the graph computes, if anything."""

    group: Group
    constants: dict[str, Floats]
    compute: Callable[[list[Any]], dict[str, Any]] | None = None


def _head(split: BackboneHeadSplit, places: tuple[int, ...], outputs: tuple[int, ...], number: int) -> _Head:
    names = {part: f"{part}.{places[0]}" for part in ("weights", "bias", "kernel", "logits", "gradients")}

    def group(*parts: str) -> Group:
        named = {part: names[part] for part in parts}
        return Group(places=places, outputs=outputs, link=split.link, features=f"features.{number}", **named)

    if split.folded is not None:
        bias = np.asarray([split.folded.bias], np.float32)
        return _Head(group("kernel", "bias"), {names["kernel"]: split.folded.kernel, names["bias"]: bias})
    if split.linear is not None:
        constants = {names["weights"]: split.linear.weights, names["bias"]: split.linear.bias}
        return _Head(group("weights", "bias"), constants)
    return _Head(group("logits", "gradients"), {}, _with_gradients(split.head, outputs, names))


def _with_gradients(
    head: Any, outputs: tuple[int, ...], names: dict[str, str]
) -> Callable[[list[Any]], dict[str, Any]]:
    """A head's logits (1, outputs) and the gradients (n, h, w, K) of the wanted ones."""
    tf = tensorflow()

    def compute(maps: list[Any]) -> dict[str, Any]:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(maps[0])
            logits = head(list(maps) if len(maps) > 1 else maps[0], training=False)
        slopes = [
            tape.gradient(
                logits,
                maps[0],
                output_gradients=tf.one_hot([output], logits.shape[1], dtype=logits.dtype),
                unconnected_gradients=tf.UnconnectedGradients.ZERO,
            )[0]
            for output in outputs
        ]
        return {names["logits"]: logits, names["gradients"]: tf.stack(slopes)}

    return compute


def _exported(number: int, stages: list[Any], heads: list[_Head], *, pools: bool = False) -> Exported:
    tf = tensorflow()

    def run(values: Any) -> dict[str, Any]:
        made = [values]
        for stage in stages:
            made = tf.nest.flatten(stage(made[0], training=False))
        found = {POOLED: tf.reduce_mean(made.pop(), axis=(1, 2))} if pools else {}
        found[f"features.{number}"] = made[0]
        for head in heads:
            found.update(head.compute(made) if head.compute else {})
        return {name: tf.identity(tf.cast(value, tf.float32), name=name) for name, value in found.items()}

    given = stages[0].inputs[0]
    spec = tf.TensorSpec((1, *given.shape[1:]), tf.float32, name="film")
    graph = with_constants(tf.function(run, autograph=False).get_concrete_function(spec))
    return Exported(graph, [head.group for head in heads], dict(_constants(heads)))


def _constants(heads: list[_Head]) -> Iterator[tuple[str, Floats]]:
    for head in heads:
        yield from head.constants.items()
