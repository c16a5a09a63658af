"""A network made ready to run: one forward of the backbone in stages, gradients through the head alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from inference.engine.gradcam import View
from inference.engine.keras.backbone_head_split import BackboneHeadSplit
from inference.engine.keras.heads import LinearHead
from inference.engine.keras.runtime.tensorflow_import import tensorflow, with_constants

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare to one bool
class Forward:
    """What one forward gives: all the network's ``logits`` (outputs,) and the view of the wanted ones."""

    logits: Floats
    view: View


Tick = Callable[[float], None]
"""Told the share of the forward that is done, 0..1, between its stages; raises ``Cancelled`` to stop it."""

Backbone = Callable[[Floats, Tick], list[Any]]
"""From a film (1, rows, columns, channels) to the feature map and what else the head takes, as tensors."""

Head = Callable[[list[Any]], Forward]
"""From what the backbone gives to logits and view."""


def head_of(split: BackboneHeadSplit, outputs: tuple[int, ...]) -> Head:
    """The head with gradients for ``outputs``, in closed form where it has one."""
    if split.linear is not None:
        return _linear_head(split.linear, outputs)
    return _jacobian_head(head_gradients(split.head, outputs))


def _linear_head(head: LinearHead, outputs: tuple[int, ...]) -> Head:
    """For pooling and a dense layer: the gradient is the dense weights over the number of cells."""
    chosen = head.weights[:, outputs].T[:, None, None, :]

    def forward(maps: list[Any]) -> Forward:
        features = as_floats(maps[0])[0]
        with np.errstate(over="ignore", invalid="ignore"):  # no number is a failed finding, not a warning
            logits = features.mean(axis=(0, 1), dtype=np.float32) @ head.weights + head.bias
        cells = np.float32(features.shape[0] * features.shape[1])
        return Forward(logits, View(features, chosen / cells))

    return forward


def _jacobian_head(gradients: Callable[[list[Any]], Any]) -> Head:
    def forward(maps: list[Any]) -> Forward:
        logits, by_output = gradients(maps)
        return Forward(as_floats(logits)[0], View(as_floats(maps[0])[0], as_floats(by_output)))

    return forward


def head_gradients(head: Any, outputs: tuple[int, ...]) -> Callable[[list[Any]], Any]:
    """A compiled function: the backbone's maps to logits (1, outputs) and gradients (n, h, w, K) of the wanted ones."""
    tf = tensorflow()

    def gradients(*maps: Any) -> Any:
        with tf.GradientTape(persistent=True) as tape:
            tape.watch(maps[0])
            logits = tf.cast(head(list(maps) if len(maps) > 1 else maps[0], training=False), tf.float32)
            chosen = [logits[0, output] for output in outputs]
        zero = tf.UnconnectedGradients.ZERO
        slopes = [tape.gradient(logit, maps[0], unconnected_gradients=zero)[0] for logit in chosen]
        return logits, tf.cast(tf.stack(slopes), tf.float32)

    run = tf.function(gradients, autograph=False).get_concrete_function(*(_one(given) for given in head.inputs))
    return lambda maps: run(*(tf.constant(values) if isinstance(values, np.ndarray) else values for values in maps))


def frozen(stages: list[Any]) -> Backbone:
    """The stages as graphs whose variables are constants: the fastest exact way on a CPU, never XLA there."""
    return _in_turn([_frozen_stage(stage) for stage in stages])


def compiled(stages: list[Any]) -> Backbone:
    """The stages as one graph each, compiled with XLA: for GPUs only, on a CPU it is seven times slower."""
    return _in_turn([_concrete(stage, xla=True) for stage in stages])


def _frozen_stage(stage: Any) -> Callable[[Any], list[Any]]:
    graph = with_constants(_concrete(stage, xla=False))
    return lambda values: list(graph(values))


def _concrete(stage: Any, *, xla: bool) -> Any:
    """A stage traced once for a batch of one."""
    tf = tensorflow()
    forward = tf.function(
        lambda values: tf.nest.flatten(stage(values, training=False)), autograph=False, jit_compile=xla or None
    )
    return forward.get_concrete_function(_one(stage.inputs[0]))


def _one(given: Any) -> Any:
    """The shape and type of a Keras tensor for a batch of one."""
    return tensorflow().TensorSpec((1, *given.shape[1:]), given.dtype)


def _in_turn(stages: list[Callable[[Any], list[Any]]]) -> Backbone:
    def run(values: Floats, tick: Tick) -> list[Any]:
        made = [tensorflow().constant(values)]
        for place, stage in enumerate(stages):
            tick(place / len(stages))
            made = stage(made[0])
        tick(1.0)
        return made

    return run


def as_floats(tensor: Any) -> Floats:
    """A tensor, or an array that once was one, as a float32 array."""
    return np.asarray(tensor if isinstance(tensor, np.ndarray) else tensor.numpy(), dtype=np.float32)
